using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;

namespace Linli.Places.Grids;

/// <summary>Which grid a point lies in, and who looks after it.</summary>
/// <param name="Lon">Longitude in degrees.</param>
/// <param name="Lat">Latitude in degrees.</param>
/// <param name="Crs">Coordinate system of the degrees: wgs84 (the default), cgcs2000, gcj02 or bd09 (R51).</param>
public sealed record FindGridAt(string? Lon, string? Lat, string? Crs = null) : IQuery<GridFound>;

/// <summary>A grid at a point.</summary>
/// <param name="Grid">Path of the grid.</param>
/// <param name="GridName">What people call it.</param>
/// <param name="Community">Path of the community it belongs to.</param>
/// <param name="CommunityName">What people call that.</param>
/// <param name="Steward">Name of the steward, or <c>null</c> while it has none.</param>
/// <param name="Longitude">The point in WGS-84 degrees.</param>
/// <param name="Latitude">The point in WGS-84 degrees.</param>
public sealed record GridFound(
    ScopePath Grid, Phrase GridName, ScopePath Community, Phrase CommunityName, string? Steward, double Longitude, double Latitude);

internal sealed class FindGridAtHandler(PlacesMemory memory, IStewardRoster roster) : IHandler<FindGridAt, GridFound>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/places/grid-at", (string? lon, string? lat, string? crs, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new FindGridAt(lon, lat, crs), cancel)).Needs(Access.Public);

    public async Task<Result<GridFound>> Handle(FindGridAt request, CancellationToken cancel)
    {
        var read = Degrees.Read(request.Lon, request.Lat, request.Crs);
        if (!read.Ok)
            return read.As<GridFound>();
        var point = read.Value;
        var places = memory.Current;
        if (places.Grids.GridAt(point.Longitude, point.Latitude) is not { } grid || places.Tree.CommunityOf(grid.Path) is not { } community)
            return Problem.NotFound("places.outside_every_grid",
                "这个位置不在任何网格内，请在地图上重新选择，或联系社区服务台。",
                "This point lies outside every grid: choose it on the map again, or ask the community desk.");
        return new GridFound(
            grid.Path, grid.Name, community.Path, community.Name, await StewardName(places, grid, cancel), point.Longitude, point.Latitude);
    }

    private async Task<string?> StewardName(PlacesSnapshot places, Place grid, CancellationToken cancel) =>
        places.Stewards.TryGetValue(grid.Path, out var account)
            ? (await roster.NamesOf([account], cancel)).GetValueOrDefault(account)
            : null;
}
