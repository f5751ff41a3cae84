using System.Text.RegularExpressions;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.People.Import;

/// <summary>
/// Finds the home that cells name, however they name it: 青砚府7幢2单元502室, 和二-7-502, or parts in columns of their own.
/// Buildings are read when somebody first lives in them.
/// </summary>
internal sealed partial class HomeFinder(IScopeTree tree, IHomes homes, ScopeSet mine, Place? usual)
{
    private readonly List<(string Name, Place Compound)> compounds = CompoundsOf(tree, mine, usual);
    private readonly Dictionary<ScopePath, Dictionary<string, Home>> doors = [];
    private readonly Dictionary<HomeWords, (Home? Home, RowProblem? Problem)> known = [];

    /// <summary>The home, or what is wrong with the words.</summary>
    public async Task<(Home? Home, RowProblem? Problem)> Find(HomeWords words, CancellationToken cancel)
    {
        if (known.TryGetValue(words, out var found))
            return found;
        found = await Look(words, cancel);
        if (found.Home is { } home && !mine.Covers(home.Building) && (home.Grid is not { } grid || !mine.Covers(grid)))
            found = (null, new(Field(words), ("这套房屋不在您负责的范围内", "This home is outside the places you work for")));
        return known[words] = found;
    }

    private async Task<(Home?, RowProblem?)> Look(HomeWords words, CancellationToken cancel)
    {
        if (words.IsEmpty)
            return Wrong(words, "没有住址", "There is no address");
        var text = words.Text.Length > 0 ? words.Text : $"{words.Compound} {words.Building} {words.Unit} {words.Room}";
        var (compound, rest) = CompoundIn(text, words);
        if (compound is null)
            return Wrong(words, "找不到小区：请核对小区名称，或在上传时选择小区", "No known compound is named: check its name, or choose one when uploading");
        var parts = PartsOf(rest);
        if (parts.Count < 2)
            return Wrong(words, "住址里没有楼幢，只有房号", "The address names a room and no building");
        if (parts.Count > 3)
            return Wrong(words, "住址无法识别，应为 楼幢-单元-房号", "The address cannot be read: it should be building, unit, room");
        if (BuildingOf(compound, parts[0]) is not { } building)
            return Wrong(words, $"{compound.Name.Zh}没有这一幢楼，请先导入房屋", $"{compound.Name.En} has no such building: import its homes first");
        return Door(words, await DoorsOf(building, cancel), parts.Count == 3 ? parts[1] : "", parts[^1]);
    }

    private static (Home?, RowProblem?) Door(HomeWords words, Dictionary<string, Home> doors, string unit, string room)
    {
        unit = unit.TrimStart('0');
        if (unit.Length > 0)
        {
            if (doors.TryGetValue($"{unit}-{room}", out var exact))
                return (exact, null);
            // A building with one unit does not say it in its doors.
            return unit == "1" && doors.TryGetValue(room, out var only) ? (only, null) : Wrong(words, "这幢楼没有这个单元和房号", "The building has no such unit and room");
        }

        if (doors.TryGetValue(room, out var plain))
            return (plain, null);
        var matches = doors.Where(d => d.Key.EndsWith("-" + room, StringComparison.Ordinal)).Take(2).ToList();
        return matches.Count switch
        {
            1 => (matches[0].Value, null),
            0 => Wrong(words, "这幢楼没有这个房号", "The building has no such room"),
            _ => Wrong(words, "这幢楼有几个单元，请写明单元", "The building has several units: say which"),
        };
    }

    private async Task<Dictionary<string, Home>> DoorsOf(Place building, CancellationToken cancel)
    {
        if (!doors.TryGetValue(building.Path, out var found))
            doors[building.Path] = found = (await homes.InBuilding(building.Path, cancel)).ToDictionary(h => h.Door, StringComparer.Ordinal);
        return found;
    }

    // The longest name wins: 和风里东苑 is not 和风里.
    private (Place? Compound, string Behind) CompoundIn(string text, HomeWords words)
    {
        foreach (var (name, compound) in compounds)
            if (text.IndexOf(name, StringComparison.Ordinal) is >= 0 and var at)
                return (compound, text[(at + name.Length)..]);
        var foreign = words.Compound.Length > 0 || BeforeNumber().Match(text).Value.Any(c => !" -".Contains(c, StringComparison.Ordinal));
        return foreign ? (null, text) : (usual, text);
    }

    private Place? BuildingOf(Place compound, string number)
    {
        var plain = number.TrimStart('0');
        return tree.Below(compound.Path).FirstOrDefault(p => p.Kind == PlaceKind.Building
            && (Same(p.AddressName, plain) || Same(p.Name.Zh, plain) || p.Aliases.Any(a => Same(a, plain))));
    }

    private static bool Same(string? name, string number) =>
        name is not null && PartsOf(name) is [var only] && string.Equals(only.TrimStart('0'), number, StringComparison.OrdinalIgnoreCase);

    /// <summary>The numbers of an address: 七幢二单元502室 gives 7, 2, 502; floors say nothing that the room does not.</summary>
    internal static List<string> PartsOf(string text)
    {
        var digits = Numerals().Replace(text, m => $"{ChineseNumerals.Read(m.Groups[1].Value)?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? m.Groups[1].Value}{m.Groups[2].Value}");
        return [.. Part().Matches(Floor().Replace(digits, " ")).Select(m => m.Value.ToUpperInvariant())];
    }

    // Of two compounds with one name the caller's own is meant.
    private static List<(string, Place)> CompoundsOf(IScopeTree tree, ScopeSet mine, Place? usual) =>
        [.. tree.All.Where(p => p.Kind == PlaceKind.Compound)
            .SelectMany(p => p.Aliases.Append(p.Name.Zh).Append(p.AddressName ?? "").Where(n => n.Length > 0).Distinct().Select(n => (n, p)))
            .OrderByDescending(p => p.n.Length).ThenByDescending(p => p.p == usual).ThenByDescending(p => mine.Covers(p.p.Path))];

    private static string Field(HomeWords words) => words.Text.Length > 0 ? ImportColumns.Address : words.Room.Length > 0 ? ImportColumns.Room : ImportColumns.Building;

    private static (Home?, RowProblem?) Wrong(HomeWords words, string zh, string en) => (null, new(Field(words), new Phrase(zh, en)));

    [GeneratedRegex(@"[0-9A-Za-z]+")]
    private static partial Regex Part();

    [GeneratedRegex(@"([一二三四五六七八九十]{1,3})(号楼|幢|栋|座|单元)")]
    private static partial Regex Numerals();

    [GeneratedRegex(@"\d+\s*[层楼](?=\s*\d)")]
    private static partial Regex Floor();

    [GeneratedRegex(@"^[^0-9A-Za-z一二三四五六七八九十]*")]
    private static partial Regex BeforeNumber();
}
