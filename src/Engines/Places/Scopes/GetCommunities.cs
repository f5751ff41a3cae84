using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;

namespace Linli.Places.Scopes;

/// <summary>The communities served here.</summary>
public sealed record GetCommunities : IQuery<CommunityListed[]>;

/// <summary>A community.</summary>
/// <param name="Path">Where it is in the tree.</param>
/// <param name="Code">Its code.</param>
/// <param name="Name">What people call it.</param>
/// <param name="AreaCode">Division code of 12 digits (R50), where known.</param>
/// <param name="Compounds">How many compounds it has.</param>
/// <param name="Grids">How many grids it has.</param>
public sealed record CommunityListed(ScopePath Path, string Code, Phrase Name, string? AreaCode, int Compounds, int Grids);

internal sealed class GetCommunitiesHandler(IScopeTree tree) : IHandler<GetCommunities, CommunityListed[]>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/places/communities", (UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new GetCommunities(), cancel)).Needs(Access.Public);

    public Task<Result<CommunityListed[]>> Handle(GetCommunities request, CancellationToken cancel) =>
        Task.FromResult<Result<CommunityListed[]>>(tree.All.Where(p => p.Kind == PlaceKind.Community).Select(Describe).ToArray());

    private CommunityListed Describe(Place community)
    {
        var below = tree.Below(community.Path);
        return new(
            community.Path, community.Code, community.Name, community.AreaCode,
            below.Count(p => p.Kind == PlaceKind.Compound), below.Count(p => p.Kind == PlaceKind.Grid));
    }
}
