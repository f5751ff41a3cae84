using Linli.Platform.Ids;

namespace Linli.Sensing;

/// <summary>Id of a device (设备).</summary>
public readonly record struct DeviceId(Guid Value) : ITypedId<DeviceId>
{
    /// <inheritdoc/>
    public static DeviceId From(Guid value) => new(value);
}
