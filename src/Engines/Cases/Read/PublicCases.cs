using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Cases.Read;

/// <summary>Public cases, newest first: all, of one community, or around a point.</summary>
public sealed record PublicCases : IQuery<CasePage>
{
    /// <summary>Only within this place.</summary>
    public ScopePath? Place { get; init; }

    /// <summary>Longitude of the point, WGS-84 degrees.</summary>
    public double? Longitude { get; init; }

    /// <summary>Latitude of the point, WGS-84 degrees.</summary>
    public double? Latitude { get; init; }

    /// <summary>How far around the point, 10 to 5,000 metres; 500 when left out.</summary>
    public int? Metres { get; init; }

    /// <summary>Only of this category.</summary>
    public string? Category { get; init; }

    /// <summary>True: only what is still going on; false: only what is closed.</summary>
    public bool? Open { get; init; }

    /// <summary>Words of the report or the answer.</summary>
    public string? Search { get; init; }

    /// <summary>Where the page begins.</summary>
    public string? After { get; init; }

    /// <summary>1 to 100 lines; 20 when left out.</summary>
    public int? Take { get; init; }
}

internal sealed class PublicCasesHandler(LinliDb db, TextIndex search) : IHandler<PublicCases, CasePage>, IUseCase
{
    private const double MetresPerDegree = 111_195;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/cases/public", ([AsParameters] PublicCases request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(Access.Public).WithTags("Cases").WithSummary("Public cases, all or around a point 公开事项");

    public async Task<Result<CasePage>> Handle(PublicCases request, CancellationToken cancel)
    {
        if (Bookmark.TryRead(request.After, out var bookmark) is { } unreadable)
            return unreadable;
        var cases = db.Unfiltered<Case>().Where(c => c.IsPublic && c.State != CaseState.Withdrawn);
        if (request.Place is { } place)
            cases = cases.Where(ScopeSet.Of([place]).Condition<Case>());
        if (request.Longitude is not null || request.Latitude is not null)
        {
            if (request is not { Longitude: { } lon, Latitude: { } lat } || !GeoPoint.IsValid(lat, lon))
                return Problem.Invalid("latitude", "cases.place_unreadable", "经度和纬度要同时给出，纬度在 -90 到 90 之间。", "Give longitude and latitude together, the latitude between -90 and 90.");
            cases = Around(cases, lon, lat, Math.Clamp(request.Metres ?? 500, 10, 5000));
        }

        if (request.Category is { } category)
            cases = cases.Where(c => c.Category == category);
        if (request.Open is { } open)
            cases = cases.Where(c => c.ClosedAt == null == open);
        if (!string.IsNullOrWhiteSpace(request.Search))
            cases = cases.Where(await search.Finding(request.Search, cancel));
        return await cases.NewestFirst(bookmark, Math.Clamp(request.Take ?? 20, 1, 100), Lines.Public, cancel);
    }

    // A square is near enough for a list, and an index can serve it.
    private static IQueryable<Case> Around(IQueryable<Case> cases, double lon, double lat, int metres)
    {
        var north = metres / MetresPerDegree;
        var east = north / Math.Max(0.01, Math.Cos(lat * Math.PI / 180));
        var (west, right, south, top) = (lon - east, lon + east, lat - north, lat + north);
        return cases.Where(c => c.Latitude >= south && c.Latitude <= top && c.Longitude >= west && c.Longitude <= right);
    }
}
