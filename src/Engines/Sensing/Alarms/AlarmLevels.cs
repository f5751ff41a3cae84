using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Alarms;

/// <summary>Who hears of an alarm that nobody takes: the duty room, then the grid, the community, the street (四级).</summary>
internal static class AlarmLevels
{
    /// <summary>The last level.</summary>
    public const int Highest = 3;

    private static readonly string[][] Posts =
    [
        [People.Posts.DutyOfficer],
        [People.Posts.GridSteward, People.Posts.GridLeader],
        [People.Posts.CommunityWorker, People.Posts.Dispatcher, People.Posts.Operator],
        [People.Posts.StreetOfficer, People.Posts.PartySecretary],
    ];

    /// <summary>The posts of a level.</summary>
    public static string[] Of(int level) => Posts[Math.Clamp(level, 0, Highest)];

    /// <summary>The accounts that hear of it at a level: those on watch, and everybody with the post where nobody is.</summary>
    public static async Task<IReadOnlyList<Guid>> Hearers(
        int level, AlarmRow alarm, LinliDb db, IPeople people, IGridMap grids, DateTimeOffset now, CancellationToken cancel)
    {
        if (level == 0)
        {
            var scope = alarm.Scope;
            var watch = await db.Unfiltered<Responders.DutyRow>().AsNoTracking()
                .Where(d => d.Kind == People.Posts.DutyOfficer && d.Until > now && (scope.StartsWith(d.Scope) || d.Scope.StartsWith(scope)))
                .Select(d => d.Account).ToListAsync(cancel);
            if (watch.Count > 0)
                return watch;
        }

        var place = alarm.Point is { } point && grids.GridAt(point.Longitude, point.Latitude) is { } grid ? grid.Path : alarm.Place;
        return [.. (await people.StaffFor(place, Of(level), cancel)).Select(s => s.Account).Distinct()];
    }
}
