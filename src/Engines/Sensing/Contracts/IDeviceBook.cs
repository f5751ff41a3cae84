using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Results;

namespace Linli.Sensing;

/// <summary>How a device is called in a protocol (设备地址).</summary>
/// <param name="Protocol">One of <see cref="DeviceProtocols"/>.</param>
/// <param name="Address">As the protocol writes it, without leading zeros where it pads with them.</param>
public sealed record DeviceAddress(string Protocol, string Address);

/// <summary>A device to be entered.</summary>
/// <param name="Code">Unique code: 2–60 Latin letters, digits, <c>-</c>, <c>_</c>, <c>.</c> or <c>:</c>. Never from a person's name or number.</param>
/// <param name="Name">What people call it, 1–60 characters; never the name of a person.</param>
/// <param name="Kind">Code of its kind.</param>
/// <param name="Scope">Where it belongs.</param>
public sealed record NewDevice(string Code, string Name, string Kind, ScopePath Scope)
{
    /// <summary>What its degrees mean when it sends a position (R51).</summary>
    public CoordinateSystem Coordinates { get; init; }

    /// <summary>Where it is mounted, WGS-84.</summary>
    public GeoPoint? Place { get; init; }

    /// <summary>Code of the facility, space or compound it belongs to.</summary>
    public string? Facility { get; init; }

    /// <summary>How protocols call it.</summary>
    public IReadOnlyList<DeviceAddress> Addresses { get; init; } = [];

    /// <summary>Codes of the groups it belongs to; they must exist.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>A key that its maker put into it, at least 20 characters; left out, one is handed out later.</summary>
    public string? Key { get; init; }

    /// <summary>Whether it is in service already, and nobody waits for its first word; else it is expected until it first speaks, or its label is scanned.</summary>
    public bool InService { get; init; }
}

/// <summary>
/// Groups that a scene keeps by itself, such as the cards of a school path. People see them and use them like any other, and neither a form
/// nor a table changes who is in them: rules of the scene rest on it.
/// </summary>
public static class SceneGroups
{
    /// <summary>What their codes begin with.</summary>
    public const string Before = "scene:";

    /// <summary>Whether a scene keeps the group with a code.</summary>
    public static bool Keeps(string group) => group.StartsWith(Before, StringComparison.Ordinal);
}

/// <summary>
/// The register of devices, for scenes that bring their own, such as the cards of pupils. Everything is done in the current
/// transaction and seen by <see cref="IDevices"/> once it is committed. The caller has asked whether it may be done.
/// </summary>
public interface IDeviceBook
{
    /// <summary>Enters a device. Refused when its code or one of its addresses belongs to another one, which is then named.</summary>
    Task<Result<DeviceId>> Enter(NewDevice device, CancellationToken cancel);

    /// <summary>Enters many devices with few statements, or none of them: in the order given.</summary>
    Task<Result<IReadOnlyList<DeviceId>>> EnterMany(IReadOnlyCollection<NewDevice> devices, CancellationToken cancel);

    /// <summary>Makes a new key, which is shown this once; the old one ends at once and its connections hang up. <c>null</c> when there is no such device, or it is retired.</summary>
    Task<string?> RenewKey(DeviceId device, CancellationToken cancel);

    /// <summary>Says how a protocol calls a device, in place of what it was called there; <c>null</c> takes the address away.</summary>
    Task<Result<Done>> Address(DeviceId device, string protocol, string? address, CancellationToken cancel);

    /// <summary>
    /// Puts a device in service, such as a card that is handed to its pupil: from here on it is offline when nothing is heard of it, though it
    /// never spoke. Nothing happens to one that is in service or retired.
    /// </summary>
    Task PutInService(DeviceId device, CancellationToken cancel);

    /// <summary>Takes a device out of service for good: its key and its addresses open nothing any more. What it measured stays.</summary>
    Task Retire(DeviceId device, CancellationToken cancel);

    /// <summary>Makes a group of devices, or renames it.</summary>
    Task KeepGroup(string code, string name, ScopePath scope, CancellationToken cancel);

    /// <summary>Takes a device into a group; nothing happens to one that is in it, or retired.</summary>
    Task Join(DeviceId device, string group, CancellationToken cancel);

    /// <summary>Takes a device out of a group.</summary>
    Task Leave(DeviceId device, string group, CancellationToken cancel);

    /// <summary>The devices in a group, from memory.</summary>
    IReadOnlyCollection<DeviceId> InGroup(string code);
}
