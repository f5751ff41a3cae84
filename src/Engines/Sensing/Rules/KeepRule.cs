using Linli.Cases;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Sensing.Rules;

/// <summary>Adds a rule, or changes the one with this code; each change is a version that stays readable.</summary>
internal sealed record KeepRule : ICommand<RuleKept>, IAudited
{
    /// <summary>Unique in the installation, such as <c>lake-danger</c>; in the address.</summary>
    public string Code { get; init; } = "";

    /// <summary>Chinese name, 1 to 100 characters.</summary>
    public string NameZh { get; init; } = "";

    /// <summary>English name; the Chinese one where empty.</summary>
    public string? NameEn { get; init; }

    /// <summary>Code or path of the place whose devices it looks at.</summary>
    public string Place { get; init; } = "";

    /// <summary>What it looks for.</summary>
    public RuleKind Kind { get; init; }

    /// <summary>How bad it is.</summary>
    public AlarmSeverity Severity { get; init; }

    /// <summary>Code of the kind of device; any when left out.</summary>
    public string? DeviceKind { get; init; }

    /// <summary>Code of the group of devices; any when left out.</summary>
    public string? Group { get; init; }

    /// <summary>Code of the fence, for rules of places.</summary>
    public string? Fence { get; init; }

    /// <summary>Code of the measure, for rules of values.</summary>
    public string? Measure { get; init; }

    /// <summary>Code of the other counter.</summary>
    public string? OtherMeasure { get; init; }

    /// <summary>The limit, in the unit of the measure.</summary>
    public double Limit { get; init; }

    /// <summary>Which way the limit is broken.</summary>
    public LimitSide Side { get; init; }

    /// <summary>By how much the value must come back, in the unit of the measure.</summary>
    public double Hysteresis { get; init; }

    /// <summary>How long it must last, in seconds.</summary>
    public double ForSeconds { get; init; }

    /// <summary>Credible positions in a row, 1 to 10.</summary>
    public int Fixes { get; init; } = 2;

    /// <summary>The least accuracy of a credible position, in metres.</summary>
    public double MostAccuracy { get; init; } = 30;

    /// <summary>Width of the band round the fence, in metres.</summary>
    public double Band { get; init; } = 5;

    /// <summary>Days on which it holds.</summary>
    public WatchDays Days { get; init; }

    /// <summary>Times of day in which it holds, local; all day when empty.</summary>
    public IReadOnlyList<WatchHours> Hours { get; init; } = [];

    /// <summary>Code of the case type that an alarm opens.</summary>
    public string? CaseType { get; init; }

    /// <summary>Code of the case's category.</summary>
    public string? CaseCategory { get; init; }

    /// <summary>Unanswered for so many seconds it goes one level up; 0 for never.</summary>
    public double EscalateAfterSeconds { get; init; }

    /// <summary>Kinds of post that are called out.</summary>
    public IReadOnlyList<string> CallOut { get; init; } = [];

    /// <summary>Whether it is switched on.</summary>
    public bool On { get; init; }

    /// <inheritdoc/>
    public string? AuditSubject => Code;

    /// <summary>The rule that is meant, at a place.</summary>
    public SensingRule At(ScopePath place) => new()
    {
        Code = Code, Name = (NameZh.Trim(), string.IsNullOrWhiteSpace(NameEn) ? NameZh.Trim() : NameEn.Trim()), Scope = place, Kind = Kind, Severity = Severity, DeviceKind = DeviceKind,
        Group = Group, Fence = Fence, Measure = Measure, OtherMeasure = OtherMeasure, Limit = Limit, Side = Side, Hysteresis = Hysteresis, For = Seconds(ForSeconds), Fixes = Fixes,
        MostAccuracy = MostAccuracy, Band = Band, Days = Days, Hours = Hours, CaseType = CaseType, CaseCategory = CaseCategory, EscalateAfter = Seconds(EscalateAfterSeconds),
        CallOut = CallOut, On = On,
    };

    // What is no time at all becomes one that the check refuses.
    private static TimeSpan Seconds(double seconds) => Math.Abs(seconds) <= 1e9 ? TimeSpan.FromSeconds(seconds) : TimeSpan.MinValue;
}

