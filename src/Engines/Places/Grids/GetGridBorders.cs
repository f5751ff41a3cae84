using Linli.Platform.Results;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using NetTopologySuite.Geometries;

namespace Linli.Places.Grids;

/// <summary>Every grid with its border, for maps of others; without its steward, who is not for everybody.</summary>
public sealed record GetGridBorders : IQuery<GridBorder[]>;

/// <summary>A grid's border.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Community">Code of its community, where it has one.</param>
/// <param name="Border">WGS-84, longitude first.</param>
public sealed record GridBorder(string Code, Phrase Name, string? Community, Geometry Border);

internal sealed class GetGridBordersHandler(PlacesMemory memory) : IHandler<GetGridBorders, GridBorder[]>, IUseCase
{
    // The map and the gateways speak of it; it has no address of its own.
    public static void Map(IEndpointRouteBuilder api)
    {
    }

    public Task<Result<GridBorder[]>> Handle(GetGridBorders request, CancellationToken cancel)
    {
        var places = memory.Current;
        GridBorder[] borders =
            [.. places.Grids.Shapes.Select(g => new GridBorder(g.Grid.Code, g.Grid.Name, places.Tree.CommunityOf(g.Grid.Path)?.Code, g.Shape))];
        return Task.FromResult<Result<GridBorder[]>>(borders);
    }
}
