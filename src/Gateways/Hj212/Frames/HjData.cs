using System.Globalization;

namespace Linli.Hj212.Frames;

/// <summary>A value of a factor.</summary>
/// <param name="Factor">Its code, such as <c>w01001</c>.</param>
/// <param name="What"><c>Rtd</c>, <c>Avg</c>, <c>Min</c>, <c>Max</c> or <c>Cou</c>.</param>
/// <param name="Number">The value.</param>
/// <param name="Mark">数据标记: N when it counts.</param>
/// <param name="At">When it was sampled, UTC, when that is said for the factor alone.</param>
internal sealed record HjValue(string Factor, string What, double Number, string Mark, DateTimeOffset? At)
{
    /// <summary>Whether it counts: neither calibration nor maintenance, fault, lost contact or beyond the range.</summary>
    public bool Counts => Mark is "" or "N" or "n";
}

/// <summary>Reads the parameters of data packets: pairs, those of one factor parted by commas, factors by semicolons.</summary>
internal static class HjData
{
    private const int MostValues = 2000;

    private static readonly TimeSpan Zone = TimeSpan.FromHours(8);

    /// <summary>The value of a parameter, or <c>null</c>.</summary>
    public static string? Parameter(string cp, string name)
    {
        foreach (var pair in cp.Split(';', ','))
            if (pair.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && pair.AsSpan(0, at).Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
                return pair[(at + 1)..].Trim();
        return null;
    }

    /// <summary>The values of all factors.</summary>
    public static List<HjValue> Values(string cp)
    {
        var values = new List<HjValue>();
        foreach (var group in cp.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var (mark, sampled, from) = ("", (DateTimeOffset?)null, values.Count);
            foreach (var pair in group.Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                var equals = pair.IndexOf('=', StringComparison.Ordinal);
                var dash = equals < 0 ? -1 : pair.LastIndexOf('-', equals);
                if (dash <= 0 || values.Count == MostValues)
                    continue;
                var (factor, what, text) = (pair[..dash].Trim(), pair[(dash + 1)..equals].Trim(), pair[(equals + 1)..].Trim());
                if (what.Equals("Flag", StringComparison.OrdinalIgnoreCase))
                    mark = text;
                else if (what.Equals("SampleTime", StringComparison.OrdinalIgnoreCase))
                    sampled = Time(text);
                else if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
                    values.Add(new(factor, what, number, "", null));
            }

            for (var i = from; i < values.Count; i++)
                values[i] = values[i] with { Mark = mark, At = sampled };
        }

        return values;
    }

    /// <summary>A time as it is written, YYYYMMDDhhmmss with or without milliseconds, in UTC+8.</summary>
    public static DateTimeOffset? Time(string? text)
    {
        if (text is null || text.Length < 14 || !DateTime.TryParseExact(text.AsSpan(0, 14), "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return null;
        return new DateTimeOffset(local, Zone).ToUniversalTime();
    }

    /// <summary>An instant as it is written.</summary>
    public static string Text(DateTimeOffset at, bool milliseconds) => at.ToOffset(Zone).ToString(milliseconds ? "yyyyMMddHHmmssfff" : "yyyyMMddHHmmss", CultureInfo.InvariantCulture);
}
