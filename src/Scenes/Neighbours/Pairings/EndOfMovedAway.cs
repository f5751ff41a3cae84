using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Pairings;

/// <summary>Ends opt-ins and pairings of somebody who lives here no more: they could not answer, and the other side would wait.</summary>
internal sealed record EndOfMovedAway(Guid Person) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Person.ToString();
}

internal sealed class EndOfMovedAwayHandler(PairEnds ends, TimeProvider time) : IHandler<EndOfMovedAway, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        // Only the clock asks for it.
    }

    public async Task<Result<Done>> Handle(EndOfMovedAway request, CancellationToken cancel)
    {
        await ends.Of(request.Person, Clock.Now(time), "一方已搬离 One side has moved away", cancel);
        return Done.It;
    }
}

/// <summary>Looks who of those in the matching has moved away.</summary>
internal sealed class MovedAwayClock(LinliDb db, ICallerDirectory callers, UseCaseRunner runner) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        var offers = await db.Unfiltered<PairingOffer>().AsNoTracking().Where(o => o.State != OfferState.Withdrawn).Select(o => new { o.Account, o.Person, o.Scope }).ToListAsync(cancel);
        foreach (var offer in offers)
            if ((await callers.Find(offer.Account, cancel))?.May(NeighboursPermissions.Pair, offer.Scope) != true)
                await runner.Run(new EndOfMovedAway(offer.Person), cancel);
    }
}
