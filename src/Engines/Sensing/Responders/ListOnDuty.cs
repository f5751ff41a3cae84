using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Linli.Sensing.Alarms;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;

namespace Linli.Sensing.Responders;

/// <summary>Who is on duty now at the caller's places, by post and not by name: the wall shows this to whoever stands in the room.</summary>
public sealed record ListOnDuty : IQuery<IReadOnlyList<OnDuty>>;

/// <summary>Somebody on duty.</summary>
/// <param name="Kind">Kind of post.</param>
/// <param name="Name">Name of the post.</param>
/// <param name="Latitude">Where they checked in, WGS-84.</param>
/// <param name="Longitude">Where they checked in.</param>
/// <param name="CheckedInAt">When, UTC.</param>
/// <param name="Busy">Whether they are called out.</param>
public sealed record OnDuty(string Kind, Phrase Name, double Latitude, double Longitude, DateTimeOffset CheckedInAt, bool Busy);

internal sealed class ListOnDutyHandler(LinliDb db, CurrentCaller current, TimeProvider time) : IHandler<ListOnDuty, IReadOnlyList<OnDuty>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/sensing/duty/all", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new ListOnDuty(), cancel))
            .Needs(SensingPermissions.Watch).WithTags("Sensing").WithSummary("Who is on duty, by post 在岗力量");
        api.MapGet("/sensing/duty.geojson", async Task<IResult> (UseCaseRunner run, CancellationToken cancel) =>
        {
            var all = await run.Ask(new ListOnDuty(), cancel);
            return all.Ok ? TypedResults.Bytes(GeoJson.Write(all.Value.Select(Feature).ToList()), "application/geo+json") : ProblemResults.From(all.Problems);
        }).Needs(SensingPermissions.Watch).WithTags("Sensing").Produces(StatusCodes.Status200OK, contentType: "application/geo+json");
    }

    public async Task<Result<IReadOnlyList<OnDuty>>> Handle(ListOnDuty request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var rows = await db.Scoped<DutyRow>(current.Value.ScopesFor(SensingPermissions.Watch)).AsNoTracking().Where(d => d.Until > now).OrderBy(d => d.Kind).ThenBy(d => d.CheckedInAt).ToListAsync(cancel);
        var busy = await db.Records<CallRow>().AsNoTracking().Where(c => c.Active).Select(c => c.Account).ToListAsync(cancel);
        return rows.ConvertAll(d => new OnDuty(d.Kind, PostNames.Of(d.Kind), d.Latitude, d.Longitude, d.CheckedInAt, busy.Contains(d.Account)));
    }

    private static GeoFeature Feature(OnDuty one) => new(
        new Point(one.Longitude, one.Latitude),
        new Dictionary<string, object?>
        {
            ["name"] = one.Name.ToString(), ["text"] = one.Busy ? new Phrase("出警中", "called out").ToString() : new Phrase("在岗", "on duty").ToString(), ["colour"] = one.Busy ? "#f0a35e" : "#3fbf8f",
        });
}
