using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;

namespace Linli.Places.Scopes;

/// <summary>The buildings of a community or of one compound, in the order people count them.</summary>
/// <param name="Community">Code or path of the community or compound.</param>
public sealed record GetBuildings(string? Community) : IQuery<BuildingListed[]>;

/// <summary>A building.</summary>
/// <param name="Path">Where it is in the tree.</param>
/// <param name="Code">Its code.</param>
/// <param name="Name">What people call it inside the compound: 7幢.</param>
/// <param name="Label">What people call it elsewhere, the beginning of its homes' labels: 和二-7.</param>
/// <param name="Compound">Name of its compound.</param>
/// <param name="Longitude">WGS-84 degrees.</param>
/// <param name="Latitude">WGS-84 degrees.</param>
public sealed record BuildingListed(
    ScopePath Path, string Code, Phrase Name, string Label, Phrase Compound, double? Longitude, double? Latitude);

internal sealed class GetBuildingsHandler(IScopeTree tree) : IHandler<GetBuildings, BuildingListed[]>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/places/buildings", (string? community, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new GetBuildings(community), cancel)).Needs(Access.Public);

    public Task<Result<BuildingListed[]>> Handle(GetBuildings request, CancellationToken cancel) => Task.FromResult<Result<BuildingListed[]>>(
        tree.Resolve(request.Community) is { Kind: PlaceKind.Community or PlaceKind.Compound } place
            ? tree.All.Where(p => p.Kind == PlaceKind.Building && place.Path.Contains(p.Path)).Select(Describe).ToArray()
            : PlaceProblems.NoPlace("community"));

    private BuildingListed Describe(Place building) => new(
        building.Path, building.Code, building.Name, tree.LabelOf(building), tree.Find(building.Path.Parent)?.Name ?? building.Name,
        building.Longitude, building.Latitude);
}
