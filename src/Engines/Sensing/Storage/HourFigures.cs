namespace Linli.Sensing.Storage;

/// <summary>Reckons the figures of an hour from its readings.</summary>
internal static class HourFigures
{
    private const double On = 0.5;

    /// <summary>When the hour of an instant began. Hours are the same in UTC and in Shanghai.</summary>
    public static DateTimeOffset HourOf(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    /// <summary>What an hour comes to.</summary>
    /// <param name="values">Its values in order of the device's clock; at least one.</param>
    /// <param name="before">The last value before the hour, if there is one: a meter and a switch go on from it.</param>
    /// <param name="use">How values add up.</param>
    public static (double Least, double Most, double Amount) Of(IReadOnlyList<double> values, double? before, MeasureUse use)
    {
        var (least, most, sum) = (values[0], values[0], 0d);
        foreach (var value in values)
            (least, most, sum) = (Math.Min(least, value), Math.Max(most, value), sum + value);
        return (least, most, use switch
        {
            MeasureUse.Count => sum,
            MeasureUse.Meter => Growth(values, before ?? values[0]),
            MeasureUse.Switch => Rises(values, before ?? 0),
            _ => sum / values.Count,
        });
    }

    // A meter that shows less than before was changed, or began at nothing again: what it shows then was added since.
    private static double Growth(IReadOnlyList<double> values, double last)
    {
        var growth = 0d;
        foreach (var value in values)
        {
            growth += value >= last ? value - last : value;
            last = value;
        }

        return growth;
    }

    private static int Rises(IReadOnlyList<double> values, double last)
    {
        var rises = 0;
        foreach (var value in values)
        {
            if (value >= On && last < On)
                rises++;
            last = value;
        }

        return rises;
    }
}
