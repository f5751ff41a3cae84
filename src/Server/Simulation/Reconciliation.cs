using System.Globalization;
using System.Text.Json;
using Linli.Platform.Time;

namespace Linli.Server.Simulation;

/// <summary>
/// Whether what people did is what the API counts: every reported case is found, and the statistics grew by at least as
/// many. Others may report at the same time.
/// </summary>
internal sealed class Reconciliation(LinliApi api, SimulatedTown town, TimeProvider time)
{
    private int? before;

    private Player Dispatcher => town.Dispatchers[0];

    public async Task Begin(CancellationToken cancel) => before = await Received(cancel);

    /// <summary>The result as lines to print, and whether it agrees.</summary>
    public async Task<(bool Agrees, IReadOnlyList<string> Lines)> End(IReadOnlyList<string> reported, CancellationToken cancel)
    {
        var states = new Dictionary<string, int>(StringComparer.Ordinal);
        var missing = 0;
        foreach (var id in reported)
            if (await api.Get(Dispatcher, "count", $"/api/v1/cases/{id}", cancel) is { } item)
                states[item.GetProperty("line").Text("state")] = states.GetValueOrDefault(item.GetProperty("line").Text("state")) + 1;
            else
                missing++;
        var lines = new List<string>
        {
            $"{reported.Count} 件上报 reported = {reported.Count - missing} 件查到 found"
            + $" ({string.Join(", ", states.OrderByDescending(s => s.Value).Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Key} {s.Value}")))})",
        };
        var agrees = missing == 0;
        if (before is { } then && await Received(cancel) is { } now)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"统计收件 statistics: {then} → {now}, +{now - then}"));
            agrees &= now - then >= reported.Count;
        }
        else
        {
            lines.Add("统计接口没有回答 · the statistics did not answer");
        }

        return (agrees, lines);
    }

    private async Task<int?> Received(CancellationToken cancel)
    {
        var today = LocalTime.Today(time);
        var path = string.Create(CultureInfo.InvariantCulture, $"/api/v1/cases/statistics?from={today.AddDays(-1):yyyy-MM-dd}&to={today.AddDays(1):yyyy-MM-dd}");
        if (await api.Get(Dispatcher, "count", path, cancel) is not { } figures
            || !figures.TryGetProperty("total", out var total) || !total.TryGetProperty("facts", out var facts))
            return null;
        foreach (var fact in facts.EnumerateObject())
            if (string.Equals(fact.Name, "received", StringComparison.OrdinalIgnoreCase) && fact.Value.ValueKind == JsonValueKind.Number)
                return fact.Value.GetInt32();
        return null;
    }
}
