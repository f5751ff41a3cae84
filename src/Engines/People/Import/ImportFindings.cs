using System.Text.Json;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Text;

namespace Linli.People.Import;

/// <summary>A refused row as it is shown.</summary>
internal sealed record RefusedLine(int Row, string Field, Phrase Reason);

/// <summary>One of the first rows, as it was understood; masked.</summary>
internal sealed record PreviewLine(int Row, string Name, string Home, string Relation, string Identity, string Phone, string Birth);

/// <summary>What a person looks at before they decide; kept encrypted, as names can be guessed from it.</summary>
internal sealed record ImportFindings(IReadOnlyList<PreviewLine> First, IReadOnlyList<ImportConflict> Conflicts, IReadOnlyList<RefusedLine> Refused, IReadOnlyList<string> Unused)
{
    /// <summary>More is shown by nobody: whoever has more conflicts decides them by kind.</summary>
    public const int MostConflicts = 200;

    private const int MostRefused = 100;
    private const int MostFirst = 10;

    public static ImportFindings Of(ImportFile file, ImportPlan plan, IReadOnlyList<string> unused) => new(
        [.. file.Rows.Take(MostFirst).Select(Shown)],
        [.. plan.Conflicts.Take(MostConflicts)],
        [.. file.Rows.Where(r => r.Problem is not null).Take(MostRefused).Select(r => new RefusedLine(r.Read.Number, r.Problem!.Field, r.Problem.Reason))],
        unused);

    public Sealed Seal(FieldCipher cipher) => cipher.Seal(JsonSerializer.Serialize(this));

    public static ImportFindings? Open(FieldCipher cipher, Sealed? found) =>
        found is { } value ? JsonSerializer.Deserialize<ImportFindings>(cipher.Open(value)) : null;

    /// <summary>The refused rows as a file: their own cells with the reason behind, in both languages.</summary>
    public static async Task<byte[]> RefusedFile(ImportFile file, TableReader again, CancellationToken cancel)
    {
        var problems = file.Rows.Where(r => r.Problem is not null).ToDictionary(r => r.Read.Number, r => r.Problem!);
        using var output = new MemoryStream();
        await using var table = TableWriter.Xlsx(output, "未导入");
        await table.WriteHeaderAsync([.. file.Headers, "行号", "未导入原因", "Reason"], cancel);
        foreach (var row in again.Rows())
            if (problems.TryGetValue(row.Number, out var problem))
                await table.WriteRowAsync(
                    [.. Enumerable.Range(0, file.Headers.Count).Select(i => i < row.Cells.Count ? row.Cells[i] : ""), row.Number, problem.Reason.Zh, problem.Reason.En], cancel);
        await table.CompleteAsync(cancel);
        return output.ToArray();
    }

    private static PreviewLine Shown(ImportRow row)
    {
        var read = row.Read;
        return new(
            read.Number, read.Name, row.Home?.Label ?? "", ImportWords.Of(read),
            read.Identity?.ToString() ?? "", read.Phone?.ToString() ?? "", read.BirthDay is { } born ? $"{born:yyyy-MM-dd}" : read.Birth is { } part ? $"{part.Year}-{part.Month:00}" : "");
    }
}
