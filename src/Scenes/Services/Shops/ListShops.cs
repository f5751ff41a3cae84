using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Shops;

/// <summary>Listed shops, by name.</summary>
/// <param name="Community">Code of a community: only its shops.</param>
internal sealed record ListShops(string? Community = null) : IQuery<IReadOnlyList<ShopLine>>;

/// <summary>Shops at the places where the caller reviews them: those that wait, then the others.</summary>
internal sealed record ShopsToReview : IQuery<IReadOnlyList<ShopLine>>;

internal sealed class ListShopsHandler(LinliDb db, CurrentCaller current, IScopeTree tree)
    : IHandler<ListShops, IReadOnlyList<ShopLine>>, IHandler<ShopsToReview, IReadOnlyList<ShopLine>>, IUseCase
{
    private const int Most = 300;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/shops", (UseCaseRunner runner, CancellationToken cancel, string? community = null) => runner.Answer(new ListShops(community), cancel))
            .Needs(Access.Public).WithTags("shops").WithSummary("Shops of the community 社区商户");
        api.MapGet("/shops/review", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ShopsToReview(), cancel))
            .Needs(ServicesPermissions.Shops).WithTags("shops").WithSummary("Shops I review");
    }

    public async Task<Result<IReadOnlyList<ShopLine>>> Handle(ListShops request, CancellationToken cancel)
    {
        var within = ScopeSet.Everywhere;
        if (request.Community is { } code)
        {
            if (tree.FindCode(code) is not { } place)
                return Problem.Invalid("community", "community_unknown", "没有这个社区。", "There is no such community.");
            within = ScopeSet.Of([place.Path]);
        }

        var rows = await db.Scoped<Shop>(within).AsNoTracking().Where(s => s.State == ShopState.Listed).OrderBy(s => s.Name).Take(Most).ToListAsync(cancel);
        return rows.ConvertAll(s => ShopLine.Of(s, own: false));
    }

    public async Task<Result<IReadOnlyList<ShopLine>>> Handle(ShopsToReview request, CancellationToken cancel)
    {
        var rows = await db.Scoped<Shop>(current.Value.ScopesFor(ServicesPermissions.Shops)).AsNoTracking()
            .OrderBy(s => s.State != ShopState.Waiting).ThenBy(s => s.At).Take(Most).ToListAsync(cancel);
        return rows.ConvertAll(s => ShopLine.Of(s, own: true));
    }
}
