using System.Collections.Concurrent;
using System.Globalization;
using Linli.Places.Walking.Network;
using Linli.Places.Walking.Routing;
using Linli.Platform.Data;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Linli.Places.Walking;

/// <summary>The walking network at one moment, with what profiles it was asked for.</summary>
internal sealed class WalkingSnapshot(long version, WalkGraph graph, IReadOnlyList<WalkProfileRow> profiles)
{
    private readonly ConcurrentDictionary<WalkProfile, Lazy<ProfileNet>> nets = new();

    public long Version { get; } = version;

    public WalkGraph Graph { get; } = graph;

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

    /// <summary>The network as a profile walks it; made at the first question and kept.</summary>
    public ProfileNet NetOf(WalkProfile profile) => nets.GetOrAdd(profile, p => new(() => new(Graph, p))).Value;
}

/// <summary>
/// Keeps the walking network in memory: read at the first question, forgotten when this node changes it, looked after every
/// few seconds in case another node or the command line did.
/// </summary>
internal sealed class WalkingMemory(IServiceScopeFactory scopes, TimeProvider time, ILogger<WalkingMemory> log)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private readonly Lock loading = new();
    private volatile WalkingSnapshot? snapshot;
    private long lookedAt;
    private int looking;
    private int generation;

    /// <summary>The network as it is now.</summary>
    public WalkingSnapshot Current
    {
        get
        {
            var known = snapshot ?? Load();
            if (time.GetElapsedTime(Volatile.Read(ref lookedAt)) > LookEvery && Interlocked.Exchange(ref looking, 1) == 0)
                _ = Task.Run(Look);
            return known;
        }
    }

    /// <summary>Counts a change in the current transaction and reads everything anew once it is committed.</summary>
    public async Task Changed(LinliDb db, CancellationToken cancel)
    {
        if (await db.Records<WalkVersion>().ExecuteUpdateAsync(s => s.SetProperty(v => v.Value, v => v.Value + 1), cancel) == 0)
            db.Records<WalkVersion>().Add(new() { Id = WalkVersion.TheOnly, Value = 1 });
        db.AfterCommit(Forget);
    }

    /// <summary>The profiles in force at a place today.</summary>
    public IReadOnlyList<WalkProfile> ProfilesAt(ScopePath place) => Current.ProfilesAt(place, LocalTime.Today(time));

    /// <summary>Looks whether somebody else changed the network.</summary>
    internal void Look()
    {
        try
        {
            using var scope = scopes.CreateScope();
            var stored = VersionIn(scope.ServiceProvider.GetRequiredService<LinliDb>());
            if (snapshot is { } known && known.Version != stored)
                Forget();
        }
        catch (Exception e) when (e is ObjectDisposedException or System.Data.Common.DbException)
        {
            // What is in memory goes on serving; the next look comes in a few seconds.
            log.LogWarning("Could not look for changes of the walking network: {Reason}", e.Message);
        }
        finally
        {
            Volatile.Write(ref lookedAt, time.GetTimestamp());
            Volatile.Write(ref looking, 0);
        }
    }

    private void Forget()
    {
        Interlocked.Increment(ref generation);
        snapshot = null;
    }

    private WalkingSnapshot Load()
    {
        lock (loading)
        {
            if (snapshot is { } known)
                return known;
            while (true)
            {
                var before = Volatile.Read(ref generation);
                using var scope = scopes.CreateScope();
                var loaded = Read(scope.ServiceProvider.GetRequiredService<LinliDb>());
                Volatile.Write(ref lookedAt, time.GetTimestamp());
                snapshot = loaded;
                // A change committed while we read must not be covered up by what we read before it.
                if (before == Volatile.Read(ref generation))
                    return loaded;
            }
        }
    }

    private static WalkingSnapshot Read(LinliDb db)
    {
        var version = VersionIn(db);
        var nodes = db.Records<WalkNodeRow>().AsNoTracking().OrderBy(n => n.Source).ThenBy(n => n.Number).ToList();
        var edges = db.Records<WalkEdgeRow>().AsNoTracking().OrderBy(n => n.Source).ThenBy(n => n.Number).ToList();
        return new(version, Joined(nodes, edges), db.Records<WalkProfileRow>().AsNoTracking().ToList());
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
            .Select(e => new GraphEdge(number[(e.Source, e.From)], number[(e.Source, e.To)], e.LengthMm, e.Facts, Points(e.Between)))
            .Where(e => e.From != e.To)]);
    }

    private const double OneSpotMetres = 2;

    internal static double[]? Points(string? text) =>
        string.IsNullOrEmpty(text) ? null : Array.ConvertAll(text.Split(' '), t => double.Parse(t, CultureInfo.InvariantCulture));

    private static long VersionIn(LinliDb db) =>
        db.Records<WalkVersion>().AsNoTracking().Where(v => v.Id == WalkVersion.TheOnly).Select(v => v.Value).FirstOrDefault();
}
