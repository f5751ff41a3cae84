using Linli.Hall.Queue;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Counter;

/// <summary>Opens a counter (开窗): from now on its clerk calls. A clerk sits at one counter; who sat elsewhere leaves it.</summary>
/// <param name="Hall">Code of the hall.</param>
/// <param name="Number">Number of the counter.</param>
internal sealed record SitDown(string? Hall, int Number) : ICommand<Done>, IAudited
{
    public string? AuditSubject => $"{Hall}/{Number}";
}

/// <summary>
/// Closes a counter (停窗) once nobody stands at it; who was sent there waits with everybody again, at the place they had. A counter whose
/// clerk left is closed by a colleague: whoever still stands there goes back to the place they had, and is called by another.
/// </summary>
/// <param name="Hall">Code of the hall.</param>
/// <param name="Number">Number of the counter.</param>
internal sealed record StandUp(string? Hall, int Number) : ICommand<Done>, IAudited
{
    public string? AuditSubject => $"{Hall}/{Number}";
}

internal sealed class SitDownHandler(LinliDb db, HallDesk desk) : IHandler<SitDown, Done>, IHandler<StandUp, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/halls/{hall}/counters/{number:int}/open", (string hall, int number, UseCaseRunner run, CancellationToken cancel) => run.Answer(new SitDown(hall, number), cancel))
            .Needs(HallPermissions.Counter).WithTags("Hall").WithSummary("Open a counter 开窗");
        api.MapPost("/halls/{hall}/counters/{number:int}/close", (string hall, int number, UseCaseRunner run, CancellationToken cancel) => run.Answer(new StandUp(hall, number), cancel))
            .Needs(HallPermissions.Counter).WithTags("Hall").WithSummary("Close a counter 停窗");
    }

    public async Task<Result<Done>> Handle(SitDown request, CancellationToken cancel)
    {
        var (hall, counter) = await Take(request.Hall, request.Number, cancel);
        if (counter is null || desk.Caller.Account is not { } me)
            return HallDesk.NoCounter;
        if (counter.Clerk == me)
            return Done.It;
        if (counter.Clerk is not null)
            return Problem.Conflict("hall.counter_taken", $"{counter.Number} 号窗口有同事在办件，请换一个窗口。", $"A colleague works at counter {counter.Number}: take another one.");
        if (await db.Unfiltered<CounterRow>().SingleOrDefaultAsync(c => c.Clerk == me, cancel) is { } other)
        {
            // Of another hall, its own queue is locked too: nobody is called there meanwhile.
            await desk.Lock(other.Hall, cancel);
            await db.Entry(other).ReloadAsync(cancel);
            if (other.Ticket is not null)
                return Problem.Conflict("hall.still_serving", $"{other.Number} 号窗口还有人，请先办完。", $"Somebody is still at counter {other.Number}: finish there first.");
            Leave(other, await desk.Waiting(other.Hall, cancel));

            // One clerk at one counter: the index would see both at once.
            await db.SaveChangesAsync(cancel);
        }

        (counter.Clerk, counter.OpenedAt) = (me, desk.Now);
        await desk.Moved(hall!, "opened", null, await desk.Waiting(hall!.Id, cancel), cancel);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(StandUp request, CancellationToken cancel)
    {
        var (hall, counter) = await Take(request.Hall, request.Number, cancel);
        if (counter is null)
            return HallDesk.NoCounter;
        if (counter.Clerk is null)
            return Done.It;
        TicketRow? left = null;
        if (counter.Ticket is { } at)
        {
            if (counter.Clerk == desk.Caller.Account)
                return Problem.Conflict("hall.still_serving", "窗口还有人，请先办完或转到别的窗口。", "Somebody is still here: finish, or send them on.");
            left = await db.Unfiltered<TicketRow>().SingleAsync(t => t.Id == at, cancel);
            (left.State, left.Counter, left.Calls, left.CalledAt, counter.Ticket) = (TicketState.Waiting, null, 0, null, null);
        }

        var waiting = await desk.Waiting(hall!.Id, cancel);
        Leave(counter, waiting);
        await desk.Moved(hall, "closed", left, waiting, cancel);
        return Done.It;
    }

    private static void Leave(CounterRow counter, IEnumerable<TicketRow> waiting)
    {
        (counter.Clerk, counter.OpenedAt) = (null, null);
        foreach (var ticket in waiting.Where(t => t.OnlyCounter == counter.Id))
            ticket.OnlyCounter = null;
    }

    private async Task<(HallRow? Hall, CounterRow? Counter)> Take(string? code, int number, CancellationToken cancel)
    {
        if (await desk.Find(code, HallPermissions.Counter, cancel) is not { } hall)
            return (null, null);
        await desk.Lock(hall.Id, cancel);
        return (hall, await db.Scoped<CounterRow>(desk.Caller.ScopesFor(HallPermissions.Counter)).SingleOrDefaultAsync(c => c.Hall == hall.Id && c.Number == number, cancel));
    }
}
