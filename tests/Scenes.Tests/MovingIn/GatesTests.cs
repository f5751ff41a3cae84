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

/// <summary>Entry credentials tied to a home, at simulated gates (S07, R41).</summary>
[Trait("Feature", "S07")]
public class GatesTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Lease_EndsToTheMinute_AtEveryGate_AlsoOffline(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (gate, _) = await town.Gate(offlineMinutes: 1440);
        var tenant = await town.Settled(leaseEnd: "2026-11-23");
        var pin = await tenant.Pin();
        pin.Until.ShouldBe(new DateTimeOffset(2026, 11, 23, 16, 0, 0, TimeSpan.Zero), "24:00 of the last day in UTC+8");
        await gate.PullAndConfirm(default);
        gate.Online = false;

        town.Time.SetTo(new(2026, 11, 23, 15, 59, 59, TimeSpan.Zero));
        gate.TypePin(pin.Number, pin.Digits).ShouldBeTrue();
        town.Time.SetTo(new(2026, 11, 23, 16, 0, 0, TimeSpan.Zero));
        gate.TypePin(pin.Number, pin.Digits).ShouldBeFalse();
        await town.Jobs();
        (await (await town.ResidentClient(Newcomers.Phone)).Credentials()).Single().Text("revokedBecause").ShouldBe("leaseEnded");
        (await town.GateLines()).Single().GetProperty("unconfirmed").GetInt32().ShouldBe(0, "a gate needs no word for what has run out by itself");
    }

    [Fact]
    public async Task Lease_OfUnknownEnd_GetsNoCredential_UntilTheEndIsEntered()
    {
        await using var town = await TestTown.Found();
        var tenant = await town.Settled();
        var tie = await tenant.Tie();
        await town.InScope(async s => await s.GetRequiredService<LinliDb>().Unfiltered<HomeTie>().Where(t => t.Id == tie).ExecuteUpdateAsync(u => u.SetProperty(t => t.To, (DateTimeOffset?)null)));
        var refused = await tenant.Post("/gates/mine", new { kind = "pin" });
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.ToString();
        problem.ShouldContain("services.lease_end_unknown");
        problem.ShouldContain("leaseEnd");
        (await tenant.Get("/gates/mine").Good()).GetProperty("homes")[0].GetProperty("notYet").Text("zh").ShouldContain("补登租期");

        (await (await town.StaffClient("worker")).Post($"/register/ties/{tie}/lease", new { leaseEnd = "2027-05-31" })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await tenant.Pin()).Until.ShouldBe(new DateTimeOffset(2027, 5, 31, 16, 0, 0, TimeSpan.Zero));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task MovingOut_IsAtEveryGateWithin60Seconds_AndAnOfflineOneGetsItAtOnceWhenBack(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var gates = new List<SimulatedGate>();
        foreach (var name in new[] { "东门", "西门", "南门", "北门" })
            gates.Add((await town.Gate(name)).Gate);
        var tenant = await town.Settled();
        var pin = await tenant.Pin();
        foreach (var gate in gates)
            await gate.PullAndConfirm(default);
        gates.ShouldAllBe(g => g.TypePin(pin.Number, pin.Digits));
        gates[3].Online = false;

        await town.MoveOut(await tenant.Tie());
        var seconds = 0;
        for (; seconds < 60 && gates.Take(3).Any(g => g.TypePin(pin.Number, pin.Digits)); seconds += 5)
        {
            town.Time.Move(TimeSpan.FromSeconds(5));
            if (seconds % 10 == 0)
                await town.Jobs();
            if (seconds % 25 == 0)
                foreach (var gate in gates)
                    await gate.PullAndConfirm(default);
        }

        seconds.ShouldBeLessThan(60);
        gates[3].TypePin(pin.Number, pin.Digits).ShouldBeTrue("it has not heard of anything: that is what the age of the list and the alarm are for");

        // The desk sees which gate is late, and is told after a minute.
        town.Time.Move(TimeSpan.FromSeconds(61));
        await town.Jobs();
        var late = (await town.GateLines()).Single(g => g.GetProperty("late").GetBoolean());
        late.GetProperty("ageSeconds").GetInt32().ShouldBeGreaterThan(60);
        (await (await town.StaffClient("worker")).Get("/notices").Good()).ToString().ShouldContain("home.gate_late");

        town.Time.Move(TimeSpan.FromMinutes(30));
        gates[3].Online = true;
        await gates[3].Pull(0, default);
        gates[3].TypePin(pin.Number, pin.Digits).ShouldBeFalse();
        await gates[3].Pull(0, default);
        await town.Jobs();
        (await town.GateLines()).ShouldAllBe(g => !g.GetProperty("late").GetBoolean() && g.GetProperty("unconfirmed").GetInt32() == 0);
    }

    [Fact]
    public async Task Offered_EverybodyGetsTheSameWays_AFaceLast()
    {
        await using var town = await TestTown.Found();
        var tenant = await town.Settled();
        var offered = (await tenant.Get("/gates/mine").Good()).GetProperty("homes")[0].GetProperty("offered").EnumerateArray().Select(k => k.GetString()).ToList();
        offered.ShouldBe(["card", "pin", "qr", "intercom", "face"]);
    }

    [Theory]
    [InlineData("died", nameof(RevokedBecause.Died))]
    [InlineData("suspended", nameof(RevokedBecause.AccountGone))]
    [InlineData("erased", nameof(RevokedBecause.AccountGone))]
    public async Task Credential_OfWhoIsGone_Ends(string what, string why)
    {
        await using var town = await TestTown.Found();
        var tenant = await town.Settled();
        await tenant.Pin();
        var person = await tenant.Person();
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            var row = await db.Records<Account>().Include(a => a.Person).SingleAsync(a => a.PersonId == person);
            if (what == "died")
                row.Person!.DiedOn = new(2026, 11, 23);
            else if (what == "erased")
                row.Person!.ErasedAt = Clock.Now(town.Time);
            else
                row.SuspendedAt = Clock.Now(town.Time);
            return await db.SaveChangesAsync();
        });
        await town.Jobs();
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<GateCredential>().SingleAsync())).RevokedBecause.ToString().ShouldBe(why);
    }

    [Fact]
    public async Task Lease_ThatIsProlonged_ProlongsTheCredential()
    {
        await using var town = await TestTown.Found();
        var tenant = await town.Settled(leaseEnd: "2026-12-31");
        await tenant.Pin();
        var (tie, later) = (await tenant.Tie(), new DateTimeOffset(2027, 12, 31, 16, 0, 0, TimeSpan.Zero));
        await town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<HomeTie>().Where(t => t.Id == tie).ExecuteUpdateAsync(x => x.SetProperty(t => t.To, later)));
        await town.Jobs();
        (await tenant.Credentials()).Single().GetProperty("validUntil").GetDateTimeOffset().ShouldBe(later);
    }

    [Fact]
    public async Task Pin_IsNowhereInClear_AndOneGatesListOpensNoOtherGate()
    {
        await using var town = await TestTown.Found();
        var (gate, _) = await town.Gate();
        var tenant = await town.Settled();
        foreach (var weak in new[] { "123456", "111111", "12345", "121212", "12a456" })
            (await tenant.Post("/gates/mine", new { kind = "pin", pin = weak }).Refused(HttpStatusCode.BadRequest)).ShouldStartWith("services.pin");
        var pin = await tenant.Pin("407193");
        (await town.Audit("")).ShouldAllBe(a => a.Detail == null || !a.Detail.Contains("407193"));
        var row = await town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<GateCredential>().AsNoTracking().SingleAsync());
        row.Proof!.Value.Cipher.ShouldNotContain(Convert.ToBase64String(GateSecrets.Slow("407193", Convert.FromBase64String(row.Salt!))));
        var slow = GateSecrets.Slow("407193", Convert.FromBase64String(row.Salt!));
        GateSecrets.Verifier(new byte[32], slow).ShouldNotBe(GateSecrets.Verifier(Enumerable.Repeat((byte)1, 32).ToArray(), slow));
        await gate.PullAndConfirm(default);
        gate.TypePin(pin.Number, "407194").ShouldBeFalse();
    }

    [Fact]
    public async Task Pages_AreDrawn()
    {
        await using var town = await TestTown.Found();
        await town.Gate();
        var tenant = await town.Settled();
        await tenant.Pin();
        (await (await tenant.GetAsync(new Uri("/gates", UriKind.Relative))).Content.ReadAsStringAsync()).ShouldContain("My passes");
        var desk = await (await town.StaffClient("worker")).GetAsync(new Uri("/desk/gates?home=" + Uri.EscapeDataString(Newcomers.Home), UriKind.Relative));
        (await desk.Content.ReadAsStringAsync()).ShouldContain("East gate");
    }
}
