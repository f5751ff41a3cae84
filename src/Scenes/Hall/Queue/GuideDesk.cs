using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Queue;

/// <summary>Tickets of today, as the entrance sees them: to find a lost one, to see what goes wrong.</summary>
/// <param name="Hall">Code of the hall.</param>
/// <param name="Words">Beginning of a number, or of a masked name.</param>
/// <param name="Ticket">Ticket of the person before the scanner: their own ones.</param>
internal sealed record FindTickets(string? Hall, string? Words = null, string? Ticket = null) : IQuery<TicketsOfToday>;

/// <summary>The tickets of today.</summary>
/// <param name="Waiting">How many wait.</param>
/// <param name="Served">How many were served.</param>
/// <param name="Missed">How many may still come back.</param>
/// <param name="Tickets">The tickets, those that wait first, at most 200.</param>
internal sealed record TicketsOfToday(int Waiting, int Served, int Missed, IReadOnlyList<GuideTicket> Tickets);

/// <summary>A ticket as the entrance sees it.</summary>
internal sealed record GuideTicket(Guid Id, string Number, string? Name, Purpose Purpose, Lane Lane, PriorityReason? Priority, TicketState State, DateTimeOffset TakenAt, int Calls, int Returns, int Reprints, Phrase? Site);

/// <summary>Prints a lost ticket again (补打): its place stays, the paper that was lost no longer opens it.</summary>
/// <param name="Ticket">Id of the ticket.</param>
/// <param name="IdempotencyKey">Made by the client.</param>
internal sealed record PrintAgain(Guid Ticket, string? IdempotencyKey = null) : ICommand<TicketView>, IRepeatable, IAudited
{
    public string? AuditSubject => Ticket.ToString();
}

/// <summary>Lets somebody go first whose reason is seen at the entrance; they stand in the priority lane by the time they came.</summary>
/// <param name="Ticket">Id of the ticket.</param>
/// <param name="Reason">Why; <c>null</c> takes it back.</param>
internal sealed record SetPriority(Guid Ticket, PriorityReason? Reason) : ICommand<TicketView>, IAudited
{
    public string? AuditSubject => Ticket.ToString();
}

internal sealed class GuideDeskHandler(LinliDb db, HallDesk desk, TicketViews views, IPresentedCodes codes)
    : IHandler<FindTickets, TicketsOfToday>, IHandler<PrintAgain, TicketView>, IHandler<SetPriority, TicketView>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/halls/{hall}/tickets", (string hall, string? words, string? ticket, UseCaseRunner run, CancellationToken cancel) => run.Answer(new FindTickets(hall, words, ticket), cancel))
            .Needs(HallPermissions.Guide).WithTags("Hall").WithSummary("Tickets of today 今日号票");
        api.MapPost("/halls/tickets/{id:guid}/print", (Guid id, PrintAgain request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Ticket = id }, cancel))
            .Needs(HallPermissions.Guide).WithTags("Hall").WithSummary("Print a lost ticket again 补打号票");
        api.MapPost("/halls/tickets/{id:guid}/priority", (Guid id, SetPriority request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Ticket = id }, cancel))
            .Needs(HallPermissions.Guide).WithTags("Hall").WithSummary("Let somebody go first 登记优先");
    }

    public async Task<Result<TicketsOfToday>> Handle(FindTickets request, CancellationToken cancel)
    {
        if (await desk.Find(request.Hall, HallPermissions.Guide, cancel) is not { } hall)
            return HallDesk.NoHall;
        Guid? person = null;
        if (request.Ticket is { } read)
        {
            var presented = codes.Open(read);
            if (!presented.Ok)
                return presented.As<TicketsOfToday>();
            person = presented.Value.Person;
        }

        var (today, words) = (desk.Today, request.Words?.Trim().ToUpperInvariant());
        var sites = await db.Records<SiteRow>().AsNoTracking().Where(s => s.Hall == hall.Id).ToDictionaryAsync(s => s.Code, s => s.Name, cancel);
        var all = await db.Unfiltered<TicketRow>().AsNoTracking().Where(t => t.Hall == hall.Id && t.Day == today && (person == null || t.Person == person)).ToListAsync(cancel);
        var shown = all.Where(t => string.IsNullOrEmpty(words) || t.Number.StartsWith(words, StringComparison.Ordinal) || (words.Length == 1 && t.Name?.StartsWith(words, StringComparison.Ordinal) == true) || (words.Length > 1 && t.Name == Masked.Name(words)))
            .OrderBy(t => t.State).ThenBy(t => t.Rank).Take(200);
        return new TicketsOfToday(
            all.Count(t => t.State == TicketState.Waiting), all.Count(t => t.State == TicketState.Done), all.Count(t => t.State == TicketState.Absent),
            [.. shown.Select(t => new GuideTicket(t.Id, t.Number, t.Name, t.Purpose, t.Lane, t.Priority, t.State, t.TakenAt, t.Calls, t.Returns, t.Reprints, t.Site.Length > 0 ? HallWords.Site(sites, t.Site) : null))]);
    }

    public async Task<Result<TicketView>> Handle(PrintAgain request, CancellationToken cancel)
    {
        var (ticket, hall) = await Take(request.Ticket, cancel);
        if (ticket is null)
            return HallDesk.NoTicket;
        if (ticket.State is TicketState.Done or TicketState.Left or TicketState.Lapsed)
            return Problem.Conflict("hall.ticket_over", "这张号已经用完，请重新取号。", "This ticket is over: take a new one.");
        ticket.Secret = TakeTicketHandler.NewSecret();
        ticket.Reprints++;
        return await views.Of(ticket, hall!, await desk.Waiting(hall!.Id, cancel), cancel);
    }

    public async Task<Result<TicketView>> Handle(SetPriority request, CancellationToken cancel)
    {
        var (ticket, hall) = await Take(request.Ticket, cancel);
        if (ticket is null)
            return HallDesk.NoTicket;
        if (ticket.State != TicketState.Waiting)
            return Problem.Conflict("hall.not_waiting", "这张号现在不在等候。", "This ticket does not wait now.");
        if (request.Reason == PriorityReason.GreenChannel)
            return Problem.Invalid("reason", "hall.green_needs_case", "绿色通道请在办件时选择办理方式。", "The green channel is chosen with the matter.");
        ticket.Priority = request.Reason;
        ticket.Lane = TicketRules.LaneOf(request.Reason, ticket.BookedFrom is { } from && from - TicketRules.Early <= desk.Now);
        var waiting = await desk.Waiting(hall!.Id, cancel);
        await desk.Moved(hall, "sent", ticket, waiting, cancel);
        return await views.Of(ticket, hall, waiting, cancel);
    }

    private async Task<(TicketRow? Ticket, HallRow? Hall)> Take(Guid id, CancellationToken cancel)
    {
        var today = desk.Today;
        // Whoever gives tickets out in one room of the hall finds those of all: people walk over.
        if (await db.Unfiltered<TicketRow>().AsNoTracking().SingleOrDefaultAsync(t => t.Id == id && t.Day == today, cancel) is not { } known
            || !await desk.Works(await desk.Of(known.Hall, cancel), HallPermissions.Guide, cancel))
            return (null, null);
        await desk.Lock(known.Hall, cancel);
        return (await db.Unfiltered<TicketRow>().SingleAsync(t => t.Id == id, cancel), await desk.Of(known.Hall, cancel));
    }
}
