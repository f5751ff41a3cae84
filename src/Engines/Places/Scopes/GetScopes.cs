using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;

namespace Linli.Places.Scopes;

/// <summary>The scope tree.</summary>
/// <param name="Under">Code or path of the place to begin at; nothing for the whole tree.</param>
/// <param name="Buildings">Whether buildings are wanted too: there are many.</param>
public sealed record GetScopes(string? Under = null, bool Buildings = false) : IQuery<ScopeNode[]>;

/// <summary>A place with what lies below it.</summary>
/// <param name="Path">Where it is in the tree.</param>
/// <param name="Code">Its code.</param>
/// <param name="Kind">Its level.</param>
/// <param name="Name">What people call it.</param>
/// <param name="AreaCode">Division code (R50), where it has one.</param>
/// <param name="Longitude">WGS-84 degrees.</param>
/// <param name="Latitude">WGS-84 degrees.</param>
/// <param name="Children">What lies directly below, in the order of codes.</param>
public sealed record ScopeNode(
    ScopePath Path, string Code, PlaceKind Kind, Phrase Name, string? AreaCode, double? Longitude, double? Latitude, ScopeNode[] Children);

internal sealed class GetScopesHandler(IScopeTree tree) : IHandler<GetScopes, ScopeNode[]>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/places/scopes", (string? under, bool? buildings, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new GetScopes(under, buildings ?? false), cancel)).Needs(Access.Public);

    public Task<Result<ScopeNode[]>> Handle(GetScopes request, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(request.Under))
            return Task.FromResult<Result<ScopeNode[]>>(Below(ScopePath.Root, request.Buildings));
        return Task.FromResult<Result<ScopeNode[]>>(
            tree.Resolve(request.Under) is { } place ? new[] { Node(place, request.Buildings) } : PlaceProblems.NoPlace("under"));
    }

    private ScopeNode[] Below(ScopePath path, bool buildings) =>
        [.. tree.Below(path).Where(p => buildings || p.Kind != PlaceKind.Building).Select(p => Node(p, buildings))];

    private ScopeNode Node(Place place, bool buildings) => new(
        place.Path, place.Code, place.Kind, place.Name, place.AreaCode, place.Longitude, place.Latitude, Below(place.Path, buildings));
}
