using System.Security.Cryptography;
using System.Text.Json;
using Linli.Platform;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;

namespace Linli.Places.Map;

/// <summary>The base map of a place and the borders of its grids, for drawing.</summary>
/// <param name="Scope">Code or path of a community or a grid; nothing or a place above communities for the whole map.</param>
public sealed record GetMap(string? Scope) : IQuery<MapFile>;

/// <summary>A map as GeoJSON, kept in memory until places change.</summary>
/// <param name="GeoJson">UTF-8, WGS-84; every feature has the property <c>layer</c>.</param>
/// <param name="Tag">Changes when the map does.</param>
public sealed record MapFile(ReadOnlyMemory<byte> GeoJson, string Tag);

internal sealed class GetMapHandler(LinliDb db, PlacesMemory memory) : IHandler<GetMap, MapFile>, IUseCase
{
    private const string GridLayer = "grid";

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/places/map.geojson", async Task<IResult> (string? scope, UseCaseRunner runner, HttpContext http, CancellationToken cancel) =>
        {
            var map = await runner.Ask(new GetMap(scope), cancel);
            if (!map.Ok)
                return ProblemResults.From(map.Problems);
            http.Response.Headers.CacheControl = "public, max-age=300";
            return TypedResults.Bytes(map.Value.GeoJson, "application/geo+json", entityTag: new EntityTagHeaderValue($"\"{map.Value.Tag}\""));
        }).Needs(Access.Public).Produces(StatusCodes.Status200OK, contentType: "application/geo+json");

    public async Task<Result<MapFile>> Handle(GetMap request, CancellationToken cancel)
    {
        var places = memory.Current;
        var place = places.Tree.Resolve(request.Scope);
        if (place is null && !string.IsNullOrEmpty(request.Scope))
            return PlaceProblems.NoPlace("scope");
        // A compound or a building is shown in its community; only communities and grids have a border to cut along.
        var shown = place?.Kind == PlaceKind.Grid ? place : place is null ? null : places.Tree.CommunityOf(place.Path);
        var key = shown?.Code ?? "";
        return places.Maps.TryGetValue(key, out var known) ? known : places.Maps.GetOrAdd(key, await Draw(places, shown, cancel));
    }

    private async Task<MapFile> Draw(PlacesSnapshot places, Place? shown, CancellationToken cancel)
    {
        var rows = await db.Records<MapFeatureRow>().AsNoTracking().OrderBy(f => f.Id).ToListAsync(cancel);
        var features = rows.Select(Feature).Concat(places.Grids.Shapes.Select(Feature)).ToList();
        var border = shown is null ? null : features.Find(f => f.Id == shown.Code)?.Geometry;
        if (border is not null)
        {
            var cut = PreparedGeometryFactory.Prepare(border);
            features.RemoveAll(f => !cut.Intersects(f.Geometry) || (f.Geometry is Polygon && cut.Touches(f.Geometry)));
        }

        var json = GeoJson.Write(features);
        return new(json, Convert.ToHexStringLower(SHA256.HashData(json))[..16]);
    }

    private static GeoFeature Feature(MapFeatureRow row)
    {
        var properties = JsonSerializer.Deserialize<Dictionary<string, object?>>(row.Properties, Json.Options)!;
        properties["layer"] = row.Layer;
        return new(Geometries.Read(row.Geometry), properties, row.Id);
    }

    private static GeoFeature Feature(GridShape shape) => new(
        shape.Shape,
        new Dictionary<string, object?> { ["layer"] = GridLayer, ["name_zh"] = shape.Grid.Name.Zh, ["name_en"] = shape.Grid.Name.En },
        shape.Grid.Code);
}
