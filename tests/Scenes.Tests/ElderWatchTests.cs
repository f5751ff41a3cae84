using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Linli.People;
using Linli.People.Accounts;
using Linli.People.Privacy.Assessments;
using Linli.People.Register;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Sensing;
using Linli.Sensing.Devices;
using Linli.Sensing.Pipeline;
using Linli.Sensing.Rules;
using Linli.Sensing.Storage;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests;

/// <summary>
/// Device-fed care of elders (S39): readings count only with the elder's own consent for the kind of device; family and carers hear of a fall, a
/// call, a night out of bed, a door, a still morning, a silent device; somebody takes it and says what was done; withdrawing deletes.
/// </summary>
[Trait("Feature", "S39")]
public sealed class ElderWatchTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static readonly string[] Kinds = ["sos-button", "fall-detector", "bed-sensor", "door-sensor", "motion-sensor"];

    [Theory, MemberData(nameof(Both))]
    public async Task Fall_IsHeardOnlyWithConsent_TellsFamilyAndCarers_AndIsClosedWithWhatWasDone(DatabaseKind kind)
    {
        await using var town = await Town(kind);
        var (carer, elder, daughter, stranger) = await People(town);
        (await Say(town, "fall-detector", "fall", 1)).ShouldBe(1, "the device is answered as always");
        await Store(town);
        (await Kept(town)).ShouldBe(0, "nobody agreed: nothing is written anywhere");

        // Bad input: no agreement, another kind, an unknown device and centre; nobody agrees for somebody else; too young.
        var form = await Form(elder, "fall-detector");
        (await elder.Post("/elder-watch/devices", form with { agree = false }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.watch_consent");
        (await elder.Post("/elder-watch/devices", form with { code = "door-sensor-1" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.watch_unknown_device");
        (await elder.Post("/elder-watch/devices", form with { kind = "toaster" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.watch_kind");
        (await elder.Post("/elder-watch/devices", form with { centre = "nowhere" }).Refused(HttpStatusCode.NotFound)).ShouldBe("health.no_care_centre");
        (await daughter.Post("/elder-watch/devices", form).Refused(HttpStatusCode.Forbidden)).ShouldBe("health.watch_age");

        await Connect(town, elder, "fall-detector", "door-sensor");
        await Say(town, "fall-detector", "fall", 0);
        await Say(town, "fall-detector", "fall", 1);
        foreach (var hears in new[] { elder, daughter, carer })
            (await hears.Get("/notices").Good()).ToString().ShouldContain("There may have been a fall");
        foreach (var deaf in new[] { stranger, await town.StaffClient("worker"), await town.StaffClient("desk") })
            (await deaf.Get("/notices").Good()).ToString().ShouldNotContain("fall");

        // The carers' list: masked, most urgent first, no word of what happens at home; name and home once, and the elder reads who looked.
        var home = (await carer.Get("/elder-watch/desk").Good()).GetProperty("homes")[0];
        (home.Whole("urgency"), home.Text("name")).ShouldBe((0, "沈**"));
        var alert = home.GetProperty("alerts")[0].Id();
        (await stranger.Post($"/elder-watch/alerts/{alert}/acknowledgement").Refused(HttpStatusCode.NotFound)).ShouldBe("health.no_watch_alert");
        (await carer.Post($"/elder-watch/alerts/{alert}/where").Good()).ShouldSatisfyAllConditions(w => w.Text("name").ShouldBe("沈桂兰"), w => w.GetProperty("homes").GetArrayLength().ShouldBe(1));
        (await elder.Get("/me/access-log").Good()).ToString().ShouldContain("居家监测提醒");

        // Taken once, closed with words that family reads and the duty room does not.
        await carer.Post($"/elder-watch/alerts/{alert}/acknowledgement").Good();
        (await daughter.Post($"/elder-watch/alerts/{alert}/acknowledgement").Refused(HttpStatusCode.Conflict)).ShouldBe("sensing.alarm_taken");
        (await carer.Post($"/elder-watch/alerts/{alert}/closure", new { verdict = "test", done = "看过了" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.watch_verdict");
        (await carer.Post($"/elder-watch/alerts/{alert}/closure", new { verdict = "false", done = "" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.watch_done");
        await carer.Post($"/elder-watch/alerts/{alert}/closure", new { verdict = "false", done = "上门看了，是弯腰捡东西" }).Good();
        await town.DeliverEvents();
        (await carer.Post($"/elder-watch/alerts/{alert}/closure", new { verdict = "real", done = "再来一次" }).Refused(HttpStatusCode.Conflict)).ShouldBe("sensing.alarm_closed");
        (await carer.Post($"/elder-watch/alerts/{alert}/where").Refused(HttpStatusCode.Conflict)).ShouldBe("health.watch_closed");
        var seen = (await daughter.Get("/elder-watch/mine").Good()).GetProperty("people").EnumerateArray().Single(p => p.Text("name") == "沈桂兰").GetProperty("alerts")[0];
        (seen.Text("verdict"), seen.Text("done")).ShouldBe(("false", "上门看了，是弯腰捡东西"));
        (await (await town.StaffClient("operator")).Get("/sensing/alarms").Good()).ToString().ShouldNotContain("弯腰");
        (await carer.Get("/elder-watch/desk").Good()).Whole("falseToday").ShouldBe(1);
        (await carer.Page("/desk/elder-watch")).ShouldContain("沈**");
        (await elder.Page("/my/elder-watch")).ShouldContain("Fall detector");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task ElderWithoutAPhone_SignsOnPaper_AndACarerConnectsTheDevice(DatabaseKind kind)
    {
        await using var town = await Town(kind);
        var (carer, elder, daughter, _) = await People(town);
        var person = (await daughter.Get("/elder-watch/mine").Good()).GetProperty("people").EnumerateArray().Single(p => p.Text("name") == "沈桂兰").Id("person");
        var plan = await town.InScope(async s =>
        {
            var (db, cipher) = (s.GetRequiredService<LinliDb>(), s.GetRequiredService<FieldCipher>());
            var row = new Linli.Health.ElderCare.CarePlan
            {
                Id = Guid.CreateVersion7(TestTown.Start), Centre = "daoxiang", Scope = SmallTown.First.Value, Person = person, Level = cipher.Seal("Mild"), Goal = cipher.Seal("…"), State = Linli.Health.ElderCare.PlanState.Agreed,
                From = new(2026, 11, 1), ReviewOn = new(2027, 5, 1), At = TestTown.Start,
            };
            db.Insert(row);
            await db.SaveChangesAsync();
            return row.Id;
        });
        object Device(string code = "fall-detector-1", string of = "fall-detector") => new { plan, kind = of, code };

        // Without a sheet nothing is connected; nor by whoever looks after nobody there.
        (await carer.Post("/elder-watch/paper-devices", Device()).Refused(HttpStatusCode.Conflict)).ShouldBe("health.watch_no_paper");
        (await carer.Post("/elder-watch/paper-devices", Device(of: "toaster")).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.watch_kind");
        (await carer.Post("/elder-watch/paper-devices", Device(code: "")).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.watch_code");
        (await carer.Post("/elder-watch/paper-devices", new { plan = Guid.Empty, kind = "fall-detector", code = "fall-detector-1" }).Refused(HttpStatusCode.NotFound)).ShouldBe("health.no_care_plan");
        (await daughter.Post("/elder-watch/paper-devices", Device())).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        // The sheet is written down at the desk, with who saw the signature; it speaks for this kind alone.
        var version = (await Form(elder, "fall-detector")).version;
        await carer.Post("/privacy/consents", new { person, purpose = "elder-fall", version, paper = "稻香 2026-017", signedOn = "2026-11-23", witness = "王护理" }).Good();
        (await carer.Post("/elder-watch/paper-devices", Device("door-sensor-1", "door-sensor")).Refused(HttpStatusCode.Conflict)).ShouldBe("health.watch_no_paper");
        (await carer.Post("/elder-watch/paper-devices", Device("fall-detector-9")).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.watch_unknown_device");
        await carer.Post("/elder-watch/paper-devices", Device()).Good();
        await carer.Post("/elder-watch/paper-devices", Device()).Good();
        await town.DeliverEvents();
        await town.Services.GetRequiredService<RulesMemory>().Settled;
        (await daughter.Get("/notices").Good()).ToString().ShouldContain("connected by agreement on paper");
        (await carer.Get("/elder-watch/desk").Good()).GetProperty("homes").GetArrayLength().ShouldBe(1);
        (await carer.Page("/desk/elder-watch")).ShouldContain("No phone");
        await Say(town, "fall-detector", "fall", 1);
        foreach (var hears in new[] { daughter, carer })
            (await hears.Get("/notices").Good()).ToString().ShouldContain("There may have been a fall");

        // Taken back on paper it is listened to no more.
        await carer.Post("/privacy/consents", new { person, purpose = "elder-fall", version, paper = "稻香 2026-018", signedOn = "2026-11-23", witness = "王护理", withdraw = true }).Good();
        await town.DeliverEvents();
        await Store(town);
        (await Kept(town)).ShouldBe(0);
        (await carer.Get("/elder-watch/desk").Good()).GetProperty("homes").GetArrayLength().ShouldBe(0);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Withdrawing_EndsTheListeningOfThatKindAtOnce_AndDeletesWhatItSaid(DatabaseKind kind)
    {
        await using var town = await Town(kind);
        var (carer, elder, daughter, _) = await People(town);
        await Connect(town, elder, "sos-button", "door-sensor");
        foreach (var device in new[] { "sos-button", "door-sensor" })
            await Say(town, device, "battery", 80);
        await Say(town, "sos-button", "sos", 1);
        await Store(town);
        (await Kept(town)).ShouldBe(3);
        (await (await town.StaffClient("operator")).Get("/sensing/alarms?open=true").Good()).Whole("total").ShouldBe(1);

        // What is still on its way to the database goes too.
        await Say(town, "sos-button", "battery", 79);
        (await daughter.Delete("/elder-watch/devices/sos-button")).EnsureSuccessStatusCode();
        (await Kept(town)).ShouldBe(3, "the daughter's own word about herself: it takes nothing from her mother");
        (await elder.Delete("/elder-watch/devices/toaster").Refused(HttpStatusCode.NotFound)).ShouldBe("health.watch_kind");
        (await elder.Delete("/elder-watch/devices/sos-button")).EnsureSuccessStatusCode();
        (await Say(town, "sos-button", "sos", 1)).ShouldBe(1);
        await Store(town);
        (await Kept(town)).ShouldBe(1, "the door has its own consent");
        var mine = (await elder.Get("/elder-watch/mine").Good()).GetProperty("people")[0];
        mine.GetProperty("devices").GetArrayLength().ShouldBe(1);
        mine.GetProperty("alerts").GetArrayLength().ShouldBe(0);
        (await carer.Get("/elder-watch/desk").Good()).GetProperty("homes")[0].GetProperty("alerts").GetArrayLength().ShouldBe(0);
        town.Services.GetRequiredService<ILatest>().Of(Device(town, "sos-button")).Values.ShouldBeEmpty();

        // Agreeing again begins anew; a consent withdrawn in the settings ends it just so.
        await Connect(town, elder, "sos-button");
        await Say(town, "sos-button", "battery", 60);
        await Store(town);
        (await Kept(town)).ShouldBe(2);
        var consent = (await elder.Get("/me/consents").Good()).ToString();
        consent.ShouldContain("elder-sos");
        var person = (await elder.Get("/elder-watch/mine").Good()).GetProperty("people")[0].Id("person");
        await town.As(await Account(elder), async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            await using var transaction = await db.BeginTransaction(CancellationToken.None);
            (await s.GetRequiredService<IConsentForms>().Withdraw(person, "elder-sos", CancellationToken.None)).Ok.ShouldBeTrue();
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            return true;
        });
        await town.DeliverEvents();
        (await Kept(town)).ShouldBe(1);
        (await elder.Get("/elder-watch/mine").Good()).GetProperty("people")[0].GetProperty("devices").GetArrayLength().ShouldBe(1);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task NightAndMorning_ByTheClock_AndAPauseAlarmsNobody(DatabaseKind kind)
    {
        await using var town = await Town(kind);
        var (_, elder, daughter, _) = await People(town);
        await Connect(town, elder, "bed-sensor", "door-sensor", "motion-sensor");
        var person = (await elder.Get("/elder-watch/mine").Good()).GetProperty("people")[0].Id("person");

        // 01:00: out of bed. Back within 45 minutes is nothing; longer is told. A door at night is told at once.
        town.Time.SetTo(At(24, 1, 0));
        foreach (var device in new[] { "bed-sensor", "door-sensor", "motion-sensor" })
            await Say(town, device, device == "bed-sensor" ? "in-bed" : device == "door-sensor" ? "open" : "motion", device == "bed-sensor" ? 1 : 0);
        await Say(town, "bed-sensor", "in-bed", 0, 10);
        await Say(town, "bed-sensor", "in-bed", 1, 30);
        await Say(town, "bed-sensor", "in-bed", 0, 10);
        await Tick(town, 44);
        (await Told(daughter)).ShouldBeEmpty();
        await Tick(town, 2);
        (await Told(daughter)).ShouldBe(["outOfBed"]);
        await Say(town, "bed-sensor", "in-bed", 1, 5);
        await Say(town, "door-sensor", "open", 1, 1);
        (await Told(daughter)).ShouldBe(["doorAtNight", "outOfBed"]);
        await Say(town, "door-sensor", "open", 0, 1);

        // The morning: nothing moves from 06:00 to 10:00. In a pause nobody is alarmed and nothing is kept.
        (await daughter.Put($"/elder-watch/people/{person}/pause", new { hours = 1000 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.watch_hours");
        town.Time.SetTo(At(24, 9, 58));
        await Tick(town, 3);
        (await Told(daughter)).ShouldContain("noMovement");
        await Store(town);
        var kept = await Kept(town);
        await daughter.Put($"/elder-watch/people/{person}/pause", new { hours = 24 }).Good();
        await Say(town, "door-sensor", "open", 1, 1);
        await Tick(town, 60);
        (await Told(daughter)).ShouldNotContain("doorOpen");
        await Store(town);
        (await Kept(town)).ShouldBe(kept, "history stays, and nothing comes to it");

        // On again: a door that stands open by day is told after half an hour; a silent device after its time.
        await elder.Put($"/elder-watch/people/{person}/pause", new { hours = 0 }).Good();
        await Say(town, "door-sensor", "open", 1, 1);
        await Tick(town, 31);
        (await Told(daughter)).ShouldContain("doorOpen");
        await Say(town, "bed-sensor", "battery", 9, 1);
        (await Told(daughter)).ShouldContain("battery");
        await Tick(town, 60 * 3);
        (await Told(daughter)).ShouldContain("offline");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Beds_AreCountedByThePlan_AndBySensorsWithConsentOnly(DatabaseKind kind)
    {
        await using var town = await Town(kind);
        var (carer, _, _, stranger) = await People(town);
        var beds = new List<Guid>();
        for (var n = 1; n <= 3; n++)
            beds.Add((await carer.Put("/care-centres/daoxiang/beds", new { name = $"20{n}", sensor = $"nursing-bed-{n}" }).Good()).GetGuid());
        (await carer.Put("/care-centres/daoxiang/beds", new { name = "201" }).Refused(HttpStatusCode.Conflict)).ShouldBe("health.bed_there");
        (await carer.Put("/care-centres/daoxiang/beds", new { name = "204", sensor = "nursing-bed-1" }).Refused(HttpStatusCode.Conflict)).ShouldBe("health.bed_sensor_used");
        (await carer.Put("/care-centres/daoxiang/beds", new { name = "204", sensor = "door-sensor-1" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.bed_sensor");
        (await carer.Post($"/care-beds/{beds[0]}/stays", new { until = "2026-12-01" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.stay_guest");
        (await carer.Post($"/care-beds/{beds[0]}/stays", new { file = "入住 01", until = "2026-11-01" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.stay_until");
        await carer.Post($"/care-beds/{beds[0]}/stays", new { file = "入住 01", until = "2026-12-01", sensorOnPaper = true }).Good();
        var quiet = (await carer.Post($"/care-beds/{beds[1]}/stays", new { file = "入住 02", until = "2026-12-01" }).Good()).GetGuid();
        (await carer.Post($"/care-beds/{beds[1]}/stays", new { file = "入住 03", until = "2026-12-01" }).Refused(HttpStatusCode.Conflict)).ShouldBe("health.bed_taken");
        foreach (var n in new[] { 1, 2, 3 })
            await Say(town, "nursing-bed", "in-bed", 1, number: n);

        var shown = await carer.Get("/care-centres/daoxiang/beds").Good();
        // The second is not listened to; in the third somebody lies although it is free.
        (shown.Whole("beds"), shown.Whole("taken"), shown.Whole("free"), shown.Whole("sensed"), shown.Whole("sensedTaken"), shown.Whole("differ")).ShouldBe((3, 2, 1, 2, 2, 1));
        shown.GetProperty("asOf").GetDateTimeOffset().ShouldBe(town.Time.GetUtcNow().AddSeconds(-2), "the oldest of them");
        shown.GetProperty("lines")[1].GetProperty("listened").GetBoolean().ShouldBeFalse();
        (await town.Client().Get("/care-centres").Good())[0].Whole("freeBeds").ShouldBe(1);
        (await stranger.Get("/care-centres/daoxiang/beds")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        // Who leaves is forgotten; old words are no words of now.
        (await carer.Delete($"/care-beds/stays/{quiet}")).EnsureSuccessStatusCode();
        (await carer.Delete($"/care-beds/stays/{quiet}").Refused(HttpStatusCode.NotFound)).ShouldBe("health.no_stay");
        town.Time.Move(TimeSpan.FromHours(3));
        shown = await carer.Get("/care-centres/daoxiang/beds").Good();
        (shown.Whole("free"), shown.Whole("sensed"), shown.GetProperty("asOf").ValueKind).ShouldBe((2, 0, JsonValueKind.Null));
        (await carer.Page("/desk/care-beds")).ShouldContain("2 free");
    }

    private static async Task<TestTown> Town(DatabaseKind kind)
    {
        var town = await TestTown.Found(kind, app => app.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["People:AccessTokenLife"] = "90.00:00:00" }));
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            await using var transaction = await db.BeginTransaction(CancellationToken.None);
            var devices = Kinds.Select(k => new NewDevice($"{k}-1", k, k, SmallTown.First)).Concat(Enumerable.Range(1, 3).Select(n => new NewDevice($"nursing-bed-{n}", "bed", "nursing-bed", SmallTown.First)));
            (await s.GetRequiredService<IDeviceBook>().EnterMany([.. devices.Select(d => d with { Key = Key, InService = true })], CancellationToken.None)).Problems.ShouldBeEmpty();
            foreach (var purpose in new[] { "elder-sos", "elder-fall", "elder-bed", "elder-door", "elder-motion" })
                db.Records<Assessment>().Add(new()
                {
                    Id = Guid.CreateVersion7(TestTown.Start), Purpose = purpose, Necessity = "…", Risks = "…", Measures = "…", Decision = AssessmentDecision.Approved, DecidedBy = Guid.Empty, DecidedByName = "李",
                    At = TestTown.Start.AddDays(-1), ValidUntil = new(2027, 11, 1),
                });
            var account = await db.Records<Account>().Where(a => a.UserName == "steward").Select(a => a.Id).SingleAsync();
            db.Insert(new PostHeld { Id = Guid.CreateVersion7(TestTown.Start), AccountId = account, Post = Posts.CareWorker, Scope = SmallTown.First.Value, From = TestTown.Start.AddDays(-1) });
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            s.GetRequiredService<CallerDirectory>().Forget(account);
            return true;
        });
        town.Services.GetRequiredService<DeviceMemory>().Look();
        return town;
    }

    private const string Key = "a-key-that-its-maker-put-into-it";

    private static async Task<(HttpClient Carer, HttpClient Elder, HttpClient Daughter, HttpClient Stranger)> People(TestTown town)
    {
        var carer = await town.StaffClient("steward");
        await carer.Put("/care-centres/daoxiang", new { place = "hf-1", nameZh = "稻香康养中心", areaM2 = 2800, beds = 3 }).Good();
        var (elder, daughter, stranger) = (await town.VerifiedClient("19900000901"), await town.VerifiedClient("19900000902"), await town.VerifiedClient("19900000903"));
        var mother = await town.Person("沈桂兰", "1950-03-08", account: (await elder.Get("/me").Good()).Id("account"));
        var child = await town.Person("沈小兰", "1980-03-08", account: (await daughter.Get("/me").Good()).Id("account"));
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            db.Records<FamilyAgency>().Add(new() { Id = Guid.CreateVersion7(TestTown.Start), AgentId = child, PrincipalId = mother, Matters = "care", From = TestTown.Start.AddDays(-1), AgreedAt = TestTown.Start.AddDays(-1) });
            return await db.SaveChangesAsync();
        });
        return (carer, elder, daughter, stranger);
    }

    private sealed record ConnectForm(string kind, string code, string centre, int version, bool agree);

    private static async Task<ConnectForm> Form(HttpClient elder, string kind)
    {
        var text = (await elder.Get("/elder-watch/mine").Good()).GetProperty("texts").EnumerateArray().Single(t => t.Text("kind") == kind);
        return new(kind, $"{kind}-1", "daoxiang", text.Whole("version"), true);
    }

    private static async Task Connect(TestTown town, HttpClient elder, params string[] kinds)
    {
        foreach (var kind in kinds)
            await elder.Post("/elder-watch/devices", await Form(elder, kind)).Good();
        await town.DeliverEvents();
        await town.Services.GetRequiredService<RulesMemory>().Settled;
    }

    /// <summary>The device says something over HTTP, some minutes later; what rules decide of it is delivered.</summary>
    private static async Task<int> Say(TestTown town, string kind, string measure, double value, int minutes = 0, int number = 1)
    {
        town.Time.Move(TimeSpan.FromMinutes(minutes) + TimeSpan.FromSeconds(1));
        var client = town.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{kind}-{number}:{Key}")));
        var taken = (await client.Post("/sensing/readings", new[] { new { at = town.Time.GetUtcNow(), measure, value } }).Good()).Whole("accepted");
        await Tick(town, 0);
        return taken;
    }

    private static async Task Tick(TestTown town, int minutes)
    {
        town.Time.Move(TimeSpan.FromMinutes(minutes));
        await town.Services.GetRequiredService<ReadingPipeline>().Tick();
        (await town.Services.GetRequiredService<FiringDesk>().DeliverAll(CancellationToken.None)).ShouldBeTrue();
        await town.DeliverEvents();
    }

    private static async Task Store(TestTown town) => (await town.Services.GetRequiredService<ReadingPipeline>().Store(CancellationToken.None)).ShouldBeTrue();

    private static Task<int> Kept(TestTown town) => town.InScope(s => s.GetRequiredService<LinliDb>().Records<ReadingRow>().CountAsync());

    private static async Task<Guid> Account(HttpClient client) => (await client.Get("/me").Good()).Id("account");

    private static DeviceId Device(TestTown town, string kind) => town.Services.GetRequiredService<IDevices>().ByCode(kind + "-1")!.Id;

    /// <summary>What the daughter reads of her mother's home, in the order of the alphabet.</summary>
    private static async Task<string[]> Told(HttpClient daughter) =>
        [.. (await daughter.Get("/elder-watch/mine").Good()).GetProperty("people").EnumerateArray().Single(p => p.Text("name") == "沈桂兰").GetProperty("alerts").EnumerateArray().Select(a => a.Text("kind")).Order(StringComparer.Ordinal)];

    private static DateTimeOffset At(int day, int hour, int minute) => new(2026, 11, day, hour, minute, 0, TimeSpan.FromHours(8));
}
