using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Homes;

/// <summary>Finds homes by what people call them, among those the caller works for.</summary>
/// <param name="Q">A label or its beginning, as people type it: 和二-7-502, 和二 7 幢 5.</param>
public sealed record SearchHomes(string? Q) : IQuery<HomeFound[]>, IValidated
{
    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (HomeLabel.Normal(Q ?? "") is not { Length: >= 2 and <= 60 })
            yield return Problem.Invalid("q", "places.search_text",
                "请输入 2–60 个字的门牌，例如 和二-7-502。", "Type 2 to 60 characters of a door, such as 和二-7-502.");
    }
}

/// <summary>A home that was found.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Label">What people call it.</param>
/// <param name="Building">Path of its building.</param>
/// <param name="Grid">Path of its grid, or <c>null</c> while it is on the list of gaps.</param>
/// <param name="HouseCode">House code (统一地址码), where known.</param>
public sealed record HomeFound(HomeId Id, string Label, ScopePath Building, ScopePath? Grid, string? HouseCode);

internal sealed class SearchHomesHandler(LinliDb db, CurrentCaller caller)
    : IHandler<SearchHomes, HomeFound[]>, IUseCase
{
    private const int AtMost = 20;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/places/homes/search", (string? q, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new SearchHomes(q), cancel)).Needs(PlacesPermissions.Homes);

    public async Task<Result<HomeFound[]>> Handle(SearchHomes request, CancellationToken cancel)
    {
        var label = HomeLabel.Normal(request.Q!);
        var end = label + '\uffff';
#pragma warning disable CA1309 // becomes a range of the index on the label; the database compares bytes
        return await db.Scoped<HomeRow>(caller.Value.ScopesFor(PlacesPermissions.Homes)).AsNoTracking()
            .Where(h => string.Compare(h.Label, label) >= 0 && string.Compare(h.Label, end) < 0)
            .OrderBy(h => h.Label.Length).ThenBy(h => h.Label).Take(AtMost)
            .Select(h => new HomeFound(h.Id, h.Label, h.Building, h.Grid, h.HouseCode)).ToArrayAsync(cancel);
#pragma warning restore CA1309
    }
}
