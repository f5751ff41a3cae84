using Linli.Hall.Queue;
using Linli.Notices;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Hall.Counter;

/// <summary>Calls the next (叫号): who was sent to this counter first, otherwise whoever the order of the lanes says.</summary>
/// <param name="Hall">Code of the hall.</param>
/// <param name="Number">Number of the counter.</param>
internal sealed record CallNext(string? Hall, int Number) : ICommand<CalledTicket>;

/// <summary>Calls the same once more (重呼).</summary>
/// <param name="Hall">Code of the hall.</param>
/// <param name="Number">Number of the counter.</param>
/// <param name="Ticket">Who is called, as the clerk saw it.</param>
/// <param name="Calls">How often they were called when the clerk saw it: a press that is sent twice calls once.</param>
internal sealed record CallAgain(string? Hall, int Number, Guid? Ticket = null, int? Calls = null) : ICommand<CalledTicket>;

/// <summary>Nobody came after all calls (过号): they may come back for a while.</summary>
/// <param name="Hall">Code of the hall.</param>
/// <param name="Number">Number of the counter.</param>
/// <param name="Ticket">Who did not come, as the clerk saw it.</param>
internal sealed record NobodyCame(string? Hall, int Number, Guid? Ticket = null) : ICommand<CalledTicket>;

/// <summary>Who was called.</summary>
/// <param name="Ticket">Id of the ticket.</param>
/// <param name="Number">What was called.</param>
/// <param name="Name">Masked.</param>
/// <param name="Calls">How often.</param>
/// <param name="State">How far it is.</param>
internal sealed record CalledTicket(Guid Ticket, string Number, string? Name, int Calls, TicketState State)
{
    public static CalledTicket Of(TicketRow ticket) => new(ticket.Id, ticket.Number, ticket.Name, ticket.Calls, ticket.State);
}

