using Linli.Hall.Queue;
using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Counter;

/// <summary>They came (到窗): the time of the service begins.</summary>
/// <param name="Hall">Code of the hall.</param>
/// <param name="Number">Number of the counter.</param>
/// <param name="Ticket">Who stands there, as the clerk saw it: sent again it never touches the next one.</param>
internal sealed record Serve(string? Hall, int Number, Guid? Ticket = null) : ICommand<CalledTicket>;

/// <summary>They go (办结离窗), and are asked how it was.</summary>
/// <param name="Hall">Code of the hall.</param>
/// <param name="Number">Number of the counter.</param>
/// <param name="Ticket">Who stands there, as the clerk saw it: sent again it never touches the next one.</param>
internal sealed record FinishTicket(string? Hall, int Number, Guid? Ticket = null) : ICommand<CalledTicket>;

/// <summary>Sends them on to another counter (转窗), where they keep the place they had.</summary>
/// <param name="Hall">Code of the hall.</param>
/// <param name="Number">Number of the counter they stand at.</param>
/// <param name="To">Number of the counter they go to; any counter for the purpose when left out.</param>
/// <param name="Purpose">Where no counter is named: what for.</param>
/// <param name="Ticket">Who stands there, as the clerk saw it.</param>
internal sealed record SendOn(string? Hall, int Number, int? To = null, Purpose? Purpose = null, Guid? Ticket = null) : ICommand<CalledTicket>;

internal sealed class ServeTicketHandler(LinliDb db, HallDesk desk, CounterDesk counters, INotices notices)
    : IHandler<Serve, CalledTicket>, IHandler<FinishTicket, CalledTicket>, IHandler<SendOn, CalledTicket>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var counter = api.MapGroup("/halls/{hall}/counters/{number:int}").WithTags("Hall");
        counter.MapPost("/serve", (string hall, int number, Guid? ticket, UseCaseRunner run, CancellationToken cancel) => run.Answer(new Serve(hall, number, ticket), cancel)).Needs(HallPermissions.Counter).WithSummary("They came 到窗");
        counter.MapPost("/finish", (string hall, int number, Guid? ticket, UseCaseRunner run, CancellationToken cancel) => run.Answer(new FinishTicket(hall, number, ticket), cancel)).Needs(HallPermissions.Counter).WithSummary("They go 办结离窗");
        counter.MapPost("/send", (string hall, int number, SendOn request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Hall = hall, Number = number }, cancel))
            .Needs(HallPermissions.Counter).WithSummary("Send on to another counter 转窗");
    }

    public async Task<Result<CalledTicket>> Handle(Serve request, CancellationToken cancel)
    {
        var found = await counters.TakeWith(request.Hall, request.Number, request.Ticket, cancel, TicketState.Called, TicketState.Serving);
        if (!found.Ok)
            return found.As<CalledTicket>();
        var (hall, _, ticket) = found.Value;
        if (ticket!.State == TicketState.Called)
        {
            (ticket.State, ticket.ServedAt) = (TicketState.Serving, ticket.ServedAt ?? desk.Now);
            await desk.Moved(hall, "serving", ticket, [], cancel);
        }

        return CalledTicket.Of(ticket);
    }

    public async Task<Result<CalledTicket>> Handle(FinishTicket request, CancellationToken cancel)
    {
        // Sent again after a lost answer: it was done then, and whoever stands there now is left alone.
        if (request.Ticket is { } named && await db.Unfiltered<TicketRow>().AsNoTracking().SingleOrDefaultAsync(t => t.Id == named && t.State == TicketState.Done, cancel) is { } done
            && await desk.Find(request.Hall, HallPermissions.Counter, cancel) is { } same && same.Id == done.Hall)
            return CalledTicket.Of(done);
        var found = await counters.TakeWith(request.Hall, request.Number, request.Ticket, cancel, TicketState.Called, TicketState.Serving);
        if (!found.Ok)
            return found.As<CalledTicket>();
        var (hall, counter, ticket) = found.Value;
        (ticket!.ServedAt, ticket.State, ticket.EndedAt, counter.Ticket) = (ticket.ServedAt ?? desk.Now, TicketState.Done, desk.Now, null);
        if (ticket.Account is { } account)
            await notices.Tell(account, "hall.rate", ("请评价这次服务", "How was it?"), ($"{ticket.Number} 已办，请给我们打个分。", $"{ticket.Number} is done: please rate us."), $"/hall/t/{ticket.Secret}", $"hall.rate.{ticket.Id:N}", cancel);
        await desk.Moved(hall, "done", ticket, await desk.Waiting(hall.Id, cancel), cancel);
        return CalledTicket.Of(ticket);
    }

    public async Task<Result<CalledTicket>> Handle(SendOn request, CancellationToken cancel)
    {
        var found = await counters.TakeWith(request.Hall, request.Number, request.Ticket, cancel, TicketState.Called, TicketState.Serving);
        if (!found.Ok)
            return found.As<CalledTicket>();
        var (hall, counter, ticket) = found.Value;
        CounterRow? target = null;
        if (request.To is { } number && (number == counter.Number || (target = await db.Unfiltered<CounterRow>().SingleOrDefaultAsync(c => c.Hall == hall.Id && c.Number == number && c.Clerk != null, cancel)) is null))
            return Problem.Invalid("to", "hall.counter_closed", "请选择另一个开着的窗口。", "Choose another counter that is open.");
        if (request.To is null && request.Purpose is null)
            return Problem.Invalid("to", "hall.send_where", "请选择转到哪个窗口。", "Choose where to send them.");
        if (target is null && await desk.Queues(hall.Id, cancel) is var queues && queues.Of(request.Purpose!.Value, counter.Site) == counter.Purpose && request.Purpose != counter.Purpose)
            return Problem.Conflict("hall.same_queue", "这个办事点的窗口什么都办，请在本窗口解答，或转到别的窗口。", "The counters of this room take everything: help them here, or choose a counter.");
        (ticket!.State, ticket.OnlyCounter, ticket.Counter, ticket.Calls, ticket.CalledAt, counter.Ticket) = (TicketState.Waiting, target?.Id, null, 0, null, null);
        (ticket.Purpose, ticket.Site, ticket.Told) = (target?.Purpose ?? request.Purpose ?? ticket.Purpose, target?.Site ?? ticket.Site, false);
        await desk.Moved(hall, "sent", ticket, await desk.Waiting(hall.Id, cancel), cancel);
        return CalledTicket.Of(ticket);
    }
}
