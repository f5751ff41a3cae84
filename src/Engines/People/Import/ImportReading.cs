using System.Runtime.InteropServices;
using Linli.People.Register;
using Linli.Places;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Time;

namespace Linli.People.Import;

/// <summary>Which column of a file is what.</summary>
/// <param name="Headers">Its headings; one that comes twice carries its number the second time.</param>
/// <param name="Map">What was found or chosen.</param>
internal sealed record ImportMap(IReadOnlyList<string> Headers, ColumnMap Map)
{
    /// <summary>Maps headings: what the person chose wins, "" is for a field that no column shall fill.</summary>
    public static ImportMap Of(IReadOnlyList<string> headings, IReadOnlyDictionary<string, string> choices)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var headers = headings.Select(h => (CollectionsMarshal.GetValueRefOrAddDefault(seen, h, out _) += 1) is > 1 and var count && h.Length > 0 ? $"{h} {count}" : h).ToList();
        var wanted = ImportColumns.All.Where(c => !choices.TryGetValue(c.Field, out var chosen) || chosen.Length > 0).ToList();
        return new(headers, ColumnMap.Match(headers, wanted, choices.Where(c => c.Value.Length > 0).ToDictionary()));
    }
}

/// <summary>Reads a file into rows, with their hashes and homes; the register itself is not looked at.</summary>
internal sealed class ImportReading(RegisterBook book, IScopeTree tree, IHomes homes, CurrentCaller caller, TimeProvider time)
{
    /// <summary>The most rows that are taken at once.</summary>
    public const int MostRows = 200_000;

    /// <summary>Opens a file; the headings are known, no row is read.</summary>
    /// <exception cref="InvalidTableException">It is no table.</exception>
    public static TableReader Open(Stream file) => TableReader.Open(file, ImportColumns.Known);

    /// <summary>Reads all of it.</summary>
    /// <exception cref="InvalidTableException">It is broken somewhere: then nothing of it counts.</exception>
    public async Task<ImportFile> Read(TableReader table, IReadOnlyDictionary<string, string> choices, string? compound, Action<int> progress, CancellationToken cancel)
    {
        var map = ImportMap.Of(table.Headers, choices);
        var reader = new RowReader(map.Map, LocalTime.Today(time));
        var rows = new List<ImportRow>();
        foreach (var row in table.Rows())
        {
            if (rows.Count == MostRows)
                throw new InvalidTableException($"Line {row.Number}: more than {MostRows} rows; split the file.");
            rows.Add(new(reader.Read(row)));
            if (rows.Count % 1000 == 0)
                progress(rows.Count);
        }

        Parallel.ForEach(rows, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount }, Hash);
        var finder = new HomeFinder(tree, homes, caller.Value.ScopesFor(PeoplePermissions.Import), compound is null ? null : tree.FindCode(compound));
        foreach (var row in rows)
        {
            var (home, problem) = await finder.Find(row.Read.Home, cancel);
            row.Home = home;
            row.Problem ??= problem;
        }

        return new(map.Headers, rows);
    }

    private void Hash(ImportRow row)
    {
        row.IdentityHash = row.Read.Identity is { } number ? book.HashOf(number) : null;
        row.PhoneHash = row.Read.Phone is { } phone ? book.HashOf(phone) : null;
    }
}
