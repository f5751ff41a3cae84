using System.Text.RegularExpressions;
using Linli.Platform.Tables;

namespace Linli.Architecture;

/// <summary>
/// <c>docs/features.md</c>: what works, what partly, what not yet. Names and where to click come from
/// <c>docs/features.csv</c>; whether something works is said by the tests with the trait <c>Feature</c>.
/// </summary>
internal static partial class FeatureTable
{
    public const string Data = "docs/features.csv";
    public const string Page = "docs/features.md";

    private const string Head = """
        # What works · 功能一览

        Generated from [features.csv](features.csv) and the tests; do not edit. After a change:
        `LINLI_WRITE_DOCS=1 dotnet test --project tests/Architecture`.

        **works 已可用**: shown by the tests named in the last column. **partly 部分**: tests show it, except for what is named.
        **not yet 未开始**: nothing to click.

        """;

    /// <summary>A tested feature and the file that tests it.</summary>
    internal sealed record Tag(string Feature, string File);

    private sealed record Row(string Id, string NameZh, string NameEn, string Where, string Missing);

    /// <summary>Every tag in the test sources: one for each tagged method, or for each test of a tagged class.</summary>
    public static IReadOnlyList<Tag> Tags() =>
        [.. Repository.Files
            .Where(f => f.StartsWith("tests/", StringComparison.Ordinal) && f.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(f => TagsIn(Repository.Read(f)), (file, feature) => new Tag(feature, file))];

    public static IReadOnlyList<string> Ids() => [.. Rows().Select(r => r.Id)];

    public static string Write(IReadOnlyList<Tag> tags)
    {
        var rows = Rows().Select(row => (Row: row, Tests: tags.Where(t => t.Feature == row.Id).ToList())).ToList();
        var works = rows.Count(r => Verdict(r.Row, r.Tests) == Works);
        var partly = rows.Count(r => Verdict(r.Row, r.Tests) == Partly);
        string[] lines =
        [
            Head,
            $"{works} work, {partly} partly, {rows.Count - works - partly} not yet.",
            "",
            "| No. | 名称 · Name | State | Where to click | Tests |",
            "|---|---|---|---|---|",
            .. rows.Select(r => Line(r.Row, r.Tests)),
        ];
        return string.Join('\n', lines).ReplaceLineEndings("\n") + "\n";
    }

    private static string Line(Row row, List<Tag> tests)
    {
        var verdict = Verdict(row, tests);
        var state = verdict == Partly ? $"{verdict}; missing: {row.Missing}" : verdict;
        return $"| {row.Id} | {row.NameZh} · {row.NameEn} | {state} | {(verdict == NotYet ? "" : row.Where)} | {Cell(tests)} |";
    }

    internal static IEnumerable<string> TagsIn(string source)
    {
        foreach (Match tag in TraitPattern().Matches(source))
        {
            var declared = DeclarationPattern().Match(source, tag.Index);
            var tests = declared.Groups["class"].Success ? TestPattern().Count(source, declared.Index) : 1;
            for (var i = 0; i < tests; i++)
                yield return tag.Groups[1].Value;
        }
    }

    private const string Works = "works 已可用";
    private const string Partly = "partly 部分";
    private const string NotYet = "not yet 未开始";

    private static string Verdict(Row row, List<Tag> tests) => tests.Count == 0 ? NotYet : row.Missing.Length == 0 ? Works : Partly;

    private static string Cell(List<Tag> tests) => string.Join(", ", tests
        .GroupBy(t => t.File).OrderBy(g => g.Key, StringComparer.Ordinal)
        .Select(g => $"[{Path.GetFileNameWithoutExtension(g.Key)}](../{g.Key}) {g.Count()}"));

    private static List<Row> Rows()
    {
        using var stream = File.OpenRead(Repository.At(Data));
        using var table = TableReader.Open(stream);
        return [.. table.Rows().Select(r => new Row(r["id"], r["name_zh"], r["name_en"], r["where"], r["missing"]))];
    }

    [GeneratedRegex("""Trait\("Feature",\s*"(S\d+)"\)""")]
    private static partial Regex TraitPattern();

    [GeneratedRegex(@"\b(?<class>class)\s+\w+|\b(?:void|Task)\s+(?<method>\w+)\(")]
    private static partial Regex DeclarationPattern();

    [GeneratedRegex(@"\[(?:Fact|Theory|Property)\b")]
    private static partial Regex TestPattern();
}
