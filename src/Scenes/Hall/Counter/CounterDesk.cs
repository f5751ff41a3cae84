using Linli.Hall.Queue;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Counter;

/// <summary>A counter with who stands at it, under the lock of the queue.</summary>
internal sealed record AtCounter(HallRow Hall, CounterRow Counter, TicketRow? Ticket);

/// <summary>Finds the counter the caller sits at.</summary>
internal sealed class CounterDesk(LinliDb db, HallDesk desk)
{
    /// <summary>The counter at which the caller sits, locked until the commit.</summary>
    public async Task<Result<AtCounter>> Take(string? hallCode, int number, CancellationToken cancel)
    {
        if (await desk.Find(hallCode, HallPermissions.Counter, cancel) is not { } hall)
            return HallDesk.NoCounter;
        await desk.Lock(hall.Id, cancel);
        if (await db.Unfiltered<CounterRow>().SingleOrDefaultAsync(c => c.Hall == hall.Id && c.Number == number, cancel) is not { } counter)
            return HallDesk.NoCounter;
        if (counter.Clerk != desk.Caller.Account)
            return Problem.Conflict("hall.not_at_counter", "请先在这个窗口“开窗”。", "Open this counter first.");
        var ticket = counter.Ticket is { } at ? await db.Unfiltered<TicketRow>().SingleAsync(t => t.Id == at, cancel) : null;
        return new AtCounter(hall, counter, ticket);
    }

    /// <summary>The same where somebody has to stand there, in one of these states.</summary>
    public async Task<Result<AtCounter>> TakeWith(string? hallCode, int number, CancellationToken cancel, params TicketState[] states)
    {
        var found = await Take(hallCode, number, cancel);
        return !found.Ok ? found
            : found.Value.Ticket is not { } ticket ? Problem.Conflict("hall.nobody_here", "窗口现在没有人，请先叫号。", "Nobody is at the counter: call somebody first.")
            : states.Contains(ticket.State) ? found
            : Problem.Conflict("hall.ticket_state", $"{ticket.Number} 现在是“{HallWords.Of(ticket.State).Zh}”，不能这样操作。", $"{ticket.Number} is “{HallWords.Of(ticket.State).En}” now: this cannot be done.");
    }
}
