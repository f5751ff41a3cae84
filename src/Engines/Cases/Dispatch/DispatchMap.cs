using Linli.Cases.Read;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;

namespace Linli.Cases.Dispatch;

/// <summary>Cases that wait for a team, as points to draw on the map (地图派单); at most 500, the earliest clock first.</summary>
/// <param name="Place">Only within this place.</param>
public sealed record DispatchMap(ScopePath? Place = null) : IQuery<byte[]>;

internal sealed class DispatchMapHandler(StaffView view, TimeProvider time) : IHandler<DispatchMap, byte[]>, IUseCase
{
    private const int AtMost = 500;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/cases/dispatch.geojson", async Task<IResult> (ScopePath? place, UseCaseRunner run, CancellationToken cancel) =>
            {
                var map = await run.Ask(new DispatchMap(place), cancel);
                return map.Ok ? TypedResults.Bytes(map.Value, "application/geo+json") : ProblemResults.From(map.Problems);
            })
            .Needs(CasesPermissions.Dispatch).WithTags("Cases").WithSummary("Cases waiting for a team, as GeoJSON points 待派发地图")
            .Produces(StatusCodes.Status200OK, contentType: "application/geo+json");

    public async Task<Result<byte[]>> Handle(DispatchMap request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var waiting = await view.Cases(request.Place).AsNoTracking()
            .Where(c => (c.State == CaseState.Reported || c.State == CaseState.Accepted) && c.Longitude != null && c.Latitude != null)
            .OrderBy(c => c.NextDue == null).ThenBy(c => c.NextDue).Take(AtMost)
            .Select(c => new { c.Id, c.Number, c.Title, c.Longitude, c.Latitude, c.NextDue, c.Priority }).ToListAsync(cancel);
        return GeoJson.Write(waiting.Select(c => new GeoFeature(
            new Point(c.Longitude!.Value, c.Latitude!.Value),
            new Dictionary<string, object?>
            {
                ["name"] = c.Number,
                ["text"] = c.Title,
                ["href"] = $"/desk/dispatch?case={c.Id.Value}",
                ["colour"] = c.NextDue <= now ? "#b3261e" : c.Priority == CasePriority.Normal ? "#2b5d94" : "#a8430b",
            },
            c.Id.Value.ToString())).ToList());
    }
}
