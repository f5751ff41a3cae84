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
        // A counter belongs to its room: staff of a community work at the one in their centre (S119).
        if (await db.Scoped<CounterRow>(desk.Caller.ScopesFor(HallPermissions.Counter)).SingleOrDefaultAsync(c => c.Hall == hall.Id && c.Number == number, cancel) is not { } counter)
            return HallDesk.NoCounter;
        if (counter.Clerk != desk.Caller.Account)
            return Problem.Conflict("hall.not_at_counter", "请先在这个窗口“开窗”。", "Open this counter first.");
        var ticket = counter.Ticket is { } at ? await db.Unfiltered<TicketRow>().SingleAsync(t => t.Id == at, cancel) : null;
        return new AtCounter(hall, counter, ticket);
    }

    /// <summary>The same where somebody has to stand there, in one of these states.</summary>
    /// <param name="hallCode">Code of the hall.</param>
    /// <param name="number">Number of the counter.</param>
    /// <param name="shown">The ticket the clerk saw there, where their screen says so: another one has come since is refused.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <param name="states">In which states.</param>
    public async Task<Result<AtCounter>> TakeWith(string? hallCode, int number, Guid? shown, CancellationToken cancel, params TicketState[] states)
    {
        var found = await Take(hallCode, number, cancel);
        return !found.Ok ? found
            : shown is not null && found.Value.Ticket?.Id != shown ? Problem.Conflict("hall.other_ticket", "窗口上已经不是这张号了，请看一下现在叫的是谁。", "This ticket is no longer at the counter: look who is there now.")
            : found.Value.Ticket is not { } ticket ? Problem.Conflict("hall.nobody_here", "窗口现在没有人，请先叫号。", "Nobody is at the counter: call somebody first.")
            : states.Contains(ticket.State) ? found
            : Problem.Conflict("hall.ticket_state", $"{ticket.Number} 现在是“{HallWords.Of(ticket.State).Zh}”，不能这样操作。", $"{ticket.Number} is “{HallWords.Of(ticket.State).En}” now: this cannot be done.");
    }
}