/// <summary>A rule that was kept.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Version">Number of its version.</param>
internal sealed record RuleKept(string Code, int Version);

/// <summary>Switches a rule on or off.</summary>
/// <param name="Code">Its code.</param>
/// <param name="On">Whether it shall be on.</param>
internal sealed record SwitchRule(string Code, bool On) : ICommand<RuleKept>, IAudited
{
    /// <inheritdoc/>
    public string? AuditSubject => Code;
}

internal sealed class KeepRuleHandler(RuleBook book, IScopeTree tree, IEnumerable<DeviceKind> kinds, CaseTypes cases, CurrentCaller current)
    : IHandler<KeepRule, RuleKept>, IHandler<SwitchRule, RuleKept>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/sensing/rules/{code}", (string code, KeepRule request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Code = code }, cancel))
            .Needs(SensingPermissions.Rules).WithTags("Sensing").WithSummary("Keep an alarm rule 告警规则");
        api.MapPost("/sensing/rules/{code}/switch", (string code, SwitchRule request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Code = code }, cancel))
            .Needs(SensingPermissions.Rules).WithTags("Sensing").WithSummary("Switch an alarm rule on or off");
    }

    public async Task<Result<RuleKept>> Handle(KeepRule request, CancellationToken cancel)
    {
        if (await Meant(request, book, tree, kinds, cases, current.Value, cancel) is { Ok: false } refused)
            return refused.As<RuleKept>();
        var rule = request.At(SensingPlaces.Find(tree, request.Place)!.Path);
        if (await book.Row(rule.Code, cancel) is { } known && !current.Value.May(SensingPermissions.Rules, known.Scope))
            return SensingPlaces.NotHere();
        await book.Put(rule, cancel);
        return new RuleKept(rule.Code, (await book.Row(rule.Code, cancel))!.Version);
    }

    public async Task<Result<RuleKept>> Handle(SwitchRule request, CancellationToken cancel)
    {
        if (await book.Row(request.Code, cancel) is not { } row || !current.Value.May(SensingPermissions.Rules, row.Scope))
            return FindRulesHandler.Unknown();
        await book.Put(RuleText.Read(row.Body) with { On = request.On }, cancel);
        return new RuleKept(row.Code, row.Version);
    }

    /// <summary>The rule a wish means, or all that is wrong with it.</summary>
    public static async Task<Result<SensingRule>> Meant(
        KeepRule wish, RuleBook book, IScopeTree tree, IEnumerable<DeviceKind> kinds, CaseTypes cases, Caller caller, CancellationToken cancel)
    {
        var place = SensingPlaces.Find(tree, wish.Place);
        if (place is not null && !caller.May(SensingPermissions.Rules, place.Path))
            return SensingPlaces.NotHere();
        var rule = wish.At(place?.Path ?? ScopePath.Root);
        var fence = rule.Fence is null ? null : await book.FenceOf(rule.Fence, cancel);
        var problems = RuleCheck.Problems(rule).Concat(RuleCheck.Unknown(rule, [.. kinds], fence is not null && caller.May(SensingPermissions.Rules, fence.Scope))).ToList();
        if (place is null)
            problems.Add(SensingPlaces.NoPlace("place"));
        if (rule.CaseType is not null && cases.Find(rule.CaseType) is null)
            problems.Add(Problem.Invalid("caseType", "sensing.unknown_case_type", "没有这种工单类型，请从列表中选择。", "There is no such type of case: choose from the list."));
        return problems.Count > 0 ? Result<SensingRule>.Fail(problems) : rule;
    }
}

/// <summary>Places that people name.</summary>
internal static class SensingPlaces
{
    public static Place? Find(IScopeTree tree, string? place) =>
        string.IsNullOrEmpty(place) ? null : ScopePath.TryParse(place, null, out var path) ? tree.Find(path) : tree.FindCode(place);

    public static Problem NoPlace(string field) => Problem.Invalid(field, "sensing.unknown_place", "没有这个地点，请从列表中选择。", "There is no such place: choose from the list.");

    public static Problem NotHere() => Problem.Forbidden("sensing.not_here", "您的权限不包括这个地点。", "Your permission does not cover this place.");
}
