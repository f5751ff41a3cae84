using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Queue;

/// <summary>What every act in the hall begins with: the hall, its queue under a lock, and those to be told.</summary>
internal sealed class HallDesk(LinliDb db, CurrentCaller current, Outbox outbox, INotices notices, TimeProvider time)
{
    public static readonly Problem NoHall = Problem.NotFound("hall.no_hall", "没有这个大厅。", "There is no such hall.");
    public static readonly Problem NoTicket = Problem.NotFound("hall.no_ticket", "没有找到这张号，可能已补打或不是今天的。", "This ticket was not found: it may have been printed again, or is of another day.");
    public static readonly Problem NoRoom = Problem.Invalid("site", "hall.site_unknown", "没有这个办事点，或那里没有窗口，请重新选择。", "There is no such room, or it has no counter: choose another.");
    public static readonly Problem NoCounter = Problem.NotFound("hall.no_counter", "没有这个窗口，或不归您管。", "There is no such counter, or it is not yours.");

    public DateTimeOffset Now => Clock.Now(time);

    public DateOnly Today => LocalTime.DateOf(Now);

    public Caller Caller => current.Value;

    /// <summary>A hall by its code; halls are public.</summary>
    public Task<HallRow?> Find(string? code, CancellationToken cancel) => db.Unfiltered<HallRow>().SingleOrDefaultAsync(h => h.Code == code, cancel);

    /// <summary>A hall where the caller may do this: in the hall itself, or in one of its rooms (S119).</summary>
    public async Task<HallRow?> Find(string? code, string permission, CancellationToken cancel) =>
        await Find(code, cancel) is { } hall && await Works(hall, permission, cancel) ? hall : null;

    /// <summary>A hall where the caller may do this for the whole of it.</summary>
    public async Task<HallRow?> FindWhole(string? code, string permission, CancellationToken cancel) =>
        await Find(code, cancel) is { } hall && (Caller.IsSystem || Caller.May(permission, hall.Scope)) ? hall : null;

    /// <summary>Whether the caller may do this in the hall or in one of its rooms.</summary>
    public async Task<bool> Works(HallRow hall, string permission, CancellationToken cancel) =>
        Works(hall, [], permission) || Works(hall, await RoomScopes(hall, cancel), permission);

    /// <summary>The same where the places of its rooms are known.</summary>
    public bool Works(HallRow hall, IEnumerable<string> rooms, string permission) =>
        Caller.IsSystem || Caller.May(permission, hall.Scope) || rooms.Any(s => Caller.May(permission, s));

    /// <summary>The place for which the caller works in the hall: the hall's, or that of the room they belong to.</summary>
    public async Task<string> WorkScope(HallRow hall, string permission, CancellationToken cancel) =>
        Caller.IsSystem || Caller.May(permission, hall.Scope) ? hall.Scope : (await RoomScopes(hall, cancel)).Find(s => Caller.May(permission, s)) ?? hall.Scope;

    /// <summary>Places of rooms whose staff are not the hall's own.</summary>
    public Task<List<string>> RoomScopes(HallRow hall, CancellationToken cancel) =>
        db.Records<SiteRow>().Where(s => s.Hall == hall.Id && s.Scope != hall.Scope).Select(s => s.Scope).Distinct().ToListAsync(cancel);

    public Task<HallRow> Of(Guid id, CancellationToken cancel) => db.Unfiltered<HallRow>().SingleAsync(h => h.Id == id, cancel);

    /// <summary>
    /// All acts on a queue pass one after the other, on every node: two counters never call the same ticket. Comes before anything is read
    /// that the act decides by.
    /// </summary>
    public Task Lock(Guid hall, CancellationToken cancel) => db.LockUntilCommit($"hall.queue.{hall:N}", cancel);

    /// <summary>Everybody who waits today, in all queues of the hall; whose appointment is near stands in its lane by now.</summary>
    public async Task<List<TicketRow>> Waiting(Guid hall, CancellationToken cancel)
    {
        var (today, now) = (Today, Now);
        var waiting = await db.Unfiltered<TicketRow>().Where(t => t.Hall == hall && t.Day == today && t.State == TicketState.Waiting).OrderBy(t => t.Rank).ToListAsync(cancel);
        foreach (var ticket in waiting)
            ticket.Lane = TicketRules.LaneAt(ticket, now);
        return waiting;
    }

    /// <summary>Which counters there are, and so which queue anybody stands in.</summary>
    public async Task<Queues> Queues(Guid hall, CancellationToken cancel) => new(await db.Unfiltered<CounterRow>().Where(c => c.Hall == hall).OrderBy(c => c.Number).ToListAsync(cancel));

    /// <summary>The queue of a purpose and room today; made when it is the first of the day.</summary>
    public async Task<QueueRow> Queue(Guid hall, Purpose purpose, string site, CancellationToken cancel)
    {
        var today = Today;
        if (await db.Records<QueueRow>().SingleOrDefaultAsync(q => q.Hall == hall && q.Day == today && q.Purpose == purpose && q.Site == site, cancel) is { } row)
            return row;
        var made = new QueueRow { Hall = hall, Day = today, Purpose = purpose, Site = site };
        db.Records<QueueRow>().Add(made);
        return made;
    }

    /// <summary>Those of one queue in the order of their calls; who was sent to one counter waits apart.</summary>
    public static IEnumerable<TicketRow> InOrder(HallRow hall, Queues queues, QueueRow? queue, IEnumerable<TicketRow> waiting, Purpose purpose, string site) =>
        CallOrder.InOrder(waiting.Where(t => t.Site == site && t.OnlyCounter is null && queues.Of(t.Purpose, site) == purpose), t => t.Lane, t => t.Rank, hall.ShareOf, l => queue?.PassedOf(l) ?? 0);

    /// <summary>Tells those who are near that they are (R45: a message when three are ahead).</summary>
    public async Task TellNear(HallRow hall, IEnumerable<TicketRow> inOrder, CancellationToken cancel)
    {
        foreach (var (ahead, ticket) in inOrder.Take(hall.TellAhead + 1).Index())
            if (!ticket.Told && ticket.Account is { } account)
            {
                ticket.Told = true;
                await notices.Tell(
                    account, "hall.near", ("快到您了", "Almost your turn"), ($"{ticket.Number} 前面还有 {ahead} 人，请回到大厅等候。", $"{ahead} ahead of {ticket.Number}: please come back to the hall."),
                    $"/hall/t/{ticket.Secret}", $"hall.near.{ticket.Id:N}.{ticket.Returns}.{ticket.Purpose}.{ticket.Site}", cancel);
            }
    }

    /// <summary>Tells the screens and the counters of all rooms, and those who wait by phone.</summary>
    public async Task Moved(HallRow hall, string what, TicketRow? ticket, IEnumerable<TicketRow> waiting, CancellationToken cancel)
    {
        outbox.Add(new HallMoved(hall.Id, ScopePath.Parse(hall.Scope, null), what, ticket?.Id, [.. waiting.Append(ticket).Select(t => t?.Account).OfType<Guid>().Distinct()]));

        // A room in another community has staff of its own, who see nothing of the hall's place.
        foreach (var room in await RoomScopes(hall, cancel))
            outbox.Add(new HallMoved(hall.Id, ScopePath.Parse(room, null), what, ticket?.Id, []));
    }
}
