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

namespace Linli.Services.Canteen.Keep;

/// <summary>Sites of the caller's places with everything that is kept of them (食堂站点).</summary>
internal sealed record ListSitesToKeep : IQuery<IReadOnlyList<SiteToKeep>>;

/// <summary>A site as those who keep it see it.</summary>
internal sealed record SiteToKeep(
    ScopePath Place, string Code, SiteKind Kind, Phrase Name, string Operator, string OperatorName, string Tariff, string About, string Address, string Phone, string Hours,
    IReadOnlyList<ServingTime> Serving, string? Space, string? Facility);

/// <summary>A place by its code, where the caller may open a site.</summary>
/// <param name="Code">Such as <c>hf-1</c>.</param>
internal sealed record FindPlaceToKeep(string Code) : IQuery<PlaceToKeep>;

/// <summary>A place.</summary>
internal sealed record PlaceToKeep(ScopePath Place, Phrase Name);

internal sealed class ListSitesToKeepHandler(LinliDb db, IScopeTree tree, CurrentCaller current) : IHandler<ListSitesToKeep, IReadOnlyList<SiteToKeep>>, IHandler<FindPlaceToKeep, PlaceToKeep>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/canteen/sites/mine", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new ListSitesToKeep(), cancel))
            .Needs(CanteenPermissions.Manage).WithTags("Canteen").WithSummary("Sites I keep 食堂站点");

    public async Task<Result<IReadOnlyList<SiteToKeep>>> Handle(ListSitesToKeep request, CancellationToken cancel) =>
        (await db.Scoped<CanteenSite>(current.Value.ScopesFor(CanteenPermissions.Manage)).AsNoTracking().OrderBy(s => s.Kind).ThenBy(s => s.Code).ToListAsync(cancel))
            .ConvertAll(s => new SiteToKeep(s.Place, s.Code, s.Kind, s.Name, s.Operator, s.OperatorName, s.Tariff, s.About, s.Address, s.Phone, s.Hours, s.Serving, s.Space, s.Facility));

    public Task<Result<PlaceToKeep>> Handle(FindPlaceToKeep request, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return Task.FromResult<Result<PlaceToKeep>>(tree.FindCode(request.Code) is { } place && current.Value.May(CanteenPermissions.Manage, place.Path)
            ? new PlaceToKeep(place.Path, place.Name) : Problem.NotFound("canteen.no_place", "没有这个地点，或不在您的范围内。", "There is no such place, or it is not yours."));
    }
}
