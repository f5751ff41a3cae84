using Linli.Platform.Text;

namespace Linli.Neighbours.ServiceList;

/// <summary>Who is entitled to what; decided on values, without a database.</summary>
internal static class EntitlementRules
{
    /// <summary>
    /// Why somebody may use a service, as a sentence they read, or <c>null</c> when they may not. A service for groups and an
    /// age serves those in one of the groups and those of the age; one without either serves everybody.
    /// </summary>
    /// <param name="groups">Codes of the groups the service is for.</param>
    /// <param name="minAge">From this age.</param>
    /// <param name="maxAge">Up to and with this age.</param>
    /// <param name="age">The person's age today; <c>null</c> where the register knows no birth date.</param>
    /// <param name="mine">Groups the person is listed in, with their names.</param>
    public static Phrase? Why(IReadOnlyCollection<string> groups, int? minAge, int? maxAge, int? age, IReadOnlyDictionary<string, Phrase> mine)
    {
        if (groups.Count == 0 && minAge is null && maxAge is null)
            return ("所有居民都可使用", "For all residents");
        if (groups.FirstOrDefault(mine.ContainsKey) is { } group)
            return ($"您在“{mine[group].Zh}”名单上", $"You are on the list “{mine[group].En}”");
        if ((minAge is null && maxAge is null) || age is not { } years || years < minAge || years > maxAge)
            return null;
        return (minAge, maxAge) switch
        {
            ({ } from, null) => ($"您今年 {years} 周岁，满 {from} 周岁可享", $"You are {years}: it is for {from} and older"),
            (null, { } to) => ($"您今年 {years} 周岁，{to} 周岁及以下可享", $"You are {years}: it is for up to {to}"),
            _ => ($"您今年 {years} 周岁，{minAge}–{maxAge} 周岁可享", $"You are {years}: it is for {minAge} to {maxAge}"),
        };
    }

    /// <summary>The rule as a sentence of the catalogue.</summary>
    public static Phrase Rule(IReadOnlyCollection<Phrase> groups, int? minAge, int? maxAge)
    {
        var zh = groups.Select(g => g.Zh).ToList();
        var en = groups.Select(g => g.En).ToList();
        if (minAge is not null || maxAge is not null)
        {
            zh.Add(maxAge is null ? $"满 {minAge} 周岁" : minAge is null ? $"{maxAge} 周岁及以下" : $"{minAge}–{maxAge} 周岁");
            en.Add(maxAge is null ? $"{minAge} and older" : minAge is null ? $"up to {maxAge}" : $"{minAge} to {maxAge}");
        }

        return zh.Count == 0 ? ("所有居民", "All residents") : (string.Join("、", zh), string.Join(", ", en));
    }

    /// <summary>Codes of a row, each between blanks.</summary>
    public static string[] Split(string joined) => joined.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Codes as a row keeps them.</summary>
    public static string Join(IEnumerable<string> codes) => $" {string.Join(' ', codes)} ";
}
