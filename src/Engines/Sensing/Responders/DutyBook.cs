using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Sensing.Alarms;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Responders;

/// <summary>Who is on duty where. Only the last word of each is kept: nobody is followed about.</summary>
internal sealed class DutyBook(LinliDb db, IWalkingTimes walking, IPeople people, TimeProvider time) : IResponders
{
    public async Task CheckIn(Guid account, string kind, ScopePath scope, GeoPoint point, DateTimeOffset until, CancellationToken cancel)
    {
        var (now, end) = (Clock.Now(time), Clock.ToMicroseconds(until));
        var row = await Find(account, kind, cancel);
        if (row is null)
            db.Insert(new DutyRow { Account = account, Kind = kind, Scope = scope.Value, Latitude = point.Latitude, Longitude = point.Longitude, CheckedInAt = now, Until = end });
        else
            (row.Scope, row.Latitude, row.Longitude, row.CheckedInAt, row.Until) = (scope.Value, point.Latitude, point.Longitude, now, end);
    }

    public async Task CheckOut(Guid account, string kind, CancellationToken cancel)
    {
        if (await Find(account, kind, cancel) is { } row)
            db.Delete(row);
    }

    public async Task<IReadOnlyList<Responder>> Nearest(ScopePath place, GeoPoint point, IReadOnlyCollection<string> kinds, int most, CancellationToken cancel)
    {
        var (now, scope) = (Clock.Now(time), place.Value);
        var rows = await db.Unfiltered<DutyRow>().AsNoTracking()
            .Where(d => d.Until > now && (kinds.Count == 0 || kinds.Contains(d.Kind)) && (d.Scope.StartsWith(scope) || scope.StartsWith(d.Scope)))
            .ToListAsync(cancel);
        var names = await people.NamesOf([.. rows.Select(r => r.Account)], cancel);
        var times = walking.To([.. rows.Select(r => r.Point)], point);
        return [.. rows.Select((row, i) => Seen(row, names.GetValueOrDefault(row.Account, ""), times[i], point))
            .OrderBy(r => r.WalkSeconds).ThenBy(r => r.CheckedInAt).ThenBy(r => r.Account).Take(most)];
    }

    private static Responder Seen(DutyRow row, string name, int? seconds, GeoPoint point) =>
        new(row.Account, row.Kind, name, row.Point, row.CheckedInAt, seconds ?? (int)(row.Point.DistanceTo(point) / AlarmRules.StraightMetresPerSecond))
        {
            StraightLine = seconds is null,
        };

    private async Task<DutyRow?> Find(Guid account, string kind, CancellationToken cancel) =>
        db.ChangeTracker.Entries<DutyRow>().Where(e => e.State != EntityState.Deleted).Select(e => e.Entity).FirstOrDefault(d => d.Account == account && d.Kind == kind)
        ?? await db.Unfiltered<DutyRow>().SingleOrDefaultAsync(d => d.Account == account && d.Kind == kind, cancel);
}
