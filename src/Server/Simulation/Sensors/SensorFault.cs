namespace Linli.Server.Simulation.Sensors;

/// <summary>What goes wrong on a bad day.</summary>
internal enum SensorFault
{
    /// <summary>A device tells local time and calls it UTC.</summary>
    Clock,

    /// <summary>A device is entered as WGS-84 and sends GCJ-02.</summary>
    Gcj02,

    /// <summary>The same CloudEvents come again.</summary>
    Duplicate,

    /// <summary>Positions come out of order.</summary>
    Disorder,

    /// <summary>JT/T 808: half frames, and an escape at the end of one.</summary>
    HalfFrames,

    /// <summary>A device floods.</summary>
    Flood,

    /// <summary>Two devices with one id.</summary>
    TwinId,

    /// <summary>A key that was stolen and changed.</summary>
    StolenKey,

    /// <summary>Random bytes on every port.</summary>
    RandomBytes,

    /// <summary>Frames that come byte by byte.</summary>
    CutFrames,

    /// <summary>A gate without network for half an hour.</summary>
    OfflineGate,
}
