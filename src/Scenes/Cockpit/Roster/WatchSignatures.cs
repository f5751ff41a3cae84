using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cockpit.Roster;

/// <summary>Tells those above when a shift began and the hand-over lacks a signature; once for each shift.</summary>
internal sealed class WatchSignatures(LinliDb db, EachByItself each, WatchBook book, IPeople people, INotices notices, TimeProvider time) : IJob
{
    private static readonly string[] Above = [Posts.Operator, Posts.CommunityWorker, Posts.PartySecretary];

    public async Task Run(CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var due = now - RosterRules.Grace;
        var begun = await db.Unfiltered<Shift>().Where(s => s.MissingToldAt == null && s.StartsAt <= due && s.EndsAt > now).Select(s => s.Id).ToListAsync(cancel);
        await each.Do(begun, id => Look(id, now, cancel), cancel);
    }

    private async Task Look(Guid id, DateTimeOffset now, CancellationToken cancel)
    {
        var shift = await db.Unfiltered<Shift>().SingleAsync(s => s.Id == id, cancel);
        var place = ScopePath.Parse(shift.Scope, null);
        var last = await book.Last(place, cancel);
        if (!RosterRules.IsMissing(shift, last?.TakenAt, last?.To, now))
            return;
        shift.MissingToldAt = now;
        var hearers = (await people.StaffFor(place, Above, cancel)).Select(s => s.Account).Concat(new[] { last?.To, shift.Account }.OfType<Guid>()).Distinct();
        foreach (var account in hearers)
            await notices.Tell(
                account, "watch.missing", ("交接班缺少签字", "A hand-over lacks a signature"),
                ("新的班次已经开始，交接班还没有双方签字，请核实谁在值守。", "A shift has begun and its hand-over is not signed by both: make sure who has the watch."), "/desk/duty", $"watch:{shift.Id}", cancel);
    }
}
