using System.Globalization;
using Linli.Platform.Demo;
using Linli.Platform.Identity;
using Linli.Platform.Tables;

namespace Linli.People.Demo;

/// <summary>Invented names in the proportions of real ones: surnames by weight, given names by generation and sex.</summary>
internal sealed class DemoNames
{
    private const int Old = 60;
    private const int Young = 26;

    private readonly List<(string Surname, int Upto)> surnames = [];
    private readonly ILookup<(string Generation, Sex Sex), string> given;
    private readonly Dictionary<(string, Sex), string[]> lists = [];

    public DemoNames(DemoSamples samples)
    {
        var weight = 0;
        foreach (var row in DemoTable.Rows(samples, "surnames.csv"))
            surnames.Add((row["surname"], weight += int.Parse(row["weight"], CultureInfo.InvariantCulture)));
        given = DemoTable.Rows(samples, "given_names.csv").ToLookup(r => (r["generation"], r["sex"] == "F" ? Sex.Female : Sex.Male), r => r["given"]);
    }

    public bool IsEmpty => surnames.Count == 0 || given.Count == 0;

    public string Surname(Random random)
    {
        var at = random.Next(surnames[^1].Upto);
        return surnames.Find(s => at < s.Upto).Surname;
    }

    public string Given(int age, Sex sex, Random random)
    {
        var key = (age >= Old ? "old" : age < Young ? "young" : "middle", sex);
        if (!lists.TryGetValue(key, out var names))
            lists[key] = names = [.. given[key]];
        return names[random.Next(names.Length)];
    }
}

/// <summary>Tables of the samples; one that is not there has no rows.</summary>
internal static class DemoTable
{
    public static IEnumerable<TableRow> Rows(DemoSamples samples, string file)
    {
        if (!File.Exists(samples.File(file)))
            yield break;
        using var stream = File.OpenRead(samples.File(file));
        using var table = TableReader.Open(stream);
        foreach (var row in table.Rows())
            yield return row;
    }

    /// <summary>A cell that may be empty.</summary>
    public static string? Text(this TableRow row, string column) => row[column] is { Length: > 0 } text ? text : null;

    /// <summary>A cell whose column a deployment's own list may do without.</summary>
    public static string? Optional(this TableRow row, string column) => row.Has(column) ? Text(row, column) : null;
}
