using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Linli.Places.Map;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NetTopologySuite.Geometries;

namespace Linli.Places;

/// <summary>What is kept in memory of places, as of one version.</summary>
internal sealed record PlacesSnapshot(
    long Version, ScopeTree Tree, GridMap Grids, IReadOnlyDictionary<ScopePath, Guid> Stewards)
{
    /// <summary>Map files already written, by the place they show and whether in English.</summary>
    public ConcurrentDictionary<(string? Code, bool English), MapFile> Maps { get; } = new();
}

/// <summary>
/// Keeps the scope tree and the grids in memory: read on first use, forgotten when this node changes them, and looked after
/// every few seconds in case another node or the command line did.
/// </summary>
internal sealed class PlacesMemory(IServiceScopeFactory scopes, TimeProvider time, ILogger<PlacesMemory> log) : IScopeTree, IGridMap
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private readonly Lock loading = new();
    private volatile PlacesSnapshot? snapshot;
    private long lookedAt;
    private int looking;
    private int generation;
    private volatile bool held;

    /// <summary>The places as they are now.</summary>
    public PlacesSnapshot Current
    {
        get
        {
            var known = snapshot ?? Load();
            if (time.GetElapsedTime(Volatile.Read(ref lookedAt)) > LookEvery && Interlocked.Exchange(ref looking, 1) == 0)
                _ = Task.Run(Look);
            return known;
        }
    }

    public IReadOnlyList<Place> All => Current.Tree.All;

    public Place? Find(ScopePath path) => Current.Tree.Find(path);

    public Place? FindCode(string code) => Current.Tree.FindCode(code);

    public IReadOnlyList<Place> Below(ScopePath path) => Current.Tree.Below(path);

    public Place? CommunityOf(ScopePath path) => Current.Tree.CommunityOf(path);

    public Place? GridAt(double longitude, double latitude) => Current.Grids.GridAt(longitude, latitude);

    /// <summary>Counts a change in the current transaction and reads everything anew once it is committed.</summary>
    public async Task Changed(LinliDb db, CancellationToken cancel)
    {
        if (await db.Records<PlacesVersion>().ExecuteUpdateAsync(s => s.SetProperty(v => v.Value, v => v.Value + 1), cancel) == 0)
            db.Records<PlacesVersion>().Add(new() { Id = PlacesVersion.TheOnly, Value = 1 });
        db.AfterCommit(Forget);
    }

    /// <summary>
    /// Shows what the founding transaction has written, so that what is seeded after the places can build on them; until that
    /// commits, other connections see no places at all.
    /// </summary>
    public void Hold(LinliDb db)
    {
        snapshot = Read(db);
        held = true;
    }

    /// <summary>Looks whether somebody else changed places.</summary>
    internal void Look()
    {
        try
        {
            if (held)
                return;
            using var scope = scopes.CreateScope();
            var stored = VersionIn(scope.ServiceProvider.GetRequiredService<LinliDb>());
            if (snapshot is { } known && known.Version != stored)
                Forget();
        }
        catch (Exception e) when (e is ObjectDisposedException or System.Data.Common.DbException)
        {
            // What is in memory goes on serving; the next look comes in a few seconds.
            log.LogWarning("Could not look for changes of places: {Reason}", e.Message);
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
        held = false;
        snapshot = null;
    }

    private PlacesSnapshot Load()
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

    /// <summary>Reads the places as a transaction sees them.</summary>
    public static PlacesSnapshot Read(LinliDb db)
    {
        // The version first: a change that slips in between makes the next look read again, never miss it.
        var version = VersionIn(db);
        var tree = new ScopeTree(db.Records<PlaceRow>().AsNoTracking().ToList());
        var grids = db.Records<GridRow>().AsNoTracking().ToList();
        var map = new GridMap(grids.Select(g => new GridShape(tree.Find(g.Path)!, Geometries.Read(g.Geometry))));
        return new(version, tree, map, grids.Where(g => g.Steward is not null).ToDictionary(g => g.Path, g => g.Steward!.Value));
    }

    private static long VersionIn(LinliDb db) =>
        db.Records<PlacesVersion>().AsNoTracking().Where(v => v.Id == PlacesVersion.TheOnly).Select(v => v.Value).FirstOrDefault();
}

/// <summary>Geometries as the database keeps them: GeoJSON text, WGS-84.</summary>
internal static class Geometries
{
    public static Geometry Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return GeoJson.ReadGeometry(document.RootElement);
    }

    public static string Write(Geometry geometry)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            GeoJson.WriteGeometry(json, geometry);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
