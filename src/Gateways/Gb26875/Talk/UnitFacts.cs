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
