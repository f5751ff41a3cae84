using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Linli.Platform;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;

namespace Linli.Places.Map;

/// <summary>The base map of a place and the borders of its grids, for drawing.</summary>
/// <param name="Scope">Code or path of a community or a grid; nothing or a place above communities for the whole map.</param>
/// <param name="English">Names in English instead of Chinese.</param>
public sealed record GetMap(string? Scope, bool English = false) : IQuery<MapFile>;

/// <summary>A map as GeoJSON, kept in memory until places change.</summary>
/// <param name="GeoJson">UTF-8, WGS-84; every feature has a <c>kind</c> (building, road, water, green, path, community, grid …) and, where it has one, a <c>name</c>.</param>
/// <param name="Tag">Changes when the map does.</param>
public sealed record MapFile(ReadOnlyMemory<byte> GeoJson, string Tag);

internal sealed class GetMapHandler(LinliDb db, PlacesMemory memory) : IHandler<GetMap, MapFile>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/places/map.geojson", async Task<IResult> (string? scope, UseCaseRunner runner, HttpContext http, CancellationToken cancel) =>
        {
            var english = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";
            var map = await runner.Ask(new GetMap(scope, english), cancel);
            if (!map.Ok)
                return ProblemResults.From(map.Problems);
            // Kept by the browser and asked about each time: the names follow the reader's language.
            http.Response.Headers.CacheControl = "no-cache";
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
        var key = (shown?.Code, request.English);
        return places.Maps.TryGetValue(key, out var known) ? known : places.Maps.GetOrAdd(key, await Draw(places, shown, request.English, cancel));
    }

    private async Task<MapFile> Draw(PlacesSnapshot places, Place? shown, bool english, CancellationToken cancel)
    {
        var rows = await db.Records<MapFeatureRow>().AsNoTracking().OrderBy(f => f.Id).ToListAsync(cancel);
        var features = rows.Select(r => Feature(r, english)).Concat(places.Grids.Shapes.Select(g => Feature(g, english))).ToList();
        var border = shown is null ? null : features.Find(f => f.Id == shown.Code)?.Geometry;
        if (border is not null)
        {
            var cut = PreparedGeometryFactory.Prepare(border);
            features.RemoveAll(f => !cut.Intersects(f.Geometry) || (f.Geometry is Polygon && cut.Touches(f.Geometry)));
        }

        var json = GeoJson.Write(features);
        return new(json, Convert.ToHexStringLower(SHA256.HashData(json))[..16]);
    }

    private static GeoFeature Feature(MapFeatureRow row, bool english)
    {
        var properties = JsonSerializer.Deserialize<Dictionary<string, object?>>(row.Properties, Json.Options)!;
        properties.Remove("name_zh", out var zh);
        properties.Remove("name_en", out var en);
        properties["kind"] = row.Layer;
        if ((english ? en ?? zh : zh) is { } name)
            properties["name"] = name;
        return new(Geometries.Read(row.Geometry), properties, row.Id);
    }

    private static GeoFeature Feature(GridShape shape, bool english) => new(
        shape.Shape,
        new Dictionary<string, object?> { ["kind"] = "grid", ["name"] = english ? shape.Grid.Name.En : shape.Grid.Name.Zh },
        shape.Grid.Code);
}
