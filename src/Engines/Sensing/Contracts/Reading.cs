namespace Linli.Sensing;

/// <summary>Where a device says it is, in the coordinate system its own entry names; the engine brings it into WGS-84.</summary>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Longitude">Degrees east.</param>
/// <param name="Accuracy">Radius in metres within which it is with 68 %; not a number when the device does not say.</param>
/// <param name="Speed">Metres a second; not a number when the device does not say.</param>
/// <param name="Heading">Degrees from north, clockwise; not a number when the device does not say.</param>
public readonly record struct Fix(double Latitude, double Longitude, float Accuracy = float.NaN, float Speed = float.NaN, float Heading = float.NaN);

/// <summary>One value of one device at one instant: a measure, or a position.</summary>
public readonly record struct Reading
{
    /// <summary>Code of the measure of a position.</summary>
    public const string Position = "position";

    /// <summary>A value of a measure.</summary>
    /// <param name="device">Which device.</param>
    /// <param name="measure">Code of the measure.</param>
    /// <param name="at">When it was measured by the device's clock, UTC.</param>
    /// <param name="value">In the unit of the measure.</param>
    public Reading(DeviceId device, string measure, DateTimeOffset at, double value) =>
        (Device, Measure, At, Value) = (device, measure, at, value);

    /// <summary>A position.</summary>
    public Reading(DeviceId device, DateTimeOffset at, Fix fix) =>
        (Device, Measure, At, Fix) = (device, Position, at, fix);

    /// <summary>Which device.</summary>
    public DeviceId Device { get; }

    /// <summary>Code of the measure, <see cref="Position"/> for a position.</summary>
    public string Measure { get; }

    /// <summary>When it was measured by the device's clock, UTC.</summary>
    public DateTimeOffset At { get; }

    /// <summary>In the unit of the measure; 0 for a position.</summary>
    public double Value { get; }

    /// <summary>Where, for a position.</summary>
    public Fix Fix { get; }

    /// <summary>Whether it is a position.</summary>
    public bool IsPosition => Measure == Position;
}
