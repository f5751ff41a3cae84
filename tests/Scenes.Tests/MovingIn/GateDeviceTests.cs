using System.Net;
using System.Text.Json;
using Linli.People;
using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Services;
using Linli.Services.Gates;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SimulatedGate = Linli.Server.Simulation.SimulatedGate;

namespace Linli.Scenes.Tests.MovingIn;

/// <summary>Gates as devices: offline, late, with a wrong clock, and what each kind of credential opens (S07).</summary>
[Trait("Feature", "S07")]
public class GateDeviceTests
{
    [Fact]
    public async Task OfflineGate_WhoseListIsTooOld_RefusesEverybody()
    {
        await using var town = await TestTown.Found();
        var (gate, _) = await town.Gate(offlineMinutes: 30);
        var tenant = await town.Settled();
        var pin = await tenant.Pin();
        await gate.PullAndConfirm(default);
        gate.Online = false;
        town.Time.Move(TimeSpan.FromMinutes(29));
        gate.TypePin(pin.Number, pin.Digits).ShouldBeTrue();
        town.Time.Move(TimeSpan.FromMinutes(1));
        gate.TypePin(pin.Number, pin.Digits).ShouldBeFalse();
        gate.Online = true;
        await gate.PullAndConfirm(default);
        gate.TypePin(pin.Number, pin.Digits).ShouldBeTrue();
        await gate.PostPasses(default);
        var passes = (await tenant.Get("/gates/mine").Good()).GetProperty("passes");
        passes.GetArrayLength().ShouldBe(3);
        passes[1].Text("outcome").ShouldBe("refused");
    }

    [Fact]
    public async Task Gate_ThatWaits_HearsOfARevocationAtOnce()
    {
        await using var town = await TestTown.Found();
        var (gate, _) = await town.Gate();
        var tenant = await town.Settled();
        var pin = await tenant.Pin();
        await gate.PullAndConfirm(default);
        var waiting = gate.Pull(25, default);
        waiting.IsCompleted.ShouldBeFalse();
        await tenant.Delete($"/gates/credentials/{pin.Id}?lost=true").Good();
        (await waiting).ShouldBeTrue();
        gate.TypePin(pin.Number, pin.Digits).ShouldBeFalse();
    }

