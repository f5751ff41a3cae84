using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Scopes;

/// <summary>Says where a building stands, or corrects it; its homes come into the grid they then lie in (S14, R51).</summary>
/// <param name="Code">Code of the building.</param>
/// <param name="Longitude">Degrees.</param>
/// <param name="Latitude">Degrees.</param>
/// <param name="Crs">What the degrees mean: wgs84 (the default), cgcs2000, gcj02 or bd09.</param>
/// <param name="DegreesChecked">Somebody has looked at what seemed wrong, and it is right.</param>
internal sealed record SetBuildingPoint(string Code, double? Longitude, double? Latitude, string? Crs = null, bool DegreesChecked = false)
    : ICommand<BuildingPoint>, IValidated, IAudited
{
    public string? AuditSubject => Code;

    public IEnumerable<Problem> Problems()
    {
        if (Longitude is null || Latitude is null)
            yield return Problem.Invalid(Longitude is null ? "longitude" : "latitude", "places.point_missing", "请填写经度和纬度。", "Give longitude and latitude.");
    }
}

/// <summary>Where a building stands.</summary>
/// <param name="Longitude">WGS-84.</param>
/// <param name="Latitude">WGS-84.</param>
/// <param name="Grid">Code of the grid it lies in; <c>null</c> for none.</param>
/// <param name="HomesMoved">How many homes came into another grid.</param>
internal sealed record BuildingPoint(double Longitude, double Latitude, string? Grid, int HomesMoved);

internal sealed class SetBuildingPointHandler(LinliDb db, PlacesMemory memory, CurrentCaller caller, Outbox outbox) : IHandler<SetBuildingPoint, BuildingPoint>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/places/buildings/{code}/point", (string code, Body body, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new SetBuildingPoint(code, body.Longitude, body.Latitude, body.Crs, body.DegreesChecked), cancel))
            .Needs(PlacesPermissions.Manage).WithTags("places").WithSummary("Where a building stands 楼幢位置");

    public async Task<Result<BuildingPoint>> Handle(SetBuildingPoint request, CancellationToken cancel)
    {
        var places = memory.Current;
        if (places.Tree.FindCode(request.Code) is not { Kind: PlaceKind.Building } building || !caller.Value.May(PlacesPermissions.Manage, building.Path))
            return PlaceProblems.NoPlace("code");
        if (PointCheck.SystemOf(request.Crs) is not { } system)
            return PointCheck.UnknownSystem("crs");
        GeoPoint? known = building is { Longitude: { } longitude, Latitude: { } latitude } ? new(latitude, longitude) : null;
        var point = PointCheck.For(building.Path, places).Read(request.Longitude!.Value, request.Latitude!.Value, system, known, request.DegreesChecked);
        if (!point.Ok)
            return point.As<BuildingPoint>();
        var row = await db.Records<PlaceRow>().SingleAsync(p => p.Path == building.Path, cancel);
        (row.Longitude, row.Latitude) = (Math.Round(point.Value.Longitude, 6), Math.Round(point.Value.Latitude, 6));
        var stands = building with { Longitude = row.Longitude, Latitude = row.Latitude };
        var moved = await HomesInGrids.Move(db, places.Tree, places.Grids, stands, outbox, cancel);
        await memory.Changed(db, cancel);
        return new BuildingPoint(row.Longitude.Value, row.Latitude.Value, HomesInGrids.GridOf(stands, places.Tree, places.Grids)?.Code, moved);
    }

    private sealed record Body(double? Longitude, double? Latitude, string? Crs = null, bool DegreesChecked = false);
}
