using System.Globalization;
using System.Text.Json;
using Linli.Platform.Demo;

namespace Linli.Server.Simulation;

/// <summary>Residents see something and report it, or join what a neighbour has reported (随手拍、意见箱、投诉).</summary>
internal sealed class Reporters(double reportsADay) : IActor
{
    private static readonly double[] Hours = [1, 0.5, 0.3, 0.2, 0.3, 1.5, 5, 9, 10, 9, 8, 7, 6, 5, 6, 6, 7, 9, 10, 9, 7, 5, 3, 1.5];
    private static readonly double Whole = Hours.Sum();

    // Everybody sees the same two pictures: what counts is that there is one.
    internal static readonly byte[] Before = new Picture(240, 160).Shade(0, 160, 0xBFD9E8, 0xD8D2C4).Disc(120, 100, 30, 0x55585F).ToPng();
    internal static readonly byte[] After = new Picture(240, 160).Shade(0, 160, 0xBFD9E8, 0xDCE7D2).Box(100, 70, 140, 130, 0x5B9A57).ToPng();

    private (SimulatedStory Story, SimulatedPlace Place)? last;

    public double PerHour(int hour) => reportsADay * Hours[hour] / Whole;

    public async Task Act(SimulatedDay day, CancellationToken cancel)
    {
        var (story, place) = last is { } seen && day.Chance() < 0.12 ? seen : (day.Of(day.Town.Stories), day.Of(day.Town.Places));
        last = (story, place);
        var again = story.OtherWords.Count > 0 && day.Chance() < 0.5;
        var text = Fill(again ? day.Of(story.OtherWords) : story.Text, place);
        var channel = day.Chance() switch { < 0.7 => "snap", < 0.87 => "box", _ => "complaint" };
        channel = story.Channels.Contains(channel) ? channel : story.Channels.Contains("snap") ? "snap" : story.Channels.Contains("complaint") ? "complaint" : "box";
        var who = day.Of(day.Town.People);
        if (await Similar(day, who, story, place, text, cancel) is { } same)
        {
            await day.Api.Post(who, "join", $"/api/v1/cases/{same}/join", new { message = "我也看到了。" }, cancel);
            return;
        }

        var photo = channel == "snap" ? await day.Api.Photo(who, Before, cancel) : null;
        var receipt = await day.Api.Post(who, "report", "/api/v1/cases", new
        {
            channel,
            category = story.Category,
            text,
            longitude = place.Longitude,
            latitude = place.Latitude,
            placeText = place.Name,
            files = photo is null ? Array.Empty<string>() : [photo],
            answers = day.Town.AnswersTo(story.Category),
        }, cancel);
        if (receipt is { } given)
            day.Report(given.Text("id"), Fill(story.Answer, place));
    }

    private static async Task<string?> Similar(SimulatedDay day, Player who, SimulatedStory story, SimulatedPlace place, string text, CancellationToken cancel)
    {
        var query = string.Create(CultureInfo.InvariantCulture,
            $"text={Uri.EscapeDataString(text)}&longitude={place.Longitude}&latitude={place.Latitude}&category={story.Category}");
        var found = await day.Api.Get(who, "look for similar", "/api/v1/cases/similar?" + query, cancel);
        if (found is not { ValueKind: JsonValueKind.Array } some || some.GetArrayLength() == 0)
            return null;
        var best = some[0];
        return best.GetProperty("score").GetDouble() >= 0.6 ? best.GetProperty("case").Text("id") : null;
    }

    private static string Fill(string text, SimulatedPlace place) => text
        .Replace("{place}", place.Name, StringComparison.Ordinal).Replace("{compound}", place.Compound, StringComparison.Ordinal)
        .Replace("{block}", place.Block, StringComparison.Ordinal).Replace("{unit}", "1单元", StringComparison.Ordinal)
        .Replace("{floor}", "3楼", StringComparison.Ordinal).Replace("{time}", "刚才", StringComparison.Ordinal)
        .Replace("{days}", "两天", StringComparison.Ordinal).Replace("{n}", "3", StringComparison.Ordinal);
}

/// <summary>Reporters read the answer and say whether it is done (确认、评价、重办).</summary>
internal sealed class Judges(double answersAnHour) : IActor
{
    public double PerHour(int hour) => hour is >= 7 and < 23 ? answersAnHour : 0;

    public async Task Act(SimulatedDay day, CancellationToken cancel)
    {
        var who = day.Of(day.Town.People);
        var mine = await day.Api.Get(who, "my cases", "/api/v1/cases/mine?open=true&take=20", cancel);
        foreach (var item in mine.Items().Where(i => i.Text("state") == "answered").Take(1))
        {
            var id = item.Text("id");
            if (day.Chance() < 0.06)
                await day.Api.Post(who, "reopen", $"/api/v1/cases/{id}/reopen", new { reason = "看过了，还没有完全处理好。" }, cancel);
            else
                await day.Api.Post(who, "confirm", $"/api/v1/cases/{id}/confirm",
                    new { rating = day.Chance() switch { < 0.62 => 5, < 0.87 => 4, < 0.95 => 3, < 0.98 => 2, _ => 1 } }, cancel);
        }
    }
}
