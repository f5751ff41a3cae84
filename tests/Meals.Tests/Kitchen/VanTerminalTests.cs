using System.Net;
using Linli.Jt808;
using Linli.Platform.Data;
using Linli.Sensing;
using Linli.Services.Kitchen.Runs;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;
using static Linli.Meals.Tests.Kitchen.KitchenTown;

namespace Linli.Meals.Tests.Kitchen;

/// <summary>A van on the map by the JT/T 808 terminal in it (S36, T08): the rules of the driver's phone hold for it too.</summary>
[Trait("Feature", "S36")]
public sealed class VanTerminalTests
{
    private const string Phone = "13900080804";
    private const string Key = "van-four-terminal-key";

    private static readonly Dictionary<string, string?> settings = new()
    {
        ["Lines:Enabled"] = "true", ["Jt808:Port"] = "0", ["Mqtt:Port"] = "0", ["Mqtt:TlsPort"] = "-1", ["Gb26875:Port"] = "0", ["Hj212:Port"] = "0",
    };

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Van_MovesByTheTrackOfItsTerminal_AndBetweenIts_ThePhoneCounts(DatabaseKind kind)
    {
        await using var town = await Found(kind, settings);
        await Enter(town, "van-v4", "van-terminal", Phone);
        var (chef, cook) = (await town.StaffClient("chef"), await town.StaffClient("cook"));
        await chef.Put("/kitchen/vans/V4", new { plate = "江A·00004", @fixed = false, capacity = 100, driver = await town.Staff("van4"), terminal = "van-v4" }).Good();
        await town.OrderAndClose();
        var board = await town.Plan("V4", "V5");
        await using var terminal = await JtClient.Connect("127.0.0.1", town.Services.GetRequiredService<ILines>().EndPointOf(DeviceProtocols.Jt808)!.Port, Phone, true, TestContext.Current.CancellationToken);
        (await terminal.Authenticate(Key, TestContext.Current.CancellationToken)).ShouldBe(JtResult.Done);

        await Say(town, terminal, At(10, 50), 120.1990);
        (await Vans(cook)).ShouldBeEmpty("nobody is followed before the van leaves");
        town.Time.SetTo(At(11, 0));
        await cook.Leave(board, "V4");
        await town.Job<FollowVans>();
        (await Vans(cook)).ShouldBeEmpty("where it stood before is no part of the run");
        town.Time.SetTo(At(11, 41));
        await Say(town, terminal, At(11, 40), 120.2100);
        (await Vans(cook)).ShouldBe([120.21]);
        await Say(town, terminal, At(11, 38), 120.2050);
        (await Vans(cook)).ShouldBe([120.21], "what comes late changes nothing");

        // The driver's phone is newer, then the terminal again.
        await (await town.StaffClient("van4")).Post($"/kitchen/runs/{board.Run("V4").Id()}/position", new { at = At(11, 41), longitude = 120.2120, latitude = 30.2 }).Good();
        (await Vans(cook)).ShouldBe([120.212]);
        town.Time.SetTo(At(11, 42));
        await Say(town, terminal, At(11, 42), 120.2130);
        (await Vans(cook)).ShouldBe([120.213]);

        // Taken out of the van, it moves nothing any more.
        await chef.Put("/kitchen/vans/V4", new { plate = "江A·00004", @fixed = false, capacity = 100, driver = await town.Staff("van4"), terminal = "" }).Good();
        town.Time.SetTo(At(11, 43));
        await Say(town, terminal, At(11, 43), 120.2150);
        (await Vans(cook)).ShouldBe([120.213]);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Terminals_ThatAreNone_OrInAnotherVan_AreRefused(DatabaseKind kind)
    {
        await using var town = await Found(kind);
        await Enter(town, "van-v4", "van-terminal", Phone);
        await Enter(town, "gate-1", "parking-gate", null);
        var chef = await town.StaffClient("chef");
        Task<HttpResponseMessage> Put(string van, string terminal) => chef.Put($"/kitchen/vans/{van}", new { plate = "江A·00004", @fixed = false, capacity = 100, terminal });
        foreach (var code in new[] { "nothing", "gate-1" })
            (await Put("V4", code).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.van_terminal");
        await Put("V4", "van-v4").Good();
        (await Put("V5", "van-v4").Refused(HttpStatusCode.BadRequest)).ShouldBe("services.van_terminal_taken");
        (await chef.Get("/kitchen/vans").Good()).EnumerateArray().Single(v => v.Text("code") == "V4").Text("terminal").ShouldBe("van-v4");
    }

    private static async Task Say(TestTown town, JtClient terminal, DateTimeOffset at, double longitude)
    {
        (await terminal.Report(new JtPosition { Status = JtPosition.Located, Latitude = 30.2, Longitude = longitude, At = at }, TestContext.Current.CancellationToken)).ShouldBe(JtResult.Done);
        await town.Job<FollowVans>();
    }

    private static async Task<double[]> Vans(HttpClient cook) => [.. (await cook.Board()).GetProperty("vans").EnumerateArray().Select(v => v.GetProperty("longitude").GetDouble())];

    private static Task<bool> Enter(TestTown town, string code, string kind, string? phone) => town.InScope(async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        using (await s.GetRequiredService<WriterQueue>().Enter(CancellationToken.None))
        {
            await using var transaction = await db.BeginTransaction(CancellationToken.None);
            var entered = await s.GetRequiredService<IDeviceBook>().Enter(
                new(code, "终端 " + code, kind, SmallTown.Group) { Key = Key, InService = true, Addresses = phone is null ? [] : [new(DeviceProtocols.Jt808, phone)] }, CancellationToken.None);
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            return entered.Ok;
        }
    });
}
