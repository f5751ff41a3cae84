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

/// <summary>
/// Says what an act earns from a day on (积分规则新版本). The version before it ends the day before; what was earned stays as it was.
/// </summary>
public sealed record SaveEarningRule : ICommand<Guid>, IValidated, IAudited
{
    /// <summary>Code of the programme whose budget it is paid from.</summary>
    public string Programme { get; init; } = "";

    /// <summary>The act: lower case words with dots, <c>waste.sorted</c>.</summary>
    public string Event { get; init; } = "";

    /// <summary>What people read, 2 to 40 characters.</summary>
    public string NameZh { get; init; } = "";

    /// <summary>The same in English, 2 to 80 characters.</summary>
    public string NameEn { get; init; } = "";

    /// <summary>The clause of the residents' covenant it rests on, if any, at most 200 characters.</summary>
    public string? Clause { get; init; }

    /// <summary>1 to 10,000; points are never taken for not doing something (R21). 0 to end the rule.</summary>
    public long Points { get; init; }

    /// <summary>First local day: today or later.</summary>
    public DateOnly From { get; init; }

    /// <summary>Last local day, if it is known.</summary>
    public DateOnly? To { get; init; }

    /// <summary>How often a person earns by it on one day.</summary>
    public int? TimesPerDay { get; init; }

    /// <summary>How many points a person earns by it on one day.</summary>
    public long? PointsPerDay { get; init; }

    /// <summary>How many points a person earns by it in a month.</summary>
    public long? PointsPerMonth { get; init; }

    /// <summary>What has to be shown.</summary>
    public Proof Proof { get; init; }

    /// <summary>Of a hundred earnings, how many are looked at afterwards.</summary>
    public int AuditPercent { get; init; }

    /// <summary>For how many days the points can be spent, 60 or more; until the end of the next year when left out.</summary>
    public int? ValidDays { get; init; }

    /// <summary>Who decided it, and where; 2 to 200 characters.</summary>
    public string Source { get; init; } = "";

    string? IAudited.AuditSubject => $"{Programme} {Event} {From:yyyy-MM-dd}";

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Event.Length is < 3 or > 40 || !Event.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-'))
            yield return Problem.Invalid("event", "ledger.rule_event", "事件代码用小写字母、数字、点和连字符，如 waste.sorted。", "An event is lower case letters, digits, dots and hyphens, such as waste.sorted.");
        if (!PlainText.TryCleanLine(NameZh, 40, out var zh) || zh.Length < 2)
            yield return Problem.Invalid("nameZh", "ledger.rule_name", "请用 2–40 个字写明做什么可以得分。", "Say in 2 to 40 characters what earns points.");
        if (!PlainText.TryCleanLine(NameEn, 80, out var en) || en.Length < 2)
            yield return Problem.Invalid("nameEn", "ledger.rule_name_en", "请用 2–80 个字符写英文名称。", "Give an English name of 2 to 80 characters.");
        if (Points is < 0 or > 10_000)
            yield return Problem.Invalid("points", "ledger.rule_points", "积分只奖不罚：每次 1–10000 分。", "Points only reward: 1 to 10,000 each time.");
        if (Clause is { Length: > 200 })
            yield return Problem.Invalid("clause", "ledger.rule_clause", "公约条款最多 200 个字。", "A clause has at most 200 characters.");
        if (To < From)
            yield return Problem.Invalid("to", "ledger.rule_days", "结束日期不能早于开始日期。", "It does not end before it begins.");
        if (TimesPerDay is < 1 || PointsPerDay < Points || PointsPerMonth < Points)
            yield return Problem.Invalid("pointsPerDay", "ledger.rule_caps", "上限不能低于一次的分数。", "A limit is not below what one act earns.");
        if (AuditPercent is < 0 or > 100)
            yield return Problem.Invalid("auditPercent", "ledger.rule_audit", "抽查比例为 0–100。", "0 to 100 of a hundred are looked at.");
        if (ValidDays is < 60 or > 3650)
            yield return Problem.Invalid("validDays", "ledger.rule_valid", "有效期至少 60 天：到期前 30 天必须告知。", "Points are valid for 60 days at least: people are told 30 days before they expire.");
        if (!PlainText.TryCleanLine(Source, 200, out var source) || source.Length < 2)
            yield return Problem.Invalid("source", "ledger.rule_source", "请写明由谁、在哪里决定。", "Say who decided it, and where.");
    }
}

