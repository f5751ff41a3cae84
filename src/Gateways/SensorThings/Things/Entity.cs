using System.Globalization;
using System.Text.Json.Nodes;
using Linli.Platform.Geo;
using Linli.Sensing;

namespace Linli.SensorThings.Things;

/// <summary>An entity: a device, a kind, a measure or a reading, seen as the standard sees it.</summary>
internal sealed class Entity
{
    /// <summary>Between the parts of an id; no code of a device or a measure has it.</summary>
    public const char Sign = '~';

    private const string GeoJson = "application/geo+json";
    private readonly Lazy<JsonObject> json;

    private Entity(EntitySet set, string id, Func<JsonObject> write)
    {
        (Set, Id) = (set, id);
        json = new(write);
    }

    public EntitySet Set { get; }

    public string Id { get; }

    /// <summary>The device behind it; <c>null</c> for sensors and observed properties.</summary>
    public Device? Device { get; private init; }

    public DeviceKind? Kind { get; private init; }

    public Measure? Measure { get; private init; }

    /// <summary>Its properties.</summary>
    public JsonObject Json => json.Value;

    public static Entity Thing(Device device, DeviceKind kind) => new(EntitySets.Things, device.Code, () => new()
    {
        ["name"] = device.Name,
        ["description"] = kind.Name.ToString(),
        ["properties"] = new JsonObject { ["kind"] = kind.Code, ["facility"] = device.Facility, ["place"] = device.Scope.Value },
    })
    { Device = device, Kind = kind };

    public static Entity Location(Device device, DeviceKind kind) => new(EntitySets.Locations, device.Code, () => new()
    {
        ["name"] = device.Name,
        ["description"] = device.Facility ?? kind.Name.ToString(),
        ["encodingType"] = GeoJson,
        ["location"] = Point(device.Place!.Value),
    })
    { Device = device, Kind = kind };

    public static Entity HistoricalLocation(Device device, DeviceKind kind) => new(EntitySets.HistoricalLocations, device.Code, () => new()
    {
        ["time"] = Text(EnteredAt(device.Id.Value)),
    })
    { Device = device, Kind = kind };

    public static Entity Feature(Device device, DeviceKind kind) => new(EntitySets.Features, device.Code, () => new()
    {
        ["name"] = device.Facility ?? device.Name,
        ["description"] = kind.Name.ToString(),
        ["encodingType"] = GeoJson,
        // One that is mounted nowhere still looks at something: GeoJSON calls that a feature without geometry.
        ["feature"] = device.Place is { } place ? Point(place) : new JsonObject
        {
            ["type"] = "Feature", ["geometry"] = null, ["properties"] = new JsonObject { ["facility"] = device.Facility, ["place"] = device.Scope.Value },
        },
    })
    { Device = device, Kind = kind };

    public static Entity Datastream(Device device, DeviceKind kind, Measure measure) => new(EntitySets.Datastreams, $"{device.Code}{Sign}{measure.Code}", () => new()
    {
        ["name"] = $"{device.Name} {measure.Name}",
        ["description"] = measure.Name.ToString(),
        ["observationType"] = "http://www.opengis.net/def/observationType/OGC-OM/2.0/" + measure.Use switch
        {
            MeasureUse.Count => "OM_CountObservation",
            MeasureUse.Switch => "OM_TruthObservation",
            _ => "OM_Measurement",
        },
        ["unitOfMeasurement"] = new JsonObject
        {
            ["name"] = measure.Unit.Length == 0 ? null : measure.Unit,
            ["symbol"] = measure.Unit.Length == 0 ? null : measure.Unit,
            ["definition"] = Units.Definition(measure.Unit),
        },
        ["observedArea"] = device.Place is { } place ? Point(place) : null,
        ["properties"] = new JsonObject { ["least"] = measure.Least, ["most"] = measure.Most },
    })
    { Device = device, Kind = kind, Measure = measure };

    public static Entity Sensor(DeviceKind kind) => new(EntitySets.Sensors, kind.Code, () => new()
    {
        ["name"] = kind.Name.ToString(),
        ["description"] = $"{kind.Name.Zh} {kind.Name.En}",
        ["encodingType"] = "text/plain",
        ["metadata"] = kind.Code,
    })
    { Kind = kind };

    public static Entity ObservedProperty(Measure measure) => new(EntitySets.ObservedProperties, measure.Code, () => new()
    {
        ["name"] = measure.Name.ToString(),
        ["definition"] = "urn:linli:measure:" + measure.Code,
        ["description"] = $"{measure.Name.Zh} {measure.Name.En}",
    })
    { Measure = measure };

    public static Entity Observation(Entity datastream, PastValue value) => new(
        EntitySets.Observations, $"{datastream.Id}{Sign}{value.At.UtcTicks.ToString(CultureInfo.InvariantCulture)}", () => new()
        {
            ["phenomenonTime"] = Text(value.At),
            ["resultTime"] = Text(value.At),
            ["result"] = datastream.Measure!.Use == MeasureUse.Switch ? JsonValue.Create(value.Value != 0) : JsonValue.Create(value.Value),
        })
    { Device = datastream.Device, Kind = datastream.Kind, Measure = datastream.Measure };

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static JsonObject Point(GeoPoint at) => new() { ["type"] = "Point", ["coordinates"] = new JsonArray(at.Longitude, at.Latitude) };

    // The first 48 bits of a version 7 id are Unix milliseconds.
    private static DateTimeOffset EnteredAt(Guid id) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(id.ToString("N", CultureInfo.InvariantCulture)[..12], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
}

/// <summary>What units are called in the Unified Code for Units of Measure.</summary>
internal static class Units
{
    public static string? Definition(string unit) => unit switch
    {
        "" => null,
        "℃" => "http://www.qudt.org/qudt/owl/1.0.0/unit/Instances.html#DegreeCelsius",
        _ => "ucum:" + unit,
    };
}
