using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Sensing;
using NetTopologySuite.Geometries;

namespace Linli.Bench.Fences;

/// <summary>A district with fences of 20 to 60 corners, and devices that walk about in it.</summary>
internal static class Town
{
    private const double Longitude = 120.21, Latitude = 30.208, Spread = 8000;
    private static readonly LocalScale Scale = LocalScale.At(Latitude);

    public static readonly ScopePath Place = ScopePath.Parse("/zj/ys/", null);

    public static readonly DeviceKind Card = new("card", ("卡", "Card"), "id") { Moves = true };

    public static Coordinate At(double east, double north) => new(Longitude + (east / Scale.East), Latitude + (north / Scale.North));

    public static Fence[] Fences(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(n => new Fence($"f{n:0000}", ("围栏", "Fence"), Place, Star(random)))];
    }

    public static Device[] Devices(int count) =>
    [
        .. Enumerable.Range(0, count).Select(n =>
            new Device(new(new Guid(n, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0)), $"C-{n}", $"C-{n}", Card.Code, Place, DeviceState.InService, CoordinateSystem.Wgs84, null, null)),
    ];

    /// <summary>Each device a fix every ten seconds, at up to 2 m/s; now and then one comes twice, or late.</summary>
    public static (Reading[] Readings, int[] Device) Walk(Device[] devices, int count, int seed, double repeated, double late, Func<Random, float> accuracy)
    {
        var random = new Random(seed);
        var start = new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);
        var (x, y) = (new double[devices.Length], new double[devices.Length]);
        for (var d = 0; d < devices.Length; d++)
            (x[d], y[d]) = ((random.NextDouble() - 0.5) * Spread, (random.NextDouble() - 0.5) * Spread);
        var (readings, of) = (new Reading[count], new int[count]);
        for (var i = 0; i < count; i++)
        {
            var d = i % devices.Length;
            of[i] = d;
            if (i >= devices.Length && random.NextDouble() < repeated)
            {
                readings[i] = readings[i - devices.Length];
                continue;
            }

            (x[d], y[d]) = (x[d] + ((random.NextDouble() - 0.5) * 40), y[d] + ((random.NextDouble() - 0.5) * 40));
            var at = start.AddSeconds((i / devices.Length * 10) - (random.NextDouble() < late ? 25 : 0));
            var point = At(x[d], y[d]);
            readings[i] = new(devices[d].Id, at, new(point.Y, point.X, accuracy(random)));
        }

        return (readings, of);
    }

    private static Polygon Star(Random random)
    {
        var (east, north) = ((random.NextDouble() - 0.5) * Spread, (random.NextDouble() - 0.5) * Spread);
        var (size, corners) = (50 + (random.NextDouble() * 250), random.Next(20, 61));
        var ring = new Coordinate[corners + 1];
        for (var i = 0; i < corners; i++)
        {
            var (angle, radius) = (Math.Tau * i / corners, size * (0.6 + (0.4 * random.NextDouble())));
            ring[i] = At(east + (radius * Math.Cos(angle)), north + (radius * Math.Sin(angle)));
        }

        ring[corners] = ring[0];
        return new(new LinearRing(ring));
    }
}
