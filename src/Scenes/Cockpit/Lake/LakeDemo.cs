using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Geo;
using Linli.Sensing;
using Microsoft.Extensions.Logging;
using NetTopologySuite.Geometries;

namespace Linli.Cockpit.Lake;

/// <summary>The danger zone of the demo's lake as it lies on the map, its radar and cameras, the rules, and those on duty today.</summary>
internal sealed class LakeDemo(LinliDb db, IFences fences, IRules rules, IDeviceBook devices, IResponders responders, IPeople people, IScopeTree tree, ILogger<LakeDemo> log) : IDemoSeeder
{
    private const string OnTheMap = "zone-lake-danger";

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (tree.FindCode("hf") is not { } town || !File.Exists(samples.File("map.geojson")))
            return;
        var zone = Zone(await File.ReadAllBytesAsync(samples.File("map.geojson"), cancel));
        if (zone is null)
        {
            log.LogWarning("The samples have no danger zone of a lake.");
            return;
        }

        await fences.Put(new(LakePart.Fence, ("映月湖溺水危险区", "Danger zone of the lake"), town.Path, zone), cancel);
        await rules.Put(LakePart.RuleAt(town.Path), cancel);
        await rules.Put(LakePart.CameraRuleAt(town.Path), cancel);
        var entered = await devices.EnterMany(Devices(town.Path, zone.Centroid), cancel);
        if (!entered.Ok)
            throw new InvalidDataException(entered.Problem.Message.En);
        await OnDuty(town.Path, zone.Centroid, samples.Now, cancel);
        await db.SaveChangesAsync(cancel);
    }

    private static Geometry? Zone(byte[] map) => GeoJson.Read(map).FirstOrDefault(f => f.Id == OnTheMap)?.Geometry;

    private static NewDevice[] Devices(ScopePath town, Point lake) =>
    [
        new("radar-lake-1", "映月湖水域雷达", LakePart.Radar.Code, town) { Place = new(lake.Y, lake.X), Key = DemoDevices.KeyOf("radar-lake-1"), InService = true },
        new("cam-lake-1", "映月湖东岸摄像机", WatchKinds.Camera, town) { Place = new(lake.Y + 0.0004, lake.X + 0.0009), Key = DemoDevices.KeyOf("cam-lake-1"), InService = true },
        new("cam-lake-2", "映月湖西岸摄像机", WatchKinds.Camera, town) { Place = new(lake.Y - 0.0003, lake.X - 0.0014), Key = DemoDevices.KeyOf("cam-lake-2"), InService = true },
    ];

    // By post and in turn, the first beside the water and the others some way off.
    private async Task OnDuty(ScopePath town, Point lake, DateTimeOffset now, CancellationToken cancel)
    {
        var places = new[] { (0.0007, -0.0006), (-0.0013, 0.0024), (0.0006, -0.0042), (-0.0031, -0.0009), (0.0038, 0.0027) };
        var staff = await people.StaffFor(town, [Posts.Guard, Posts.Patrol], cancel);
        foreach (var (one, (north, east)) in staff.OrderBy(s => s.Account).Zip(places))
            await responders.CheckIn(one.Account, one.Post, town, new(lake.Y + north, lake.X + east), now.AddHours(12), cancel);
    }
}
