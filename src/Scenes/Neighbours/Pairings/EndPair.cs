using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using static Linli.Neighbours.Visits.VisitRules;

namespace Linli.Neighbours.Pairings;

/// <summary>Either side, or the coordinator, ends a pairing at any time.</summary>
/// <param name="Id">Which.</param>
/// <param name="Reason">2–300 characters; encrypted, the coordinator reads it.</param>
/// <param name="Farewell">A word to the other side, at most 200 characters.</param>
internal sealed record EndPair(Guid Id, string? Reason, string? Farewell = null) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Text(Reason, 300, "reason", "请写明结束的原因，只有协调员看到", "Say why: only the coordinator reads it") is { } reason)
            yield return reason;
        if (Farewell?.Length > 200)
            yield return Problem.Invalid("farewell", "pairings.farewell", "告别的话最多 200 个字。", "A word of farewell has at most 200 characters.");
    }
}

internal sealed class EndPairHandler(LinliDb db, CurrentCaller current, ICareLists care, PairEnds ends) : IHandler<EndPair, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/pairings/{id:guid}/end", (Guid id, EndPair request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(Access.SignedIn).WithTags("pairings").WithSummary("End a pairing, with a word of farewell");

    public async Task<Result<Done>> Handle(EndPair request, CancellationToken cancel)
    {
        var me = current.Value.Account!.Value;
        var pair = await db.Unfiltered<Pair>().SingleOrDefaultAsync(p => p.Id == request.Id, cancel);
        if (pair is null || !(me == pair.First || me == pair.Second || current.Value.May(NeighboursPermissions.Pairings, pair.Scope) || await IsGuardian(pair, me, cancel)))
            return PairDesk.NotFound;
        // A coordinator may also take back what they proposed.
        if (pair.State != PairState.Active && !(pair.State == PairState.Proposed && current.Value.May(NeighboursPermissions.Pairings, pair.Scope)))
            return Problem.Conflict("pairings.not_active", "这个结对没有在进行。", "This pairing does not run.");
        await ends.Stop(pair, me, Clean(request.Reason, 300), cancel, Clean(request.Farewell, 200) is { Length: > 0 } farewell ? farewell : null);
        return Done.It;
    }

    // Who agreed for a minor may take it back.
    private async Task<bool> IsGuardian(Pair pair, Guid me, CancellationToken cancel)
    {
        foreach (var person in await db.Unfiltered<PairingOffer>().Where(o => (o.Id == pair.FirstOffer || o.Id == pair.SecondOffer) && o.Guardian != null).Select(o => o.Person).ToListAsync(cancel))
            if ((await care.GuardianAccountsOf(person, cancel)).Contains(me))
                return true;
        return false;
    }
}
