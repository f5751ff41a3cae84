using System.Text.Json;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Grids;

/// <summary>The border of a grid, to be changed.</summary>
/// <param name="Grid">Code of the grid.</param>
internal sealed record GetGridBorder(string Grid) : IQuery<GridBorder>;

/// <summary>A border.</summary>
/// <param name="Grid">Code of the grid.</param>
/// <param name="Geometry">GeoJSON geometry, WGS-84, longitude first.</param>
internal sealed record GridBorder(string Grid, JsonElement Geometry);

internal sealed class GetGridBorderHandler(LinliDb db, CurrentCaller caller) : IHandler<GetGridBorder, GridBorder>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/places/grids/{grid}/border", (string grid, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new GetGridBorder(grid), cancel))
            .Needs(PlacesPermissions.Manage).WithTags("places").WithSummary("The border of a grid 网格边界");

    public async Task<Result<GridBorder>> Handle(GetGridBorder request, CancellationToken cancel)
    {
        var row = await db.Records<GridRow>().AsNoTracking().SingleOrDefaultAsync(g => g.Code == request.Grid, cancel);
        if (row is null || !caller.Value.May(PlacesPermissions.Manage, row.Path))
            return PlaceProblems.NoGrid("grid");
        using var geometry = JsonDocument.Parse(row.Geometry);
        return new GridBorder(row.Code, geometry.RootElement.Clone());
    }
}
