using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Linli.Platform.Data;
using Linli.Sensing.Devices;
using Linli.Sensing.Devices.Provision;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests;

public sealed class DevicesTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static readonly object Radar = new { code = "lake-radar-1", name = "湖西雷达", kind = "radar", place = "hf-1", latitude = 30.2059, longitude = 120.2147, crs = "gcj02", addresses = new Dictionary<string, string> { ["jt808"] = "013900001111" } };

    [Theory, MemberData(nameof(Both))]
    public async Task Device_FromItsEntryToItsRetirement_IsKnownToGateways(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var devices = town.Services.GetRequiredService<IDevices>();
        var operators = await town.StaffClient("operator");

        // Entered once; what it is called belongs to it alone, and the refusal says to whom.
        var key = (await operators.Post("/sensing/devices", Radar).Good()).Text("key");
        var radar = devices.ByCode("lake-radar-1").ShouldNotBeNull();
        radar.ShouldBe(devices.ByAddress(DeviceProtocols.Jt808, "13900001111"));
        radar.Place!.Value.DistanceTo(new(30.2059, 120.2147)).ShouldBeInRange(300, 800, "degrees of a Chinese map were brought into WGS-84");
        devices.OfKind("radar").ShouldHaveSingleItem();
        (await operators.Post("/sensing/devices", Radar).Refused(HttpStatusCode.Conflict)).ShouldBe("sensing.device_code_taken");
        var twin = await (await operators.Post("/sensing/devices", new { code = "lake-radar-2", name = "湖东雷达", kind = "radar", place = "hf-1", addresses = new Dictionary<string, string> { ["jt808"] = "13900001111" } })).Content.ReadAsStringAsync();
        twin.ShouldContain("sensing.device_address_taken");
        twin.ShouldContain("lake-radar-1");
        await RefuseWhatCannotBe(operators);

        // Its key lets it in; a stolen one is replaced and whoever came in with it is cut off.
        devices.Enter("lake-radar-1", key).ShouldBe(radar);
        devices.Enter("lake-radar-1", key + "x").ShouldBeNull();
        devices.Enter("nobody", key).ShouldBeNull();
        var end = devices.EndOf(radar.Id);
        await operators.Put("/sensing/devices/lake-radar-1", new { name = "湖西一号雷达" }).Good();
        devices.ByCode("lake-radar-1")!.Name.ShouldBe("湖西一号雷达");
        devices.ByCode("lake-radar-1")!.Place.ShouldBe(radar.Place, "what is left out of a change stays");
        end.IsCancellationRequested.ShouldBeFalse("a new name cuts nobody off");
        var renewed = (await operators.Post("/sensing/devices/lake-radar-1/key").Good()).Text("key");
        await Cancelled(end);
        devices.Enter("lake-radar-1", key).ShouldBeNull();
        devices.Enter("lake-radar-1", renewed).ShouldNotBeNull();

        await MaintainAndTest(town, operators, devices);
        operators = await town.StaffClient("operator");

        // Retired: nothing opens any more, its address is free, and it is not changed any more.
        end = devices.EndOf(radar.Id);
        await operators.Delete("/sensing/devices/lake-radar-1").Good();
        await Cancelled(end);
        devices.Enter("lake-radar-1", renewed).ShouldBeNull();
        devices.ByAddress(DeviceProtocols.Jt808, "13900001111").ShouldBeNull();
        devices.ByCode("lake-radar-1")!.State.ShouldBe(DeviceState.Retired);
        (await operators.Put("/sensing/devices/lake-radar-1", new { name = "x" }).Refused(HttpStatusCode.Conflict)).ShouldBe("sensing.device_retired");
        (await operators.Post("/sensing/devices/lake-radar-1/key").Refused(HttpStatusCode.Conflict)).ShouldBe("sensing.device_retired");
        await operators.Post("/sensing/devices", new { code = "lake-radar-2", name = "湖东雷达", kind = "radar", place = "hf-2", addresses = new Dictionary<string, string> { ["jt808"] = "13900001111" } }).Good();

        // Others: who watches one community sees its devices only, and keeps none.
        var worker = await town.StaffClient("worker");
        (await worker.Get("/sensing/devices?state=Retired").Good()).Whole("count").ShouldBe(1);
        (await worker.Get("/sensing/devices/lake-radar-2").Refused(HttpStatusCode.NotFound)).ShouldBe("sensing.device_not_found");
        (await worker.Post("/sensing/devices", Radar)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await town.Audit("KeepDevice")).Count.ShouldBe(3);
        (await town.Audit("RenewDeviceKey")).ShouldHaveSingleItem().Subject.ShouldBe("lake-radar-1");
        await PagesShow(operators);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Label_ScannedTwiceOrLateOrAtOnce_HandsOutItsKeyOnce(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var devices = town.Services.GetRequiredService<IDevices>();
        var operators = await town.StaffClient("operator");
        var plumber = await town.Staff("plumber");
        (await Import(operators, "编号,名称,类型,所属地点\nsmoke-1,7 幢 1 层烟感,烟感探测器,hf-1-c-7\nsmoke-2,7 幢 2 层烟感,烟感探测器,hf-1-c-7\nsmoke-3,7 幢 5 层烟感,smoke-detector,hf-1-c-7\n")).Whole("added").ShouldBe(3);
        devices.ByCode("smoke-1")!.State.ShouldBe(DeviceState.Expected);

        var labels = (await operators.Post("/sensing/devices/claims", new { codes = new[] { "smoke-1", "smoke-2", "smoke-3" }, days = 7 }).Good()).EnumerateArray().Select(l => l.Text("token")).ToList();
        labels.Distinct().Count().ShouldBe(3);

        // Two scan one label at the same moment: one gets the key, the other is refused and noted.
        var both = await Task.WhenAll(town.Run(plumber, new ClaimDevice(labels[0])), town.Run(plumber, new ClaimDevice(labels[0])));
        var won = both.Where(b => b.Ok).ShouldHaveSingleItem();
        both.Where(b => !b.Ok).ShouldHaveSingleItem().Problem.Code.ShouldBe("sensing.claim_used");
        devices.Enter("smoke-1", won.Value!.Key!)!.State.ShouldBe(DeviceState.InService);
        (await town.Run(plumber, new ClaimDevice(labels[0]))).Problem.Code.ShouldBe("sensing.claim_used");
        (await town.Audit("ClaimRefused")).Select(l => l.Subject).ShouldBe(["smoke-1", "smoke-1"]);
        (await operators.Get("/sensing/devices/smoke-1").Good()).GetProperty("claims").EnumerateArray().Count(c => c.Text("what") == "sensing.claim_used").ShouldBe(2);
        (await operators.Page("/desk/sensing/device/smoke-1")).ShouldContain("A used label was scanned again");

        // Printed again, the first print is worth nothing.
        var again = (await operators.Post("/sensing/devices/claims", new { codes = new[] { "smoke-2" } }).Good())[0].Text("token");
        (await town.Run(plumber, new ClaimDevice(labels[1]))).Problem.Code.ShouldBe("sensing.claim_expired");
        (await town.Run(plumber, new ClaimDevice(again))).Ok.ShouldBeTrue();

        town.Time.Move(TimeSpan.FromDays(7));
        (await town.Run(plumber, new ClaimDevice(labels[2]))).Problem.Code.ShouldBe("sensing.claim_expired");
        (await town.Run(plumber, new ClaimDevice("made-up"))).Problem.Code.ShouldBe("sensing.claim_unknown");
        devices.ByCode("smoke-3")!.State.ShouldBe(DeviceState.Expected);
        operators = await town.StaffClient("operator");
        (await operators.Post("/sensing/devices/claims", new { codes = new[] { "nobody" } }).Refused(HttpStatusCode.BadRequest)).ShouldBe("sensing.claim_device");
        (await operators.Post("/sensing/devices/claims", new { codes = Array.Empty<string>() }).Refused(HttpStatusCode.BadRequest)).ShouldBe("sensing.claim_codes");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Import_SaysWhyRowsAreRefused_AndChangesNothingTheSecondTime(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var operators = await town.StaffClient("operator");
        await operators.Put("/sensing/device-groups/panel-1", new { name = "1 号消防主机", place = "hf-1" }).Good();
        const string File = """
            设备编号,设备名称,类型,小区,纬度,经度,坐标系,MN,分组
            air-1,湖边空气站,空气站,hf-1,30.2080,120.2105,gcj02,A34001000000001,
            smoke-1,7 幢 1 层,smoke-detector,hf-1-c,,,,,panel-1
            smoke-1,重复,smoke-detector,hf-1-c,,,,,panel-1
            air-2,同一 MN,空气站,hf-1,,,,A34001000000001,
            bad code,空格,空气站,hf-1,,,,,
            odd-1,没有这种,洗衣机,hf-1,,,,,
            far-1,别处,空气站,zj,,,,,
            deg-1,度数,空气站,hf-1,三十,120,,,
            crs-1,坐标系,空气站,hf-1,30.2,120.2,火星,,
            grp-1,分组,空气站,hf-1,,,,,panel-9
            """;
        var tried = await Import(operators, File, dryRun: true);
        tried.Whole("added").ShouldBe(2);
        town.Services.GetRequiredService<IDevices>().ByCode("air-1").ShouldBeNull("a dry run writes nothing");
        tried.GetProperty("refused").EnumerateArray().Select(r => (r.Whole("row"), r.Text("field"))).ShouldBe(
            [(4, "code"), (5, "addresses"), (6, "code"), (7, "kind"), (8, "place"), (9, "lat"), (10, "crs"), (11, "groups")]);

        var done = await Import(operators, File);
        (done.Whole("added"), done.Whole("changed"), done.GetProperty("refused").GetArrayLength()).ShouldBe((2, 0, 8));
        town.Services.GetRequiredService<IDevices>().ByAddress(DeviceProtocols.Hj212, "A34001000000001")!.Code.ShouldBe("air-1");
        town.Services.GetRequiredService<DeviceMemory>().InGroup("panel-1").ShouldHaveSingleItem();
        var second = await Import(operators, File);
        (second.Whole("added"), second.Whole("changed"), second.Whole("same")).ShouldBe((0, 0, 2));
        var third = await Import(operators, File.Replace("湖边空气站", "湖西空气站", StringComparison.Ordinal));
        (third.Whole("changed"), third.Whole("same")).ShouldBe((1, 1));

        // What goes out comes in again.
        var export = await (await operators.Get("/sensing/devices/export.csv")).Content.ReadAsStringAsync();
        export.ShouldContain("湖西空气站");
        (await Import(operators, export)).Whole("same").ShouldBe(2);
        (await (await operators.Get("/sensing/devices/export.xlsx")).Content.ReadAsByteArrayAsync()).AsSpan(0, 2).ToArray().ShouldBe("PK"u8.ToArray());

        await Import(operators, "", HttpStatusCode.BadRequest, "sensing.table_unreadable");
        await Import(operators, "甲,乙\n1,2\n", HttpStatusCode.BadRequest, "sensing.table_columns");
        (await operators.Page("/desk/sensing/groups")).ShouldContain("panel-1");
        (await operators.Put("/sensing/device-groups/panel-1", new { members = new[] { "nobody" } }).Refused(HttpStatusCode.BadRequest)).ShouldBe("sensing.group_member");
        await operators.Put("/sensing/device-groups/panel-1", new { members = new[] { "air-1" } }).Good();
        town.Services.GetRequiredService<DeviceMemory>().InGroup("panel-1").Select(d => town.Services.GetRequiredService<IDevices>().Find(d)!.Code).ShouldBe(["air-1"]);
        (await operators.Post("/sensing/device-groups/panel-1/test", new { minutes = 30 }).Good()).GetInt32().ShouldBe(1);
        (await operators.Post("/sensing/device-groups/panel-9/test", new { minutes = 30 }).Refused(HttpStatusCode.NotFound)).ShouldBe("sensing.no_group");
    }

    [Fact]
    public async Task Device_ChangedOnOneNode_IsSeenOnTheOther()
    {
        await using var town = await TestTown.Found();
        await using var other = await town.Beside();
        var (here, there) = (town.Services.GetRequiredService<IDevices>(), other.Services.GetRequiredService<IDevices>());
        there.ByCode("door-1").ShouldBeNull();
        var operators = await town.StaffClient("operator");
        var key = (await operators.Post("/sensing/devices", new { code = "door-1", name = "门磁", kind = "door-sensor", place = "hf-1-c-7", latitude = 30.208, longitude = 120.2105 }).Good()).Text("key");
        other.Services.GetRequiredService<DeviceMemory>().Look();
        var end = there.EndOf(there.Enter("door-1", key).ShouldNotBeNull().Id);
        await operators.Post("/sensing/devices/door-1/key").Good();
        end.IsCancellationRequested.ShouldBeFalse();
        other.Services.GetRequiredService<DeviceMemory>().Look();
        await Cancelled(end);
        there.Enter("door-1", key).ShouldBeNull();
        here.Enter("door-1", key).ShouldBeNull();

        // A person lives with it: neither where it hangs nor more than the community is told.
        var sheet = (await operators.Get("/sensing/devices/door-1").Good()).GetProperty("device");
        sheet.GetProperty("personal").GetBoolean().ShouldBeTrue();
        sheet.Text("place").ShouldBe("hf-1");
        sheet.TryGetProperty("latitude", out var latitude).ShouldBe(latitude.ValueKind == JsonValueKind.Null);
    }

    [Fact]
    public async Task Key_GuessedAgainAndAgain_OpensNothing_AndLocksNobodyOut()
    {
        await using var town = await TestTown.Found();
        var devices = town.Services.GetRequiredService<IDevices>();
        var key = (await (await town.StaffClient("operator")).Post("/sensing/devices", Radar).Good()).Text("key");
        for (var i = 0; i < DeviceKeys.MostWrong; i++)
            devices.Enter("lake-radar-1", $"guess-{i}").ShouldBeNull();
        devices.Enter("lake-radar-1", key).ShouldNotBeNull();
    }

    private static async Task RefuseWhatCannotBe(HttpClient operators)
    {
        async Task Refuse(object device, string code) => (await operators.Post("/sensing/devices", device).Refused(HttpStatusCode.BadRequest)).ShouldBe(code);
        await Refuse(new { code = "a b", name = "x", kind = "radar", place = "hf-1" }, "sensing.device_code");
        await Refuse(new { code = "r-9", name = " ", kind = "radar", place = "hf-1" }, "sensing.device_name");
        await Refuse(new { code = "r-9", name = "x", kind = "toaster", place = "hf-1" }, "sensing.device_kind");
        await Refuse(new { code = "r-9", name = "x", kind = "radar", place = "zj" }, "sensing.device_place");
        await Refuse(new { code = "r-9", name = "x", kind = "radar", place = "hf-1", latitude = 91, longitude = 0 }, "sensing.device_degrees");
        await Refuse(new { code = "r-9", name = "x", kind = "radar", place = "hf-1", latitude = 30.2 }, "sensing.device_degrees");
        await Refuse(new { code = "r-9", name = "x", kind = "radar", place = "hf-1", crs = "1" }, "sensing.device_crs");
        await Refuse(new { code = "r-9", name = "x", kind = "radar", place = "hf-1", key = "12345678" }, "sensing.device_key_weak");
        await Refuse(new { code = "r-9", name = "x", kind = "radar", place = "hf-1", addresses = new Dictionary<string, string> { ["modbus"] = "1" } }, "sensing.device_protocol");
        await Refuse(new { code = "r-9", name = "x", kind = "radar", place = "hf-1", groups = new[] { "none" } }, "sensing.no_group");
    }

    private static async Task MaintainAndTest(TestTown town, HttpClient operators, IDevices devices)
    {
        DeviceState State() => devices.ByCode("lake-radar-1")!.State;
        var now = town.Time.GetUtcNow();
        (await operators.Post("/sensing/devices/lake-radar-1/maintenance", new { from = now.AddHours(2), to = now.AddHours(1), reason = "换电池" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("sensing.maintenance_period");
        (await operators.Post("/sensing/devices/lake-radar-1/maintenance", new { to = now.AddHours(1), reason = "" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("sensing.maintenance_reason");
        (await operators.Post("/sensing/devices/lake-radar-1/test", new { minutes = 1000 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("sensing.test_minutes");
        (await operators.Post("/sensing/devices/nobody/test", new { minutes = 10 }).Refused(HttpStatusCode.NotFound)).ShouldBe("sensing.device_not_found");

        await operators.Post("/sensing/devices/lake-radar-1/test", new { minutes = 60 }).Good();
        await operators.Post("/sensing/devices/lake-radar-1/maintenance", new { from = now.AddMinutes(30), to = now.AddMinutes(40), reason = "换电池" }).Good();
        State().ShouldBe(DeviceState.Test);
        town.Time.Move(TimeSpan.FromMinutes(30));
        State().ShouldBe(DeviceState.Maintenance);
        town.Time.Move(TimeSpan.FromMinutes(10));
        State().ShouldBe(DeviceState.Test);
        town.Time.Move(TimeSpan.FromMinutes(20));
        State().ShouldBe(DeviceState.Expected, "nobody had to switch it off");
        operators = await town.StaffClient("operator");
        await operators.Post("/sensing/devices/lake-radar-1/maintenance", new { to = town.Time.GetUtcNow().AddDays(1), reason = "返厂" }).Good();
        State().ShouldBe(DeviceState.Maintenance);
        await operators.Delete("/sensing/devices/lake-radar-1/maintenance").Good();
        State().ShouldBe(DeviceState.Expected);
    }

    private static async Task PagesShow(HttpClient operators)
    {
        var list = await operators.Page("/desk/sensing/devices?q=radar");
        list.ShouldContain("lake-radar-2");
        list.ShouldNotContain("lake-radar-1", customMessage: "a retired device is not in the usual list");
        (await operators.Page("/desk/sensing/device/lake-radar-2")).ShouldContain("JT/T 808");
        (await operators.Page("/desk/sensing/devices/new")).ShouldContain("Enter a device");
        (await operators.Page("/desk/sensing/labels?state=Expected")).ShouldContain("lake-radar-2");
        (await operators.Page("/desk/sensing/claim")).ShouldContain("Scan the label");
        (await operators.GetAsync(new Uri("/desk/sensing/device/nobody", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<JsonElement> Import(HttpClient client, string csv, bool dryRun = false) =>
        await Sent(client, csv, dryRun).Good();

    private static async Task Import(HttpClient client, string csv, HttpStatusCode status, string code) => (await Sent(client, csv, false).Refused(status)).ShouldBe(code);

    private static Task<HttpResponseMessage> Sent(HttpClient client, string csv, bool dryRun)
    {
        var file = new ByteArrayContent(Encoding.UTF8.GetBytes(csv));
        file.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        return client.PostAsync(new Uri($"/api/v1/sensing/devices/import?dryRun={dryRun}", UriKind.Relative), new MultipartFormDataContent { { file, "file", "devices.csv" } });
    }

    private static async Task Cancelled(CancellationToken end)
    {
        var ended = new TaskCompletionSource();
        await using var registration = end.Register(() => ended.TrySetResult());
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(20), CancellationToken.None);
    }
}
