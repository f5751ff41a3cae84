using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Linli.Platform.Tables;

/// <summary>A field that an import wants from a table.</summary>
/// <param name="Field">Its name in the program, which also stands for itself as a header.</param>
/// <param name="Required">Whether the import makes no sense without it.</param>
/// <param name="Names">Headers it is known by, Chinese and English; case, width, spaces and punctuation never matter.</param>
public sealed record TableColumn(string Field, bool Required, params IReadOnlyList<string> Names);

/// <summary>
/// Which column of a table holds which field: by names that are known, or as the person chose with
/// <c>--map field=Header</c>. Never guesses: two columns that could be meant are reported instead.
/// </summary>
public sealed class ColumnMap
{
    private readonly Dictionary<string, int> columns;
    private readonly IReadOnlyList<string> headers;

    private ColumnMap(Dictionary<string, int> columns, IReadOnlyList<string> headers) => (this.columns, this.headers) = (columns, headers);

    /// <summary>Required fields that no column holds.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Fields for which several columns could be meant, each with those headers; they are not mapped.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Ambiguous { get; init; }

    /// <summary>Choices that name a field or a header that does not exist, as <c>field=Header</c>.</summary>
    public required IReadOnlyList<string> WrongChoices { get; init; }

    /// <summary>Headers that no field uses.</summary>
    public required IReadOnlyList<string> Unused { get; init; }

    /// <summary>Whether the import can begin: nothing missing, nothing ambiguous, no wrong choice.</summary>
    public bool IsUsable => Missing.Count == 0 && Ambiguous.Count == 0 && WrongChoices.Count == 0;

    /// <summary>Maps the headers of a table.</summary>
    /// <param name="headers">As <see cref="TableReader.Headers"/> gives them.</param>
    /// <param name="wanted">The fields of the import.</param>
    /// <param name="chosen">Headers by field, from <see cref="TryParseChoice"/>; they win over known names.</param>
    public static ColumnMap Match(
        IReadOnlyList<string> headers, IReadOnlyList<TableColumn> wanted, IReadOnlyDictionary<string, string>? chosen = null)
    {
        chosen ??= new Dictionary<string, string>();
        var names = headers.Select(Normalised).ToList();
        var candidates = wanted.ToDictionary(column => column.Field, column => Candidates(column, names, chosen));

        // A column that was chosen for one field is not offered to another by its name, and one that fits two
        // fields by name is given to neither.
        var taken = candidates.Where(pair => chosen.ContainsKey(pair.Key)).SelectMany(pair => pair.Value).ToHashSet();
        foreach (var (field, list) in candidates)
            if (!chosen.ContainsKey(field))
                list.RemoveAll(taken.Contains);
        var contested = candidates.Values.SelectMany(list => list).CountBy(column => column)
            .Where(pair => pair.Value > 1).Select(pair => pair.Key).ToHashSet();

        var (columns, ambiguous) = (new Dictionary<string, int>(), new Dictionary<string, IReadOnlyList<string>>());
        foreach (var (field, list) in candidates)
            if (list.Count == 1 && !contested.Contains(list[0]))
                columns[field] = list[0];
            else if (list.Count > 0)
                ambiguous[field] = [.. list.Select(column => headers[column])];

        return new ColumnMap(columns, headers)
        {
            Missing = [.. wanted.Where(column => column.Required && candidates[column.Field].Count == 0).Select(column => column.Field)],
            Ambiguous = ambiguous,
            WrongChoices = [.. chosen
                .Where(choice => !candidates.TryGetValue(choice.Key, out var found) || found.Count == 0)
                .Select(choice => $"{choice.Key}={choice.Value}")],
            Unused = [.. headers.Where((header, column) => header.Length > 0 && !columns.ContainsValue(column))],
        };
    }

    /// <summary>Reads one <c>field=Header</c>; a header may have further equals signs in it.</summary>
    public static bool TryParseChoice(string? text, out KeyValuePair<string, string> choice)
    {
        var parts = text?.Split('=', 2, StringSplitOptions.TrimEntries);
        choice = parts is [{ Length: > 0 } field, { Length: > 0 } header] ? new(field, header) : default;
        return choice.Key is not null;
    }

    /// <summary>Whether a column holds the field.</summary>
    public bool Has(string field) => columns.ContainsKey(field);

    /// <summary>The header of the column that holds the field, or <c>null</c>.</summary>
    public string? HeaderOf(string field) => columns.TryGetValue(field, out var column) ? headers[column] : null;

    /// <summary>The text of a field in a row; empty when the cell is, or when no column holds the field.</summary>
    public string Get(TableRow row, string field) => columns.TryGetValue(field, out var column) ? row.At(column) : "";

    /// <summary>Whether the cell of a field belongs to one above it with which it was merged.</summary>
    public bool IsMerged(TableRow row, string field) => columns.TryGetValue(field, out var column) && row.IsMerged(column);

    /// <summary>The text of a field, when it has any.</summary>
    public bool TryGet(TableRow row, string field, [NotNullWhen(true)] out string? text)
    {
        text = Get(row, field) is { Length: > 0 } found ? found : null;
        return text is not null;
    }

    // "姓 名*", "姓名（必填）" and "姓名" are one header: half-width, small letters, no brackets with what is in them,
    // letters and digits only.
    internal static string Normalised(string header)
    {
        var plain = new StringBuilder(header.Length);
        var depth = 0;
        // Runes replace the broken surrogates that Normalize would throw at.
        foreach (var c in string.Concat(header.EnumerateRunes()).Normalize(NormalizationForm.FormKC))
        {
            depth = c switch
            {
                '(' or '[' or '【' => depth + 1,
                ')' or ']' or '】' => Math.Max(0, depth - 1),
                _ => depth,
            };
            if (depth == 0 && char.IsLetterOrDigit(c))
                plain.Append(char.ToLowerInvariant(c));
        }

        return plain.ToString();
    }

    private static List<int> Candidates(TableColumn column, List<string> names, IReadOnlyDictionary<string, string> chosen)
    {
        IEnumerable<string> accepted = chosen.TryGetValue(column.Field, out var header) ? [header] : column.Names.Prepend(column.Field);
        var wanted = accepted.Select(Normalised).Where(name => name.Length > 0).ToHashSet(StringComparer.Ordinal);
        return [.. Enumerable.Range(0, names.Count).Where(i => wanted.Contains(names[i]))];
    }
}
