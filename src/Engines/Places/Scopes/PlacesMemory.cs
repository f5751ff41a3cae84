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
    long Version, ScopeTree Tree, GridMap Grids, IReadOnlyDictionary<ScopePath, Guid> Stewards) : IVersioned
{
    /// <summary>Map files already written, by the place they show and whether in English.</summary>
    public ConcurrentDictionary<(string? Code, bool English), MapFile> Maps { get; } = new();
}

/// <summary>Keeps the scope tree and the grids in memory.</summary>
internal sealed class PlacesMemory(IServiceScopeFactory scopes, TimeProvider time, ILogger<PlacesMemory> log)
    : KeptInMemory<PlacesSnapshot>(scopes, time, log), IScopeTree, IGridMap
{
    public IReadOnlyList<Place> All => Current.Tree.All;

    public Place? Find(ScopePath path) => Current.Tree.Find(path);

    public Place? FindCode(string code) => Current.Tree.FindCode(code);

    public IReadOnlyList<Place> Below(ScopePath path) => Current.Tree.Below(path);

    public Place? CommunityOf(ScopePath path) => Current.Tree.CommunityOf(path);

    public Place? GridAt(double longitude, double latitude) => Current.Grids.GridAt(longitude, latitude);

    protected override async Task Count(LinliDb db, CancellationToken cancel)
    {
        if (await db.Records<PlacesVersion>().ExecuteUpdateAsync(s => s.SetProperty(v => v.Value, v => v.Value + 1), cancel) == 0)
            db.Records<PlacesVersion>().Add(new() { Id = PlacesVersion.TheOnly, Value = 1 });
    }

    protected override PlacesSnapshot Read(LinliDb db)
    {
        // The version first: a change that slips in between makes the next look read again, never miss it.
        var version = VersionIn(db);
        var tree = new ScopeTree(db.Records<PlaceRow>().AsNoTracking().ToList());
        var grids = db.Records<GridRow>().AsNoTracking().ToList();
        var map = new GridMap(grids.Select(g => new GridShape(tree.Find(g.Path)!, Geometries.Read(g.Geometry))));
        return new(version, tree, map, grids.Where(g => g.Steward is not null).ToDictionary(g => g.Path, g => g.Steward!.Value));
    }

    protected override long VersionIn(LinliDb db) =>
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