    [Fact]
    public async Task Card_Qr_Intercom_OpenTheGatesOfTheHomeAndNoOthers()
    {
        await using var town = await TestTown.Found();
        var (gate, _) = await town.Gate();
        var (other, _) = await town.Gate("和二东门", "hf-2-c");
        var tenant = await town.Settled();
        var worker = await town.StaffClient("worker");
        await worker.Post("/gates/cards", new { tie = await tenant.Tie(), card = "04:a1:b2:c3:d4" }).Good();
        var qr = await tenant.Post("/gates/mine", new { kind = "qr" }).Good();
        await tenant.Post("/gates/mine", new { kind = "intercom" }).Good();
        await gate.PullAndConfirm(default);
        await other.PullAndConfirm(default);
        gate.TapCard("04A1B2C3D4").ShouldBeTrue();
        gate.Ring(Newcomers.Home).ShouldBeTrue();
        var token = (await tenant.Get($"/gates/mine/{qr.Id()}/qr").Good()).Text("token");
        gate.ShowQr(token).ShouldBeTrue();
        gate.ShowQr(token).ShouldBeFalse("each code opens once");
        gate.ShowQr(token[..^4] + "AAAA").ShouldBeFalse();
        var next = (await tenant.Get($"/gates/mine/{qr.Id()}/qr").Good()).Text("token");
        town.Time.Move(TimeSpan.FromSeconds(91));
        gate.ShowQr(next).ShouldBeFalse("a code is good for a minute");
        (other.Count, other.TapCard("04A1B2C3D4")).ShouldBe((0, false));

        (await worker.Post("/gates/cards", new { tie = await tenant.Tie(), card = "xyz" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.card_number");
        var neighbour = await town.Settled("13800000501", "和一-7-1-501");
        (await worker.Post("/gates/cards", new { tie = await neighbour.Tie(), card = "04A1B2C3D4" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.card_taken");
        await (await town.ResidentClient("13800000777")).Get($"/gates/mine/{qr.Id()}/qr").Refused(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task GuestCode_OpensOnce_AndOnlySoManyAtOnce()
    {
        await using var town = await TestTown.Found();
        var (east, _) = await town.Gate();
        var (west, _) = await town.Gate("西门");
        var tenant = await town.Settled();
        var guest = await tenant.Post("/gates/mine/guests", new { hours = 2, label = "送货" }).Good();
        var (number, code) = (guest.GetProperty("number").GetInt32(), guest.Text("code"));
        await east.PullAndConfirm(default);
        await west.PullAndConfirm(default);
        east.TypePin(number, code).ShouldBeTrue();
        east.TypePin(number, code).ShouldBeFalse();
        await east.PostPasses(default);
        await west.Pull(0, default);
        west.TypePin(number, code).ShouldBeFalse("the other gates heard of it");
        for (var i = 0; i < 5; i++)
            await tenant.Post("/gates/mine/guests", new { hours = 2 }).Good();
        (await tenant.Post("/gates/mine/guests", new { hours = 2 }).Refused(HttpStatusCode.Conflict)).ShouldBe("services.guests_many");
        (await tenant.Post("/gates/mine/guests", new { hours = 25 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.guest_hours");
    }

    [Fact]
    public async Task Passes_SentTwice_AreKeptOnce_AWrongClockIsNoted_AndOldOnesGo()
    {
        await using var town = await TestTown.Found();
        var made = await (await town.StaffClient("operator")).Post("/gates", new { place = "hf-1-c", nameZh = "东门" }).Good();
        var device = town.Client();
        device.DefaultRequestHeaders.Add("X-Api-Key", made.Text("key"));
        var pass = new { seq = 1, at = town.Time.GetUtcNow().AddHours(8), kind = "card", outcome = "refused" };
        (await device.Post("/gates/device/passes", new { passes = new[] { pass } }).Good()).GetProperty("taken").GetInt32().ShouldBe(1);
        (await device.Post("/gates/device/passes", new { passes = new[] { pass } }).Good()).GetProperty("known").GetInt32().ShouldBe(1);
        (await device.Post("/gates/device/passes", new { passes = Array.Empty<object>() }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.passes_count");
        var row = await town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<GatePass>().SingleAsync());
        (row.ClockWrong, row.At).ShouldBe((true, Clock.Now(town.Time)));
        town.Time.Move(TimeSpan.FromDays(31));
        await town.Jobs();
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<GatePass>().CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Gate_TakenDown_OrAnotherKey_GetsNothing()
    {
        await using var town = await TestTown.Found();
        var (gate, id) = await town.Gate();
        (await gate.Pull(0, default)).ShouldBeTrue();
        await (await town.StaffClient("operator")).Delete($"/gates/{id}").Good();
        (await gate.Pull(0, default)).ShouldBeFalse();
        (await town.Client().Get("/gates/device/changes")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await (await town.StaffClient("worker")).Get("/gates/device/changes")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await (await town.StaffClient("worker")).Post("/gates", new { place = "hf-1-c", nameZh = "东门" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await (await town.StaffClient("operator")).Post("/gates", new { place = "hf-1", nameZh = "东门" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.gate_place");
        (await (await town.StaffClient("operator")).Post("/gates", new { place = "hf-1-c", nameZh = "东门", offlineMinutes = 0 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.gate_offline");
    }

    [Fact]
    public async Task Gate_WhoseClockIsWrong_SetsItByTheServer_AndIsNotFooledByItOffline()
    {
        await using var town = await TestTown.Found();
        var (gate, _) = await town.Gate(offlineMinutes: 60);
        var tenant = await town.Settled(leaseEnd: "2026-11-23");
        var pin = await tenant.Pin();
        gate.ClockError = TimeSpan.FromHours(-20);
        await gate.PullAndConfirm(default);
        gate.TypePin(pin.Number, pin.Digits).ShouldBeTrue("the answer of the server has set the clock");
        gate.Online = false;
        town.Time.Move(TimeSpan.FromMinutes(60));
        gate.TypePin(pin.Number, pin.Digits).ShouldBeFalse("the list is an hour old, whatever the device's own clock says");
        gate.Online = true;
        await gate.PostPasses(default);
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<GatePass>().AsNoTracking().ToListAsync())).ShouldAllBe(p => !p.ClockWrong);
    }

    [Theory]
    [InlineData("1970-01-01T00:00:10Z", true)]
    [InlineData("2026-11-22T23:00:00Z", true)] // an hour before the gate was there
    [InlineData("2026-11-23T00:04:00Z", false)]
    [InlineData("2026-11-23T00:06:00Z", true)]
    public async Task Pass_AtATimeThatCannotBe_IsKeptWithTheTimeOfItsArrival(string at, bool wrong)
    {
        await using var town = await TestTown.Found();
        var device = await Device(town);
        await device.Post("/gates/device/passes", new { passes = new[] { new { seq = 1, at, kind = "card", outcome = "opened" } } }).Good();
        var pass = await town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<GatePass>().AsNoTracking().SingleAsync());
        (pass.ClockWrong, pass.At == Clock.Now(town.Time)).ShouldBe((wrong, wrong));
    }

    [Fact]
    public async Task Pass_ReplayedWithAnotherStory_ChangesNothing_AndALateOneOfAnEndedCredentialIsKept()
    {
        await using var town = await TestTown.Found(Environment.GetEnvironmentVariable("LINLI_TEST_POSTGRES") is null ? DatabaseKind.Sqlite : DatabaseKind.Postgres);
        var (gate, _) = await town.Gate();
        var tenant = await town.Settled();
        var pin = await tenant.Pin();
        await gate.PullAndConfirm(default);
        gate.Online = false;
        gate.TypePin(pin.Number, pin.Digits).ShouldBeTrue();
        await town.MoveOut(await tenant.Tie());
        await town.Jobs();
        town.Time.Move(TimeSpan.FromHours(2));
        gate.Online = true;
        await gate.PostPasses(default);
        var pass = await town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<GatePass>().AsNoTracking().SingleAsync());
        (pass.Credential, pass.At).ShouldBe((pin.Id, TestTown.Start), "late, and at the time it took place");

        var device = await Device(town);
        var sent = Enumerable.Range(1, 3).Select(seq => new { seq, at = town.Time.GetUtcNow(), kind = "card", outcome = "opened" }).ToArray();
        await Task.WhenAll(device.Post("/gates/device/passes", new { passes = sent }).Good(), device.Post("/gates/device/passes", new { passes = sent }).Good());
        var other = new[] { new { seq = 2, at = town.Time.GetUtcNow(), kind = "pin", outcome = "refused" } };
        (await device.Post("/gates/device/passes", new { passes = other }).Good()).GetProperty("known").GetInt32().ShouldBe(1);
        var kept = await town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<GatePass>().AsNoTracking().Where(p => p.Kind == CredentialKind.Card).ToListAsync());
        kept.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Qr_SaysForHowLongItIsGood_AndNoLongerThanTheLease()
    {
        await using var town = await TestTown.Found();
        var tenant = await town.Settled(leaseEnd: "2026-11-23");
        var qr = (await tenant.Post("/gates/mine", new { kind = "qr" }).Good()).Id();
        (await tenant.Get($"/gates/mine/{qr}/qr").Good()).GetProperty("seconds").GetInt32().ShouldBe(60);
        town.Time.SetTo(new(2026, 11, 23, 15, 59, 40, TimeSpan.Zero));
        tenant = await town.ResidentClient(Newcomers.Phone);
        (await tenant.Get($"/gates/mine/{qr}/qr").Good()).GetProperty("seconds").GetInt32().ShouldBe(20);
        town.Time.SetTo(new(2026, 11, 23, 16, 0, 0, TimeSpan.Zero));
        (await tenant.Get($"/gates/mine/{qr}/qr").Refused(HttpStatusCode.NotFound)).ShouldBe("services.credential_not_found");
    }

    private static async Task<HttpClient> Device(TestTown town)
    {
        var made = await (await town.StaffClient("operator")).Post("/gates", new { place = "hf-1-c", nameZh = "侧门" }).Good();
        var device = town.Client();
        device.DefaultRequestHeaders.Add("X-Api-Key", made.Text("key"));
        return device;
    }
}
