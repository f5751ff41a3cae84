using System.Collections.Concurrent;
using Linli.Gb26875.Frames;
using Linli.Sensing;

namespace Linli.Gb26875.Talk;

/// <summary>What units have said of their parts on this node, in memory: so that parts can be found and entered as devices.</summary>
internal sealed class UnitFacts
{
    private const int MostParts = 5000;

    private readonly ConcurrentDictionary<DeviceId, ConcurrentDictionary<GbPart, PartSeen>> units = new();

    private readonly ConcurrentDictionary<DeviceId, string> addresses = new();

    private readonly ConcurrentDictionary<DeviceId, UnitStates> states = new();

    /// <summary>What is on at a unit: known over all its connections, because a line that breaks puts out no fire.</summary>
    public UnitStates StatesOf(DeviceId unit, ILatest latest) =>
        states.GetOrAdd(unit, id => new() { BurnsFromBefore = latest.Of(id).Values.GetValueOrDefault("alarm").Value > 0 });

    /// <summary>Address under which a unit signed in; empty when it never did on this node.</summary>
    public string AddressOf(DeviceId unit) => addresses.GetValueOrDefault(unit, "");

    public void SignedIn(DeviceId unit, string address) => addresses[unit] = address;

    public IReadOnlyDictionary<GbPart, PartSeen> Of(DeviceId unit) => units.TryGetValue(unit, out var parts) ? parts : new Dictionary<GbPart, PartSeen>();

    public void Keep(DeviceId unit, GbFact fact, DateTimeOffset now)
    {
        var parts = units.GetOrAdd(unit, _ => new());
        switch (fact)
        {
            case PartState state when parts.Count < MostParts || parts.ContainsKey(state.Part):
                parts.AddOrUpdate(state.Part, _ => new(state.Description, state.Bits, now), (_, had) => new(state.Description.Length > 0 ? state.Description : had.Description, state.Bits, now));
                break;
            case PartName name when parts.Count < MostParts || parts.ContainsKey(name.Part):
                parts.AddOrUpdate(name.Part, _ => new(name.Description, null, now), (_, had) => had with { Description = name.Description });
                break;
        }
    }

    internal sealed record PartSeen(string Description, int? Bits, DateTimeOffset At);
}

/// <summary>What is on fire, faulty or shielded at a unit now; a reset at the panel ends it for all.</summary>
internal sealed class UnitStates
{
    private readonly OwnInstants instants = new();

    /// <summary>Whether the unit said fire before this node knew which of its parts: until it says otherwise, that holds.</summary>
    public bool BurnsFromBefore { get; set; }

    /// <summary>Bits by part, of parts that have any.</summary>
    public ConcurrentDictionary<GbPart, int> Now { get; } = new();

    /// <summary>Takes what is on at a part; nothing is on when it is 0.</summary>
    public void Keep(GbPart part, int bits)
    {
        if (bits == 0)
            Now.TryRemove(part, out _);
        else
            Now[part] = bits;
    }

    /// <summary>The instant of a word; see <see cref="OwnInstants"/>.</summary>
    public DateTimeOffset InstantOf(DeviceId device, string measure, DateTimeOffset said, double value)
    {
        // Two connections of a unit may overlap while it changes from one to the other.
        lock (instants)
            return instants.Of(device, measure, said, value);
    }
}
