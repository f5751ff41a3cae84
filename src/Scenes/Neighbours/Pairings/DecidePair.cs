using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Neighbours.Pairings;

/// <summary>One side agrees to a proposal, or not. Names are shown when both have agreed.</summary>
internal sealed record DecidePair(Guid Id, bool Agree) : ICommand<PairDecided>;

/// <summary>Where the proposal stands now.</summary>
internal sealed record PairDecided(PairState State);

internal sealed class DecidePairHandler(LinliDb db, CurrentCaller current, IConsents consents, INotices notices, TimeProvider time) : IHandler<DecidePair, PairDecided>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/pairings/{id:guid}/decide", (Guid id, DecidePair request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(NeighboursPermissions.Pair).WithTags("pairings").WithSummary("Agree to a proposal, or not");

    public async Task<Result<PairDecided>> Handle(DecidePair request, CancellationToken cancel)
    {
        var me = current.Value.Account!.Value;
        // One after the other: two who agree at the same moment must both be counted.
        await db.LockUntilCommit($"pairings.decide.{request.Id}", cancel);
        if (await PairDesk.Mine(db, request.Id, me, cancel) is not { } pair)
            return PairDesk.NotFound;
        if (pair.State != PairState.Proposed)
            return Problem.Conflict("pairings.decided", "这个提议已有结果。", "This proposal is settled already.");
        if (request.Agree && current.Value.Person is { } person && await consents.Missing(person, PairingRules.Purpose, cancel) is { } missing)
            return missing;
        var now = Clock.Now(time);
        if (!request.Agree || await PairDesk.Apart(db, pair.First, pair.Second, cancel))
        {
            (pair.State, pair.EndedAt, pair.EndedBy) = (PairState.Declined, now, me);
            await notices.Tell(
                pair.Coordinator, "pairings.decided", ("一个结对提议未成", "A proposal came to nothing"), ("可以重新匹配。", "Match anew."), "/desk/pairings", $"pair:{pair.Id}:declined", cancel);
            return new PairDecided(pair.State);
        }

        if (me == pair.First)
            pair.FirstAgreedAt ??= now;
        else
            pair.SecondAgreedAt ??= now;
        if (pair is { FirstAgreedAt: not null, SecondAgreedAt: not null })
        {
            pair.State = PairState.Active;
            foreach (var account in new[] { pair.First, pair.Second, pair.Coordinator })
                await notices.Tell(
                    account, "pairings.decided", ("结对成功", "You are paired"), ("双方都同意了。", "Both have agreed."),
                    account == pair.Coordinator ? $"/desk/pairings/{pair.Id}" : $"/pairings/{pair.Id}", $"pair:{pair.Id}:active", cancel);
        }

        return new PairDecided(pair.State);
    }
}
