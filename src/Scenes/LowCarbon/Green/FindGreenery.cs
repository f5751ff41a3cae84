using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.LowCarbon.Green;

/// <summary>Greenery of the community, for everybody.</summary>
/// <param name="Kind">Only this kind.</param>
/// <param name="Place">Code of a place: only what grows there and below.</param>
/// <param name="Code">Only this one.</param>
internal sealed record FindGreenery(GreenKind? Kind = null, string? Place = null, string? Code = null) : IQuery<Greenery>;

/// <summary>The inventory with its totals.</summary>
/// <param name="Assets">By kind and code.</param>
/// <param name="Totals">By kind.</param>
/// <param name="Gardens">How many residents have registered a balcony garden, by path of their community; for staff only.</param>
internal sealed record Greenery(IReadOnlyList<GreenLine> Assets, IReadOnlyList<GreenTotal> Totals, IReadOnlyDictionary<ScopePath, int>? Gardens);

/// <summary>One kind of greenery.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Count">How many.</param>
/// <param name="Area">Square metres of those that were measured.</param>
internal sealed record GreenTotal(GreenKind Kind, int Count, decimal Area);

/// <summary>A piece of greenery.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Place">Path of the building or place.</param>
/// <param name="PlaceName">The same in words.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="State">How it is.</param>
/// <param name="Area">Square metres; <c>null</c> while not measured.</param>
/// <param name="Planted">When.</param>
/// <param name="Keeper">The team or company that keeps it.</param>
/// <param name="Species">What grows there.</param>
/// <param name="Note">What else is to know.</param>
/// <param name="Project">Code of its project.</param>
/// <param name="Longitude">WGS-84 degrees.</param>
/// <param name="Latitude">WGS-84 degrees.</param>
internal sealed record GreenLine(
    string Code, ScopePath Place, Phrase PlaceName, Phrase Name, GreenKind Kind, GreenState State, decimal? Area, DateOnly? Planted, string Keeper, string? Species,
    string? Note, string? Project, double? Longitude, double? Latitude)
{
    public static GreenLine Of(GreenAsset row, IScopeTree tree)
    {
        var path = ScopePath.Parse(row.Scope, null);
        var names = path.SelfAndAncestors().Select(tree.Find).OfType<Place>().Where(p => p.Kind >= PlaceKind.Community || p.Path == path).Select(p => p.Name).ToList();
        return new(
            row.Code, path, (string.Concat(names.Select(n => n.Zh)), string.Join(", ", names.Select(n => n.En))), (row.NameZh, row.NameEn), row.Kind, row.State,
            row.AreaDm2 / 100m, row.Planted, row.Keeper, row.Species, row.Note, row.Project, row.Longitude, row.Latitude);
    }
}

internal sealed class FindGreeneryHandler(LinliDb db, IScopeTree tree, CurrentCaller current) : IHandler<FindGreenery, Greenery>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/green/assets", ([AsParameters] FindGreenery request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(Access.Public).WithTags("Green").WithSummary("Greenery of the community 绿化资产");
    }

    public async Task<Result<Greenery>> Handle(FindGreenery request, CancellationToken cancel)
    {
        // The inventory is for everybody; no person stands in it.
        var rows = db.Unfiltered<GreenAsset>().AsNoTracking().Where(a => (request.Kind == null || a.Kind == request.Kind) && (request.Code == null || a.Code == request.Code));
        if (!string.IsNullOrEmpty(request.Place))
        {
            if (tree.FindCode(request.Place) is not { } place)
                return Problem.Invalid("place", "lowcarbon.unknown_place", "没有这个地点，请检查代码。", "There is no such place: check its code.");
            rows = rows.Where(ScopeSet.Of([place.Path]).Condition<GreenAsset>());
        }

        var found = await rows.OrderBy(a => a.Code).ToListAsync(cancel);
        var totals = found.GroupBy(a => a.Kind).OrderBy(g => g.Key).Select(g => new GreenTotal(g.Key, g.Count(), g.Sum(a => (long)(a.AreaDm2 ?? 0)) / 100m)).ToList();
        var scopes = current.Value.ScopesFor(LowCarbonPermissions.Green);
        var gardens = scopes.IsEmpty ? null
            : (await db.Scoped<BalconyGarden>(scopes).GroupBy(g => g.Scope).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel))
                .ToDictionary(g => ScopePath.Parse(g.Key, null), g => g.Count);
        return new Greenery([.. found.OrderBy(a => a.Kind).Select(a => GreenLine.Of(a, tree))], totals, gardens);
    }
}
