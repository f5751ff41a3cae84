using Linli.Platform.Data;
using Linli.Platform.Geo;

namespace Linli.Sensing.Devices;

/// <summary>A device as it is kept.</summary>
internal sealed class DeviceRow : IScoped
{
    public required DeviceId Id { get; init; }

    public required string Code { get; init; }

    public required string Name { get; set; }

    public required string Kind { get; set; }

    public required string Scope { get; set; }

    /// <summary>Expected, in service or retired; maintenance and test come on top of it and end by themselves.</summary>
    public required DeviceState State { get; set; }

    public required CoordinateSystem Coordinates { get; set; }

    public double? Latitude { get; set; }

    public double? Longitude { get; set; }

    public string? Facility { get; set; }

    /// <summary>Keyed hash of its key; <c>null</c> while none was handed out.</summary>
    public string? KeyHash { get; set; }

    public DateTimeOffset? KeyAt { get; set; }

    /// <summary>Until when it is tested.</summary>
    public DateTimeOffset? TestUntil { get; set; }

    public required DateTimeOffset EnteredAt { get; init; }

    public Guid? EnteredBy { get; init; }

    /// <summary>When somebody put it in service; <c>null</c> while nobody waits for it.</summary>
    public DateTimeOffset? InServiceAt { get; set; }

    public DateTimeOffset? RetiredAt { get; set; }

    /// <summary>Number of its latest change among all changes of devices: what a node has not seen has a higher one.</summary>
    public required long Change { get; set; }
}

/// <summary>How a protocol calls a device.</summary>
internal sealed class DeviceAddressRow
{
    public required string Protocol { get; init; }

    public required string Address { get; init; }

    public required DeviceId Device { get; init; }
}

/// <summary>A time in which devices are under maintenance; one device, or all of a group.</summary>
internal sealed class MaintenanceRow
{
    public required Guid Id { get; init; }

    public required DeviceId Device { get; init; }

    public required DateTimeOffset From { get; init; }

    /// <summary>Not part of it.</summary>
    public required DateTimeOffset To { get; set; }

    public required string Reason { get; init; }

    public Guid? By { get; init; }
}

/// <summary>A group of devices (设备分组), such as the detectors on one fire panel.</summary>
internal sealed class DeviceGroupRow : IScoped
{
    public required string Code { get; init; }

    public required string Name { get; set; }

    public required string Scope { get; init; }
}

/// <summary>A device in a group.</summary>
internal sealed class DeviceGroupMemberRow
{
    public required string Group { get; init; }

    public required DeviceId Device { get; init; }
}

/// <summary>One row that counts the changes of devices, so that every node notices them.</summary>
internal sealed class DeviceChangeRow
{
    public const int TheOnly = 1;

    public required int Id { get; init; }

    public required long Value { get; set; }
}
