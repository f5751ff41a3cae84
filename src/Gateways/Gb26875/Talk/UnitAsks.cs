using System.Globalization;
using System.Text.Json;
using Linli.Sensing;

namespace Linli.Gb26875.Talk;

/// <summary>
/// Commands for a unit by name, as data units: <c>inspect</c> (查岗), <c>sync-clock</c>, <c>reset</c> where it is allowed,
/// <c>read-unit</c>, <c>read-version</c>, <c>read-settings</c>, <c>read-clock</c>, and <c>read-system</c> and <c>read-part</c> with their addresses.
/// </summary>
internal static class UnitAsks
{
    /// <summary>Command byte and data, or <c>null</c> for what nobody knows or is not allowed.</summary>
    public static (GbCommand Command, byte[] Data)? Of(DeviceCommand command, bool allowReset, DateTimeOffset now)
    {
        using var document = JsonDocument.Parse(command.Arguments.Length == 0 ? "{}" : command.Arguments);
        var a = document.RootElement;
        return command.Name switch
        {
            "inspect" => (GbCommand.Control, [91, 1, (byte)(a.TryGetProperty("minutes", out var minutes) ? Math.Clamp(minutes.GetInt32(), 1, 255) : 10)]),
            "sync-clock" => (GbCommand.Control, Clock(now)),
            "reset" when allowReset => (GbCommand.Control, [89, 1, 0]),
            "read-unit" => (GbCommand.Request, [81, 1, 0]),
            "read-version" => (GbCommand.Request, [85, 1, 0]),
            "read-settings" => (GbCommand.Request, [86, 1, 0]),
            "read-clock" => (GbCommand.Request, [88, 1, 0]),
            "read-system" => (GbCommand.Request, [61, 1, a.GetProperty("system").GetByte(), a.GetProperty("address").GetByte()]),
            "read-part" => (GbCommand.Request, [62, 1, a.GetProperty("system").GetByte(), a.GetProperty("address").GetByte(), .. Part(a.GetProperty("part").GetString() ?? "")]),
            _ => null,
        };
    }

    public static byte[] Clock(DateTimeOffset now)
    {
        var data = new byte[8];
        (data[0], data[1]) = (90, 1);
        GbFrame.WriteTime(data.AsSpan(2), now);
        return data;
    }

    private static byte[] Part(string hex)
    {
        var number = uint.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return [(byte)number, (byte)(number >> 8), (byte)(number >> 16), (byte)(number >> 24)];
    }
}
