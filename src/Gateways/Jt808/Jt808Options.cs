using System.Globalization;
using Linli.Sensing;

namespace Linli.Jt808;

/// <summary>Configuration section <c>Jt808</c>; the port and the limits of <see cref="LineOptions"/> stand in it too.</summary>
internal sealed class Jt808Options
{
    public const string Section = "Jt808";

    /// <summary>So long a terminal may take to answer what it is asked for the first time; each repetition waits longer, as the standard says.</summary>
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a message to a terminal is repeated.</summary>
    public int Repeat { get; set; } = 3;

    /// <summary>
    /// What items of a vendor mean: id in hexadecimal to measure, with a factor if there is one and a sign if the number has one,
    /// such as <c>Items:E4 = battery</c> or <c>Items:51 = temperature*0.1±</c>.
    /// </summary>
    public Dictionary<string, string> ItemNames { get; set; } = [];

    internal Dictionary<byte, JtItem> Items { get; private set; } = Standard();

    /// <summary>Adds the configured items to those of the standard.</summary>
    /// <exception cref="InvalidOperationException">One cannot be read.</exception>
    public void Read()
    {
        foreach (var (id, text) in ItemNames)
        {
            var signed = text.EndsWith('±');
            var parts = text.TrimEnd('±').Split('*', 2);
            var scale = 1.0;
            if (!byte.TryParse(id, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number) || parts[0].Length == 0
                || (parts.Length == 2 && !double.TryParse(parts[1], CultureInfo.InvariantCulture, out scale)))
                throw new InvalidOperationException($"{Section}:{nameof(ItemNames)}:{id} = '{text}' is not such as E4 = battery or 51 = temperature*0.1±.");
            Items[number] = new(parts[0], scale, signed);
        }
    }

    private static Dictionary<byte, JtItem> Standard() => new()
    {
        [0x01] = new(JtMeasures.Mileage.Code, 0.1, false),
        [0x02] = new(JtMeasures.Fuel.Code, 0.1, false),
        [0x03] = new(JtMeasures.RecorderSpeed.Code, 0.1, false),
        [0x06] = new(Measures.Temperature.Code, 1, true),
        [0x30] = new(JtMeasures.Signal.Code, 1, false),
        [0x31] = new(JtMeasures.Satellites.Code, 1, false),
    };
}

/// <summary>What an item after a position means.</summary>
internal sealed record JtItem(string Measure, double Scale, bool Signed);
