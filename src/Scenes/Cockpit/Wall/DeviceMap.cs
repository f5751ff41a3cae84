using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Linli.Sensing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NetTopologySuite.Geometries;

namespace Linli.Cockpit.Wall;

/// <summary>Devices that are mounted somewhere and are no person's, as points to draw.</summary>
public sealed record DeviceMap : IQuery<byte[]>;

internal sealed class DeviceMapHandler(IDevices devices, IEnumerable<DeviceKind> kinds, ILatest latest, CurrentCaller current) : IHandler<DeviceMap, byte[]>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/cockpit/devices.geojson", async Task<IResult> (UseCaseRunner run, CancellationToken cancel) =>
            {
                var map = await run.Ask(new DeviceMap(), cancel);
                return map.Ok ? TypedResults.Bytes(map.Value, "application/geo+json") : ProblemResults.From(map.Problems);
            })
            .Needs(CockpitPermissions.Wall).WithTags("Cockpit").WithSummary("Mounted devices as GeoJSON points 设备图层").Produces(StatusCodes.Status200OK, contentType: "application/geo+json");

    public Task<Result<byte[]>> Handle(DeviceMap request, CancellationToken cancel)
    {
        var places = current.Value.ScopesFor(CockpitPermissions.Wall);
        var features = new List<GeoFeature>();
        foreach (var kind in kinds.Where(k => !k.Personal))
            foreach (var device in devices.OfKind(kind.Code))
                if (device is { Place: { } point } && device.State is not (DeviceState.Retired or DeviceState.Expected) && places.Covers(device.Scope))
                    features.Add(new(
                        new Point(point.Longitude, point.Latitude),
                        new Dictionary<string, object?> { ["name"] = device.Name, ["text"] = kind.Name.ToString(), ["colour"] = latest.Of(device.Id).Online ? "#4aa3df" : "#6f7f86" },
                        device.Id.Value.ToString()));
        return Task.FromResult<Result<byte[]>>(GeoJson.Write(features));
    }
}
