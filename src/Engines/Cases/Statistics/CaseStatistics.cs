using Linli.Cases.Read;
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

namespace Linli.Cases.Statistics;

/// <summary>What the figures are broken down by.</summary>
public enum StatisticsBy
{
    Day,
    Week,
    Month,
    Community,
    Grid,
    Category,
    Type,
    Team,
    Channel,
    Mode,
}

/// <summary>
/// The figures of the closed loop over the cases that came in during a period, as they stand now (S12, R05–R07). It counts
/// what the caller finds in lists, so that every number opens its records.
/// </summary>
public sealed record CaseStatistics : IQuery<CaseFigures>, IValidated
{
    /// <summary>What counts as a late answer unless said otherwise, days.</summary>
    public const int UsualLateDays = 15;

    /// <summary>Longest period, days.</summary>
    public const int LongestPeriod = 3660;

    /// <summary>First local day; the 30 days up to today when left out.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last local day, itself included; today when left out.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Only within this place.</summary>
    public ScopePath? Place { get; init; }

    /// <summary>Only of this category.</summary>
    public string? Category { get; init; }

    /// <summary>Only of this type.</summary>
    public string? Type { get; init; }

    /// <summary>Only of this team.</summary>
    public string? Team { get; init; }

    /// <summary>Only through this way in.</summary>
    public CaseChannel? Channel { get; init; }

    /// <summary>Only handled in this mode.</summary>
    public HandlingMode? Mode { get; init; }

    /// <summary>What to break the figures down by; only totals when left out.</summary>
    public StatisticsBy? By { get; init; }

    /// <summary>An answer later than this many days is late, 1 to 365; 15 when left out.</summary>
    public int? LateDays { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (From > To || (To ?? DateOnly.MaxValue).DayNumber - (From ?? DateOnly.MinValue).DayNumber > LongestPeriod && From is not null && To is not null)
            yield return Problem.Invalid("to", "cases.period",
                "结束日期应不早于开始日期，且时间跨度不超过十年。", "The last day must not lie before the first, and a period has at most ten years.");
        if (From?.Year is < 1971 or > 9000 || To?.Year is < 1971 or > 9000)
            yield return Problem.Invalid("from", "cases.period_year", "日期不正确。", "This date is not one that can be counted.");
        if (LateDays is < 1 or > 365)
            yield return Problem.Invalid("lateDays", "cases.late_days", "天数应在 1 到 365 之间。", "1 to 365 days.");
    }
}

/// <summary>A rate with what it divides by what; <c>Value</c> is <c>null</c> where there is nothing to divide by.</summary>
/// <param name="Code">closed_loop, response, in_time, solved, satisfied.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Definition">How it is counted.</param>
/// <param name="Numerator">Cases above the line.</param>
/// <param name="Denominator">Cases below the line.</param>
/// <param name="NumeratorFact">What the numerator counts, for the list behind it.</param>
/// <param name="DenominatorFact">What the denominator counts, for the list behind it.</param>
public sealed record CaseRate(
    string Code, Phrase Name, Phrase Definition, int Numerator, int Denominator, CaseFact NumeratorFact, CaseFact DenominatorFact)
{
    /// <summary>0 to 1, or <c>null</c>.</summary>
    public double? Value => Denominator == 0 ? null : (double)Numerator / Denominator;
}

/// <summary>How long final answers took.</summary>
/// <param name="Answered">How many answers that is.</param>
/// <param name="MedianHours">Half of them came sooner; <c>null</c> without any.</param>
/// <param name="P90Hours">Nine of ten came sooner; <c>null</c> without any.</param>
/// <param name="LateDays">What counts as late.</param>
/// <param name="Late">How many came later than that.</param>
public sealed record AnswerTimes(int Answered, double? MedianHours, double? P90Hours, int LateDays, int Late);

