using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Time;

namespace Linli.Cockpit.Roster;

/// <summary>Two weeks of shifts for the duty officers of the demo, and the hand-over at six this morning.</summary>
internal sealed class RosterDemo(LinliDb db, IPeople people, IScopeTree tree) : IDemoSeeder
{
    private const int Days = 14;
    private const int HoursOfShift = 8;

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (tree.FindCode("hf") is not { } town)
            return;
        var officers = (await people.StaffFor(town.Path, [Posts.DutyOfficer], cancel)).Select(s => s.Account).Order().ToList();
        if (officers.Count < 2)
            return;
        var first = LocalTime.At(LocalTime.DateOf(samples.Now).AddDays(-1), new(6, 0));
        var shifts = Enumerable.Range(0, (Days + 1) * 24 / HoursOfShift).Select(i => new Shift
        {
            Id = Guid.CreateVersion7(samples.Now.AddMilliseconds(i)), Scope = town.Path.Value, Account = officers[i % officers.Count],
            StartsAt = first.AddHours(i * HoursOfShift), EndsAt = first.AddHours((i + 1) * HoursOfShift),
            MissingToldAt = first.AddHours(i * HoursOfShift) < samples.Now ? samples.Now : null,
        }).ToList();
        foreach (var shift in shifts)
            db.Insert(shift);
        var now = shifts.FindIndex(s => s.StartsAt <= samples.Now && s.EndsAt > samples.Now);
        var (given, notes) = (shifts[now].StartsAt.AddMinutes(-6), "夜间无未处置告警；映月湖东岸护栏检修已完成。");
        db.Insert(new HandOver
        {
            Id = Guid.CreateVersion7(samples.Now), Scope = town.Path.Value, From = shifts[now - 1].Account, GivenAt = given, To = shifts[now].Account,
            TakenAt = given.AddMinutes(4), OpenAlarms = 0, Alarms = "", Notes = notes, Digest = RosterRules.Digest(shifts[now - 1].Account, given, "", notes),
        });
        await db.SaveChangesAsync(cancel);
    }
}
