using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Friends;

/// <summary>Accepts a greeting, after which both see the contact that the other chose to share; or declines it without a word.</summary>
/// <param name="Id">Which greeting.</param>
/// <param name="Accept">Accept or decline.</param>
internal sealed record DecideGreeting(Guid Id, bool Accept) : ICommand<Done>;

internal sealed class DecideGreetingHandler(LinliDb db, CurrentCaller current, INotices notices, TimeProvider time) : IHandler<DecideGreeting, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/neighbours/greetings/{id:guid}/accept", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new DecideGreeting(id, true), cancel))
            .Needs(NeighboursPermissions.Meet).WithTags("neighbours").WithSummary("Accept a greeting: both see the other's contact");
        api.MapPost("/neighbours/greetings/{id:guid}/decline", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new DecideGreeting(id, false), cancel))
            .Needs(NeighboursPermissions.Meet).WithTags("neighbours").WithSummary("Decline a greeting");
    }

    public async Task<Result<Done>> Handle(DecideGreeting request, CancellationToken cancel)
    {
        var me = current.Value.Account;
        var greeting = await db.Records<Greeting>().SingleOrDefaultAsync(g => g.Id == request.Id && g.To == me, cancel);
        if (greeting is null)
            return Problem.NotFound("neighbours.greeting_not_found", "没有找到这条问候。", "This greeting was not found.");
        if (greeting.State != GreetingState.Waiting)
            return Problem.Conflict("neighbours.greeting_decided", "这条问候已经处理过了。", "This greeting was decided already.");
        greeting.State = request.Accept ? GreetingState.Accepted : GreetingState.Declined;
        greeting.DecidedAt = Clock.Now(time);
        // Who is declined hears nothing: nobody has to explain themselves.
        if (request.Accept)
            await notices.Tell(
                greeting.From, "neighbours.accepted", ("邻居接受了您的问候", "A neighbour accepted your greeting"),
                ("现在可以看到彼此的联系方式。", "You can now see each other's contact."), "/find/friends", $"greeting-accepted:{greeting.Id}", cancel);
        return Done.It;
    }
}
