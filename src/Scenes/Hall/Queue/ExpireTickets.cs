using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Queue;

/// <summary>Missed tickets whose time to come back is over lapse; those of yesterday end with their day, and a clerk who went home closes the counter.</summary>
internal sealed class ExpireTickets(LinliDb db, WriterQueue writers, HallDesk desk, FieldCipher cipher) : IJob
{
    /// <summary>After so many days a ticket is a number in the figures and belongs to nobody.</summary>
    private const int KeepNamesDays = 90;

    /// <summary>So long after its last day an authorisation may be asked about; then it is a number with items, and names nobody.</summary>
    private const int KeepProxyDays = 365;

    public async Task Run(CancellationToken cancel)
    {
        var (now, today) = (desk.Now, desk.Today);
        var (gone, old, ended) = (today.AddDays(-KeepNamesDays), now.AddDays(-30), today.AddDays(-KeepProxyDays));
        using var turn = await writers.Enter(cancel);
        // The clock ends them, whoever may see them.
        await db.Records<PreparationRow>().Where(p => p.At < old).ExecuteDeleteAsync(cancel);
        var nobody = cipher.Seal("");
        await db.Unfiltered<ProxyRow>().Where(p => p.Until < ended && p.AgentMask != "").ExecuteUpdateAsync(
            u => u.SetProperty(p => p.Principal, nobody).SetProperty(p => p.PrincipalMask, "").SetProperty(p => p.PrincipalHash, "").SetProperty(p => p.PrincipalPerson, (Guid?)null).SetProperty(p => p.PrincipalAccount, (Guid?)null)
                .SetProperty(p => p.Agent, nobody).SetProperty(p => p.AgentMask, "").SetProperty(p => p.AgentHash, "").SetProperty(p => p.Reason, (string?)null), cancel);
        await db.Unfiltered<FileRow>().Where(f => f.VisitNote != null && f.VisitAt < old).ExecuteUpdateAsync(u => u.SetProperty(f => f.VisitNote, (Sealed?)null), cancel);
        foreach (var hall in await db.Unfiltered<HallRow>().AsNoTracking().ToListAsync(cancel))
            await Expire(hall, now, today, gone, cancel);
    }

    private async Task Expire(HallRow hall, DateTimeOffset now, DateOnly today, DateOnly gone, CancellationToken cancel)
    {
        var (missed, night) = (now.AddMinutes(-hall.AbsentMinutes), Platform.Time.LocalTime.StartOfDay(today));
        var moved = await db.Unfiltered<TicketRow>().Where(t => t.Hall == hall.Id && t.State == TicketState.Absent && t.AbsentAt < missed)
            .ExecuteUpdateAsync(u => u.SetProperty(t => t.State, TicketState.Lapsed).SetProperty(t => t.EndedAt, now), cancel);
        await db.Unfiltered<CounterRow>().Where(c => c.Hall == hall.Id && c.Ticket != null && db.Unfiltered<TicketRow>().Any(t => t.Id == c.Ticket && t.Day < today))
            .ExecuteUpdateAsync(u => u.SetProperty(c => c.Ticket, (Guid?)null), cancel);
        moved += await db.Unfiltered<CounterRow>().Where(c => c.Hall == hall.Id && c.OpenedAt < night && c.Ticket == null)
            .ExecuteUpdateAsync(u => u.SetProperty(c => c.Clerk, (Guid?)null).SetProperty(c => c.OpenedAt, (DateTimeOffset?)null), cancel);
        await db.Unfiltered<TicketRow>().Where(t => t.Hall == hall.Id && t.Day < today && (t.State == TicketState.Waiting || t.State == TicketState.Called))
            .ExecuteUpdateAsync(u => u.SetProperty(t => t.State, TicketState.Left).SetProperty(t => t.EndedAt, now), cancel);
        await db.Unfiltered<TicketRow>().Where(t => t.Hall == hall.Id && t.Day < today && t.State == TicketState.Serving)
            .ExecuteUpdateAsync(u => u.SetProperty(t => t.State, TicketState.Done).SetProperty(t => t.EndedAt, now), cancel);
        await db.Unfiltered<TicketRow>().Where(t => t.Hall == hall.Id && t.Day < gone && (t.Account != null || t.Person != null || t.Name != null))
            .ExecuteUpdateAsync(u => u.SetProperty(t => t.Account, (Guid?)null).SetProperty(t => t.Person, (Guid?)null).SetProperty(t => t.Name, (string?)null), cancel);
        if (moved == 0)
            return;

        // The wall and the phones show it at once.
        await desk.Moved(hall, "lapsed", null, [], cancel);
        await db.SaveChangesAsync(cancel);
    }
}
