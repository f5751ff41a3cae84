using Linli.Platform.Text;

namespace Linli.Sensing;

/// <summary>How values of a measure add up over an hour.</summary>
public enum MeasureUse
{
    /// <summary>A level (量值), such as a temperature: least, most and mean.</summary>
    Level,

    /// <summary>A number of things since the last reading (计数), such as people who came in: the sum.</summary>
    Count,

    /// <summary>A meter that only grows (累计), such as kilowatt-hours: the difference.</summary>
    Meter,

    /// <summary>On or off (开关), 1 or 0: how often it came on.</summary>
    Switch,
}

/// <summary>Something a kind of device measures (测项).</summary>
/// <param name="Code">Unique within the kind, such as <c>temperature</c>.</param>
/// <param name="Name">What people read.</param>
/// <param name="Unit">Unit as it is written, such as <c>℃</c>; empty for switches and counts.</param>
/// <param name="Least">The least that can be true; less is refused.</param>
/// <param name="Most">The most that can be true; more is refused.</param>
/// <param name="Use">How values add up.</param>
public sealed record Measure(string Code, Phrase Name, string Unit, double Least, double Most, MeasureUse Use = MeasureUse.Level);

/// <summary>Measures that many kinds share.</summary>
public static class Measures
{
    /// <summary>Charge of the battery in per cent.</summary>
    public static readonly Measure Battery = new("battery", ("电量", "Battery"), "%", 0, 100);

    /// <summary>Call for help (一键求助).</summary>
    public static readonly Measure Sos = new("sos", ("求助", "Call for help"), "", 0, 1, MeasureUse.Switch);

    /// <summary>Temperature of the air or the thing in degrees Celsius.</summary>
    public static readonly Measure Temperature = new("temperature", ("温度", "Temperature"), "℃", -60, 900);
}

/// <summary>
/// A kind of device that a scene brings (设备类型): what it measures, whether it moves, whom it stands for. Register it as a
/// singleton service; devices of a kind nobody brings keep their readings and are shown as unknown.
/// </summary>
/// <param name="Code">Unique code, such as <c>student-card</c>.</param>
/// <param name="Name">What people read.</param>
/// <param name="Icon">Name of a Tabler icon.</param>
/// <param name="Measures">What it measures, beside where it is.</param>
public sealed record DeviceKind(string Code, Phrase Name, string Icon, params IReadOnlyList<Measure> Measures)
{
    /// <summary>Whether it tells where it is.</summary>
    public bool Moves { get; init; }

    /// <summary>The fastest it can move, in metres a second; a jump that is faster is kept apart and changes nothing.</summary>
    public double MostSpeed { get; init; } = 60;

    /// <summary>
    /// Whether a person wears it or lives with it: its readings and its place are shown to nobody but whom the scene names, and
    /// never on maps or in answers to the public.
    /// </summary>
    public bool Personal { get; init; }

    /// <summary>After so long without a word it is offline.</summary>
    public TimeSpan OfflineAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long its readings are kept; hourly figures stay.</summary>
    public TimeSpan KeepReadings { get; init; } = TimeSpan.FromDays(400);

    /// <summary>How long its positions are kept.</summary>
    public TimeSpan KeepPositions { get; init; } = TimeSpan.FromDays(30);

    /// <summary>
    /// Whether measures it does not name are kept as they come: makers send more than a standard says, and values that do not count
    /// are kept beside those that do. No rule looks at them.
    /// </summary>
    public bool KeepsOthers { get; init; }

    /// <summary>Whether a reading of a measure is kept.</summary>
    public bool Takes(string measure) => KeepsOthers || Find(measure) is not null;

    /// <summary>The measure with a code, or <c>null</c>.</summary>
    public Measure? Find(string code) => Measures.FirstOrDefault(m => m.Code == code);
}
