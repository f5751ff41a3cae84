using System.Text.Json;

namespace Linli.Server.Simulation.DutyRoom;

/// <summary>
/// Duty officers sign the watch over at six, fourteen and twenty-two o'clock, and guards and patrol members check in where they stand: the
/// watch of the demo has no gap while it lives.
/// </summary>
internal sealed class Watchkeepers : IActor
{
    private const int HoursOnDuty = 8;

    // Where each of them stands, near the lake and the gates, WGS-84.
    private static readonly (double Latitude, double Longitude)[] Posts = [(30.20655, 120.22420), (30.20480, 120.22720), (30.20700, 120.22060), (30.20330, 120.22390), (30.21000, 120.22750)];

    public double PerHour(int hour) => 120;

    public async Task Act(SimulatedDay day, CancellationToken cancel)
    {
        await HandOver(day, cancel);
        for (var i = 0; i < day.Town.Guards.Count; i++)
            await CheckIn(day, day.Town.Guards[i], Posts[i % Posts.Length], cancel);
    }

    private static async Task CheckIn(SimulatedDay day, Player guard, (double Latitude, double Longitude) at, CancellationToken cancel)
    {
        if (await day.Api.Get(guard, "duty", "/api/v1/sensing/duty", cancel) is not { } duty || Instant(duty, "until") > day.ServerNow.AddMinutes(20))
            return;
        await day.Api.Post(guard, "check in", "/api/v1/sensing/duty", new { latitude = at.Latitude, longitude = at.Longitude, hours = HoursOnDuty }, cancel);
    }

    private static async Task HandOver(SimulatedDay day, CancellationToken cancel)
    {
        var officers = day.Town.Officers;
        if (await Watch(day, officers[0], cancel) is not { } watch)
            return;
        var due = watch.List("shifts").Where(s => Instant(s, "startsAt") <= day.ServerNow && Instant(s, "endsAt") > day.ServerNow).Select(s => s.Text("name")).FirstOrDefault();
        var (has, next) = (watch.Text("holder"), officers.FirstOrDefault(o => o.Name == due));
        if (next is null || has == due)
            return;
        if (officers.FirstOrDefault(o => o.Name == has) is { } holder)
            await day.Api.Post(holder, "give watch", "/api/v1/cockpit/watch/giving", new { notes = "各模块正常，无未处置紧急告警。" }, cancel);
        if (await Watch(day, next, cancel) is { } read)
            await day.Api.Post(next, "take watch", "/api/v1/cockpit/watch/taking", new { digest = read.TryGetProperty("waiting", out var waiting) ? waiting.Text("digest") : null }, cancel);
    }

    private static Task<JsonElement?> Watch(SimulatedDay day, Player officer, CancellationToken cancel) => day.Api.Get(officer, "watch", "/api/v1/cockpit/watch", cancel);

    private static DateTimeOffset? Instant(JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetDateTimeOffset() : null;
}
