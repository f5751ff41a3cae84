namespace Linli.Sensing;

/// <summary>What devices say of their own settings.</summary>
public interface IDeviceReports
{
    /// <summary>
    /// Notes parameters as the device reported them (上报参数), in a transaction of its own. What was asked of it and is reported
    /// otherwise is sent to it again when it connects.
    /// </summary>
    /// <param name="device">Which device.</param>
    /// <param name="parameters">By name, as the device knows it; at most 100, values of at most 500 characters.</param>
    /// <param name="cancel">Stops waiting.</param>
    Task Reported(DeviceId device, IReadOnlyDictionary<string, string> parameters, CancellationToken cancel);
}
