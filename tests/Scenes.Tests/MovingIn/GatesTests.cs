using System.Net;
using System.Text.Json;
using Linli.People;
using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Server.Simulation;
using Linli.Services;
using Linli.Services.Gates;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

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
        var pin = await Pin(tenant);
        pin.Until.ShouldBe(new DateTimeOffset(2026, 11, 23, 16, 0, 0, TimeSpan.Zero), "24:00 of the last day in UTC+8");
        await gate.PullAndConfirm(default);
        gate.Online = false;

        town.Time.SetTo(new(2026, 11, 23, 15, 59, 59, TimeSpan.Zero));
        gate.TypePin(pin.Number, pin.Digits).ShouldBeTrue();
        town.Time.SetTo(new(2026, 11, 23, 16, 0, 0, TimeSpan.Zero));
        gate.TypePin(pin.Number, pin.Digits).ShouldBeFalse();
        await town.Jobs();
        (await Mine(await town.ResidentClient(Newcomers.Phone))).Single().Text("revokedBecause").ShouldBe("leaseEnded");
        (await Line(town)).GetProperty("unconfirmed").GetInt32().ShouldBe(0, "a gate needs no word for what has run out by itself");
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
        (await Pin(tenant)).Until.ShouldBe(new DateTimeOffset(2027, 5, 31, 16, 0, 0, TimeSpan.Zero));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task MovingOut_IsAtEveryGateWithin60Seconds_AndAnOfflineOneGetsItAtOnceWhenBack(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var gates = new List<SimulatedGate>();
        foreach (var name in new[] { "东门", "西门", "南门", "北门" })
            gates.Add((await town.Gate(name)).Gate);
        var tenant = await town.Settled();
        var pin = await Pin(tenant);
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
        var late = (await Lines(town)).Single(g => g.GetProperty("late").GetBoolean());
        late.GetProperty("ageSeconds").GetInt32().ShouldBeGreaterThan(60);
        (await (await town.StaffClient("worker")).Get("/notices").Good()).ToString().ShouldContain("home.gate_late");

        town.Time.Move(TimeSpan.FromMinutes(30));
        gates[3].Online = true;
        await gates[3].Pull(0, default);
        gates[3].TypePin(pin.Number, pin.Digits).ShouldBeFalse();
        await gates[3].Pull(0, default);
        await town.Jobs();
        (await Lines(town)).ShouldAllBe(g => !g.GetProperty("late").GetBoolean() && g.GetProperty("unconfirmed").GetInt32() == 0);
    }

    [Fact]
    public async Task OfflineGate_WhoseListIsTooOld_RefusesEverybody()
    {
        await using var town = await TestTown.Found();
        var (gate, _) = await town.Gate(offlineMinutes: 30);
        var tenant = await town.Settled();
        var pin = await Pin(tenant);
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
        var pin = await Pin(tenant);
        await gate.PullAndConfirm(default);
        var waiting = gate.Pull(25, default);
        waiting.IsCompleted.ShouldBeFalse();
        await tenant.Delete($"/gates/credentials/{pin.Id}?lost=true").Good();
        (await waiting).ShouldBeTrue();
        gate.TypePin(pin.Number, pin.Digits).ShouldBeFalse();
    }

    [Fact]
    public async Task WithdrawnConsent_EndsEverythingThatStoodOnIt()
    {
        await using var town = await TestTown.Found();
        var (gate, id) = await town.Gate(hasFace: true);
        await town.Assess(Purposes.GateFace);
        var tenant = await town.Settled();
        var pin = await Pin(tenant);
        await tenant.Agree(Purposes.GateFace);
        var face = await (await town.StaffClient("worker")).Post("/gates/faces", new { tie = await tenant.Tie(), gates = new[] { id } }).Good();
        await gate.PullAndConfirm(default);
        gate.ShowFace(face.Id()).ShouldBeTrue();
        (await Mine(tenant)).Select(c => c.Text("validUntil")).Distinct().ShouldHaveSingleItem("a face is good for as long as everything else, no longer");

        // A face taken back: the gate deletes it, and says so; the PIN goes on.
        await tenant.Delete($"/me/consents/{Purposes.GateFace}").Good();
        await town.DeliverEvents();
        await gate.PullAndConfirm(default);
        gate.ShowFace(face.Id()).ShouldBeFalse();
        gate.Faces.ShouldBeEmpty();
        gate.TypePin(pin.Number, pin.Digits).ShouldBeTrue();
        var record = await town.InScope(s => s.GetRequiredService<LinliDb>().Records<FaceEnrolment>().AsNoTracking().SingleAsync());
        (record.DeletedAt, record.Reference, record.ConsentVersion).ShouldBe((Clock.Now(town.Time), null, 1));

        // 21:00: the whole consent, and everything with it.
        await tenant.Delete($"/me/consents/{Purposes.GateCredential}").Good();
        await town.DeliverEvents();
        await gate.PullAndConfirm(default);
        gate.TypePin(pin.Number, pin.Digits).ShouldBeFalse();
        (await tenant.Post("/gates/mine", new { kind = "qr" }).Refused(HttpStatusCode.Conflict)).ShouldBe("consent_missing");
    }

    [Fact]
    public async Task Face_IsRefusedWithoutSeparateConsent_WithoutAnotherWay_AndAtGatesThatCannotKeepIt()
    {
        await using var town = await TestTown.Found();
        var (_, plain) = await town.Gate();
        var (_, able) = await town.Gate("西门", hasFace: true);
        await town.Assess(Purposes.GateFace);
        var tenant = await town.Settled();
        var worker = await town.StaffClient("worker");
        var tie = await tenant.Tie();
        (await worker.Post("/gates/faces", new { tie, gates = new[] { able } }).Refused(HttpStatusCode.Conflict)).ShouldBe("consent_missing");
        await tenant.Agree(Purposes.GateFace);
        (await worker.Post("/gates/faces", new { tie, gates = new[] { able } }).Refused(HttpStatusCode.Conflict)).ShouldBe("services.face_not_alone");
        await Pin(tenant);
        (await worker.Post("/gates/faces", new { tie, gates = new[] { plain } }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.gate_no_face");
        (await worker.Post("/gates/faces", new { tie, gates = Array.Empty<Guid>() }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.gates_missing");
        (await (await town.StaffClient("worker2")).Post("/gates/faces", new { tie, gates = new[] { able } }).Refused(HttpStatusCode.NotFound)).ShouldBe("services.tie_not_found");
        await worker.Post("/gates/faces", new { tie, gates = new[] { able } }).Good();
        (await tenant.Post("/gates/mine", new { kind = "face" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.kind_at_desk");
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
        await Pin(tenant);
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
        await Pin(tenant);
        var (tie, later) = (await tenant.Tie(), new DateTimeOffset(2027, 12, 31, 16, 0, 0, TimeSpan.Zero));
        await town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<HomeTie>().Where(t => t.Id == tie).ExecuteUpdateAsync(x => x.SetProperty(t => t.To, later)));
        await town.Jobs();
        (await Mine(tenant)).Single().GetProperty("validUntil").GetDateTimeOffset().ShouldBe(later);
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
    public async Task Pin_IsNowhereInClear_AndOneGatesListOpensNoOtherGate()
    {
        await using var town = await TestTown.Found();
        var (gate, _) = await town.Gate();
        var tenant = await town.Settled();
        foreach (var weak in new[] { "123456", "111111", "12345", "121212", "12a456" })
            (await tenant.Post("/gates/mine", new { kind = "pin", pin = weak }).Refused(HttpStatusCode.BadRequest)).ShouldStartWith("services.pin");
        var pin = await Pin(tenant, "407193");
        (await town.Audit("")).ShouldAllBe(a => a.Detail == null || !a.Detail.Contains("407193"));
        var row = await town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<GateCredential>().AsNoTracking().SingleAsync());
        row.Proof!.Value.Cipher.ShouldNotContain(Convert.ToBase64String(GateSecrets.Slow("407193", Convert.FromBase64String(row.Salt!))));
        var slow = GateSecrets.Slow("407193", Convert.FromBase64String(row.Salt!));
        GateSecrets.Verifier(new byte[32], slow).ShouldNotBe(GateSecrets.Verifier(Enumerable.Repeat((byte)1, 32).ToArray(), slow));
        await gate.PullAndConfirm(default);
        gate.TypePin(pin.Number, "407194").ShouldBeFalse();
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
    public async Task Server_TakesAndKeepsNoFace()
    {
        await using var town = await TestTown.Found();
        var made = await (await town.StaffClient("operator")).Post("/gates", new { place = "hf-1-c", nameZh = "东门", hasFace = true }).Good();
        var device = town.Client();
        device.DefaultRequestHeaders.Add("X-Api-Key", made.Text("key"));
        var template = Convert.ToBase64String(new byte[512]);
        (await device.Post("/gates/device/enrolled", new { enrolment = Guid.CreateVersion7(TestTown.Start), reference = template }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.face_handle");
        (await device.PostAsync(new Uri("/api/v1/files", UriKind.Relative), new MultipartFormDataContent { { new ByteArrayContent(new byte[10]), "file", "face.jpg" } })).IsSuccessStatusCode.ShouldBeFalse();

        // Every table: nothing that speaks of a face but the record of its enrolment, and no column there that could hold one.
        var columns = await town.InScope(s => Task.FromResult(s.GetRequiredService<LinliDb>().Model.GetEntityTypes()
            .SelectMany(e => e.GetProperties().Select(p => (Table: e.GetTableName(), Type: e.ClrType.Name, p.Name, p.ClrType, Length: p.GetMaxLength()))).ToList()));
        columns.Where(c => Speaks(c.Table) || Speaks(c.Name)).Select(c => c.Table + "." + c.Name).Where(c => !c!.StartsWith("services_face_enrolment.", StringComparison.Ordinal))
            .ShouldBe(["services_gate.HasFace"]);
        var enrolment = columns.Where(c => c.Table == "services_face_enrolment").ToList();
        enrolment.ShouldNotContain(c => c.ClrType == typeof(byte[]));
        enrolment.Where(c => c.ClrType == typeof(string)).ShouldHaveSingleItem().Length.ShouldBe(24);
        columns.Where(c => c.Table!.StartsWith("services_", StringComparison.Ordinal)).ShouldNotContain(c => c.ClrType == typeof(byte[]));

        // Every address: none that takes or gives one; every kind of file is attached to something else.
        var api = (await town.Client().GetAsync(new Uri("/openapi/v1.json", UriKind.Relative))).Content;
        var words = JsonDocument.Parse(await api.ReadAsStringAsync()).RootElement.ToString();
        foreach (var word in new[] { "faceImage", "facePhoto", "faceTemplate", "embedding", "biometric" })
            words.ShouldNotContain(word, Case.Insensitive);

        static bool Speaks(string? name) => name is not null && new[] { "face", "biometric", "embedding", "template" }.Any(w => name.Contains(w, StringComparison.OrdinalIgnoreCase))
            && !name.Contains("surface", StringComparison.OrdinalIgnoreCase) && name != "cases_template" && !name.StartsWith("cases_", StringComparison.Ordinal);
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
    public async Task Pages_AreDrawn()
    {
        await using var town = await TestTown.Found();
        await town.Gate();
        var tenant = await town.Settled();
        await Pin(tenant);
        (await (await tenant.GetAsync(new Uri("/gates", UriKind.Relative))).Content.ReadAsStringAsync()).ShouldContain("My passes");
        var desk = await (await town.StaffClient("worker")).GetAsync(new Uri("/desk/gates?home=" + Uri.EscapeDataString(Newcomers.Home), UriKind.Relative));
        (await desk.Content.ReadAsStringAsync()).ShouldContain("East gate");
    }

    private static async Task<(Guid Id, int Number, string Digits, DateTimeOffset? Until)> Pin(HttpClient tenant, string? pin = null)
    {
        var made = await tenant.Post("/gates/mine", new { kind = "pin", pin }).Good();
        return (made.Id(), made.GetProperty("number").GetInt32(), made.Text("pin"), made.GetProperty("validUntil").GetDateTimeOffset());
    }

    private static async Task<List<JsonElement>> Mine(HttpClient tenant) => [.. (await tenant.Get("/gates/mine").Good()).GetProperty("credentials").EnumerateArray()];

    private static async Task<List<JsonElement>> Lines(TestTown town) => [.. (await (await town.StaffClient("worker")).Get("/gates").Good()).EnumerateArray()];

    private static async Task<JsonElement> Line(TestTown town) => (await Lines(town)).Single();
}
