using Linli.Platform.Tables;
using Linli.Platform.Text;

namespace Linli.Places;

/// <summary>The refused rows of a list of homes as a file: their own cells with the reason behind, in both languages.</summary>
public static class RefusedHomes
{
    /// <summary>Writes the workbook.</summary>
    /// <param name="headers">Headings of the list.</param>
    /// <param name="cells">Cells by row.</param>
    /// <param name="refused">Rows and reasons.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<byte[]> Workbook(
        IReadOnlyList<string> headers, IReadOnlyDictionary<int, IReadOnlyList<string>> cells, IReadOnlyList<(int Row, Phrase Reason)> refused, CancellationToken cancel)
    {
        using var output = new MemoryStream();
        await using var table = TableWriter.Xlsx(output, "未导入");
        await table.WriteHeaderAsync([.. headers, "行号", "未导入原因", "Reason"], cancel);
        foreach (var (row, reason) in refused)
            await table.WriteRowAsync([.. Enumerable.Range(0, headers.Count).Select(i => i < cells[row].Count ? cells[row][i] : ""), row, reason.Zh, reason.En], cancel);
        await table.CompleteAsync(cancel);
        return output.ToArray();
    }
}
