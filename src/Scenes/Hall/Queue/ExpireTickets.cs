using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Queue;

/// <summary>Missed tickets whose time to come back is over lapse; those of yesterday end with their day, and a clerk who went home closes the counter.</summary>
internal sealed class ExpireTickets(LinliDb db, WriterQueue writers, HallDesk desk) : IJob
{
    /// <summary>After so many days a ticket is a number in the figures and belongs to nobody.</summary>
    private const int KeepNamesDays = 90;

    public async Task Run(CancellationToken cancel)
    {
        var (now, today) = (desk.Now, desk.Today);
        var (gone, still) = (today.AddDays(-KeepNamesDays), today.AddDays(-KeepNamesDays - 14));
        var old = now.AddDays(-30);
        using var turn = await writers.Enter(cancel);
        // The clock ends them, whoever may see them.
        await db.Records<PreparationRow>().Where(p => p.At < old).ExecuteDeleteAsync(cancel);
        foreach (var hall in await db.Unfiltered<HallRow>().AsNoTracking().ToListAsync(cancel))
        {
            var missed = now.AddMinutes(-hall.AbsentMinutes);
            await db.Unfiltered<TicketRow>().Where(t => t.Hall == hall.Id && t.State == TicketState.Absent && t.AbsentAt < missed)
                .ExecuteUpdateAsync(u => u.SetProperty(t => t.State, TicketState.Lapsed).SetProperty(t => t.EndedAt, now), cancel);
            await db.Unfiltered<CounterRow>().Where(c => c.Hall == hall.Id && c.Ticket != null && db.Unfiltered<TicketRow>().Any(t => t.Id == c.Ticket && t.Day < today))
                .ExecuteUpdateAsync(u => u.SetProperty(c => c.Ticket, (Guid?)null), cancel);
            await db.Unfiltered<TicketRow>().Where(t => t.Hall == hall.Id && t.Day < today && (t.State == TicketState.Waiting || t.State == TicketState.Called))
                .ExecuteUpdateAsync(u => u.SetProperty(t => t.State, TicketState.Left).SetProperty(t => t.EndedAt, now), cancel);
            await db.Unfiltered<TicketRow>().Where(t => t.Hall == hall.Id && t.Day < today && t.State == TicketState.Serving)
                .ExecuteUpdateAsync(u => u.SetProperty(t => t.State, TicketState.Done).SetProperty(t => t.EndedAt, now), cancel);

            // Two weeks, so that a server that stood still forgets too.
            await db.Unfiltered<TicketRow>().Where(t => t.Hall == hall.Id && t.Day < gone && t.Day > still && (t.Account != null || t.Name != null))
                .ExecuteUpdateAsync(u => u.SetProperty(t => t.Account, (Guid?)null).SetProperty(t => t.Person, (Guid?)null).SetProperty(t => t.Name, (string?)null), cancel);
        }
    }
}
