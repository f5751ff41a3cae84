using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Linli.Cockpit.Lake;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Sensing.Rules;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NetTopologySuite.Geometries;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests.Alarms;

/// <summary>S69 on the whole server: from the radar's own word over HTTP or MQTT to the figure that counts the five minutes, and the ways in which it goes wrong.</summary>
[Trait("Feature", "S69")]
public sealed class LakeInOneRunTests
{
    private const string Key = "a-key-that-its-maker-put-into-it";
    private static readonly GeoPoint Water = new(30.2080, 120.2105);

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Both))]
    public async Task Radar_SeesSomebody_TheNearestGoes_AndTheFigureCountsIt(DatabaseKind kind)
    {
        await using var town = await Found(kind);
        var (officer, near, far) = (await town.StaffClient("officer"), await town.StaffClient("guard1"), await town.StaffClient("guard2"));
        await far.Post("/sensing/duty", new { latitude = 30.2020, longitude = 120.2180 }).Good();
        await near.Post("/sensing/duty", new { latitude = 30.2084, longitude = 120.2110 }).Good();

        // At the first credible position; the same again, and further ones inside, raise nothing more.
        var radar = town.DeviceClient("radar-1", Key);
        (await radar.Post("/sensing/readings", Seen(town, 0, 30.2080, 120.2105)).Good()).Whole("accepted").ShouldBe(1);
        await town.Settle();
        await radar.Post("/sensing/readings", Seen(town, 0, 30.2080, 120.2105)).Good();
        town.Time.Move(TimeSpan.FromSeconds(5));
        await radar.Post("/sensing/readings", Seen(town, 0, 30.2081, 120.2105)).Good();
        await town.Settle();
        var alarm = (await Open(officer)).ShouldHaveSingleItem().Id();

        var call = (await near.Get("/sensing/duty").Good()).GetProperty("call");
        (await far.Get("/sensing/duty").Good()).GetProperty("call").ValueKind.ShouldBe(JsonValueKind.Null, "the nearer one goes");
        await officer.Post($"/sensing/alarms/{alarm}/acknowledgement").Good();
        foreach (var step in new[] { "accepted", "onTheWay", "onSite" })
            await near.Post($"/sensing/calls/{call.Id()}/steps", new { step }).Good();
        town.Time.Move(TimeSpan.FromSeconds(247));
        await near.Post($"/sensing/calls/{call.Id()}/steps", new { step = "safe" }).Good();
        await radar.Post("/sensing/readings", Seen(town, 0, 30.2095, 120.2125)).Good();
        await town.Settle();
        await officer.Post($"/sensing/alarms/{alarm}/closure", new { verdict = "real", note = "儿童已带离水边，交给家长" }).Good();
        var kept = (await officer.Get($"/sensing/alarms/figures?rule={LakePart.Rule}").Good()).GetProperty("targets")[0];
        (kept.Whole("kept"), kept.Whole("of"), kept.Whole("medianSeconds")).ShouldBe((1, 1, 252));
        (await officer.Page("/desk/alarms/figures")).ShouldContain("4 min 12 s");

        // And the next one comes over MQTT, with the same key.
        town.Time.Move(TimeSpan.FromMinutes(10));
        await Publish(town, $$"""{"latitude":30.2080,"longitude":120.2105,"accuracy":3,"at":"{{town.Time.GetUtcNow():O}}"}""");
        await town.Settle();
        (await Open(officer)).ShouldHaveSingleItem().Id().ShouldNotBe(alarm);
    }

    /// <summary>Nobody is on duty; the video platform is away; two officers take it at once.</summary>
    [Theory, MemberData(nameof(Both))]
    public async Task WhenThingsGoWrong_TheDeskSaysWhat_AndItGoesUp(DatabaseKind kind)
    {
        await using var town = await Found(kind, silentCamera: true);
        var (officer, other) = (await town.StaffClient("officer"), await town.StaffClient("officer2"));
        await town.DeviceClient("radar-1", Key).Post("/sensing/readings", Seen(town, 0, 30.2080, 120.2105)).Good();
        await town.Settle();
        var alarm = (await Open(officer)).ShouldHaveSingleItem().Id();
        await town.Watch();
        var detail = await officer.Get($"/sensing/alarms/{alarm}").Good();
        var lines = detail.GetProperty("lines").EnumerateArray().Select(l => l.Text("what")).ToList();
        lines.ShouldContain("nobody_free");
        lines.ShouldContain("escalated", "nobody to send is not to wait for the clock");
        var camera = detail.GetProperty("cameras")[0].Id("device");
        (await officer.Post($"/sensing/cameras/{camera}/stream").Refused(HttpStatusCode.Conflict)).ShouldBe("sensing.camera_silent");
        (await officer.Page($"/desk/alarms/{alarm}?camera=nearest")).ShouldContain("does not answer");

        var both = await Task.WhenAll(officer.Post($"/sensing/alarms/{alarm}/acknowledgement"), other.Post($"/sensing/alarms/{alarm}/acknowledgement"));
        both.Select(a => a.StatusCode).Order().ShouldBe([HttpStatusCode.OK, HttpStatusCode.Conflict]);
        (await officer.Get($"/sensing/alarms/{alarm}").Good()).GetProperty("lines").EnumerateArray().Count(l => l.Text("what") == "acknowledged").ShouldBe(1);
    }

    [Fact]
    public async Task AStrangersWord_AndAnImpossibleOne_RaiseNothing()
    {
        await using var town = await Found(DatabaseKind.Sqlite);
        var officer = await town.StaffClient("officer");
        (await town.DeviceClient("radar-1", "not-the-key-of-this-device").Post("/sensing/readings", Seen(town, 0, 30.2080, 120.2105))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await town.DeviceClient("radar-1", Key).Post("/sensing/readings", Seen(town, 0, 300.2080, 120.2105)).Bad("latitude");
        await town.DeviceClient("radar-1", Key).Post("/sensing/readings", Seen(town, 8 * 3600, 30.2080, 120.2105)).Bad("at");
        await town.Settle();
        (await Open(officer)).ShouldBeEmpty();
    }

    private static object Seen(TestTown town, int seconds, double latitude, double longitude) => new { at = town.Time.GetUtcNow().AddSeconds(seconds), latitude, longitude, accuracy = 3 };

    private static async Task<List<JsonElement>> Open(HttpClient officer) => [.. (await officer.Get("/sensing/alarms?open=true&severity=critical").Good()).GetProperty("items").EnumerateArray()];

    private static async Task<TestTown> Found(DatabaseKind kind, bool silentCamera = false)
    {
        var town = await WatchTown.FoundLive(kind, builder =>
        {
            if (silentCamera)
                builder.Services.RemoveAll<ICameraStreams>().AddScoped<ICameraStreams, SilentCameras>();
        });
        await town.Do(async s =>
        {
            var scope = SmallTown.First.Child("hf-1-g01");
            (await s.GetRequiredService<IDeviceBook>().EnterMany(
                [
                    new("radar-1", "水域雷达", LakePart.Radar.Code, scope) { Place = Water, Key = Key, InService = true }, new("cam-1", "东岸摄像机", WatchKinds.Camera, scope) { Place = Water, InService = true },
                ],
                CancellationToken.None)).Problems.ShouldBeEmpty();
            var zone = new GeometryFactory().CreatePolygon([new(120.2100, 30.2075), new(120.2110, 30.2075), new(120.2110, 30.2085), new(120.2100, 30.2085), new(120.2100, 30.2075)]);
            await s.GetRequiredService<IFences>().Put(new(LakePart.Fence, ("危险区", "Zone"), SmallTown.Group, zone), CancellationToken.None);
            await s.GetRequiredService<IRules>().Put(LakePart.RuleAt(SmallTown.Group), CancellationToken.None);
            return true;
        });
        await town.Services.GetRequiredService<RulesMemory>().Settled;
        return town;
    }

    // A device that speaks MQTT 3.1.1 byte by byte: CONNECT, PUBLISH at QoS 1, and it waits for both answers.
    private static async Task Publish(TestTown town, string payload)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", town.PortOf(DeviceProtocols.Mqtt), Cancel);
        var stream = socket.GetStream();
        await stream.WriteAsync(Packet(0x10, [.. Text("MQTT"), 4, 0xC2, 0, 30, .. Text("radar-1"), .. Text("radar-1"), .. Text(Key)]), Cancel);
        var answer = new byte[4];
        await stream.ReadExactlyAsync(answer, Cancel);
        answer.ShouldBe([0x20, 2, 0, 0]);
        await stream.WriteAsync(Packet(0x32, [.. Text("linli/radar-1/position"), 0, 1, .. Encoding.UTF8.GetBytes(payload)]), Cancel);
        await stream.ReadExactlyAsync(answer, Cancel);
        answer.ShouldBe([0x40, 2, 0, 1]);
    }

    private static byte[] Packet(byte first, byte[] body) => body.Length < 128 ? [first, (byte)body.Length, .. body] : [first, (byte)((body.Length & 0x7F) | 0x80), (byte)(body.Length >> 7), .. body];

    private static byte[] Text(string text) => [(byte)(text.Length >> 8), (byte)text.Length, .. Encoding.UTF8.GetBytes(text)];

    private sealed class SilentCameras : ICameraStreams
    {
        public ValueTask<CameraStream?> Open(Device camera, CancellationToken cancel) => ValueTask.FromException<CameraStream?>(new HttpRequestException("The video platform does not answer."));
    }
}
