using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Results;

namespace Linli.Sensing.Pipeline;

/// <summary>A reading that passed the door: in WGS-84, its instant cut to microseconds, its measure the one string of its kind.</summary>
/// <param name="Reading">The reading.</param>
/// <param name="Device">Its device; <c>null</c> only when it was entered no more by the time the journal was read again.</param>
/// <param name="Kind">The device's kind.</param>
/// <param name="Lane">Number of the lane of its device.</param>
internal readonly record struct Admitted(Reading Reading, Device? Device, KnownKind Kind, int Lane);

/// <summary>Looks at a reading by itself, before anything is known of what its device said before.</summary>
internal sealed class Door(IDevices devices, DeviceKinds kinds, PipelineOptions options)
{
    private const int LongestMeasure = 60;

    /// <summary>What is wrong with a reading, or <c>null</c>.</summary>
    public Problem? Judge(in Reading given, DateTimeOffset now, out Admitted admitted)
    {
        admitted = default;
        if (devices.Find(given.Device) is not { State: not DeviceState.Retired } device)
            return DoorProblems.UnknownDevice;
        var kind = kinds.Of(device.Kind);
        if (TimeProblem(kind, given, now) is { } wrongTime)
            return wrongTime;
        var at = Clock.ToMicroseconds(given.At);
        if (given.IsPosition)
        {
            if (kind.Kind is { Moves: false })
                return DoorProblems.DoesNotMove;
            if (!IsPlace(given.Fix))
                return DoorProblems.NoPlaceOnEarth;
            admitted = new(new(device.Id, at, ToWgs84(given.Fix, device.Coordinates)), device, kind, LaneOf(device.Id));
            return null;
        }

        if (ValueProblem(kind, given, out var measure) is { } wrongValue)
            return wrongValue;
        admitted = new(new(device.Id, measure, at, given.Value), device, kind, LaneOf(device.Id));
        return null;
    }

    /// <summary>Number of a device's lane. Ids are made one after the other, so all of their bits are mixed.</summary>
    public int LaneOf(DeviceId device) => (int)((uint)device.Value.GetHashCode() % (uint)options.LaneCount);

    private Problem? TimeProblem(KnownKind kind, in Reading given, DateTimeOffset now)
    {
        if (given.At > now + options.MostAhead)
            return DoorProblems.Ahead(given.At - now);

        // Hours whose readings were deleted already could not be reckoned anew.
        var kept = given.IsPosition ? kind.KeepPositions : kind.KeepReadings;
        return given.At < now - (kept < options.MostBehind ? kept : options.MostBehind) ? DoorProblems.TooOld(given.At) : null;
    }

    private static Problem? ValueProblem(KnownKind kind, in Reading given, out string measure)
    {
        measure = given.Measure;
        if (given.Measure is null)
            return DoorProblems.MeasureMalformed;
        if (!double.IsFinite(given.Value))
            return DoorProblems.NotANumber;
        if (kind.Find(given.Measure) is { } known)
        {
            measure = known.Code;
            return given.Value < known.Least || given.Value > known.Most ? DoorProblems.OutOfRange(known, given.Value) : null;
        }

        if (!IsCode(given.Measure))
            return DoorProblems.MeasureMalformed;
        return kind.Kind is { KeepsOthers: false } kindOf ? DoorProblems.UnknownMeasure(kindOf, given.Measure) : null;
    }

    // 0, 0 is what receivers say that have no fix; it lies in the Gulf of Guinea.
    private static bool IsPlace(Fix fix) => GeoPoint.IsValid(fix.Latitude, fix.Longitude) && !(fix.Latitude == 0 && fix.Longitude == 0);

    private static Fix ToWgs84(Fix fix, CoordinateSystem system)
    {
        // What is less than nothing or endless says nothing.
        var clean = new Fix(fix.Latitude, fix.Longitude, Sensible(fix.Accuracy), Sensible(fix.Speed), Sensible(fix.Heading));
        if (system is CoordinateSystem.Wgs84 or CoordinateSystem.Cgcs2000)
            return clean;
        var point = ChinaCoordinates.ToWgs84(fix.Latitude, fix.Longitude, system);
        return clean with { Latitude = point.Latitude, Longitude = point.Longitude };
    }

    private static float Sensible(float value) => float.IsFinite(value) && value >= 0 ? value : float.NaN;

    private static bool IsCode(string? measure)
    {
        if (measure is not { Length: > 0 and <= LongestMeasure })
            return false;
        foreach (var c in measure)
            if (!(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-' or '_'))
                return false;
        return true;
    }
}
