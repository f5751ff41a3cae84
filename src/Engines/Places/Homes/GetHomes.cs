using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Homes;

/// <summary>The homes of a building, for choosing one's own: labels only, nothing about who lives there.</summary>
/// <param name="Building">Code or path of the building.</param>
public sealed record GetHomes(string? Building) : IQuery<HomeChoice[]>;

/// <summary>A home to choose.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Label">What people call it: 和二-7-502.</param>
/// <param name="Door">Unit and room inside the building.</param>
public sealed record HomeChoice(HomeId Id, string Label, string Door);

internal sealed class GetHomesHandler(LinliDb db, IScopeTree tree)
    : IHandler<GetHomes, HomeChoice[]>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/places/homes", (string? building, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new GetHomes(building), cancel)).Needs(Access.SignedIn);

    public async Task<Result<HomeChoice[]>> Handle(GetHomes request, CancellationToken cancel)
    {
        if (tree.Resolve(request.Building) is not { Kind: PlaceKind.Building } building)
            return PlaceProblems.NoBuilding("building");
        return await db.Unfiltered<HomeRow>().AsNoTracking().Where(h => h.Building == building.Path)
            .OrderBy(h => h.Unit).ThenBy(h => h.Floor).ThenBy(h => h.Door)
            .Select(h => new HomeChoice(h.Id, h.Label, h.Door)).ToArrayAsync(cancel);
    }
}
