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

namespace Linli.Ledger.Earning;

/// <summary>What earns points (积分规则): everybody may read the rules they live under.</summary>
/// <param name="History">Whether versions that are over are shown too.</param>
internal sealed record ListEarningRules(bool History = false) : IQuery<IReadOnlyList<EarningRuleLine>>;

/// <summary>A version of a rule.</summary>
internal sealed record EarningRuleLine(
    Guid Id, string Programme, Phrase ProgrammeName, ScopePath Place, string Event, int Version, Phrase Name, string? Clause, long Points, DateOnly From, DateOnly? To,
    int? TimesPerDay, long? PointsPerDay, long? PointsPerMonth, Proof Proof, int AuditPercent, int? ValidDays, string Source);

internal sealed class ListEarningRulesHandler(LinliDb db, TimeProvider time) : IHandler<ListEarningRules, IReadOnlyList<EarningRuleLine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/ledger/earning-rules", (UseCaseRunner run, CancellationToken cancel, bool history = false) => run.Answer(new ListEarningRules(history), cancel))
            .Needs(Access.Public).WithTags("Ledger").WithSummary("What earns points 积分规则");

    public async Task<Result<IReadOnlyList<EarningRuleLine>>> Handle(ListEarningRules request, CancellationToken cancel)
    {
        var today = LocalTime.Today(time);

        // Rules are public: they say nothing of anybody.
        var rules = await db.Records<EarningRule>().AsNoTracking().Where(r => request.History || r.To == null || r.To >= today)
            .Join(db.Unfiltered<Programme>().AsNoTracking(), r => r.Programme, p => p.Code, (r, p) => new { Rule = r, Programme = p })
            .OrderBy(r => r.Rule.Programme).ThenBy(r => r.Rule.Event).ThenByDescending(r => r.Rule.Version).ToListAsync(cancel);
        return rules.ConvertAll(r => new EarningRuleLine(
            r.Rule.Id, r.Rule.Programme, r.Programme.Name, ScopePath.Parse(r.Programme.Scope, null), r.Rule.Event, r.Rule.Version, r.Rule.Name, r.Rule.Clause,
            r.Rule.Points, r.Rule.From, r.Rule.To, r.Rule.TimesPerDay, r.Rule.PointsPerDay, r.Rule.PointsPerMonth, r.Rule.Proof, r.Rule.AuditPercent,
            r.Rule.ValidDays, r.Rule.Source));
    }
}
