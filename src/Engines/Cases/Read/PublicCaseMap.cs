using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Cases.Read;

/// <summary>Public cases as points on a map, the newest hundred.</summary>
/// <param name="Cases">Which ones; how many and where the page begins are not used.</param>
public sealed record PublicCaseMap(PublicCases Cases) : IQuery<IReadOnlyList<GeoFeature>>;

internal sealed class PublicCaseMapHandler(IHandler<PublicCases, CasePage> cases) : IHandler<PublicCaseMap, IReadOnlyList<GeoFeature>>, IUseCase
{
    private const int Most = 100;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/cases/public.geojson", async Task<IResult> ([AsParameters] PublicCases request, UseCaseRunner run, CancellationToken cancel) =>
        {
            var map = await run.Ask(new PublicCaseMap(request), cancel);
            return map.Ok ? TypedResults.Bytes(GeoJson.Write(map.Value), "application/geo+json") : ProblemResults.From(map.Problems);
        }).Needs(Access.Public).WithTags("Cases").WithSummary("Public cases as points on a map 公开事项地图")
            .Produces(StatusCodes.Status200OK, contentType: "application/geo+json");

    public async Task<Result<IReadOnlyList<GeoFeature>>> Handle(PublicCaseMap request, CancellationToken cancel)
    {
        var found = await cases.Handle(request.Cases with { Take = Most, After = null }, cancel);
        return found.Ok
            ? found.Value.Items.Where(line => line.Latitude is not null).Select(Point).ToArray()
            : found.As<IReadOnlyList<GeoFeature>>();
    }

    private static GeoFeature Point(CaseLine line) => new(
        new GeoPoint(line.Latitude!.Value, line.Longitude!.Value).ToGeometry(),
        new Dictionary<string, object?>
        {
            ["name"] = line.Title,
            ["text"] = CaseLook.Short(line.State).ToString(),
            ["href"] = $"/cases/{line.Id.Value}",
            ["colour"] = line.State == CaseState.Confirmed ? "#0b7356" : "#b9480e",
        },
        line.Number);
}
