using Linli.Cases.Read;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Report;

/// <summary>
/// Public cases that may be the same thing, while the resident still types: open, of the last 30 days, near the place,
/// alike in words.
/// </summary>
public sealed record FindSimilar : IQuery<IReadOnlyList<SimilarCase>>
{
    /// <summary>What was typed so far.</summary>
    public string? Text { get; init; }

    /// <summary>Longitude in degrees.</summary>
    public double? Longitude { get; init; }

    /// <summary>Latitude in degrees.</summary>
    public double? Latitude { get; init; }

    /// <summary>Coordinate system of the point.</summary>
    public CoordinateSystem? Crs { get; init; }

    /// <summary>Code of the category.</summary>
    public string? Category { get; init; }

    /// <summary>Code of the community, where there is no point.</summary>
    public string? Community { get; init; }
}

/// <summary>A case that may be the same.</summary>
/// <param name="Case">The case as neighbours see it.</param>
/// <param name="Metres">How far away, where both have a point.</param>
/// <param name="Score">0 to 1.</param>
public sealed record SimilarCase(CaseLine Case, int? Metres, double Score);

internal sealed class FindSimilarHandler(LinliDb db, TimeProvider time) : IHandler<FindSimilar, IReadOnlyList<SimilarCase>>, IUseCase
{
    private const int Near = 150;
    private const double MetresPerDegree = 111_195;
    private const double Least = 0.35;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/cases/similar", ([AsParameters] FindSimilar request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(Access.Public).WithTags("Cases").WithSummary("Cases that may be the same 疑似重复");

    public async Task<Result<IReadOnlyList<SimilarCase>>> Handle(FindSimilar request, CancellationToken cancel)
    {
        var text = request.Text?.Trim() ?? "";
        if (text.Length is < 4 or > ReportCase.MaxText)
            return Array.Empty<SimilarCase>();
        var here = Here(request);
        var since = Clock.Now(time).AddDays(-30);
        var open = db.Unfiltered<Case>().AsNoTracking().Where(c => c.IsPublic && c.ClosedAt == null && c.OpenedAt >= since);
        open = here is { } point ? Around(open, point) : open.Where(c => c.Latitude == null);
        var candidates = await open.OrderByDescending(c => c.OpenedAt).Take(200).ToListAsync(cancel);

        return candidates.Select(c => Compare(c, text, request.Category, here))
            .Where(s => s.Score >= Least)
            .OrderByDescending(s => s.Score).Take(3).ToArray();
    }

    private static SimilarCase Compare(Case item, string text, string? category, GeoPoint? here)
    {
        var alike = Similarity.Standard.Of(text, $"{item.Title} {item.Text}");
        var metres = here is { } point && item.Latitude is { } lat ? (int?)Math.Round(point.DistanceTo(new(lat, item.Longitude!.Value))) : null;
        return new(Lines.ToPublic(item), metres, Score(alike, category == item.Category, metres));
    }

    /// <summary>Words count most; the same category and a few steps apart make a doubtful pair a likely one.</summary>
    internal static double Score(double alike, bool sameCategory, int? metres) =>
        Math.Clamp((alike * 0.8) + (sameCategory ? 0.1 : 0) + (metres is <= 30 ? 0.1 : 0), 0, 1);

    private static GeoPoint? Here(FindSimilar request) =>
        request is { Latitude: { } lat, Longitude: { } lon } && GeoPoint.IsValid(lat, lon)
            ? ChinaCoordinates.ToWgs84(lat, lon, request.Crs ?? CoordinateSystem.Wgs84)
            : null;

    private static IQueryable<Case> Around(IQueryable<Case> cases, GeoPoint here)
    {
        var north = Near / MetresPerDegree;
        var east = north / Math.Cos(here.Latitude * Math.PI / 180);
        var (west, right, south, top) = (here.Longitude - east, here.Longitude + east, here.Latitude - north, here.Latitude + north);
        return cases.Where(c => c.Latitude >= south && c.Latitude <= top && c.Longitude >= west && c.Longitude <= right);
    }
}
