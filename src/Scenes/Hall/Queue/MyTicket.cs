using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Queue;

/// <summary>A ticket, opened by what is printed on it (我的号).</summary>
/// <param name="Secret">Its letters.</param>
internal sealed record OpenTicket(string? Secret) : IQuery<TicketView>;

/// <summary>The tickets the caller took today.</summary>
internal sealed record MyTickets : IQuery<IReadOnlyList<TicketView>>;

/// <summary>Gives a ticket up (退号), so that nobody waits for who does not come.</summary>
/// <param name="Secret">Its letters.</param>
internal sealed record LeaveQueue(string? Secret) : ICommand<TicketView>;

/// <summary>Comes back after a missed call (过号重排): behind a few people, for a while, and not for ever (R45).</summary>
/// <param name="Secret">Its letters.</param>
internal sealed record ComeBack(string? Secret) : ICommand<TicketView>;

/// <summary>Waits in another room of the hall (S119), with the place one had.</summary>
/// <param name="Secret">Its letters.</param>
/// <param name="Site">Code of the room; empty for the hall itself.</param>
internal sealed record WaitElsewhere(string? Secret, string? Site) : ICommand<TicketView>;

internal sealed class MyTicketHandler(LinliDb db, HallDesk desk, TicketViews views)
    : IHandler<OpenTicket, TicketView>, IHandler<MyTickets, IReadOnlyList<TicketView>>, IHandler<LeaveQueue, TicketView>, IHandler<ComeBack, TicketView>, IHandler<WaitElsewhere, TicketView>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var tickets = api.MapGroup("/halls/tickets").WithTags("Hall");
        tickets.MapGet("/mine", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyTickets(), cancel)).Needs(Access.SignedIn).WithSummary("My tickets of today");
        // A paper ticket has no account behind it: its letters, which nobody guesses, open it.
        tickets.MapGet("/{secret}", (string secret, UseCaseRunner run, CancellationToken cancel) => run.Answer(new OpenTicket(secret), cancel)).Needs(Access.Public).WithSummary("A ticket 查看号票");
        tickets.MapPost("/{secret}/leave", (string secret, UseCaseRunner run, CancellationToken cancel) => run.Answer(new LeaveQueue(secret), cancel)).Needs(Access.Public).WithSummary("Give it up 退号");
        tickets.MapPost("/{secret}/back", (string secret, UseCaseRunner run, CancellationToken cancel) => run.Answer(new ComeBack(secret), cancel)).Needs(Access.Public).WithSummary("Come back after a missed call 过号重排");
        tickets.MapPost("/{secret}/site", (string secret, WaitElsewhere request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Secret = secret }, cancel))
            .Needs(Access.Public).WithSummary("Wait in another room 换办事点");
    }

    public async Task<Result<TicketView>> Handle(OpenTicket request, CancellationToken cancel) =>
        await Find(request.Secret, cancel) is { } ticket ? await Show(ticket, cancel) : HallDesk.NoTicket;

    public async Task<Result<IReadOnlyList<TicketView>>> Handle(MyTickets request, CancellationToken cancel)
    {
        var (me, today) = (desk.Caller.Account, desk.Today);
        var rows = me is null ? [] : await db.Unfiltered<TicketRow>().AsNoTracking().Where(t => t.Account == me && t.Day == today).OrderBy(t => t.TakenAt).ToListAsync(cancel);
        var shown = new List<TicketView>();
        foreach (var row in rows)
            shown.Add(await Show(row, cancel));
        return shown;
    }

    public async Task<Result<TicketView>> Handle(LeaveQueue request, CancellationToken cancel)
    {
        var (ticket, hall) = await Take(request.Secret, cancel);
        if (ticket is null)
            return HallDesk.NoTicket;
        if (ticket.State is TicketState.Waiting or TicketState.Absent)
        {
            (ticket.State, ticket.EndedAt) = (TicketState.Left, desk.Now);
            var rest = await desk.Waiting(hall!.Id, cancel);
            await desk.TellNear(hall, await Order(hall, ticket, rest.Where(t => t.Id != ticket.Id), cancel), cancel);
            await desk.Moved(hall, "left", ticket, rest, cancel);
        }
        else if (ticket.State != TicketState.Left)
        {
            return Problem.Conflict("hall.being_served", "已经叫到这张号，请到窗口。", "This ticket is being served: go to the counter.");
        }

        return await Show(ticket, cancel);
    }

    public async Task<Result<TicketView>> Handle(ComeBack request, CancellationToken cancel)
    {
        var (ticket, hall) = await Take(request.Secret, cancel);
        if (ticket is null)
            return HallDesk.NoTicket;
        if (TicketRules.RefuseReturn(ticket.State, ticket.AbsentAt, ticket.Returns, hall!, desk.Now) is { } refused)
            return refused;
        if (ticket.Person is { } person && await db.Unfiltered<TicketRow>().AsNoTracking().FirstOrDefaultAsync(
            t => t.Hall == ticket.Hall && t.Day == ticket.Day && t.Person == person && t.Purpose == ticket.Purpose && t.Id != ticket.Id
                && (t.State == TicketState.Waiting || t.State == TicketState.Called || t.State == TicketState.Serving), cancel) is { } newer)
            return Problem.Conflict("hall.has_another", $"您已经取了新号 {newer.Number}，一个人一次排一个号。", $"You have taken {newer.Number} since: one place at a time.");
        var waiting = await desk.Waiting(hall!.Id, cancel);
        var newest = await db.Unfiltered<TicketRow>().Where(t => t.Hall == hall.Id && t.Day == ticket.Day).MaxAsync(t => t.Rank, cancel);
        var queues = await desk.Queues(hall.Id, cancel);
        ticket.Rank = TicketRules.RankBehind(waiting.Where(t => t.Lane == ticket.Lane && t.Site == ticket.Site && t.OnlyCounter is null && queues.Of(t.Purpose, t.Site) == queues.Of(ticket.Purpose, ticket.Site)).Select(t => t.Rank), hall.PlacesBehind, newest + 1);
        (ticket.State, ticket.Calls, ticket.Counter, ticket.CalledAt, ticket.AbsentAt, ticket.Told) = (TicketState.Waiting, 0, null, null, null, false);
        ticket.Returns++;
        await desk.Moved(hall, "back", ticket, waiting, cancel);
        return await views.Of(ticket, hall, [.. waiting, ticket], cancel);
    }

    public async Task<Result<TicketView>> Handle(WaitElsewhere request, CancellationToken cancel)
    {
        var (ticket, hall) = await Take(request.Secret, cancel);
        if (ticket is null)
            return HallDesk.NoTicket;
        var site = request.Site ?? "";
        if (!(await desk.Queues(hall!.Id, cancel)).Any(site))
            return HallDesk.NoRoom;
        if (ticket.State != TicketState.Waiting)
            return Problem.Conflict("hall.not_waiting", "这张号现在不在等候。", "This ticket does not wait now.");
        (ticket.Site, ticket.OnlyCounter) = (site, null);
        var waiting = await desk.Waiting(hall.Id, cancel);
        await desk.Moved(hall, "sent", ticket, waiting, cancel);
        return await views.Of(ticket, hall, waiting, cancel);
    }

    // Of the ticket whose letters the caller knows. After a month an old letter opens nothing: it would still say why somebody went first.
    private Task<TicketRow?> Find(string? secret, CancellationToken cancel)
    {
        var since = desk.Today.AddDays(-TicketRules.OpensDays);
        return secret is not { Length: 16 } ? Task.FromResult<TicketRow?>(null) : db.Unfiltered<TicketRow>().AsNoTracking().SingleOrDefaultAsync(t => t.Secret == secret && t.Day >= since, cancel);
    }

    private async Task<IEnumerable<TicketRow>> Order(HallRow hall, TicketRow ticket, IEnumerable<TicketRow> waiting, CancellationToken cancel)
    {
        var queues = await desk.Queues(hall.Id, cancel);
        var purpose = queues.Of(ticket.Purpose, ticket.Site);
        return HallDesk.InOrder(hall, queues, await desk.Queue(hall.Id, purpose, ticket.Site, cancel), waiting, purpose, ticket.Site);
    }

    private async Task<(TicketRow? Ticket, HallRow? Hall)> Take(string? secret, CancellationToken cancel)
    {
        if (await Find(secret, cancel) is not { } known || known.Day != desk.Today)
            return (null, null);
        await desk.Lock(known.Hall, cancel);
        return (await db.Unfiltered<TicketRow>().SingleOrDefaultAsync(t => t.Id == known.Id, cancel), await desk.Of(known.Hall, cancel));
    }

    private async Task<TicketView> Show(TicketRow ticket, CancellationToken cancel)
    {
        var hall = await desk.Of(ticket.Hall, cancel);
        ticket.Lane = TicketRules.LaneAt(ticket, desk.Now);
        return await views.Of(ticket, hall, await desk.Waiting(hall.Id, cancel), cancel);
    }
}
