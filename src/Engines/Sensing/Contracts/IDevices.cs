using Linli.Platform.Data;
using Linli.Platform.Geo;

namespace Linli.Sensing;

/// <summary>How far a device is taken at its word (设备状态).</summary>
public enum DeviceState
{
    /// <summary>Entered, but it has never spoken.</summary>
    Expected,

    /// <summary>In service (在用).</summary>
    InService,

    /// <summary>Under maintenance (维保): readings are kept, no rule looks at them.</summary>
    Maintenance,

    /// <summary>Tested (测试): alarms are marked as a test, call nobody out and count in no figure.</summary>
    Test,

    /// <summary>Taken out of service (停用): its key opens nothing.</summary>
    Retired,
}

/// <summary>A device as gateways, lanes and scenes know it. A changed device is a new object.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Code">Its unique code: what it signs in with, such as <c>C-1007</c>.</param>
/// <param name="Name">What people call it; never the name of a person.</param>
/// <param name="Kind">Code of its kind.</param>
/// <param name="Scope">Where it belongs.</param>
/// <param name="State">How far it is taken at its word.</param>
/// <param name="Coordinates">What its degrees mean (R51).</param>
/// <param name="Place">Where it is mounted, WGS-84; <c>null</c> for one that moves or is not on the map.</param>
/// <param name="Facility">Code of the facility, space or compound it belongs to, or <c>null</c>.</param>
public sealed record Device(
    DeviceId Id, string Code, string Name, string Kind, ScopePath Scope, DeviceState State, CoordinateSystem Coordinates, GeoPoint? Place, string? Facility)
{
    /// <summary>Since when it has to speak, UTC: when it was put in service; <c>null</c> for one that nobody waits for before its first word.</summary>
    public DateTimeOffset? AwaitedSince { get; init; }
}

/// <summary>The devices of the installation, held in memory: asking costs no query. Changes are seen within a second on every node.</summary>
public interface IDevices
{
    /// <summary>A device, or <c>null</c>.</summary>
    Device? Find(DeviceId id);

    /// <summary>The device with a code, or <c>null</c>.</summary>
    Device? ByCode(string code);

    /// <summary>
    /// The parts of a unit with their addresses: the unit's, a colon, and their own. Looks through all addresses: for rare moments only.
    /// </summary>
    IReadOnlyCollection<(string Address, Device Device)> PartsOf(string protocol, string unit);

    /// <summary>The device with an address in a protocol, such as the terminal number of JT/T 808 or the MN of HJ 212; or <c>null</c>.</summary>
    /// <param name="protocol">One of <see cref="DeviceProtocols"/>.</param>
    /// <param name="address">As the protocol writes it, without leading zeros where it pads with them.</param>
    Device? ByAddress(string protocol, string address);

    /// <summary>All devices of a kind.</summary>
    IReadOnlyCollection<Device> OfKind(string kind);

    /// <summary>Devices that were put in service by somebody, neither tested nor under maintenance now: each has to speak, whether it ever did or not.</summary>
    IReadOnlyCollection<Device> Awaited() => [];

    /// <summary>
    /// The device that signs in with a code and its key, or <c>null</c> when there is none, the key is another one, or it is
    /// retired. Takes the same time either way.
    /// </summary>
    /// <param name="code">The device's code.</param>
    /// <param name="key">The key as it was handed out.</param>
    Device? Enter(string code, string key);

    /// <summary>Cancelled when the device's key is changed or it is retired: whoever holds a connection of it hangs up.</summary>
    CancellationToken EndOf(DeviceId id);
}

/// <summary>Languages of devices.</summary>
public static class DeviceProtocols
{
    /// <summary>Batches over HTTP.</summary>
    public const string Http = "http";

    /// <summary>MQTT 3.1.1 and 5.</summary>
    public const string Mqtt = "mqtt";

    /// <summary>JT/T 808; the address is the terminal's phone number.</summary>
    public const string Jt808 = "jt808";

    /// <summary>HJ 212; the address is the MN.</summary>
    public const string Hj212 = "hj212";

    /// <summary>GB 26875.3; the address is the source address of the unit in hexadecimal.</summary>
    public const string Gb26875 = "gb26875";
}

/// <summary>Something a device is asked to do (下行指令).</summary>
/// <param name="Id">Its id; the device's answer carries it or the gateway remembers it.</param>
/// <param name="Device">Which device.</param>
/// <param name="Name">What to do, such as <c>text</c>, <c>parameters</c>, <c>reset</c>.</param>
/// <param name="Arguments">JSON object.</param>
public sealed record DeviceCommand(Guid Id, DeviceId Device, string Name, string Arguments);

/// <summary>How a command ended.</summary>
public enum CommandOutcome
{
    /// <summary>The device said that it did it.</summary>
    Done,

    /// <summary>The device cannot or will not.</summary>
    Refused,

    /// <summary>The connection broke before the device answered; the command waits for the next one.</summary>
    Unanswered,
}

/// <summary>Connections of devices that stay open, kept by gateways.</summary>
public interface IDeviceLines
{
    /// <summary>
    /// Says that a device is connected, until the answer is disposed. Commands that waited are delivered at once, one after the
    /// other; a second connection of one device ends the first (its <paramref name="taken"/> is called).
    /// </summary>
    /// <param name="device">Which device.</param>
    /// <param name="protocol">One of <see cref="DeviceProtocols"/>.</param>
    /// <param name="deliver">Gives a command to the device and waits for its answer.</param>
    /// <param name="taken">Called when another connection of the same device took its place; hangs up.</param>
    DeviceConnection Open(DeviceId device, string protocol, Func<DeviceCommand, CancellationToken, Task<CommandOutcome>> deliver, Action taken);

    /// <summary>Whether the device holds a connection to this node now.</summary>
    bool IsOpen(DeviceId device);
}

/// <summary>A connection of a device.</summary>
public abstract class DeviceConnection : IDisposable
{
    /// <summary>Says that the device is alive although it sent no reading (心跳).</summary>
    public abstract void Heartbeat();

    /// <summary>
    /// Says that the device took leave, or that its last will says it is lost: it is offline at once and not only after its silence. A
    /// connection that merely broke is only disposed: cards sleep, and trains go through tunnels.
    /// </summary>
    /// <param name="lost">Whether it left a will for this case.</param>
    public abstract void Left(bool lost);

    /// <summary>Ends the connection; the device counts as silent from here on.</summary>
    public abstract void Dispose();
}

/// <summary>Asks devices to do something.</summary>
public interface IDeviceCommands
{
    /// <summary>Keeps a command for a device in the current transaction; it is delivered after the commit, or when the device connects.</summary>
    /// <param name="device">Which device.</param>
    /// <param name="name">What to do.</param>
    /// <param name="arguments">Becomes a JSON object.</param>
    /// <param name="until">After this instant it is not delivered any more.</param>
    Guid Send(DeviceId device, string name, object arguments, DateTimeOffset until);
}
