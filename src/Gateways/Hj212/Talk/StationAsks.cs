using System.Text.Json;
using Linli.Hj212.Frames;
using Linli.Sensing;

namespace Linli.Hj212.Talk;

/// <summary>
/// Commands for a station by name, as command code and parameters: <c>sync-clock</c> (1012), <c>start-realtime</c> (2011),
/// <c>stop-realtime</c> (2012), and <c>minutes</c>, <c>hours</c> and <c>days</c> (2051, 2061, 2031) from an instant to another.
/// </summary>
internal static class StationAsks
{
    public static (string Cn, string Cp)? Of(DeviceCommand command, DateTimeOffset now)
    {
        using var document = JsonDocument.Parse(command.Arguments.Length == 0 ? "{}" : command.Arguments);
        var a = document.RootElement;
        return command.Name switch
        {
            "sync-clock" => ("1012", Clock(a.TryGetProperty("factor", out var factor) ? factor.GetString() : null, now)),
            "start-realtime" => ("2011", ""),
            "stop-realtime" => ("2012", ""),
            "minutes" => ("2051", Span(a)),
            "hours" => ("2061", Span(a)),
            "days" => ("2031", Span(a)),
            _ => null,
        };
    }

    /// <summary>What sets a clock: that of an instrument when a factor is named, else that of the logger.</summary>
    public static string Clock(string? factor, DateTimeOffset now) => (string.IsNullOrEmpty(factor) ? "" : $"PolId={factor};") + $"SystemTime={HjData.Text(now, milliseconds: false)}";

    private static string Span(JsonElement a) =>
        $"BeginTime={HjData.Text(a.GetProperty("from").GetDateTimeOffset(), milliseconds: false)};EndTime={HjData.Text(a.GetProperty("to").GetDateTimeOffset(), milliseconds: false)}";
}
