namespace Linli.SensorThings.Things;

/// <summary>A way from one entity to others.</summary>
/// <param name="Name">As it is written: plural when it leads to several.</param>
/// <param name="IsMany">Whether it leads to several.</param>
/// <param name="Target">Where to; late, as sets lead to each other.</param>
internal sealed record Way(string Name, bool IsMany, Func<EntitySet> Target)
{
    public EntitySet To => Target();
}

/// <summary>A set of entities of the standard.</summary>
/// <param name="Name">Its name, plural.</param>
/// <param name="Properties">What its entities have.</param>
/// <param name="Ways">Where its entities lead.</param>
internal sealed record EntitySet(string Name, IReadOnlyList<string> Properties, IReadOnlyList<Way> Ways)
{
    public Way? Find(string way) => Ways.FirstOrDefault(w => w.Name == way);
}

/// <summary>The eight sets of the standard, and what each is here.</summary>
internal static class EntitySets
{
    private static readonly Way ToThing = new("Thing", false, () => Things!);
    private static readonly Way ToThings = new("Things", true, () => Things!);
    private static readonly Way ToLocations = new("Locations", true, () => Locations!);
    private static readonly Way ToHistoricalLocations = new("HistoricalLocations", true, () => HistoricalLocations!);
    private static readonly Way ToDatastream = new("Datastream", false, () => Datastreams!);
    private static readonly Way ToDatastreams = new("Datastreams", true, () => Datastreams!);
    private static readonly Way ToSensor = new("Sensor", false, () => Sensors!);
    private static readonly Way ToObservedProperty = new("ObservedProperty", false, () => ObservedProperties!);
    private static readonly Way ToObservations = new("Observations", true, () => Observations!);
    private static readonly Way ToFeature = new("FeatureOfInterest", false, () => Features!);

    /// <summary>A device.</summary>
    public static readonly EntitySet Things = new("Things", ["name", "description", "properties"], [ToDatastreams, ToLocations, ToHistoricalLocations]);

    /// <summary>Where a device is mounted.</summary>
    public static readonly EntitySet Locations = new("Locations", ["name", "description", "encodingType", "location", "properties"], [ToThings, ToHistoricalLocations]);

    /// <summary>Since when it is there.</summary>
    public static readonly EntitySet HistoricalLocations = new("HistoricalLocations", ["time"], [ToThing, ToLocations]);

    /// <summary>A measure of a device.</summary>
    public static readonly EntitySet Datastreams = new(
        "Datastreams", ["name", "description", "observationType", "unitOfMeasurement", "observedArea", "properties"], [ToThing, ToSensor, ToObservedProperty, ToObservations]);

    /// <summary>A kind of device: how it measures.</summary>
    public static readonly EntitySet Sensors = new("Sensors", ["name", "description", "encodingType", "metadata", "properties"], [ToDatastreams]);

    /// <summary>A measure, whatever device has it.</summary>
    public static readonly EntitySet ObservedProperties = new("ObservedProperties", ["name", "definition", "description", "properties"], [ToDatastreams]);

    /// <summary>A reading.</summary>
    public static readonly EntitySet Observations = new("Observations", ["phenomenonTime", "resultTime", "result", "parameters"], [ToDatastream, ToFeature]);

    /// <summary>What a device watches: the place where it is mounted.</summary>
    public static readonly EntitySet Features = new("FeaturesOfInterest", ["name", "description", "encodingType", "feature", "properties"], [ToObservations]);

    public static readonly IReadOnlyList<EntitySet> All = [Things, Locations, HistoricalLocations, Datastreams, Sensors, ObservedProperties, Observations, Features];

    public static EntitySet? Find(string name) => All.FirstOrDefault(s => s.Name == name);
}
