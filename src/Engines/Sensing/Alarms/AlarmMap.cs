using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;

namespace Linli.Sensing.Alarms;

/// <summary>Open alarms that are about no person, as points to draw.</summary>
public sealed record AlarmMap : IQuery<byte[]>;

internal sealed class AlarmMapHandler(AlarmBook book) : IHandler<AlarmMap, byte[]>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/sensing/alarms.geojson", async Task<IResult> (UseCaseRunner run, CancellationToken cancel) =>
            {
                var map = await run.Ask(new AlarmMap(), cancel);
                return map.Ok ? TypedResults.Bytes(map.Value, "application/geo+json") : ProblemResults.From(map.Problems);
            })
            .Needs(SensingPermissions.Watch).WithTags("Sensing").WithSummary("Open alarms as GeoJSON points 告警地图").Produces(StatusCodes.Status200OK, contentType: "application/geo+json");

    public async Task<Result<byte[]>> Handle(AlarmMap request, CancellationToken cancel)
    {
        var open = await book.Seen().AsNoTracking().Where(a => a.ClosedAt == null && !a.Personal && a.Latitude != null).OrderByDescending(a => a.RaisedAt).Take(500).ToListAsync(cancel);
        return GeoJson.Write(open.ConvertAll(a => new GeoFeature(
            new Point(a.Longitude!.Value, a.Latitude!.Value),
            new Dictionary<string, object?>
            {
                ["name"] = a.Name.ToString(),
                ["text"] = AlarmWords.Of(a.State).ToString(),
                ["href"] = $"/desk/alarms/{a.Id.Value}",
                ["colour"] = a.Test ? "#7a8a8d" : a.Severity switch { AlarmSeverity.Critical => "#e5332a", AlarmSeverity.Major => "#e07b1a", _ => "#d3b13a" },
            },
            a.Id.Value.ToString())));
    }
}
