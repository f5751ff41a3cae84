using Linli.Health.Clinics;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Health.ChildCare;

/// <summary>The cap of the inclusive fee and what the market asks, from a day on (普惠限价与市场价调查). Groups that stand keep theirs.</summary>
/// <param name="Place">Code of the place it holds in.</param>
/// <param name="CapFen">A month has to cost less than this, in fen.</param>
/// <param name="MarketLowFen">What others ask at least.</param>
/// <param name="MarketHighFen">What others ask at most.</param>
/// <param name="EffectiveFrom">From this local day.</param>
/// <param name="Source">Where the figures come from, at most 200 characters.</param>
internal sealed record KeepFeeRule(string Place, long CapFen, long MarketLowFen, long MarketHighFen, DateOnly EffectiveFrom, string Source) : ICommand<Guid>, IValidated, IAudited
{
    private const long Dearest = 10_000_000;

    public string? AuditSubject => Place;

    public IEnumerable<Problem> Problems()
    {
        if (CapFen is < 1 or > Dearest)
            yield return Problem.Invalid("capFen", "health.fee_range", "限价应为 0.01 到 100000 元。", "A cap is ¥0.01 to ¥100,000.");
        if (MarketLowFen is < 0 or > Dearest || MarketHighFen < MarketLowFen || MarketHighFen > Dearest)
            yield return Problem.Invalid("marketHighFen", "health.market_range", "市场价的最低和最高不正确。", "The market's lowest and highest are wrong.");
        if (EffectiveFrom.Year is < 2000 or > 2100)
            yield return Problem.Invalid("effectiveFrom", "health.day", "日期不正确。", "The day is wrong.");
        if (ClinicProblems.Line(Source, 200).Length < 4)
            yield return Problem.Invalid("source", "health.source", "请写明依据或调查来源。", "Say where the figures come from.");
    }
}

internal sealed class KeepFeeRuleHandler(LinliDb db, NurseryRuleBook rules, IScopeTree tree, CurrentCaller current) : IHandler<KeepFeeRule, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/nurseries/fee-rules", (KeepFeeRule request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(HealthPermissions.KeepRules).WithTags("Child-care").WithSummary("Cap of the fee and prices of the market 普惠限价");

    public async Task<Result<Guid>> Handle(KeepFeeRule request, CancellationToken cancel)
    {
        if (tree.FindCode(request.Place ?? "") is not { } place || !current.Value.May(HealthPermissions.KeepRules, place.Path))
            return ClinicProblems.Place;
        if (NurseryRules.CapTooHigh(await rules.FeesAround(place.Path, request.EffectiveFrom, cancel), request.CapFen) is { } high)
            return high;
        var rule = new FeeRule
        {
            Id = Guid.CreateVersion7(), Scope = place.Path.Value, CapFen = request.CapFen, MarketLowFen = request.MarketLowFen, MarketHighFen = request.MarketHighFen, EffectiveFrom = request.EffectiveFrom,
            Source = ClinicProblems.Line(request.Source, 200),
        };
        db.Insert(rule);
        return rule.Id;
    }
}
