using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;

namespace Linli.Cases.Read;

/// <summary>Where one case is, as a GeoJSON point to draw; without a feature when it has no point.</summary>
/// <param name="Case">Which case.</param>
public sealed record CasePoint(CaseId Case) : IQuery<byte[]>;

internal sealed class CasePointHandler(StaffView view) : IHandler<CasePoint, byte[]>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/cases/{id}/point.geojson", async Task<IResult> (CaseId id, UseCaseRunner run, CancellationToken cancel) =>
            {
                var point = await run.Ask(new CasePoint(id), cancel);
                return point.Ok ? TypedResults.Bytes(point.Value, "application/geo+json") : ProblemResults.From(point.Problems);
            })
            .Needs(Access.SignedIn).WithTags("Cases").WithSummary("Where a case is, for staff, as GeoJSON 事项位置")
            .Produces(StatusCodes.Status200OK, contentType: "application/geo+json");

    public async Task<Result<byte[]>> Handle(CasePoint request, CancellationToken cancel)
    {
        var found = await view.Cases().AsNoTracking().Where(c => c.Id == request.Case)
            .Select(c => new { c.Number, c.PlaceText, c.Longitude, c.Latitude }).SingleOrDefaultAsync(cancel);
        return found switch
        {
            null => Problem.NotFound("cases.not_found", "没有找到这件事项，或您无权查看。", "There is no such case, or you may not see it."),
            { Longitude: { } lon, Latitude: { } lat } => GeoJson.Write([new GeoFeature(
                new Point(lon, lat), new Dictionary<string, object?> { ["name"] = found.Number, ["text"] = found.PlaceText })]),
            _ => GeoJson.Write([]),
        };
    }
}