/// <summary>The figures of one group: all, a grid, a week.</summary>
/// <param name="Key">Code, path or first day of the group; <c>null</c> where cases have none, such as no team yet.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Facts">How many cases count for each fact.</param>
/// <param name="Rates">The rates, always the same in the same order.</param>
public sealed record CaseTally(string? Key, Phrase Name, IReadOnlyDictionary<CaseFact, int> Facts, IReadOnlyList<CaseRate> Rates);

/// <summary>What a fact counts, in words.</summary>
public sealed record FactDefinition(CaseFact Fact, Phrase Name, Phrase Definition);

/// <summary>The answer of <see cref="CaseStatistics"/>.</summary>
/// <param name="From">First local day.</param>
/// <param name="To">Last local day.</param>
/// <param name="At">When it was counted, UTC.</param>
/// <param name="Total">All of it.</param>
/// <param name="Times">How long answers took.</param>
/// <param name="Groups">The breakdown asked for, in its natural order or the largest first.</param>
/// <param name="Definitions">What each plain number counts.</param>
public sealed record CaseFigures(
    DateOnly From, DateOnly To, DateTimeOffset At, CaseTally Total, AnswerTimes Times, IReadOnlyList<CaseTally> Groups,
    IReadOnlyList<FactDefinition> Definitions);

internal sealed class CaseStatisticsHandler(StaffView view, InboxFilter filter, CaseCounting counting, TimeProvider time)
    : IHandler<CaseStatistics, CaseFigures>, IUseCase
{
    private static readonly FactDefinition[] Definitions =
        [.. CaseFacts.All.Select(f => new FactDefinition(f, CaseRates.Name(f), CaseRates.Definition(f)))];

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/cases/statistics", ([AsParameters] CaseStatistics request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(CasesPermissions.Statistics).WithTags("Cases").WithSummary("Rates with numerator, denominator and definition 统计");

    public async Task<Result<CaseFigures>> Handle(CaseStatistics request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var to = request.To ?? LocalTime.DateOf(now);
        var from = request.From ?? to.AddDays(-29);
        if (from > to)
            return Problem.Invalid("to", "cases.period", "结束日期应不早于开始日期。", "The last day must not lie before the first.");
        var lateDays = request.LateDays ?? CaseStatistics.UsualLateDays;
        var cases = await filter.Apply(view.Cases(request.Place).AsNoTracking(), new()
        {
            Box = InboxBox.All,
            Category = request.Category,
            Type = request.Type,
            Team = request.Team,
            Channel = request.Channel,
            Mode = request.Mode,
            From = LocalTime.StartOfDay(from),
            To = LocalTime.EndOfDay(to),
        }, cancel);

        var total = await CaseCounting.Everything(cases, now, lateDays, cancel);
        var groups = request.By is { } by ? await counting.By(cases, by, from, to, now, lateDays, cancel) : [];
        var times = await Times(cases, total, lateDays, now, cancel);
        return new CaseFigures(from, to, now, total, times, groups, Definitions);
    }

    /// <summary>The median (of an even number the mean of the middle two) and the ninth decile by the nearest rank.</summary>
    private static async Task<AnswerTimes> Times(IQueryable<Case> cases, CaseTally total, int lateDays, DateTimeOffset now, CancellationToken cancel)
    {
        var count = total.Facts[CaseFact.Answered];
        if (count == 0)
            return new(0, null, null, lateDays, 0);
        var hours = cases.Where(CaseFacts.Condition(CaseFact.Answered, now, lateDays))
            .Select(c => CaseTimes.Hours(c.OpenedAt, c.AnsweredAt!.Value)).OrderBy(h => h);
        var middle = await hours.Skip((count - 1) / 2).Take(2 - (count % 2)).ToListAsync(cancel);
        return new(
            count, middle.Average(), await hours.Skip(Rank(count, 90)).FirstAsync(cancel),
            lateDays, total.Facts[CaseFact.AnsweredLate]);
    }

    /// <summary>Place of a percentile in an ordered list, from 0 (nearest rank).</summary>
    internal static int Rank(int count, int percent) => Math.Max(0, (int)Math.Ceiling(count * percent / 100d) - 1);
}