internal sealed class SaveEarningRuleHandler(LinliDb db, CurrentCaller current, TimeProvider time) : IHandler<SaveEarningRule, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ledger/earning-rules", (SaveEarningRule request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(LedgerPermissions.Rules).WithTags("Ledger").WithSummary("A new version of what an act earns 积分规则新版本");

    public async Task<Result<Guid>> Handle(SaveEarningRule request, CancellationToken cancel)
    {
        if (!await db.Scoped<Programme>(current.Value.ScopesFor(LedgerPermissions.Rules)).AnyAsync(p => p.Code == request.Programme, cancel))
            return Problem.NotFound("ledger.programme_not_found", "没有找到这个积分项目。", "This programme was not found.");
        if (request.From < LocalTime.Today(time))
            return Problem.Invalid("from", "ledger.rule_past", "规则从今天或以后开始：过去的不改。", "A rule begins today or later: what was, stays.");
        await db.LockUntilCommit($"ledger.rule.{request.Programme}.{request.Event}", cancel);
        var versions = await db.Records<EarningRule>().Where(r => r.Programme == request.Programme && r.Event == request.Event).ToListAsync(cancel);
        // What is planned for a later day is not taken away in passing: whoever wants that ends it on its own first day.
        if (versions.Where(v => v.From > request.From && v.From <= (request.To ?? DateOnly.MaxValue) && (v.To is null || v.To >= v.From)).OrderBy(v => v.From).FirstOrDefault() is { } planned)
            return Problem.Conflict("ledger.rule_planned",
                $"{planned.From:yyyy-MM-dd} 起已有新版本：请把这一版的结束日期写到前一天，或先停用那一版（从 {planned.From:yyyy-MM-dd} 起 0 分）。",
                $"A version from {planned.From:yyyy-MM-dd} is planned: let this one end the day before, or first end that one (0 points from {planned.From:yyyy-MM-dd}).") with
            { Field = "from" };
        foreach (var before in versions.Where(v => v.From <= request.From && (v.To is null || v.To >= request.From)))
            before.To = request.From.AddDays(-1);
        if (request.Points == 0)
            return versions.Count > 0 ? versions[^1].Id : Problem.Invalid("points", "ledger.rule_points", "积分为 1–10000 分。", "1 to 10,000 points.");
        return Add(request, versions.Select(v => v.Version).DefaultIfEmpty().Max() + 1);
    }

    private Guid Add(SaveEarningRule request, int version)
    {
        PlainText.TryCleanLine(request.NameZh, int.MaxValue, out var zh);
        PlainText.TryCleanLine(request.NameEn, int.MaxValue, out var en);
        PlainText.TryCleanLine(request.Source, int.MaxValue, out var source);
        var now = Clock.Now(time);
        var rule = new EarningRule
        {
            Id = Guid.CreateVersion7(now), Programme = request.Programme, Event = request.Event, Version = version, NameZh = zh, NameEn = en,
            Clause = request.Clause, Points = request.Points, From = request.From, To = request.To, TimesPerDay = request.TimesPerDay,
            PointsPerDay = request.PointsPerDay, PointsPerMonth = request.PointsPerMonth, Proof = request.Proof, AuditPercent = request.AuditPercent,
            ValidDays = request.ValidDays, Source = source, At = now, By = current.Value.Account,
        };
        db.Records<EarningRule>().Add(rule);
        return rule.Id;
    }
}
