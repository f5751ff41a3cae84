using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Jobs;
using Linli.Sensing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Kitchen.Runs;

/// <summary>Terminals in vans (车载定位终端): any language of devices, JT/T 808 before all, brings their positions to the engine of sensing.</summary>
internal static class VanTerminals
{
    public static readonly DeviceKind Kind = new("van-terminal", ("车载定位终端", "Terminal of a van"), "truck-delivery")
    {
        // A van that sends box counts in the maker's own items is a van all the same; nothing drives faster than 45 m/s.
        Moves = true, MostSpeed = 45, KeepsOthers = true, KeepPositions = TimeSpan.FromDays(30),
    };
}

/// <summary>Where a van is, whoever says so: the driver's phone or the terminal in the van.</summary>
internal static class VanFix
{
    /// <summary>Takes a position of a run. Nobody is followed before the van leaves or after its last village; late and out-of-order positions change nothing.</summary>
    /// <param name="run">Which run.</param>
    /// <param name="at">When it was there, UTC.</param>
    /// <param name="longitude">WGS-84 degrees.</param>
    /// <param name="latitude">WGS-84 degrees.</param>
    /// <param name="outbox">Tells open maps.</param>
    public static bool Take(VanRun run, DateTimeOffset at, double longitude, double latitude, Outbox outbox)
    {
        if (run.State != RunState.UnderWay || !KitchenRules.IsNewer(run, at))
            return false;
        (run.FixAt, run.Longitude, run.Latitude) = (at, longitude, latitude);
        outbox.Add(new VanMoved(run.Id, ScopePath.Parse(run.Scope, null)));
        return true;
    }
}

/// <summary>Brings what the terminals in vans say to their runs; the same rules as for a driver's phone hold, and the newest of both counts.</summary>
internal sealed class FollowVans(LinliDb db, EachByItself each, IDevices devices, ILatest latest, KitchenBook book, Outbox outbox) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        // Of every kitchen.
        var runs = await db.Unfiltered<VanRun>().AsNoTracking().Where(r => r.State == RunState.UnderWay)
            .Join(db.Unfiltered<DeliveryVan>().Where(v => v.Terminal != null), r => r.Van, v => v.Code, (r, v) => new { Run = r, v.Terminal }).ToListAsync(cancel);
        var news = new List<(Guid Run, DateTimeOffset At, Fix Fix)>();
        foreach (var run in runs)
            if (devices.ByCode(run.Terminal!) is { State: DeviceState.InService } device && latest.Of(device.Id).Fix is { } last
                && KitchenRules.IsNewer(run.Run, Clock.ToMicroseconds(last.At)) && last.At <= book.Now + KitchenRules.ClockSlack)
                news.Add((run.Run.Id, Clock.ToMicroseconds(last.At), last.Fix));
        await each.Do(news, async one => VanFix.Take(await db.Unfiltered<VanRun>().SingleAsync(r => r.Id == one.Run, cancel), one.At, one.Fix.Longitude, one.Fix.Latitude, outbox), cancel);
    }
}
