using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Rules;

/// <summary>The rules of the caller's places.</summary>
/// <param name="Q">Part of a code or a name.</param>
/// <param name="Kind">Of this kind only.</param>
internal sealed record FindRules(string? Q = null, RuleKind? Kind = null) : IQuery<RuleListed[]>;

/// <summary>A rule in a list.</summary>
internal sealed record RuleListed(string Code, Phrase Name, ScopePath Place, RuleKind Kind, AlarmSeverity Severity, bool On, int Version, DateTimeOffset ChangedAt);

/// <summary>One rule with its history.</summary>
/// <param name="Code">Its code.</param>
internal sealed record GetRule(string Code) : IQuery<RuleFound>;

/// <summary>A rule with its versions, the latest first.</summary>
internal sealed record RuleFound(SensingRule Rule, int Version, IReadOnlyList<RuleVersion> Versions);

/// <summary>A version of a rule.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="At">When, UTC.</param>
/// <param name="By">Who, as colleagues read it; empty for the program itself.</param>
/// <param name="Changes">What was changed against the version before: field, before, after.</param>
internal sealed record RuleVersion(int Number, DateTimeOffset At, string By, IReadOnlyList<RuleChange> Changes);

/// <summary>One field that was changed.</summary>
internal sealed record RuleChange(string Field, string? Before, string? After);

internal sealed class FindRulesHandler(LinliDb db, CurrentCaller current) : IHandler<FindRules, RuleListed[]>, IHandler<GetRule, RuleFound>, IUseCase
{
    private const int MostVersions = 50;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/sensing/rules", (string? q, RuleKind? kind, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new FindRules(q, kind), cancel))
            .Needs(SensingPermissions.Rules).WithTags("Sensing").WithSummary("Alarm rules 告警规则");
        api.MapGet("/sensing/rules/{code}", (string code, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new GetRule(code), cancel))
            .Needs(SensingPermissions.Rules).WithTags("Sensing").WithSummary("An alarm rule with its versions");
    }

    public async Task<Result<RuleListed[]>> Handle(FindRules request, CancellationToken cancel)
    {
        var rows = await db.Scoped<RuleRow>(current.Value.ScopesFor(SensingPermissions.Rules)).AsNoTracking().OrderBy(r => r.Code).ToListAsync(cancel);
        var q = request.Q?.Trim() ?? "";
        return rows.Where(r => request.Kind is null || r.Kind == request.Kind)
            .Where(r => new[] { r.Code, r.NameZh, r.NameEn }.Any(t => t.Contains(q, StringComparison.OrdinalIgnoreCase)))
            .Select(r => new RuleListed(r.Code, (r.NameZh, r.NameEn), ScopePath.Parse(r.Scope, null), r.Kind, r.Severity, r.On, r.Version, r.ChangedAt)).ToArray();
    }

    public async Task<Result<RuleFound>> Handle(GetRule request, CancellationToken cancel)
    {
        var row = await db.Scoped<RuleRow>(current.Value.ScopesFor(SensingPermissions.Rules)).AsNoTracking().SingleOrDefaultAsync(r => r.Code == request.Code, cancel);
        if (row is null)
            return Unknown();
        var versions = await db.Records<RuleVersionRow>().AsNoTracking().Where(v => v.Rule == request.Code).OrderByDescending(v => v.Number).Take(MostVersions + 1).ToListAsync(cancel);
        return new RuleFound(RuleText.Read(row.Body), row.Version,
            [.. versions.Take(MostVersions).Select((v, n) => new RuleVersion(v.Number, v.At, v.By, RuleChanges.Between(n + 1 < versions.Count ? versions[n + 1].Body : null, v.Body)))]);
    }

    internal static Problem Unknown() => Problem.NotFound("sensing.unknown_rule", "没有这条规则。", "There is no such rule.");
}

/// <summary>What was changed between two versions of a rule.</summary>
internal static class RuleChanges
{
    /// <summary>The fields that differ; none when there was nothing before.</summary>
    public static List<RuleChange> Between(string? before, string after)
    {
        var changes = new List<RuleChange>();
        if (before is null)
            return changes;
        using var was = System.Text.Json.JsonDocument.Parse(before);
        using var now = System.Text.Json.JsonDocument.Parse(after);
        foreach (var field in now.RootElement.EnumerateObject())
        {
            var old = was.RootElement.TryGetProperty(field.Name, out var value) ? value.ToString() : null;
            if (old != field.Value.ToString())
                changes.Add(new(field.Name, old, field.Value.ToString()));
        }

        return changes;
    }
}
