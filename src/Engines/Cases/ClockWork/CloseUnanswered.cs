using Linli.Cases.Loop;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Jobs;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.ClockWork;

/// <summary>
/// Closes cases whose reporter has said nothing for five working days after the answer. They count as closed, not as
/// rated; the reporter can still reopen them.
/// </summary>
internal sealed class CloseUnanswered(
    LinliDb db, WriterQueue writers, CaseDesk desk, CaseClocks clocks, RelaySignal relay, TimeProvider time) : IJob
{
    private const int WorkingDays = 5;
    private const int Batch = 200;

    public async Task Run(CancellationToken cancel)
    {
        while (await CloseSome(cancel) == Batch)
        {
        }
    }

    private async Task<int> CloseSome(CancellationToken cancel)
    {
        using (await writers.Enter(cancel))
        {
            await using var transaction = await db.BeginTransaction(cancel);
            var now = Clock.Now(time);
            var before = LastAnswerThatIsOld(now, clocks.Calendar);
            var silent = await db.Unfiltered<Case>().Where(c => c.State == CaseState.Answered && c.AnsweredAt < before)
                .OrderBy(c => c.AnsweredAt).Take(Batch).ToListAsync(cancel);
            foreach (var item in silent)
            {
                item.State = CaseState.Confirmed;
                item.ClosedAt = now;
                await desk.Record(item, CaseAction.Close, CaseAudience.Reporter, null, null, cancel);
            }

            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(CancellationToken.None);
            db.ChangeTracker.Clear();
            if (silent.Count > 0)
                relay.Raise();
            return silent.Count;
        }
    }

    /// <summary>Answers given before this instant have had their five working days.</summary>
    internal static DateTimeOffset LastAnswerThatIsOld(DateTimeOffset now, WorkingDayCalendar calendar)
    {
        var day = LocalTime.DateOf(now);
        while (calendar.WorkingDaysBetween(day, LocalTime.DateOf(now)) <= WorkingDays)
            day = day.AddDays(-1);
        return LocalTime.EndOfDay(day);
    }
}
