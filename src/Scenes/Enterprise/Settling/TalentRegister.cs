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

namespace Linli.Enterprise.Settling;

/// <summary>The public register of decisions (认定公示): when, which category, what came of it; nobody's name, number or reason.</summary>
/// <param name="Place">Code of a place.</param>
/// <param name="Take">How many lines, 1–200.</param>
internal sealed record ReadTalentRegister(string Place, int Take = 50) : IQuery<TalentRegister>;

/// <summary>Decisions at a place.</summary>
/// <param name="Name">Name of the place.</param>
/// <param name="Waiting">Applications to be decided.</param>
/// <param name="Late">Of them, those past their term.</param>
/// <param name="Counts">All decisions by category.</param>
/// <param name="Lines">The latest decisions.</param>
internal sealed record TalentRegister(Phrase Name, int Waiting, int Late, IReadOnlyList<CategoryCount> Counts, IReadOnlyList<DecisionLine> Lines);

/// <summary>Decisions of a category over all versions of the rules.</summary>
internal sealed record CategoryCount(Phrase Category, int Granted, int Refused, int Appealed, int Overturned);

/// <summary>A decision.</summary>
internal sealed record DecisionLine(DateOnly On, Phrase Category, bool Granted, int RuleVersion, bool InTime, AppealState? Appeal);

internal sealed class TalentRegisterHandler(LinliDb db, TalentBook book, IScopeTree tree) : IHandler<ReadTalentRegister, TalentRegister>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/talent/register/{place}", (string place, int? take, UseCaseRunner run, CancellationToken cancel) => run.Answer(new ReadTalentRegister(place, take ?? 50), cancel))
            .Needs(Access.Public).WithTags("Talent").WithSummary("Public register of decisions 认定公示");

    public async Task<Result<TalentRegister>> Handle(ReadTalentRegister request, CancellationToken cancel)
    {
        if (tree.FindCode(request.Place) is not { } place)
            return Problem.NotFound("enterprise.talent_place", "没有这个地方。", "There is no such place.");
        var (prefix, today) = (place.Path.Value, book.Today);
        // Published to everybody: lines without a person.
        var here = db.Unfiltered<TalentApplication>().AsNoTracking().Where(a => a.Scope.StartsWith(prefix));
        var decided = await here.Where(a => a.DecidedAt != null).OrderByDescending(a => a.DecidedAt).Select(a => new { a.Id, a.Category, a.Rule, a.DecidedAt, a.DueOn, a.State }).ToListAsync(cancel);
        var appeals = await db.Unfiltered<TalentAppeal>().AsNoTracking().Where(a => a.Scope.StartsWith(prefix) && !a.OfEnd).Select(a => new { a.Application, a.State }).ToDictionaryAsync(a => a.Application, a => a.State, cancel);
        var categories = await db.Records<TalentCategory>().AsNoTracking().ToDictionaryAsync(c => c.Id, cancel);
        var versions = await db.Unfiltered<TalentRule>().AsNoTracking().ToDictionaryAsync(r => r.Id, r => r.Version, cancel);
        return new TalentRegister(
            place.Name, await here.CountAsync(a => a.State == TalentState.Submitted, cancel), await here.CountAsync(a => a.State == TalentState.Submitted && a.DueOn < today, cancel),
            [.. decided.GroupBy(d => categories[d.Category].Code).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new CategoryCount(
                categories[g.First().Category].Name, g.Count(d => First(d.Id, d.State)), g.Count(d => !First(d.Id, d.State)), g.Count(d => appeals.ContainsKey(d.Id)),
                g.Count(d => appeals.GetValueOrDefault(d.Id) == AppealState.Granted)))],
            [.. decided.Take(Math.Clamp(request.Take, 1, 200)).Select(d => new DecisionLine(
                LocalTime.DateOf(d.DecidedAt!.Value), categories[d.Category].Name, First(d.Id, d.State), versions[d.Rule], LocalTime.DateOf(d.DecidedAt.Value) <= d.DueOn,
                appeals.TryGetValue(d.Id, out var appeal) ? appeal : null))]);

        // What the first decision was: one that an appeal overturned had been a refusal.
        bool First(Guid id, TalentState state) => state is TalentState.Granted or TalentState.Ended && appeals.GetValueOrDefault(id) != AppealState.Granted;
    }
}
