using System.Collections.Concurrent;
using System.Globalization;
using Linli.Places.Walking.Entrances;
using Linli.Places.Walking.Network;
using Linli.Places.Walking.Routing;
using Linli.Platform.Data;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Linli.Places.Walking;

/// <summary>The walking network at one moment, with what profiles it was asked for.</summary>
internal sealed class WalkingSnapshot(long version, WalkGraph graph, IReadOnlyList<WalkProfileRow> profiles, Doors doors) : IVersioned
{
    private readonly ConcurrentDictionary<WalkProfile, Lazy<ProfileNet>> nets = new();

    public long Version { get; } = version;

    public WalkGraph Graph { get; } = graph;

    /// <summary>Where houses are entered.</summary>
    public Doors Doors { get; } = doors;

    /// <summary>The profiles in force at a place on a day: those of the nearest place above it, else the usual ones.</summary>
    public IReadOnlyList<WalkProfile> ProfilesAt(ScopePath place, DateOnly day)
    {
        var inForce = profiles.Where(p => ScopePath.Parse(p.Jurisdiction, null).Contains(place) && p.EffectiveFrom <= day && !(p.EffectiveTo < day))
            .OrderBy(p => p.Jurisdiction.Length).ThenBy(p => p.EffectiveFrom);
        var known = WalkProfile.Defaults.ToDictionary(p => p.Code, StringComparer.Ordinal);
        foreach (var row in inForce)
            known[row.Code] = row.Profile;
        return [.. known.Values];
    }

    /// <summary>The network in the profile's time, and the same ways in decimetres.</summary>
    public (ProfileNet Time, ProfileNet Distance) NetsOf(WalkProfile profile) => (NetOf(profile), NetOf(profile.Distances()));

    /// <summary>The network as a profile walks it; made at the first question and kept.</summary>
    public ProfileNet NetOf(WalkProfile profile) => nets.GetOrAdd(profile, p => new(() => new(Graph, p))).Value;
}

/// <summary>Keeps the walking network in memory.</summary>
internal sealed class WalkingMemory(IServiceScopeFactory scopes, TimeProvider time, ILogger<WalkingMemory> log) : KeptInMemory<WalkingSnapshot>(scopes, time, log)
{
    private const double OneSpotMetres = 2;

    /// <summary>The profiles in force at a place today.</summary>
    public IReadOnlyList<WalkProfile> ProfilesAt(ScopePath place) => Current.ProfilesAt(place, LocalTime.Today(Time));

    protected override async Task Count(LinliDb db, CancellationToken cancel)
    {
        if (await db.Records<WalkVersion>().ExecuteUpdateAsync(s => s.SetProperty(v => v.Value, v => v.Value + 1), cancel) == 0)
            db.Records<WalkVersion>().Add(new() { Id = WalkVersion.TheOnly, Value = 1 });
    }

    protected override WalkingSnapshot Read(LinliDb db)
    {
        var version = VersionIn(db);
        var nodes = db.Records<WalkNodeRow>().AsNoTracking().OrderBy(n => n.Source).ThenBy(n => n.Number).ToList();
        var edges = db.Records<WalkEdgeRow>().AsNoTracking().OrderBy(n => n.Source).ThenBy(n => n.Number).ToList();
        return new(version, Joined(nodes, edges), db.Records<WalkProfileRow>().AsNoTracking().ToList(), Doors.Read(db));
    }

    /// <summary>Puts the sources together: nodes of different sources at one spot and level are one node.</summary>
    internal static WalkGraph Joined(IReadOnlyList<WalkNodeRow> nodes, IReadOnlyList<WalkEdgeRow> edges)
    {
        var joint = new SpotIndex(OneSpotMetres);
        var number = new Dictionary<(string, int), int>(nodes.Count);
        var kept = new List<GraphNode>(nodes.Count);
        var sourceOf = new List<string>(nodes.Count);
        foreach (var node in nodes)
        {
            var same = joint.Find(node.Longitude, node.Latitude, node.Level, i => sourceOf[i] != node.Source);
            if (same < 0)
            {
                same = kept.Count;
                kept.Add(new(node.Longitude, node.Latitude, (float)node.Level));
                sourceOf.Add(node.Source);
                joint.Add(node.Longitude, node.Latitude, node.Level, same);
            }

            number.Add((node.Source, node.Number), same);
        }

        return WalkGraph.Build(kept, [.. edges
            .Select(e => new GraphEdge(number[(e.Source, e.From)], number[(e.Source, e.To)], e.LengthMm, e.Alone(), Points(e.Between)))
            .Where(e => e.From != e.To)]);
    }

    internal static double[]? Points(string? text) =>
        string.IsNullOrEmpty(text) ? null : Array.ConvertAll(text.Split(' '), t => double.Parse(t, CultureInfo.InvariantCulture));

    protected override long VersionIn(LinliDb db) =>
        db.Records<WalkVersion>().AsNoTracking().Where(v => v.Id == WalkVersion.TheOnly).Select(v => v.Value).FirstOrDefault();
}