internal sealed class CallNextHandler(HallDesk desk, CounterDesk counters, INotices notices)
    : IHandler<CallNext, CalledTicket>, IHandler<CallAgain, CalledTicket>, IHandler<NobodyCame, CalledTicket>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var counter = api.MapGroup("/halls/{hall}/counters/{number:int}").WithTags("Hall");
        counter.MapPost("/next", (string hall, int number, UseCaseRunner run, CancellationToken cancel) => run.Answer(new CallNext(hall, number), cancel)).Needs(HallPermissions.Counter).WithSummary("Call the next 叫号");
        counter.MapPost("/again", (string hall, int number, Guid? ticket, int? calls, UseCaseRunner run, CancellationToken cancel) => run.Answer(new CallAgain(hall, number, ticket, calls), cancel)).Needs(HallPermissions.Counter).WithSummary("Call again 重呼");
        counter.MapPost("/absent", (string hall, int number, Guid? ticket, UseCaseRunner run, CancellationToken cancel) => run.Answer(new NobodyCame(hall, number, ticket), cancel)).Needs(HallPermissions.Counter).WithSummary("Nobody came 过号");
    }

    public async Task<Result<CalledTicket>> Handle(CallNext request, CancellationToken cancel)
    {
        var found = await counters.Take(request.Hall, request.Number, cancel);
        if (!found.Ok)
            return found.As<CalledTicket>();
        var (hall, counter, there) = found.Value;
        if (there is not null)
            return Problem.Conflict("hall.still_serving", $"{there.Number} 还没有办完，请先办结、过号或转出。", $"{there.Number} is not finished: finish, mark as missed, or send on first.");
        var waiting = await desk.Waiting(hall.Id, cancel);
        var queue = await desk.Queue(hall.Id, counter.Purpose, counter.Site, cancel);
        var inOrder = HallDesk.InOrder(hall, await desk.Queues(hall.Id, cancel), queue, waiting, counter.Purpose, counter.Site).ToList();
        var sent = waiting.Where(t => t.OnlyCounter == counter.Id).MinBy(t => t.Rank);
        if ((sent ?? inOrder.FirstOrDefault()) is not { } ticket)
            return Problem.Conflict("hall.nobody_waits", "现在没有人等候。", "Nobody is waiting.");
        if (sent is null)
            foreach (var lane in CallOrder.Lanes)
                queue.SetPassed(lane, CallOrder.Passed(lane, ticket.Lane, inOrder.Any(t => t != ticket && t.Lane == lane), queue.PassedOf(lane)));
        (ticket.State, ticket.Counter, ticket.OnlyCounter, ticket.Calls, ticket.CalledAt) = (TicketState.Called, counter.Id, null, 1, desk.Now);
        counter.Ticket = ticket.Id;
        await Tell(ticket, counter, cancel);
        await desk.TellNear(hall, inOrder.Where(t => t != ticket), cancel);
        await desk.Moved(hall, "called", ticket, waiting, cancel);
        return CalledTicket.Of(ticket);
    }

    public async Task<Result<CalledTicket>> Handle(CallAgain request, CancellationToken cancel)
    {
        var found = await counters.TakeWith(request.Hall, request.Number, request.Ticket, cancel, TicketState.Called);
        if (!found.Ok)
            return found.As<CalledTicket>();
        var (hall, counter, ticket) = found.Value;
        if (request.Calls is { } seen && seen < ticket!.Calls)
            return CalledTicket.Of(ticket);
        if (TicketRules.RefuseSoon(ticket!, hall, desk.Now) is { } soon)
            return soon;
        (ticket!.Calls, ticket.CalledAt) = (ticket.Calls + 1, desk.Now);
        await Tell(ticket, counter, cancel);
        await desk.Moved(hall, "called", ticket, [], cancel);
        return CalledTicket.Of(ticket);
    }

    public async Task<Result<CalledTicket>> Handle(NobodyCame request, CancellationToken cancel)
    {
        var found = await counters.TakeWith(request.Hall, request.Number, request.Ticket, cancel, TicketState.Called);
        if (!found.Ok)
            return found.As<CalledTicket>();
        var (hall, counter, ticket) = found.Value;
        if (ticket!.Calls < hall.CallsBeforeAbsent)
            return Problem.Conflict("hall.call_again", $"已叫 {ticket.Calls} 次，叫满 {hall.CallsBeforeAbsent} 次才能过号。", $"Called {ticket.Calls} times: it counts as missed after {hall.CallsBeforeAbsent}.");
        if (TicketRules.RefuseSoon(ticket, hall, desk.Now) is { } soon)
            return soon;
        (ticket.State, ticket.AbsentAt, counter.Ticket) = (TicketState.Absent, desk.Now, null);
        if (ticket.Account is { } account)
            await notices.Tell(
                account, "hall.missed", ("您过号了", "You missed your call"),
                ($"{ticket.Number} 叫了 {ticket.Calls} 次没有应答，{hall.AbsentMinutes} 分钟内回来可以重新排队，不用重新取号。", $"{ticket.Number} was called {ticket.Calls} times. Come back within {hall.AbsentMinutes} minutes and you keep your ticket."),
                $"/hall/t/{ticket.Secret}", $"hall.missed.{ticket.Id:N}.{ticket.Returns}", cancel);
        await desk.Moved(hall, "absent", ticket, await desk.Waiting(hall.Id, cancel), cancel);
        return CalledTicket.Of(ticket);
    }

    private async Task Tell(TicketRow ticket, CounterRow counter, CancellationToken cancel)
    {
        if (ticket.Account is { } account)
            await notices.Tell(
                account, "hall.called", ("请到窗口", "Please come"), ($"{ticket.Number}，请到 {counter.Number} 号窗口。", $"{ticket.Number}, please come to counter {counter.Number}."),
                $"/hall/t/{ticket.Secret}", $"hall.called.{ticket.Id:N}.{counter.Number}.{ticket.CalledAt!.Value.UtcTicks}.{ticket.Calls}", cancel);
    }
}
