using Linli.Platform.Data;
using Linli.Platform.Time;

namespace Linli.Cases.Demo;

/// <summary>Chance, the same for the same day.</summary>
internal sealed class Draw(int seed)
{
#pragma warning disable CA5394 // no secret depends on it
    private readonly Random random = new(seed);

    /// <summary>True so often out of one.</summary>
    public bool Chance(double often) => random.NextDouble() < often;

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    public int Between(int least, int most) => random.Next(least, most + 1);

    /// <summary>A number from one to the other.</summary>
    public double Between(double least, double most) => least + (random.NextDouble() * (most - least));

    /// <summary>One of them.</summary>
    public T Of<T>(IReadOnlyList<T> some) => some[random.Next(some.Count)];

    /// <summary>One of them, or nothing where there is none.</summary>
    public T? OfAny<T>(IReadOnlyList<T> some) where T : class => some.Count == 0 ? null : Of(some);

    /// <summary>The index of one of them, the heavier ones more often.</summary>
    public int Weighted(IReadOnlyList<double> weights)
    {
        var left = random.NextDouble() * weights.Sum();
        for (var i = 0; i < weights.Count - 1; i++)
            if ((left -= weights[i]) < 0)
                return i;
        return weights.Count - 1;
    }

    /// <summary>A span around the usual one: mostly near it, sometimes much longer, as work is.</summary>
    public TimeSpan Around(TimeSpan usual, double spread = 0.6)
    {
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return usual * Math.Exp(normal * spread);
    }

    /// <summary>How many of something that happens so often on average (Poisson).</summary>
    public int Count(double average)
    {
        var (limit, product, count) = (Math.Exp(-average), random.NextDouble(), 0);
        while (product > limit)
        {
            product *= random.NextDouble();
            count++;
        }

        return count;
    }

    /// <summary>A UUIDv7 of the instant.</summary>
    public Guid Id(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        Guid.CreateVersion7(at).TryWriteBytes(bytes[..16], bigEndian: true, out _);
        random.NextBytes(bytes[8..]);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        bytes[6] = 0x70;
        bytes[7] = (byte)random.Next(256);
        return new(bytes, bigEndian: true);
    }
#pragma warning restore CA5394
}

/// <summary>When people work.</summary>
/// <param name="Calendar">Working days.</param>
/// <param name="EveryDay">Whether weekends and holidays are worked as well, as at the one-stop desk.</param>
internal sealed record Shift(WorkingDayCalendar Calendar, bool EveryDay)
{
    private static readonly TimeOnly Starts = new(8, 30);
    private static readonly TimeOnly Ends = new(17, 45);

    /// <summary>The instant after so much time at work.</summary>
    public DateTimeOffset After(DateTimeOffset start, TimeSpan work)
    {
        var (date, at) = (LocalTime.DateOf(start), start);
        while (true)
        {
            if (EveryDay || Calendar.IsWorkingDay(date))
            {
                var from = LocalTime.At(date, Starts) is var opens && opens > at ? opens : at;
                var until = LocalTime.At(date, Ends);
                if (from < until)
                {
                    if (until - from >= work)
                        return Clock.ToMicroseconds(from + work);
                    work -= until - from;
                }
            }

            date = date.AddDays(1);
            at = LocalTime.StartOfDay(date);
        }
    }
}
