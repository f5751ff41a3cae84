using Linli.Platform.Security;
using Linli.Sensing;
using Microsoft.Extensions.Options;

namespace Linli.SensorThings.Things;

/// <summary>The entities a caller may see. What stands for a person is not among them, whoever asks.</summary>
internal sealed class Catalogue(IDevices devices, DeviceKinds kinds, CurrentCaller caller, IOptions<SensorThingsOptions> options)
{
    private List<(Device Device, DeviceKind Kind)>? visible;

    private List<(Device Device, DeviceKind Kind)> Visible => visible ??=
        [.. kinds.All.Where(k => !k.Personal).SelectMany(k => devices.OfKind(k.Code).Where(MaySee).Select(d => (d, k))).OrderBy(p => p.d.Code, StringComparer.Ordinal)];

    /// <summary>All entities of a set other than observations.</summary>
    public IEnumerable<Entity> All(EntitySet set)
    {
        if (set == EntitySets.Things)
            return Visible.Select(p => Entity.Thing(p.Device, p.Kind));
        if (set == EntitySets.Locations)
            return Placed(Entity.Location);
        if (set == EntitySets.HistoricalLocations)
            return Placed(Entity.HistoricalLocation);
        if (set == EntitySets.Features)
            return Visible.Select(p => Entity.Feature(p.Device, p.Kind));
        if (set == EntitySets.Datastreams)
            return Visible.SelectMany(p => p.Kind.Measures.Select(m => Entity.Datastream(p.Device, p.Kind, m)));
        if (set == EntitySets.Sensors)
            return Visible.Select(p => p.Kind).Distinct().Select(Entity.Sensor);
        return set == EntitySets.ObservedProperties
            ? Visible.Select(p => p.Kind).Distinct().SelectMany(k => k.Measures).DistinctBy(m => m.Code).Select(Entity.ObservedProperty)
            : throw new InvalidOperationException("Observations are read from the past.");
    }

    /// <summary>An entity by its id, or <c>null</c>; not an observation.</summary>
    public Entity? Find(EntitySet set, string id)
    {
        if (set == EntitySets.Sensors || set == EntitySets.ObservedProperties)
            return All(set).FirstOrDefault(e => e.Id == id);
        var parts = id.Split(Entity.Sign);
        if (devices.ByCode(parts[0]) is not { } device || kinds.Find(device.Kind) is not { Personal: false } kind || !MaySee(device))
            return null;
        if (set == EntitySets.Datastreams)
            return parts.Length == 2 && kind.Find(parts[1]) is { } measure ? Entity.Datastream(device, kind, measure) : null;
        if (parts.Length != 1)
            return null;
        return set == EntitySets.Things ? Entity.Thing(device, kind) : device.Place is null && set != EntitySets.Features ? null : At(set, device, kind);
    }

    /// <summary>Where a way leads; not to observations.</summary>
    public IEnumerable<Entity> Follow(Entity from, Way way)
    {
        var to = way.To;
        if (from is { Device: { } device, Kind: { } kind })
            return FromDevice(from, device, kind, to);
        if (from.Kind is { } sensor)
            return Visible.Where(p => p.Kind == sensor).SelectMany(p => p.Kind.Measures.Select(m => Entity.Datastream(p.Device, p.Kind, m)));
        return Visible.Select(p => (p.Device, p.Kind, Measure: p.Kind.Find(from.Id))).Where(p => p.Measure is not null).Select(p => Entity.Datastream(p.Device, p.Kind, p.Measure!));
    }

    private static IEnumerable<Entity> FromDevice(Entity from, Device device, DeviceKind kind, EntitySet to)
    {
        if (to == EntitySets.Things)
            return [Entity.Thing(device, kind)];
        if (to == EntitySets.Sensors)
            return [Entity.Sensor(kind)];
        if (to == EntitySets.ObservedProperties)
            return [Entity.ObservedProperty(from.Measure!)];
        if (to == EntitySets.Datastreams)
            return from.Measure is { } one ? [Entity.Datastream(device, kind, one)] : kind.Measures.Select(m => Entity.Datastream(device, kind, m));
        return device.Place is null && to != EntitySets.Features ? [] : [At(to, device, kind)];
    }

    private static Entity At(EntitySet set, Device device, DeviceKind kind) =>
        set == EntitySets.Locations ? Entity.Location(device, kind)
        : set == EntitySets.HistoricalLocations ? Entity.HistoricalLocation(device, kind)
        : Entity.Feature(device, kind);

    private IEnumerable<Entity> Placed(Func<Device, DeviceKind, Entity> make) => Visible.Where(p => p.Device.Place is not null).Select(p => make(p.Device, p.Kind));

    private bool MaySee(Device device) => options.Value.Public || caller.Value.May(SensingPermissions.Watch, device.Scope);
}
