using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Linli.Sensing.Pipeline;

namespace Linli.Sensing.Storage;

/// <summary>A value that was measured. What belongs to a person lies sealed and nowhere else.</summary>
internal sealed class ReadingRow
{
    public DeviceId Device { get; set; }

    public DateTimeOffset At { get; set; }

    public required string Measure { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }

    public double? Value { get; set; }

    public bool Late { get; set; }

    public byte[]? Sealed { get; set; }
}

/// <summary>A position, WGS-84. Those of a person lie sealed and nowhere else.</summary>
internal sealed class PositionRow
{
    public DeviceId Device { get; set; }

    public DateTimeOffset At { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }

    public double? Latitude { get; set; }

    public double? Longitude { get; set; }

    public float? Accuracy { get; set; }

    public float? Speed { get; set; }

    public float? Heading { get; set; }

    public bool Late { get; set; }

    public bool Apart { get; set; }

    public byte[]? Sealed { get; set; }
}

/// <summary>
/// The figures of one measure of one device over one hour. <see cref="Changes"/> counts how often readings came, <see cref="Figured"/> which
/// of those the figures know: while they differ the hour is reckoned anew.
/// </summary>
internal sealed class HourRow
{
    public DeviceId Device { get; set; }

    public required string Measure { get; set; }

    public DateTimeOffset Hour { get; set; }

    public int Changes { get; set; }

    public int Figured { get; set; }

    public DateTimeOffset? FiguredAt { get; set; }

    public int Count { get; set; }

    public double Least { get; set; }

    public double Most { get; set; }

    public double Amount { get; set; }

    /// <summary>The last value, from which a meter goes on in the next hour.</summary>
    public double Last { get; set; }
}

/// <summary>The state of a device and of its rules, as of the checkpoint.</summary>
internal sealed class TwinRow
{
    public DeviceId Device { get; set; }

    public DateTimeOffset SeenAt { get; set; }

    public bool Sealed { get; set; }

    public required byte[] State { get; set; }

    public byte[]? Rules { get; set; }
}

/// <summary>Up to where in a journal the database has everything.</summary>
internal sealed class CheckpointRow
{
    public Guid Journal { get; set; }

    public long Offset { get; set; }

    /// <summary>Which turn the node with this journal had last, counted over all nodes: the highest is whose turn it is.</summary>
    public long Epoch { get; set; }

    public DateTimeOffset At { get; set; }
}

/// <summary>A decision of a rule that became an alarm, or will: carried out once, however often it is decided again.</summary>
internal sealed class FiringRow
{
    /// <summary>Held until its commit by whoever writes firings.</summary>
    public const string Turn = "sensing.firings";

    private const int LongestKey = 200;
    private static readonly JsonSerializerOptions Options = Platform.Json.Options;

    public required string Key { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>What is to be carried out, until it was.</summary>
    public string? Facts { get; set; }

    public DateTimeOffset? DeliveredAt { get; set; }

    public static string KeyOf(FiringFacts firing)
    {
        var key = (firing.Raised ? "raised:" : "cleared:") + firing.Key;
        return key.Length <= LongestKey ? key : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
    }

    public static FiringRow Of(FiringFacts firing) =>
        new() { Key = KeyOf(firing), At = Platform.Data.Clock.ToMicroseconds(firing.At), Facts = JsonSerializer.Serialize(firing, Options) };

    public FiringFacts? Read() => Facts is null ? null : JsonSerializer.Deserialize<FiringFacts>(Facts, Options);
}

/// <summary>An event that brought readings: the same one again brings nothing (CloudEvents, source and id).</summary>
internal sealed class EventRow
{
    public Guid Key { get; set; }

    public DateTimeOffset At { get; set; }
}
