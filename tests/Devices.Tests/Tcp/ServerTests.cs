using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.Gb26875;
using Linli.Hj212;
using Linli.Jt808;
using Linli.Sensing;
using Linli.Tests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Devices.Tests.Tcp;

/// <summary>The running server hears three languages on three ports, and tells technicians what it did not understand.</summary>
public sealed class ServerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunningServer_HearsTerminalsUnitsAndStations_AndShowsWhatWasOdd()
    {
        var (devices, readings, kept) = (new AddressedDevices(), new TakenReadings(), new KeptLines());
        devices.Add(DeviceProtocols.Jt808, "13900001007", "C-1007");
        devices.Add(DeviceProtocols.Jt808, "13900001009", "C-9", "sos-button");
        devices.Add(DeviceProtocols.Gb26875, "379", "P-1", "fire-panel");
        devices.Add(DeviceProtocols.Hj212, "STATION1", "A-1");
        await using var town = await TestTown.Found(adjust: builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Lines:Enabled"] = "true",
                ["Jt808:Port"] = "0",
                ["Jt808:ItemNames:E4"] = "battery",
                ["Gb26875:Port"] = "0",
                ["Hj212:Port"] = "0",
                ["Mqtt:Port"] = "-1",
                ["Mqtt:TlsPort"] = "-1",
            });
            builder.Services.AddSingleton<IDevices>(devices).AddSingleton<IReadings>(readings).AddSingleton<IDeviceLines>(kept).AddSingleton<ILatest>(new LastWords());
        });
        var lines = town.Services.GetRequiredService<ILines>();

        await using var terminal = await JtClient.Connect("127.0.0.1", lines.EndPointOf(DeviceProtocols.Jt808)!.Port, "13900001007", true, Cancel);
        (await terminal.Authenticate("C-1007-key", Cancel)).ShouldBe(JtResult.Done);
        await terminal.SendRaw([0x7E, 1, 2, 3, 0x7E], Cancel);
        var body = new byte[JtPosition.Size + 3];
        new JtPosition { Status = JtPosition.Located, Latitude = 30.25, Longitude = 120.5, At = TestTown.Start }.Write(body);
        (body[JtPosition.Size], body[JtPosition.Size + 1], body[JtPosition.Size + 2]) = (0xE4, 1, 80);
        (await terminal.Say(JtMessages.Position, body, Cancel)).ShouldBe(JtResult.Done);
        readings.Only("battery").Value.ShouldBe(80);
        await using var worn = await JtClient.Connect("127.0.0.1", lines.EndPointOf(DeviceProtocols.Jt808)!.Port, "13900001009", true, Cancel);
        (await worn.Authenticate("C-9-key", Cancel)).ShouldBe(JtResult.Done);
        await worn.SendRaw([0x7E, 4, 5, 6, 0x7E], Cancel);
        (await worn.Heartbeat(Cancel)).ShouldBe(JtResult.Done);

        await using var unit = await GbClient.Connect("127.0.0.1", lines.EndPointOf(DeviceProtocols.Gb26875)!.Port, 0x379, town.Time, Cancel);
        (await unit.Send(GbClient.PartState(1, 1, 40, 0x2000A, 3, TestTown.Start), Cancel)).ShouldBeTrue();
        readings.Only("alarm").Value.ShouldBe(1);

        await using var station = await HjClient.Connect("127.0.0.1", lines.EndPointOf(DeviceProtocols.Hj212)!.Port, "STATION1", "21", town.Time, Cancel);
        await station.SendRealtime(TestTown.Start, [("w01001", 7.2, "N")], Cancel);
        readings.Only("ph").Value.ShouldBe(7.2);

        await Desk(town);
    }

    private static async Task Desk(TestTown town)
    {
        (await town.Client().GetAsync("/api/v1/sensing/odd-frames", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await (await town.StaffClient("worker")).GetAsync("/api/v1/sensing/odd-frames", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var admin = await town.StaffClient("admin");
        var all = (await admin.GetFromJsonAsync<JsonElement>("/api/v1/sensing/odd-frames", Cancel)).EnumerateArray().ToDictionary(f => f.GetProperty("device").GetString()!);
        all.Keys.Order().ShouldBe(["C-1007", "C-9"]);
        all["C-9"].GetProperty("hex").GetString().ShouldBe("", "somebody wears it");
        (await (await town.StaffClient("operator")).GetFromJsonAsync<JsonElement>("/api/v1/sensing/odd-frames", Cancel)).GetArrayLength().ShouldBe(0, "they belong elsewhere");
        var odd = all["C-1007"];
        (odd.GetProperty("device").GetString(), odd.GetProperty("why").GetString(), odd.GetProperty("hex").GetString()).ShouldBe(("C-1007", "a frame that is too short", "010203"));

        var part = (await admin.GetFromJsonAsync<JsonElement>("/api/v1/gb26875/units/P-1/parts", Cancel)).EnumerateArray().ShouldHaveSingleItem();
        part.GetProperty("address").GetString().ShouldBe("379:1.1.2000A");
        part.GetProperty("device").ValueKind.ShouldBe(JsonValueKind.Null);
        var unknown = await admin.GetAsync("/api/v1/gb26875/units/P-9/parts", Cancel);
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await unknown.Content.ReadAsStringAsync(Cancel)).ShouldContain("gb26875.no_unit");
        (await (await town.StaffClient("operator")).GetAsync("/api/v1/gb26875/units/P-1/parts", Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound, "the unit belongs elsewhere");
    }
}
