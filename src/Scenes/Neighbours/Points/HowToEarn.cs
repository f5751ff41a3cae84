using Linli.Ledger;
using Linli.Neighbours.Friends;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Points;

/// <summary>What earns points where the caller lives (怎么得积分): clauses of the covenant, rules in force, and why something earned nothing.</summary>
/// <param name="Place">Code of a community, for staff and visitors; the caller's own when left out.</param>
internal sealed record HowToEarn(string? Place = null) : IQuery<EarningGuide>;

/// <summary>Clauses, rules and answers.</summary>
/// <param name="Place">For which place.</param>
/// <param name="Clauses">Clauses of today in their order.</param>
/// <param name="Others">Rules that rest on no clause.</param>
/// <param name="Missed">The caller's latest acts that earned nothing, with the reason.</param>
/// <param name="Acts">The caller's latest declared acts.</param>
internal sealed record EarningGuide(Phrase Place, IReadOnlyList<ClauseLine> Clauses, IReadOnlyList<RuleInForce> Others, IReadOnlyList<MissedLine> Missed, IReadOnlyList<MyAct> Acts);

/// <summary>A clause and what it brings.</summary>
internal sealed record ClauseLine(Guid Id, int Number, int Version, Phrase Text, RuleInForce? Rule, bool Declared, DateOnly From, string Source);

/// <summary>An act that earned nothing.</summary>
internal sealed record MissedLine(Phrase Act, DateOnly Day, Phrase Why);

/// <summary>An act one declared.</summary>
internal sealed record MyAct(Guid Id, Phrase Clause, DateOnly Day, ActState State, long Points, string? Word);

internal sealed class HowToEarnHandler(LinliDb db, CurrentCaller current, IScopeTree tree, IEarningRules rules, TimeProvider time) : IHandler<HowToEarn, EarningGuide>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/points/guide", (UseCaseRunner run, CancellationToken cancel, string? place = null) => run.Answer(new HowToEarn(place), cancel))
            .Needs(Access.Public).WithTags("points").WithSummary("What earns points here 怎么得积分");

    public async Task<Result<EarningGuide>> Handle(HowToEarn request, CancellationToken cancel)
    {
        var place = request.Place is { Length: > 0 } code ? tree.FindCode(code)
            : Residence.Of(current.Value, tree)?.Community ?? tree.All.FirstOrDefault(p => p.Kind is PlaceKind.Group or PlaceKind.Community);
        if (place is null)
            return Problem.NotFound("points.place", "没有找到这个社区。", "This community was not found.");
        var today = LocalTime.Today(time);
        var inForce = await rules.At(place.Path, today, cancel);
        string[] above = [.. place.Path.SelfAndAncestors().Select(p => p.Value)];

        // The covenant of a place and of those above it is public.
        var clauses = await db.Unfiltered<CovenantClause>().AsNoTracking()
            .Where(c => above.Contains(c.Scope) && c.From <= today && (c.To == null || c.To >= today)).OrderBy(c => c.Number).ToListAsync(cancel);
        // The nearest place has the word about a number.
        var nearest = clauses.GroupBy(c => c.Number).Select(g => g.MaxBy(c => c.Scope.Length)!).OrderBy(c => c.Number).ToList();
        var me = current.Value.Person;
        var missed = me is null ? [] : await db.Records<MissedPoints>().AsNoTracking().Where(m => m.Person == me).OrderByDescending(m => m.At).Take(10).ToListAsync(cancel);
        var acts = me is null ? [] : await db.Unfiltered<DeclaredAct>().AsNoTracking().Where(a => a.Person == me) // one's own
            .Join(db.Unfiltered<CovenantClause>(), a => a.Clause, c => c.Id, (a, c) => new { a, c.TextZh, c.TextEn }).OrderByDescending(x => x.a.At).Take(10).ToListAsync(cancel);
        var byEvent = inForce.ToDictionary(r => r.Event, StringComparer.Ordinal);
        return new EarningGuide(
            place.Name, nearest.ConvertAll(c => new ClauseLine(c.Id, c.Number, c.Version, c.Text, byEvent.GetValueOrDefault(c.Event), c.Declared, c.From, c.Source)),
            [.. inForce.Where(r => nearest.TrueForAll(c => c.Event != r.Event))],
            missed.ConvertAll(m => new MissedLine(byEvent.TryGetValue(m.Event, out var rule) ? rule.Name : (m.Event, m.Event), m.Day, (m.WhyZh, m.WhyEn))),
            acts.ConvertAll(x => new MyAct(x.a.Id, (x.TextZh, x.TextEn), x.a.Day, x.a.State, x.a.Points, x.a.Word)));
    }
}
