using System.Globalization;
using CsvHelper;
using Linli.Platform.Time;

namespace Linli.Platform.Tables;

internal sealed class CsvTableWriter(Stream output) : TableWriter
{
    private readonly CsvWriter writer = CsvWriter.Create(
        output,
        CsvWriterOptions.Default with
        {
            WriteByteOrderMark = true,
            Injection = CsvInjection.Escape,
            TrueValue = "TRUE",
            FalseValue = "FALSE",
        },
        leaveOpen: true);

    public override ValueTask WriteHeaderAsync(IReadOnlyList<string> names, CancellationToken cancel = default) =>
        WriteRowAsync(names, cancel);

    public override async ValueTask WriteRowAsync(IReadOnlyList<object?> cells, CancellationToken cancel = default)
    {
        foreach (var cell in cells)
            Write(cell);
        await writer.EndRecordAsync(cancel);
    }

    public override async ValueTask CompleteAsync(CancellationToken cancel = default) => await writer.FlushAsync(cancel);

    public override ValueTask DisposeAsync() => writer.DisposeAsync();

    // Numbers are written as numbers: a minus is no formula, and must not get an apostrophe.
    private void Write(object? cell)
    {
        switch (cell)
        {
            case null:
                writer.WriteField("");
                break;
            case DateTimeOffset instant:
                writer.WriteField(LocalTime.ToLocal(instant).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
                break;
            case bool or byte or short or int or long or float or double or decimal or DateOnly:
                writer.WriteField(cell);
                break;
            default:
                writer.WriteField(Convert.ToString(cell, CultureInfo.InvariantCulture) ?? "");
                break;
        }
    }
}
