using Linli.Neighbours.Friends;
using Linli.Notices;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Pairings;

/// <summary>Who would fit whom, the best first, with the reasons.</summary>
internal sealed record ListMatches(PairingKind Kind) : IQuery<IReadOnlyList<Match>>;

/// <summary>Two who would fit: nicknames, and what both said.</summary>
internal sealed record Match(Guid First, string FirstNickname, string FirstAbout, Guid Second, string SecondNickname, string SecondAbout, IReadOnlyList<Phrase> Reasons, int Score, Phrase Community);

/// <summary>A coordinator proposes two to each other; both are asked.</summary>
/// <param name="First">Opt-in of the first side.</param>
/// <param name="Second">Opt-in of the second side.</param>
internal sealed record ProposePair(Guid First, Guid Second) : ICommand<PairProposed>, IAudited
{
    public string? AuditSubject => $"{First} {Second}";
}

/// <summary>A proposal that was made.</summary>
internal sealed record PairProposed(Guid Id, IReadOnlyList<Phrase> Reasons);

internal sealed class ProposePairHandler(LinliDb db, CurrentCaller current, IScopeTree tree, IConsents consents, INotices notices, TimeProvider time)
    : IHandler<ListMatches, IReadOnlyList<Match>>, IHandler<ProposePair, PairProposed>, IUseCase
{
    private const int Most = 50;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/pairings/matches", (PairingKind kind, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListMatches(kind), cancel))
            .Needs(NeighboursPermissions.Pairings).WithTags("pairings").WithSummary("Who would fit whom, with the reasons");
        api.MapPost("/pairings", (ProposePair request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(NeighboursPermissions.Pairings).WithTags("pairings").WithSummary("Propose two to each other");
    }

    public async Task<Result<IReadOnlyList<Match>>> Handle(ListMatches request, CancellationToken cancel)
    {
        var free = await Free(request.Kind).AsNoTracking().OrderBy(o => o.At).Take(400).ToListAsync(cancel);
        // The text may have changed since: who has not agreed to the new one is asked, and matched then.
        var agreeing = await consents.Having([.. free.Select(o => o.Person)], PairingRules.Purpose, cancel);
        free.RemoveAll(o => !agreeing.Contains(o.Person));
        var accounts = free.Select(o => o.Account).ToArray();
        var apart = (await db.Records<Block>().AsNoTracking().Where(b => accounts.Contains(b.Account) && accounts.Contains(b.Blocked)).ToListAsync(cancel))
            .SelectMany(b => new[] { (b.Account, b.Blocked), (b.Blocked, b.Account) }).ToHashSet();
        // Who did not want each other once is not proposed again.
        var declined = (await db.Unfiltered<Pair>().AsNoTracking().Where(p => p.Kind == request.Kind && p.State != PairState.Proposed).Select(p => new { p.First, p.Second }).ToListAsync(cancel))
            .Select(p => (p.First, p.Second)).ToHashSet();
        return free.Where(o => o.Side == PairingSide.First)
            .SelectMany(_ => free.Where(o => o.Side == PairingSide.Second), (a, b) => (A: a, B: b, Reasons: PairingRules.Reasons(Of(a), Of(b))))
            .Where(m => m.Reasons.Count > 0 && m.A.Account != m.B.Account && Near(m.A, m.B) && !apart.Contains((m.A.Account, m.B.Account)) && !declined.Contains((m.A.Account, m.B.Account)))
            .Select(m => new Match(
                m.A.Id, m.A.Nickname, m.A.About, m.B.Id, m.B.Nickname, m.B.About, [.. m.Reasons.Select(PairingRules.Describe)], PairingRules.Score(m.Reasons),
                tree.Find(ScopePath.Parse(m.B.Scope, null))?.Name ?? default))
            .OrderByDescending(m => m.Score).ThenBy(m => m.First).Take(Most).ToList();
    }

    public async Task<Result<PairProposed>> Handle(ProposePair request, CancellationToken cancel)
    {
        var offers = await db.Scoped<PairingOffer>(current.Value.ScopesFor(NeighboursPermissions.Pairings))
            .Where(o => (o.Id == request.First || o.Id == request.Second) && o.State == OfferState.Open).ToListAsync(cancel);
        if (offers.Find(o => o.Id == request.First) is not { Side: PairingSide.First } first || offers.Find(o => o.Id == request.Second) is not { Side: PairingSide.Second } second
            || first.Kind != second.Kind || first.Account == second.Account)
            return Problem.NotFound("pairings.offer_not_found", "没有找到这两份结对意愿，或两人不在同一类的两侧。", "These two opt-ins were not found, or are not the two sides of one kind.");
        // In the order of the accounts, so that two coordinators never wait for each other.
        foreach (var account in new[] { first.Account, second.Account }.Order())
            await db.LockUntilCommit($"pairings.pair.{first.Kind}.{account}", cancel);
        var taken = await db.Unfiltered<Pair>().AnyAsync(
            p => p.Kind == first.Kind && (p.State == PairState.Proposed || p.State == PairState.Active)
                && (p.First == first.Account || p.Second == second.Account || p.First == second.Account || p.Second == first.Account), cancel);
        if (taken)
            return Problem.Conflict("pairings.paired_already", "其中一人已在这一类结对中。", "One of them is paired in this kind already.");
        var reasons = PairingRules.Reasons(Of(first), Of(second));
        // A block is told to nobody: it looks like two who do not fit.
        if ((await consents.Having([first.Person, second.Person], PairingRules.Purpose, cancel)).Count < 2)
            return Problem.Conflict("pairings.consent_missing", "其中一人还没有同意现行须知，请本人在“互帮结对”里确认。", "One of them has not agreed to the terms of today: let them do so under Pairings.");
        if (reasons.Count == 0 || !Near(first, second) || await PairDesk.Apart(db, first.Account, second.Account, cancel))
            return Problem.Conflict("pairings.no_match", "这两位不合适：没有共同的语言或时间，或不宜结对。", "These two do not fit: no language or time in common, or better not paired.");
        var now = Clock.Now(time);
        var pair = new Pair
        {
            Id = Guid.CreateVersion7(now), Kind = first.Kind, Scope = second.Scope, FirstOffer = first.Id, SecondOffer = second.Id, First = first.Account, Second = second.Account,
            Reasons = Interests.Join(reasons), Coordinator = current.Value.Account!.Value, State = PairState.Proposed, At = now,
        };
        db.Insert(pair);
        foreach (var account in new[] { pair.First, pair.Second })
            await notices.Tell(account, "pairings.proposal", ("为您找到一位合适的邻居", "A neighbour who may suit you"), ("看看理由，双方都同意才会互相知道姓名。", "See why; names are shown only once both agree."), $"/pairings/{pair.Id}", $"pair:{pair.Id}", cancel);
        return new PairProposed(pair.Id, [.. reasons.Select(PairingRules.Describe)]);
    }

    internal static Matchable Of(PairingOffer o) => new(o.Languages, o.Interests, o.Times, o.Grid, o.Scope);

    private bool Near(PairingOffer one, PairingOffer other) =>
        Residence.Around(ScopePath.Parse(one.Scope, null), tree) == Residence.Around(ScopePath.Parse(other.Scope, null), tree);

    private IQueryable<PairingOffer> Free(PairingKind kind) =>
        db.Scoped<PairingOffer>(current.Value.ScopesFor(NeighboursPermissions.Pairings)).Where(o => o.Kind == kind && o.State == OfferState.Open
            && !db.Unfiltered<Pair>().Any(p => p.Kind == kind && (p.State == PairState.Proposed || p.State == PairState.Active) && (p.First == o.Account || p.Second == o.Account)));
}
