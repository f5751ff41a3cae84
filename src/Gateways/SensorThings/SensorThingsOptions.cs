namespace Linli.SensorThings;

/// <summary>Configuration section <c>SensorThings</c>.</summary>
public sealed class SensorThingsOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "SensorThings";

    /// <summary>
    /// Whether anybody may read what stands for no person. Otherwise the reader needs the permission <c>sensing.watch</c>, and sees the
    /// devices of their places.
    /// </summary>
    public bool Public { get; set; }
}
