using System.Collections.Concurrent;
using System.Globalization;

namespace Linli.Server.Simulation;

/// <summary>
/// Somebody organises a walk that begins now; residents sign up, check in by where they stand, check out, and ask for their record
/// (报名、定位签到、签退、时长). Minutes are real ones: nobody has more of them than passed.
/// </summary>
internal sealed class Volunteers(double stepsAnHour, Kindness kindness, TimeProvider time) : IActor
{
    private const int Capacity = 12;
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(3);
    private readonly ConcurrentDictionary<Player, DateTimeOffset> there = new();
    private (string Id, SimulatedPlace Place, DateTimeOffset Until)? walk;

    public double PerHour(int hour) => stepsAnHour;

    public async Task Act(SimulatedDay day, CancellationToken cancel)
    {
        if (await Walk(day, cancel) is not var (id, place, _))
            return;
        var who = day.Of(day.Town.Adults);
        if (!await who.Turn.WaitAsync(0, cancel))
            return;
        try
        {
            var here = new { latitude = place.Latitude, longitude = place.Longitude, accuracy = 15 };
            if (there.TryGetValue(who, out var since))
            {
                if (time.GetUtcNow() - since > TimeSpan.FromMinutes(1)
                    && await day.Api.Post(who, "check out", $"/api/v1/volunteering/activities/{id}/check-out", here, cancel) is { } gone && there.TryRemove(who, out _))
                    kindness.Gave(who, id, gone.Number("minutes"));
                return;
            }

            if (await day.Api.Post(who, "sign up", $"/api/v1/volunteering/activities/{id}/sign-ups", new { }, cancel) is not { } signed || signed.Text("state") != "taken")
                return;
            if (await day.Api.Post(who, "check in", $"/api/v1/volunteering/activities/{id}/check-in", here, cancel) is { } come && come.Text("inAt").Length > 0 && come.Text("outAt").Length == 0)
                there[who] = time.GetUtcNow();
        }
        finally
        {
            who.Turn.Release();
        }
    }

    private async Task<(string Id, SimulatedPlace Place, DateTimeOffset Until)?> Walk(SimulatedDay day, CancellationToken cancel)
    {
        if (walk is { } running && time.GetUtcNow() < running.Until)
            return running;
        var organiser = day.Town.Organisers[0];
        await organiser.Turn.WaitAsync(cancel);
        try
        {
            if (walk is { } other && time.GetUtcNow() < other.Until)
                return other;
            there.Clear();
            var (place, starts) = (day.Of(day.Town.Places), time.GetUtcNow().AddSeconds(5));
            var made = await day.Api.Post(organiser, "announce walk", "/api/v1/volunteering/activities", new
            {
                place = SimulatedTown.Group,
                title = "门前捡一捡",
                about = "沿着楼前的路捡拾垃圾。",
                meeting = place.Name,
                capacity = Capacity,
                tolerance = 50,
                equipment = "夹子、垃圾袋",
                zone = string.Create(CultureInfo.InvariantCulture, $$"""{"type":"Point","coordinates":[{{place.Longitude}},{{place.Latitude}}]}"""),
                startsAt = starts,
                endsAt = starts + Length,
            }, cancel);
            if (made is not { } activity || await day.Api.Post(organiser, "open walk", $"/api/v1/volunteering/activities/{activity.Text("id")}/open", new { }, cancel) is null)
                return null;
            walk = (activity.Text("id"), place, starts + Length);
            kindness.Announced(activity.Text("id"), Capacity);
            return walk;
        }
        finally
        {
            organiser.Turn.Release();
        }
    }
}
