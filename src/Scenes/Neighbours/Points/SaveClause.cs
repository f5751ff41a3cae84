using System.Text.Json.Serialization;
using Linli.Ledger;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using static Linli.Neighbours.Visits.VisitRules;

namespace Linli.Neighbours.Points;

/// <summary>
/// Says what a clause of a community's covenant reads from a day on, and which rule rewards it (公约条款新版本, S33). A clause is
/// tied to a rule that gives points: nothing is ever taken for not keeping it (R21).
/// </summary>
/// <param name="Place">Code of the community or joined communities.</param>
/// <param name="TextZh">2–120 characters.</param>
/// <param name="TextEn">2–240 characters.</param>
/// <param name="Event">The act of a rule that holds there.</param>
/// <param name="Declared">Whether residents may declare such an act with a photo.</param>
/// <param name="From">First local day: today or later.</param>
/// <param name="Source">Who decided it, and where; 2–200 characters.</param>
internal sealed record SaveClause(string? Place, string? TextZh, string? TextEn, string? Event, bool Declared, DateOnly From, string? Source) : ICommand<ClauseSaved>, IValidated, IAudited
{
    /// <summary>第几条, 1–99.</summary>
    [JsonIgnore]
    public int Number { get; init; }

    string? IAudited.AuditSubject => $"{Place} {Number}";

    public IEnumerable<Problem> Problems()
    {
        if (Number is < 1 or > 99)
            yield return Problem.Invalid("number", "points.clause_number", "条款编号为 1–99。", "A clause has a number of 1 to 99.");
        if (Text(TextZh, 120, "textZh", "请填写条款内容", "Write the clause") is { } zh)
            yield return zh;
        if (Text(TextEn, 240, "textEn", "请填写英文内容", "Write it in English") is { } en)
            yield return en;
        if (Text(Source, 200, "source", "请写明由谁、在哪里决定", "Say who decided it, and where") is { } source)
            yield return source;
    }
}

/// <summary>A clause that was saved.</summary>
internal sealed record ClauseSaved(Guid Id, int Number, int Version);

internal sealed class SaveClauseHandler(LinliDb db, CurrentCaller current, IScopeTree tree, IEarningRules rules, TimeProvider time) : IHandler<SaveClause, ClauseSaved>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/covenant/clauses/{number:int}", (int number, SaveClause request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Number = number }, cancel))
            .Needs(PointsPermissions.Covenant).WithTags("points").WithSummary("A new version of a clause of the covenant 公约条款新版本");

    public async Task<Result<ClauseSaved>> Handle(SaveClause request, CancellationToken cancel)
    {
        if (tree.FindCode(request.Place ?? "") is not { Kind: PlaceKind.Community or PlaceKind.Group } place || !current.Value.May(PointsPermissions.Covenant, place.Path))
            return Problem.Invalid("place", "visits.place", "请选择您所在的社区。", "Choose a community where you work.");
        if (request.From < LocalTime.Today(time))
            return Problem.Invalid("from", "points.clause_past", "条款从今天或以后生效：过去的不改。", "A clause holds from today or later: what was, stays.");
        if (!(await rules.At(place.Path, request.From, cancel)).Any(r => r.Event == request.Event))
            return Problem.Invalid("event", "points.clause_rule", "这一天没有这条积分规则；请先在积分规则里设定。", "No rule of that day rewards this act: make the rule first.");
        await db.LockUntilCommit($"covenant.{place.Path}.{request.Number}", cancel);
        var scope = place.Path.Value;
        var versions = await db.Scoped<CovenantClause>(ScopeSet.Of([place.Path])).Where(c => c.Scope == scope && c.Number == request.Number).ToListAsync(cancel);
        foreach (var before in versions.Where(v => v.To is null || v.To >= request.From))
            before.To = request.From.AddDays(-1);
        var now = Clock.Now(time);
        var clause = new CovenantClause
        {
            Id = Guid.CreateVersion7(now), Scope = scope, Number = request.Number, Version = versions.Select(v => v.Version).DefaultIfEmpty().Max() + 1, TextZh = Clean(request.TextZh, 120),
            TextEn = Clean(request.TextEn, 240), Event = request.Event!, Declared = request.Declared, From = request.From, Source = Clean(request.Source, 200), At = now,
        };
        db.Insert(clause);
        return new ClauseSaved(clause.Id, clause.Number, clause.Version);
    }
}
