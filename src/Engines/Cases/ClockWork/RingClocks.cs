using Linli.Cases.Loop;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.ClockWork;

/// <summary>
/// Warns when a clock is about to run out and escalates when it has (R05–R07): first to the community, a day later to the
/// street. Each ring sounds once per clock; an overdue case moves up to the level that was told (S14).
/// </summary>
internal sealed class RingClocks(LinliDb db, WriterQueue writers, CaseDesk desk, Outbox outbox, RelaySignal relay, TimeProvider time) : IJob
{
    private const int Batch = 200;

    public async Task Run(CancellationToken cancel)
    {
        while (await RingSome(cancel) == Batch)
        {
        }
    }

    private async Task<int> RingSome(CancellationToken cancel)
    {
        using (await writers.Enter(cancel))
        {
            await using var transaction = await db.BeginTransaction(cancel);
            var now = Clock.Now(time);
            var due = await db.Unfiltered<Case>().Where(c => c.RingAt <= now).OrderBy(c => c.RingAt).Take(Batch).ToListAsync(cancel);
            foreach (var item in due)
                await Ring(item, now, cancel);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(CancellationToken.None);
            db.ChangeTracker.Clear();
            if (due.Count > 0)
                relay.Raise();
            return due.Count;
        }
    }

    private async Task Ring(Case item, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var (clock, dueAt) in CaseClocks.Running(item).ToList())
            if (CaseClocks.RingDue(item.Rung, clock, dueAt, now) is { } ring)
                await Write(item, clock, ring, cancel);
        CaseClocks.SetNext(item);
    }

    private async Task Write(Case item, CaseClock clock, ClockRing ring, CancellationToken cancel)
    {
        item.Rung += $"{clock}:{ring};";
        var told = ring switch
        {
            ClockRing.Warning => item.Level,
            ClockRing.Overdue => CaseLevel.Community,
            _ => CaseLevel.Street,
        };
        if (told > item.Level)
            item.Level = told;
        await desk.Record(
            item, ring == ClockRing.Warning ? CaseAction.Warn : CaseAction.Escalate, CaseAudience.Staff, null, $"{clock}:{told}", cancel);
        outbox.Add(new CaseClockRang(
            item.Id, item.Number, ScopePath.Parse(item.Scope, null), item.Type, item.State, item.Team, [], item.IsConfidential,
            clock, ring != ClockRing.Warning, told));
    }
}
