using System.Globalization;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Sensing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ElderWatch;

/// <summary>长者照护 on the wall: open alerts of homes, devices that work, beds. Never a name, never a home.</summary>
internal sealed class EldersOnTheWall(LinliDb db, ILatest latest, CurrentCaller current, TimeProvider time) : ICockpitModule
{
    private const string Kinds = "sos-button,fall-detector,bed-sensor,door-sensor,motion-sensor";

    // What the duty room may open: homes and beds have pages of those who care for them.
    private const string AlarmsPage = "/desk/alarms?state=open&test=false&kinds=" + Kinds;

    public string Code => "elders";

    public Phrase Name => ("长者照护", "Care for elders");

    public string Icon => "old";

    public async Task<CockpitFigure> Read(ScopeSet places, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var devices = (await db.Scoped<HomeDevice>(places).AsNoTracking().Where(d => d.EndedAt == null).Select(d => d.Device).ToListAsync(cancel)).ConvertAll(d => latest.Of(new(d)));
        var open = await db.Scoped<HomeAlert>(places).AsNoTracking().Where(a => a.ClosedAt == null).Select(a => new { a.Kind, a.TakenAt }).ToListAsync(cancel);
        var beds = await db.Scoped<CareBed>(places).CountAsync(cancel);
        var taken = await db.Scoped<BedStay>(places).CountAsync(s => s.EndedAt == null, cancel);
        if (devices.Max(d => d.SeenAt) is not { } at)
            return CockpitFigure.Nothing(("暂无数据：还没有照护设备上报", "No data yet: no care device has reported"), AlarmsPage) with { Facts = Beds() };
        return new(Text(open.Count), ("未办结提醒", "Open alerts"), at > now ? now : at, AlarmsPage)
        {
            Look = open.Any(a => WatchWords.Order(a.Kind) == 0 && a.TakenAt is null) ? CockpitLook.Alarm : open.Any(a => WatchWords.Order(a.Kind) < 3) ? CockpitLook.Watch : CockpitLook.Good,
            Facts = [new(("设备在线", "Devices online"), $"{Text(devices.Count(d => d.Online))}/{Text(devices.Count)}", "/desk/sensing/devices?kind=" + Kinds), .. Beds()],
        };

        CockpitFact[] Beds() => beds == 0 || !current.Value.May(HealthPermissions.Care) ? [] : [new(("护理床位 占用/总数", "Nursing beds taken/all"), $"{Text(taken)}/{Text(beds)}", "/desk/care-beds")];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
