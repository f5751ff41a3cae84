using System.Text;
using System.Text.Json;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;

namespace Linli.Places.Spaces;

/// <summary>
/// The lines of the ledger on a map (台账地图): their outlines or, while none was drawn, that of the building they are known by,
/// else their points.
/// </summary>
/// <param name="Filter">As on the page.</param>
internal sealed record SpacesOnMap(FindSpaces Filter) : IQuery<GeoFeature[]>;

/// <summary>Draws the outline of a space, or takes it away.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Outline">A GeoJSON Polygon or MultiPolygon; nothing takes it away.</param>
/// <param name="Crs">What its degrees mean: wgs84 (the default), cgcs2000, gcj02 or bd09 (R51).</param>
internal sealed record SetSpaceOutline(string Code, JsonElement? Outline, string? Crs = null) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Code;
}

internal sealed class SpaceMapHandler(LinliDb db, IScopeTree tree, PlacesMemory memory, CurrentCaller current)
    : IHandler<SpacesOnMap, GeoFeature[]>, IHandler<SetSpaceOutline, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/places/spaces.geojson", async Task<IResult> ([AsParameters] FindSpaces request, UseCaseRunner runner, CancellationToken cancel) =>
        {
            var found = await runner.Ask(new SpacesOnMap(request), cancel);
            return found.Ok ? TypedResults.Bytes(GeoJson.Write(found.Value), "application/geo+json") : ProblemResults.From(found.Problems);
        }).Needs(PlacesPermissions.Ledger).WithTags("Spaces").WithSummary("The space ledger on a map 台账地图").Produces(StatusCodes.Status200OK, contentType: "application/geo+json");
        api.MapPut("/places/spaces/{code}/outline", (string code, SetSpaceOutline request, UseCaseRunner runner, CancellationToken cancel) =>
                runner.Answer(request with { Code = code }, cancel))
            .Needs(PlacesPermissions.Keep).WithTags("Spaces").WithSummary("Draw the outline of a space 空间轮廓");
    }

    public async Task<Result<GeoFeature[]>> Handle(SpacesOnMap request, CancellationToken cancel)
    {
        if (FindSpacesHandler.Filtered(db, tree, current.Value, request.Filter, out var rows) is { } problem)
            return problem;
        var spaces = (await rows.AsNoTracking().OrderBy(s => s.Code).ToListAsync(cancel))
            .FindAll(s => string.IsNullOrWhiteSpace(request.Filter.Q) || NameSearch.Finds(request.Filter.Q, s.NameZh, s.NameEn, s.Code));
        var facilities = spaces.Where(s => s.Outline is null && s.Facility is not null).Select(s => s.Facility!).Distinct().ToList();
        var buildings = await db.Records<MapFeatureRow>().AsNoTracking().Where(f => f.Layer == "building" && facilities.Contains(f.Id)).ToDictionaryAsync(f => f.Id, f => f.Geometry, cancel);
        return spaces.Select(s => Feature(s, Shape(s, buildings))).OfType<GeoFeature>().ToArray();
    }

    public async Task<Result<Done>> Handle(SetSpaceOutline request, CancellationToken cancel)
    {
        if (await db.Unfiltered<SpaceRow>().SingleOrDefaultAsync(s => s.Code == request.Code, cancel) is not { } space)
            return SpaceProblems.NoSpace();
        if (!current.Value.May(PlacesPermissions.Keep, space.Scope))
            return PlaceProblems.NotHere();
        if (PointCheck.SystemOf(request.Crs) is not { } system)
            return PointCheck.UnknownSystem("crs");
        if (request.Outline is not { ValueKind: JsonValueKind.Object } json)
        {
            space.Outline = null;
            return Done.It;
        }

        var read = Read(json, system);
        if (!read.Ok)
            return read.Problem;
        var middle = read.Value.InteriorPoint;
        var place = ScopePath.Parse(space.Scope, null);
        var check = PointCheck.For(place, memory.Current).Read(middle.X, middle.Y, CoordinateSystem.Wgs84, null, confirmed: false, "outline");
        if (!check.Ok)
            return check.Problem with { Field = "outline" };
        space.Outline = Geometries.Write(read.Value);
        return Done.It;
    }

    private static Result<Geometry> Read(JsonElement json, CoordinateSystem system)
    {
        try
        {
            var shape = GeoJson.Read(Encoding.UTF8.GetBytes(json.GetRawText())) is [{ Geometry: { } only }] ? only : null;
            return shape is Polygon { IsEmpty: false, IsValid: true } or MultiPolygon { IsEmpty: false, IsValid: true }
                ? ChinaCoordinates.ToWgs84(shape, system)
                : Problem.Invalid("outline", "places.outline_shape", "轮廓应为一个不自相交的多边形。", "An outline is one polygon that does not cross itself.");
        }
        catch (InvalidGeoJsonException e)
        {
            return Problem.Invalid("outline", "places.geojson_unreadable", "不是可用的 GeoJSON（经度在前，单位为度）：" + e.Message, "This is not the GeoJSON we can take (degrees, longitude first): " + e.Message);
        }
    }

    private static Geometry? Shape(SpaceRow space, Dictionary<string, string> buildings) =>
        space.Outline is { } outline ? Geometries.Read(outline)
        : space.Facility is { } facility && buildings.TryGetValue(facility, out var building) ? Geometries.Read(building)
        : space is { Longitude: { } longitude, Latitude: { } latitude } ? new GeoPoint(latitude, longitude).ToGeometry() : null;

    private static GeoFeature? Feature(SpaceRow space, Geometry? shape) => shape is null ? null : new(
        shape,
        new Dictionary<string, object?>
        {
            ["kind"] = "space", ["name"] = space.NameZh, ["name_zh"] = space.NameZh, ["name_en"] = space.NameEn, ["text"] = SpaceWords.Of(space.State).ToString(),
            ["area_m2"] = space.AreaDm2 / 100.0, ["href"] = "/desk/places/spaces/" + space.Code, ["drawn"] = space.Outline is not null,
            ["colour"] = space.State == SpaceState.InUse ? "#0b7356" : "#b9932b",
        },
        space.Code);
}
