using System.Collections.Concurrent;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Microsoft.Extensions.DependencyInjection;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;

namespace Linli.Sensing.Pipeline;

/// <summary>How the degrees of a device looked so far: how often they lay where it is known to be as they came, and how often after a shift back from GCJ-02.</summary>
internal sealed class CoordinateDoubt
{
    public int Looked { get; set; }

    public int AsGiven { get; set; }

    public int ShiftedBack { get; set; }

    public long LookedAt { get; set; }
}

/// <summary>
/// Notices devices that are entered as WGS-84 and send GCJ-02, which puts them 500 m off (R51): their fixes lie off everything known of their
/// place, and on it once they are shifted back. It says so and moves nothing: that is for whoever keeps the device to set right.
/// </summary>
internal sealed class CoordinateWatch(IServiceScopeFactory scopes, IDevices devices)
{
    private const double Near = 120;
    private const int Enough = 20;
    private const double Most = 0.8;
    private const double Few = 0.2;
    private static readonly long Pause = TimeSpan.FromSeconds(5).Ticks;
    private readonly ConcurrentDictionary<DeviceId, bool> found = new();
    private volatile Ground[] grounds = [];

    /// <summary>Devices whose degrees are probably GCJ-02.</summary>
    public IReadOnlyCollection<DeviceId> Found => [.. found.Keys.Where(StillWrong)];

    public bool IsFound(DeviceId device) => found.ContainsKey(device) && StillWrong(device);

    /// <summary>Looks at a fix; called by the device's lane only.</summary>
    public void Look(Twin twin, Device device, in Reading reading)
    {
        if (device.Coordinates is not (CoordinateSystem.Wgs84 or CoordinateSystem.Cgcs2000))
            return;
        var doubt = twin.Doubt ??= new();
        if (doubt.Looked >= Enough || reading.At.UtcTicks - doubt.LookedAt < Pause)
            return;
        doubt.LookedAt = reading.At.UtcTicks;
        var back = ChinaCoordinates.ToWgs84(reading.Fix.Latitude, reading.Fix.Longitude, CoordinateSystem.Gcj02);
        if (Knows(device, new(reading.Fix.Latitude, reading.Fix.Longitude), back) is not var (given, shifted))
            return;
        doubt.Looked++;
        doubt.AsGiven += given ? 1 : 0;
        doubt.ShiftedBack += shifted ? 1 : 0;
        if (doubt.Looked < Enough)
            return;
        if (doubt.ShiftedBack >= Most * Enough && doubt.AsGiven <= Few * Enough)
            found[device.Id] = true;
        else
            found.TryRemove(device.Id, out _);

        // It is looked at again: somebody may set it right, or wrong, while we run.
        twin.Doubt = null;
    }

    /// <summary>Reads the fences again.</summary>
    public async Task Refresh(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (scope.ServiceProvider.GetService<IFences>() is not { } fences)
            return;
        grounds = [.. (await fences.Within(ScopeSet.Everywhere, cancel)).Select(f => new Ground(f.Scope, f.Area.EnvelopeInternal, PreparedGeometryFactory.Prepare(f.Area)))];
    }

    // One that is mounted lies where it is mounted; one that moves spends its time about the fences of its place.
    private (bool Given, bool Shifted)? Knows(Device device, GeoPoint given, GeoPoint shifted)
    {
        if (device.Place is { } place)
            return (given.DistanceTo(place) < Near, shifted.DistanceTo(place) < Near);
        var any = false;
        var (inGiven, inShifted) = (false, false);
        foreach (var ground in grounds)
            if (ground.Scope.Contains(device.Scope) || device.Scope.Contains(ground.Scope))
            {
                any = true;
                inGiven |= ground.Holds(given);
                inShifted |= ground.Holds(shifted);
            }

        return any && (inGiven || inShifted) ? (inGiven, inShifted) : null;
    }

    private bool StillWrong(DeviceId device) => devices.Find(device) is { Coordinates: CoordinateSystem.Wgs84 or CoordinateSystem.Cgcs2000 };

    private sealed record Ground(ScopePath Scope, Envelope Box, IPreparedGeometry Area)
    {
        public bool Holds(GeoPoint point) => Box.Contains(point.Longitude, point.Latitude) && Area.Covers(point.ToGeometry());
    }
}
