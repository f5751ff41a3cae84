using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Sensing.Devices.Read;

/// <summary>Mounted devices on a map (设备地图); those that a person wears or lives with are on none.</summary>
/// <param name="Filter">As of the list; its page does not matter.</param>
internal sealed record DevicesOnMap(FindDevices Filter) : IQuery<GeoFeature[]>;

internal sealed class DevicesOnMapHandler(DeviceViews views, CurrentCaller current) : IHandler<DevicesOnMap, GeoFeature[]>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/sensing/devices.geojson", async Task<IResult> ([AsParameters] FindDevices filter, UseCaseRunner run, CancellationToken cancel) =>
            {
                var found = await run.Ask(new DevicesOnMap(filter), cancel);
                return found.Ok ? TypedResults.Bytes(GeoJson.Write(found.Value), "application/geo+json") : ProblemResults.From(found.Problems);
            })
            .Needs(SensingPermissions.Watch).WithTags("Sensing").WithSummary("Mounted devices on a map 设备地图").Produces(StatusCodes.Status200OK, contentType: "application/geo+json");

    public Task<Result<GeoFeature[]>> Handle(DevicesOnMap request, CancellationToken cancel) => Task.FromResult<Result<GeoFeature[]>>(
        views.Lines(request.Filter, current.Value.ScopesFor(SensingPermissions.Watch)).Where(l => l is { Personal: false, Latitude: not null, Longitude: not null }).Select(Feature).ToArray());

    private static GeoFeature Feature(DeviceLine device) => new(
        new GeoPoint(device.Latitude!.Value, device.Longitude!.Value).ToGeometry(),
        new Dictionary<string, object?>
        {
            ["kind"] = device.Kind, ["name"] = device.Name, ["text"] = $"{device.KindName} · {(device.Online ? "在线 online" : "离线 offline")}", ["href"] = "/desk/sensing/device/" + device.Code,
            ["online"] = device.Online, ["colour"] = device.Online ? "#0b7356" : "#7a7f87",
        },
        device.Code);
}
