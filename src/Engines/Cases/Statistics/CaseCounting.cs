using System.Globalization;
using System.Linq.Expressions;
using Linli.Cases.Report;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Statistics;

/// <summary>Counts every fact of every group in one query each; days are folded into weeks and months afterwards.</summary>
internal sealed class CaseCounting(IScopeTree tree, IPeople people, Categories categories, CaseTypes types)
{
    private static readonly Phrase Whole = ("全部", "All");

    /// <summary>Everything as one group.</summary>
    public static async Task<CaseTally> Everything(IQueryable<Case> cases, DateTimeOffset now, int lateDays, CancellationToken cancel)
    {
        var counted = await Count(cases, c => 1, now, lateDays, cancel);
        return Tally(null, Whole, counted.Count == 0 ? new int[CaseFacts.All.Length] : counted[0].Counts);
    }

    /// <summary>The breakdown: times in their order with empty ones between, everything else the largest first.</summary>
    public async Task<IReadOnlyList<CaseTally>> By(
        IQueryable<Case> cases, StatisticsBy by, DateOnly from, DateOnly to, DateTimeOffset now, int lateDays, CancellationToken cancel)
    {
        switch (by)
        {
            case StatisticsBy.Day or StatisticsBy.Week or StatisticsBy.Month:
                return OverTime(await Count(cases, c => CaseTimes.LocalDay(c.OpenedAt), now, lateDays, cancel), by, from, to);
            case StatisticsBy.Community:
                return Largest(await Count(cases, c => c.Community, now, lateDays, cancel), k => k, PlaceName);
            case StatisticsBy.Grid:
                return Largest(await Count(cases, c => c.Scope, now, lateDays, cancel), k => k, PlaceName);
            case StatisticsBy.Category:
                var named = (await categories.All(cancel)).ToDictionary(c => c.Code, c => new Phrase(c.NameZh, c.NameEn));
                return Largest(await Count(cases, c => c.Category, now, lateDays, cancel), k => k, k => named.TryGetValue(k, out var name) ? name : (k, k));
            case StatisticsBy.Type:
                return Largest(await Count(cases, c => c.Type, now, lateDays, cancel), k => k, k => types.Find(k)?.Name ?? (k, k));
            case StatisticsBy.Team:
                var teams = (await people.Teams(cancel)).ToDictionary(t => t.Code, t => t.Name);
                return Largest(await Count(cases, c => c.Team, now, lateDays, cancel), k => k,
                    k => k is null ? ("未派班组", "No team yet") : teams.TryGetValue(k, out var name) ? name : (k, k));
            case StatisticsBy.Channel:
                return Largest(await Count(cases, c => c.Channel, now, lateDays, cancel), k => Camel(k.ToString()), CaseText.Channel);
            default:
                return Largest(await Count(cases, c => c.Mode, now, lateDays, cancel), k => k is { } mode ? Camel(mode.ToString()) : null,
                    k => k is { } mode ? CaseText.Mode(mode) : ("未定", "Not said"));
        }
    }

    /// <summary>The first day of the week or month in which a day lies.</summary>
    internal static DateOnly FirstOf(DateOnly day, StatisticsBy by) => by switch
    {
        StatisticsBy.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
        StatisticsBy.Month => new(day.Year, day.Month, 1),
        _ => day,
    };

    private static List<CaseTally> OverTime(List<Counted<long>> days, StatisticsBy by, DateOnly from, DateOnly to)
    {
        var sums = new SortedDictionary<DateOnly, int[]>();
        for (var day = from; day <= to; day = day.AddDays(1))
            sums.TryAdd(FirstOf(day, by), new int[CaseFacts.All.Length]);
        foreach (var day in days)
            if (sums.TryGetValue(FirstOf(CaseTimes.DateOf(day.Key), by), out var sum))
                for (var i = 0; i < sum.Length; i++)
                    sum[i] += day.Counts[i];
        return [.. sums.Select(s => Tally(s.Key.ToString("O", CultureInfo.InvariantCulture), TimeName(s.Key, by), s.Value))];
    }

    private static Phrase TimeName(DateOnly first, StatisticsBy by) => by switch
    {
        StatisticsBy.Month => ($"{first.Year} 年 {first.Month} 月", first.ToString("yyyy-MM", CultureInfo.InvariantCulture)),
        StatisticsBy.Week => ($"{first.Month}-{first.Day} 起一周", string.Create(CultureInfo.InvariantCulture, $"Week of {first:yyyy-MM-dd}")),
        _ => ($"{first.Month}-{first.Day}", $"{first.Month}-{first.Day}"),
    };

    private static List<CaseTally> Largest<TKey>(List<Counted<TKey>> groups, Func<TKey, string?> key, Func<TKey, Phrase> name) =>
        [.. groups.OrderByDescending(g => g.Counts[0]).ThenBy(g => key(g.Key), StringComparer.Ordinal).Select(g => Tally(key(g.Key), name(g.Key), g.Counts))];

    private static CaseTally Tally(string? key, Phrase name, int[] counts) => new(
        key, name, CaseFacts.All.ToDictionary(f => f, f => counts[(int)f]),
        [.. CaseRates.All.Select(r => new CaseRate(
            r.Code, r.Name, r.Definition, counts[(int)r.Numerator], counts[(int)r.Denominator], r.Numerator, r.Denominator))]);

    // One COUNT(CASE WHEN …) for each fact; the list of facts decides the columns, so none can be forgotten.
    private static async Task<List<Counted<TKey>>> Count<TKey>(
        IQueryable<Case> cases, Expression<Func<Case, TKey>> by, DateTimeOffset now, int lateDays, CancellationToken cancel)
    {
        var group = Expression.Parameter(typeof(IGrouping<TKey, Case>), "group");
        var counts = CaseFacts.All.Select(fact => Expression.Call(
            typeof(Enumerable), nameof(Enumerable.Count), [typeof(Case)], group, CaseFacts.Condition(fact, now, lateDays)));
        var row = Expression.MemberInit(
            Expression.New(typeof(Counted<TKey>)),
            Expression.Bind(typeof(Counted<TKey>).GetProperty(nameof(Counted<TKey>.Key))!, Expression.Property(group, nameof(IGrouping<TKey, Case>.Key))),
            Expression.Bind(typeof(Counted<TKey>).GetProperty(nameof(Counted<TKey>.Counts))!, Expression.NewArrayInit(typeof(int), counts)));
        return await cases.GroupBy(by).Select(Expression.Lambda<Func<IGrouping<TKey, Case>, Counted<TKey>>>(row, group)).ToListAsync(cancel);
    }

    private Phrase PlaceName(string path) =>
        ScopePath.TryParse(path, null, out var place) && tree.Find(place) is { } found ? found.Name : (path, path);

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private sealed class Counted<TKey>
    {
        public TKey Key { get; set; } = default!;

        public int[] Counts { get; set; } = [];
    }
}
