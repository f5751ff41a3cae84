using System.Globalization;
using Linli.Places.Import;
using Linli.Platform.Results;
using Linli.Platform.Tables;

namespace Linli.Places;

/// <summary>A list of homes as a file: which column is what, and the rows with merged cells filled in.</summary>
public sealed class HomeListFile : IDisposable
{
    private readonly TableReader table;
    private readonly ColumnMap map;

    private HomeListFile(TableReader table, ColumnMap map) => (this.table, this.map) = (table, map);

    /// <summary>The headings, from left to right.</summary>
    public IReadOnlyList<string> Headers => table.Headers;

    /// <summary>Heading by field, as chosen or recognised.</summary>
    internal IReadOnlyDictionary<string, string> Columns => HomeColumns.All.Where(c => map.Has(c.Field)).ToDictionary(c => c.Field, c => map.HeaderOf(c.Field)!);

    /// <summary>Headings that no field uses.</summary>
    internal IReadOnlyList<string> Unused => map.Unused;

    /// <summary>What is missing or doubtful in the columns, beside their fields.</summary>
    internal IReadOnlyList<Problem> ColumnProblems =>
    [
        .. map.Missing.Select(f => Problem.Invalid(f, "places.import_column_missing", $"请指出哪一列是“{HomeColumns.TitleOf(f).Zh}”。", $"Say which column is the {HomeColumns.TitleOf(f).En.ToLowerInvariant()}.")),
        .. map.Ambiguous.Select(a => Problem.Invalid(
            a.Key, "places.import_column_several", $"有几列都像“{HomeColumns.TitleOf(a.Key).Zh}”：{string.Join("、", a.Value)}，请选一列。",
            $"Several columns could be the {HomeColumns.TitleOf(a.Key).En.ToLowerInvariant()}: {string.Join(", ", a.Value)}. Choose one.")),
        .. map.WrongChoices.Select(w => Problem.Invalid(w.Split('=')[0], "places.import_column_gone", "文件里没有这一列，请重新选择。", "The file has no such column: choose again.")),
    ];

    /// <summary>What is missing or doubtful in the columns, in both languages; empty when the rows can be read.</summary>
    public IReadOnlyList<string> Problems =>
    [
        .. map.Missing.Select(f => $"缺少列 · no column for '{f}'"),
        .. map.Ambiguous.Select(a => $"多列对应 · several columns for '{a.Key}': {string.Join(", ", a.Value)}"),
        .. map.WrongChoices.Select(w => $"没有这个字段或表头 · no such field or header: {w}"),
    ];

    /// <summary>Opens a list.</summary>
    /// <param name="file">XLSX, XLS or CSV; stays open.</param>
    /// <param name="choices">Heading by field, beyond what is recognised by itself.</param>
    /// <exception cref="InvalidTableException">It is no table.</exception>
    public static HomeListFile Open(Stream file, IReadOnlyDictionary<string, string> choices)
    {
        var table = TableReader.Open(file, HomeColumns.Known);
        return new(table, ColumnMap.Match(table.Headers, HomeColumns.All, choices));
    }

    /// <summary>The rows with their cells; a building, compound or unit that was merged over several rows counts for all of them.</summary>
    /// <exception cref="InvalidTableException">The file is broken from here on.</exception>
    public IEnumerable<(ImportedHome Home, IReadOnlyList<string> Cells)> Rows()
    {
        var (compound, building, unit) = ("", "", "");
        var source = SourceByHeading();
        foreach (var row in table.Rows())
        {
            string Cell(string field) => map.Get(row, field);
            if (Cell(HomeColumns.Compound) is { Length: > 0 } otherCompound && otherCompound != compound)
                (compound, building, unit) = (otherCompound, "", "");
            if (Cell(HomeColumns.Building) is { Length: > 0 } otherBuilding && otherBuilding != building)
                (building, unit) = (otherBuilding, "");
            if (Cell(HomeColumns.Unit) is { Length: > 0 } otherUnit)
                unit = otherUnit;
            yield return (
                new ImportedHome(row.Number, compound, building, unit, Cell(HomeColumns.Floor), Cell(HomeColumns.Room), Cell(HomeColumns.Area), Cell(HomeColumns.AreaFrom) is { Length: > 0 } from ? from : source, Cell(HomeColumns.Use), Cell(HomeColumns.HouseCode))
                {
                    Longitude = Degrees(Cell(HomeColumns.Longitude)),
                    Latitude = Degrees(Cell(HomeColumns.Latitude)),
                },
                row.Cells);
        }
    }

    // Where no column says it the heading may: 登记面积 is the area of the property register (R02).
    private string SourceByHeading() => map.Has(HomeColumns.AreaFrom) || map.HeaderOf(HomeColumns.Area) is not { } heading ? ""
        : heading.Contains("登记", StringComparison.Ordinal) || heading.Contains("产权", StringComparison.Ordinal) ? "登记"
        : heading.Contains('测') ? "测绘" : "";

    internal IEnumerable<IReadOnlyList<string>> Cells() => table.Rows().Select(r => r.Cells);

    /// <inheritdoc/>
    public void Dispose() => table.Dispose();

    private static double? Degrees(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && double.IsFinite(degrees) ? degrees : null;
}
