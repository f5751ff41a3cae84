namespace Linli.Sensing;

/// <summary>
/// Gives each word of a device an instant of its own. Many protocols tell seconds: two different words of one second about one measure
/// would pass for one that was said twice, and the second, perhaps a fire, would be lost. Not for several threads.
/// </summary>
public sealed class OwnInstants
{
    /// <summary>A live word may be so far ahead of our clock.</summary>
    public static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(1);

    /// <summary>And so far behind it, such as one that was kept through a night without network.</summary>
    public static readonly TimeSpan MostBehind = TimeSpan.FromHours(24);

    private readonly Dictionary<(DeviceId, string), (DateTimeOffset Said, DateTimeOffset At, double Value)> last = [];

    /// <summary>Whether a live word can be of an instant; else it counts from when it came, because no wrong clock may silence a fire.</summary>
    public static bool CanBe(DateTimeOffset said, DateTimeOffset now) => said <= now + MostAhead && said >= now - MostBehind;

    /// <summary>The instant of a word: as it was said, or a few microseconds later when another word was of that instant.</summary>
    /// <param name="device">Whose word.</param>
    /// <param name="measure">What about.</param>
    /// <param name="said">Of when, UTC.</param>
    /// <param name="value">The word.</param>
    public DateTimeOffset Of(DeviceId device, string measure, DateTimeOffset said, double value)
    {
        if (last.TryGetValue((device, measure), out var before) && said <= before.At)
        {
            // An older one is late, and the same one again is a repetition.
            if (said < before.Said || value.Equals(before.Value))
                return said < before.Said ? said : before.At;
            last[(device, measure)] = before with { At = before.At.AddMicroseconds(1), Value = value };
            return before.At.AddMicroseconds(1);
        }

        last[(device, measure)] = (said, said, value);
        return said;
    }
}
