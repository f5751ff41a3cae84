using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Spaces;

/// <summary>Lines of the space ledger in the caller's places.</summary>
/// <param name="Place">Code or path: only this place.</param>
/// <param name="Scene">Only this scene.</param>
/// <param name="Owner">Only this kind of owner.</param>
/// <param name="State">Only this state.</param>
/// <param name="Collection">Only what is counted together under this name.</param>
/// <param name="FormerUse">Only what was this before.</param>
/// <param name="Whole">Code of a whole: it and its parts.</param>
/// <param name="Q">A name, its beginning in pinyin, or a code.</param>
internal sealed record FindSpaces(
    string? Place = null, Scene? Scene = null, OwnerKind? Owner = null, SpaceState? State = null, string? Collection = null, string? FormerUse = null,
    string? Whole = null, string? Q = null) : IQuery<SpaceLine[]>;

internal sealed class FindSpacesHandler(LinliDb db, IScopeTree tree, CurrentCaller current) : IHandler<FindSpaces, SpaceLine[]>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/places/spaces", ([AsParameters] FindSpaces request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(PlacesPermissions.Ledger).WithTags("Spaces").WithSummary("The space ledger, with filters 空间台账");

    public async Task<Result<SpaceLine[]>> Handle(FindSpaces request, CancellationToken cancel)
    {
        if (Filtered(db, tree, current.Value, request, out var rows) is { } problem)
            return problem;
        var found = await rows.AsNoTracking().OrderBy(s => s.PartOf ?? s.Code).ThenBy(s => s.PartOf != null).ThenBy(s => s.Code).ToListAsync(cancel);
        return found.Where(s => string.IsNullOrWhiteSpace(request.Q) || NameSearch.Finds(request.Q, s.NameZh, s.NameEn, s.Code)).Select(SpaceLine.Of).ToArray();
    }

    /// <summary>The lines the caller may see that the filters leave; words are looked for afterwards.</summary>
    internal static Problem? Filtered(LinliDb db, IScopeTree tree, Caller caller, FindSpaces request, out IQueryable<SpaceRow> rows)
    {
        rows = db.Scoped<SpaceRow>(ScopeSet.Nowhere);
        var scopes = caller.ScopesFor(PlacesPermissions.Ledger);
        if (!string.IsNullOrEmpty(request.Place))
        {
            if (tree.Resolve(request.Place) is not { } place)
                return PlaceProblems.NoPlace("place");
            scopes = scopes.Within(place.Path);
        }

        rows = db.Scoped<SpaceRow>(scopes);
        if (request.Scene is { } scene)
            rows = rows.Where(s => s.Scene == scene);
        if (request.Owner is { } owner)
            rows = rows.Where(s => s.OwnerKind == owner);
        if (request.State is { } state)
            rows = rows.Where(s => s.State == state);
        if (request.Collection is { Length: > 0 } collection)
            rows = rows.Where(s => s.Collection == collection);
        if (request.FormerUse is { Length: > 0 } use)
            rows = rows.Where(s => s.FormerUse == use);
        if (request.Whole is { Length: > 0 } whole)
            rows = rows.Where(s => s.Code == whole || s.PartOf == whole);
        return null;
    }
}
