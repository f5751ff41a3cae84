using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Linli.Bench;

/// <summary>Writes the figures as Markdown.</summary>
internal static class Report
{
    private const string Begin = "<!-- measured: begin -->";
    private const string End = "<!-- measured: end -->";

    public static string Of(Plan plan, IReadOnlyList<Sheet> sheets)
    {
        var text = new StringBuilder();
        Line(text, $"{Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}; {plan.Clients} clients without pause, {plan.Duration.TotalSeconds:0} s of each kind of work after {plan.WarmUp.TotalSeconds:0} s to warm up.");
        Line(text, $"");
        Line(text, $"| Database | Cases | Work | Requests/s | p50 ms | p95 ms | p99 ms | CPU-ms server | CPU-ms database | CPU-ms together | Failed |");
        Line(text, $"|---|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var sheet in sheets)
            foreach (var f in sheet.Work)
                Line(text, $"| {sheet.Database} | {sheet.Cases:N0} | {f.Name} | {f.PerSecond:N0} | {f.P50:0.0} | {f.P95:0.0} | {f.P99:0.0} | {f.ServerCpu:0.00} | {f.DatabaseCpu:0.00} | {f.Cpu:0.00} | {f.Failed} |");
        Line(text, $"");
        Line(text, $"| Database | Cases | Start to first page, ms | Memory then, MiB | Memory after the work, MiB | Home page, compressed |");
        Line(text, $"|---|--:|--:|--:|--:|--:|");
        foreach (var s in sheets)
            Line(text, $"| {s.Database} | {s.Cases:N0} | {s.StartMs:N0} | {s.IdleMiB:0} | {s.BusyMiB:0} | {s.HomeBytes / 1024.0:0.0} KiB |");
        return text.ToString();
    }

    /// <summary>Replaces what stands between the marks; the words around them stay.</summary>
    public static async Task Write(FileInfo file, string text, CancellationToken cancel)
    {
        var page = await File.ReadAllTextAsync(file.FullName, cancel);
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin)
            throw new InvalidOperationException($"{file} has no marks {Begin} and {End}.");
        await File.WriteAllTextAsync(file.FullName, $"{page[..(begin + Begin.Length)]}\n\n{text}\n{page[end..]}", cancel);
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
