using System.Globalization;
using System.Reflection;
using Linli.Platform.Data;
using Linli.Platform.Tables;

namespace Linli.Places.Circles;

/// <summary>
/// The rules of the circles that come with the program, as tables with jurisdiction, term and source like any other: they hold
/// until a community sets its own. R22, R24; of the annex tables of TD/T 1062-2021 (R23) only the categories are known.
/// </summary>
internal static class ShippedRules
{
    public static IReadOnlyList<CircleLevel> Levels { get; } = Read("circle-levels.csv", row => new CircleLevel(
        Whole(row, "minutes")!.Value, Whole(row, "metres_from")!.Value, Whole(row, "metres_to")!.Value, Whole(row, "people_from")!.Value,
        Whole(row, "people_to")!.Value, Whole(row, "homes_from")!.Value, Whole(row, "homes_to")!.Value, Term(row)));

    public static IReadOnlyList<CircleCategory> Categories { get; } = Read("circle-categories.csv", row => new CircleCategory(
        row["code"], (row["name_zh"], row["name_en"]), row["kinds"].Split(' '), Whole(row, "minutes")!.Value, Whole(row, "metres"), row["profile"],
        Whole(row, "m2_per_100_homes"), Term(row)));

    private static RuleTerm Term(TableRow row) => new(ScopePath.Parse(row["jurisdiction"], null), Day(row["effective_from"])!.Value, Day(row["effective_to"]), row["source"]);

    private static DateOnly? Day(string text) => text.Length == 0 ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static int? Whole(TableRow row, string column) => row[column] is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private static List<T> Read<T>(string name, Func<TableRow, T> of)
    {
        using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var table = TableReader.Open(file, ["jurisdiction", "minutes", "effective_from", "effective_to", "source"]);
        return [.. table.Rows().Select(of)];
    }
}
