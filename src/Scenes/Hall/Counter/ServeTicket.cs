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
internal sealed record Serve(string? Hall, int Number) : ICommand<CalledTicket>;

/// <summary>They go (办结离窗), and are asked how it was.</summary>
/// <param name="Hall">Code of the hall.</param>
/// <param name="Number">Number of the counter.</param>
internal sealed record FinishTicket(string? Hall, int Number) : ICommand<CalledTicket>;

/// <summary>Sends them on to another counter (转窗), where they keep the place they had.</summary>
/// <param name="Hall">Code of the hall.</param>
/// <param name="Number">Number of the counter they stand at.</param>
/// <param name="To">Number of the counter they go to; any counter for the purpose when left out.</param>
/// <param name="Purpose">Where no counter is named: what for.</param>
internal sealed record SendOn(string? Hall, int Number, int? To = null, Purpose? Purpose = null) : ICommand<CalledTicket>;

internal sealed class ServeTicketHandler(LinliDb db, HallDesk desk, CounterDesk counters, INotices notices)
    : IHandler<Serve, CalledTicket>, IHandler<FinishTicket, CalledTicket>, IHandler<SendOn, CalledTicket>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var counter = api.MapGroup("/halls/{hall}/counters/{number:int}").WithTags("Hall");
        counter.MapPost("/serve", (string hall, int number, UseCaseRunner run, CancellationToken cancel) => run.Answer(new Serve(hall, number), cancel)).Needs(HallPermissions.Counter).WithSummary("They came 到窗");
        counter.MapPost("/finish", (string hall, int number, UseCaseRunner run, CancellationToken cancel) => run.Answer(new FinishTicket(hall, number), cancel)).Needs(HallPermissions.Counter).WithSummary("They go 办结离窗");
        counter.MapPost("/send", (string hall, int number, SendOn request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Hall = hall, Number = number }, cancel))
            .Needs(HallPermissions.Counter).WithSummary("Send on to another counter 转窗");
    }

    public async Task<Result<CalledTicket>> Handle(Serve request, CancellationToken cancel)
    {
        var found = await counters.TakeWith(request.Hall, request.Number, cancel, TicketState.Called, TicketState.Serving);
        if (!found.Ok)
            return found.As<CalledTicket>();
        var (hall, _, ticket) = found.Value;
        if (ticket!.State == TicketState.Called)
        {
            (ticket.State, ticket.ServedAt) = (TicketState.Serving, ticket.ServedAt ?? desk.Now);
            desk.Moved(hall, "serving", ticket, []);
        }

        return CalledTicket.Of(ticket);
    }

    public async Task<Result<CalledTicket>> Handle(FinishTicket request, CancellationToken cancel)
    {
        var found = await counters.TakeWith(request.Hall, request.Number, cancel, TicketState.Called, TicketState.Serving);
        if (!found.Ok)
            return found.As<CalledTicket>();
        var (hall, counter, ticket) = found.Value;
        (ticket!.ServedAt, ticket.State, ticket.EndedAt, counter.Ticket) = (ticket.ServedAt ?? desk.Now, TicketState.Done, desk.Now, null);
        if (ticket.Account is { } account)
            await notices.Tell(account, "hall.rate", ("请评价这次服务", "How was it?"), ($"{ticket.Number} 已办，请给我们打个分。", $"{ticket.Number} is done: please rate us."), $"/hall/t/{ticket.Secret}", $"hall.rate.{ticket.Id:N}", cancel);
        desk.Moved(hall, "done", ticket, await desk.Waiting(hall.Id, cancel));
        return CalledTicket.Of(ticket);
    }

    public async Task<Result<CalledTicket>> Handle(SendOn request, CancellationToken cancel)
    {
        var found = await counters.TakeWith(request.Hall, request.Number, cancel, TicketState.Called, TicketState.Serving);
        if (!found.Ok)
            return found.As<CalledTicket>();
        var (hall, counter, ticket) = found.Value;
        CounterRow? target = null;
        if (request.To is { } number && (number == counter.Number || (target = await db.Unfiltered<CounterRow>().SingleOrDefaultAsync(c => c.Hall == hall.Id && c.Number == number && c.Clerk != null, cancel)) is null))
            return Problem.Invalid("to", "hall.counter_closed", "请选择另一个开着的窗口。", "Choose another counter that is open.");
        if (request.To is null && request.Purpose is null)
            return Problem.Invalid("to", "hall.send_where", "请选择转到哪个窗口。", "Choose where to send them.");
        (ticket!.State, ticket.OnlyCounter, ticket.Counter, ticket.Calls, ticket.CalledAt, counter.Ticket) = (TicketState.Waiting, target?.Id, null, 0, null, null);
        (ticket.Purpose, ticket.Site) = (target?.Purpose ?? request.Purpose ?? ticket.Purpose, target?.Site ?? ticket.Site);
        desk.Moved(hall, "sent", ticket, await desk.Waiting(hall.Id, cancel));
        return CalledTicket.Of(ticket);
    }
}
