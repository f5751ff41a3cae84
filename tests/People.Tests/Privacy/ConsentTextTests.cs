using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.Notices;
using Linli.People.Privacy.Consents;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Privacy;
using Linli.Platform.UseCases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.People.Tests.Privacy;

/// <summary>New versions of what people agreed to, and papers (R37; PIPL arts. 14–16).</summary>
public class ConsentTextTests
{
    private const string Gate = Purposes.GateCredential;

    [Fact]
    public async Task NewText_ThatLetsOldConsentsLapse_AsksAgain_AndEndsWhatNobodyAnswered()
    {
        await using var place = await Nursery.Found();
        var (town, resident) = (place.Town, await place.Town.ResidentClient("13800002222"));
        var person = await ConsentTests.PersonOf(resident);
        await Town.Body(await ConsentTests.Give(resident, Gate, 1));
        await Town.Body(await ConsentTests.Give(place.Guardian, Gate, 1, place.Child));
        var made = await Town.Body(await Publish(await place.Chief(), town, days: 14));
        made.GetProperty("version").GetInt32().ShouldBe(2);
        await Job<AskAgainJob>(town);
        await town.DeliverEvents();
        (await Notices(resident)).ShouldContain("/me/consents");
        (await Notices(place.Guardian)).ShouldContain($"/me/consents?for={place.Child}");
        // Told once, however often the job comes round.
        await Job<AskAgainJob>(town);
        await town.DeliverEvents();
        (await Notices(resident)).Count(l => l == "/me/consents").ShouldBe(1);

        // Until it begins the old consent stands, and the new text may be agreed to already.
        (await Has(town, person)).ShouldBeTrue();
        await Town.Body(await ConsentTests.Give(place.Guardian, Gate, 2, place.Child));
        town.Time.Move(TimeSpan.FromDays(15));
        (await Has(town, person)).ShouldBeFalse();
        (await Has(town, place.Child)).ShouldBeTrue();
        await Job<AskAgainJob>(town);
        resident = await town.ResidentClient("13800002222");
        var book = await Town.Body(await resident.GetAsync("/api/v1/me/consents"));
        book.GetProperty("history")[0].GetProperty("withdrawnWay").GetString().ShouldBe("lapsed");
        Use(book).GetProperty("givenToOlder").GetBoolean().ShouldBeTrue();
        (await Town.Problem(await ConsentTests.Give(resident, Gate, 1), HttpStatusCode.Conflict)).ShouldBe("consent_text_changed");
        await Town.Body(await ConsentTests.Give(resident, Gate, 2));
        (await Has(town, person)).ShouldBeTrue();

        // The old sentences stay readable.
        var texts = await Town.Body(await resident.GetAsync($"/api/v1/privacy/texts/{Gate}"));
        texts.EnumerateArray().Select(t => t.GetProperty("version").GetInt32()).ShouldBe([2, 1]);
        texts[0].GetProperty("change").GetProperty("en").GetString().ShouldBe("Passages are kept for 60 days");
    }

    [Fact]
    public async Task NewText_ThatOnlyChangesWords_LeavesConsentsStanding()
    {
        await using var place = await Nursery.Found();
        var (town, resident) = (place.Town, await place.Town.ResidentClient("13800002222"));
        var person = await ConsentTests.PersonOf(resident);
        await Town.Body(await ConsentTests.Give(resident, Gate, 1));
        await Town.Body(await Publish(await place.Chief(), town, days: 0, older: "stand"));
        await Job<AskAgainJob>(town);
        (await Has(town, person)).ShouldBeTrue();
        var use = Use(await Town.Body(await resident.GetAsync("/api/v1/me/consents")));
        (use.GetProperty("version").GetInt32(), use.GetProperty("agreedVersion").GetInt32()).ShouldBe((2, 1));
        await Town.Body(await ConsentTests.Give(resident, Gate, 2));
        (await Town.Body(await resident.GetAsync("/api/v1/me/consents"))).GetProperty("history").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task NewText_IncompleteTooEarlyUnchangedOrByAnybodyElse_IsRefused()
    {
        await using var place = await Nursery.Found();
        var (town, chief) = (place.Town, await place.Chief());
        (await Town.Problem(await Publish(place.Officer, town, days: 1), HttpStatusCode.Forbidden)).ShouldBe("beyond_own_scope");
        (await Town.Problem(await Publish(chief, town, days: -1), HttpStatusCode.BadRequest)).ShouldBe("text_from_wrong");
        (await Town.Problem(await Publish(chief, town, days: 1, change: ""), HttpStatusCode.BadRequest)).ShouldBe("change_missing");
        (await Town.Problem(await Publish(chief, town, days: 1, older: null), HttpStatusCode.BadRequest)).ShouldBe("older_missing");
        (await Town.Problem(await Publish(chief, town, days: 1, purpose: "nothing"), HttpStatusCode.NotFound)).ShouldBe("purpose_unknown");
        (await Publish(place.Worker, town, days: 1)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await Town.Body(await Publish(chief, town, days: 9));
        (await Town.Problem(await Publish(chief, town, days: 9), HttpStatusCode.Conflict)).ShouldBe("text_unchanged");
        (await Town.Problem(await Publish(chief, town, days: 3, change: "otherwise"), HttpStatusCode.BadRequest)).ShouldBe("text_from_wrong");
    }

    [Fact]
    public async Task Paper_IsKeptWithDayWitnessAndScan_AndThePersonSeesWhereItCameFrom()
    {
        await using var place = await Nursery.Found();
        var town = place.Town;
        var guardian = await Settled(place);
        var scan = await Upload(place.Worker);
        var day = DateOnly.FromDateTime(town.Time.GetUtcNow().UtcDateTime);
        await Town.Body(await Paper(place.Worker, guardian, day, scan: [scan]));
        (await Has(town, guardian)).ShouldBeTrue();
        var line = (await Town.Body(await place.Guardian.GetAsync("/api/v1/me/consents"))).GetProperty("history")[0];
        line.GetProperty("way").GetString().ShouldBe("paper");
        var paper = line.GetProperty("papers")[0];
        paper.GetProperty("signedOn").GetString().ShouldBe(day.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        paper.GetProperty("witness").GetString().ShouldBe("王主任");
        paper.GetProperty("recordedBy").GetString().ShouldBe("李limin");
        var url = paper.GetProperty("scan")[0].GetProperty("url").GetString()!;
        (await place.Guardian.GetAsync(url)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await (await town.ResidentClient("13800007777")).GetAsync(url)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        await Town.Body(await Paper(place.Worker, guardian, day, withdraw: true));
        (await Has(town, guardian)).ShouldBeFalse();
        (await Town.Problem(await Paper(place.Worker, guardian, day, withdraw: true), HttpStatusCode.Conflict)).ShouldBe("nothing_to_withdraw");
    }

    [Fact]
    public async Task Paper_FromTomorrowOfAChildWithoutWitnessOrOlderThanAnAnswer_IsRefused()
    {
        await using var place = await Nursery.Found();
        var town = place.Town;
        var guardian = await Settled(place);
        var today = DateOnly.FromDateTime(town.Time.GetUtcNow().AddHours(8).UtcDateTime);
        (await Town.Problem(await Paper(place.Worker, guardian, today.AddDays(1)), HttpStatusCode.BadRequest)).ShouldBe("signed_on_wrong");
        (await Town.Problem(await Paper(place.Worker, guardian, today, witness: ""), HttpStatusCode.BadRequest)).ShouldBe("witness_missing");
        (await Town.Problem(await Paper(place.Worker, place.Child, today), HttpStatusCode.Forbidden)).ShouldBeOneOf("guardian_consents", "too_young_to_consent");
        (await Town.Problem(await Paper(place.Worker, guardian, today, scan: [Guid.CreateVersion7()]), HttpStatusCode.BadRequest)).ShouldBe("files.not_yours");
        (await Has(town, guardian)).ShouldBeFalse();
        await Town.Body(await Paper(place.Worker, place.Child, today, signer: guardian));

        // Withdrawn by themselves today: a paper of yesterday that turns up later changes nothing.
        await Town.Body(await ConsentTests.Give(place.Guardian, Gate, 1));
        await Town.Body(await place.Guardian.DeleteAsync($"/api/v1/me/consents/{Gate}"));
        (await Town.Problem(await Paper(place.Worker, guardian, today.AddDays(-1)), HttpStatusCode.Conflict)).ShouldBe("paper_outdated");
    }

    [Fact]
    public void APaper_CountsForATextThatHeldOnItsDay_AsLongAsConsentsToItStand()
    {
        var now = new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);
        var lapsing = new[] { Text(1, now.AddDays(-90)), Text(2, now.AddDays(-10)) };
        var standing = new[] { Text(1, now.AddDays(-90)), Text(2, now.AddDays(-10), OlderConsents.Stand) };
        var before = new DateOnly(2026, 11, 1);
        ConsentRules.Answerable(lapsing, 1, before, now).ShouldBeNull();
        ConsentRules.Answerable(standing, 1, before, now)!.Version.ShouldBe(1);
        ConsentRules.Answerable(standing, 2, before, now).ShouldBeNull();
        ConsentRules.Answerable(standing, 1, new(2026, 11, 20), now).ShouldBeNull();
        ConsentRules.Answerable(standing, 2, null, now)!.Version.ShouldBe(2);
        ConsentRules.Answerable(standing, 1, null, now).ShouldBeNull();
        ConsentRules.Lowest([(1, OlderConsents.Lapse), (2, OlderConsents.Lapse), (3, OlderConsents.Stand)]).ShouldBe(2);
        ConsentRules.Lowest([]).ShouldBeNull();
    }

    [Fact]
    public async Task AtFourteen_TheGuardiansWordPassesOn_AndTheirViewEnds()
    {
        await using var place = await Nursery.Found();
        var town = place.Town;
        var id = place.Child;
        await ConsentTests.Born(town, id, new(2012, 12, 1, 0, 0, 0, TimeSpan.Zero));
        await Town.Body(await ConsentTests.Give(place.Guardian, Gate, 1, id));
        await Job<PassOnJob>(town);
        await town.DeliverEvents();
        (await Kinds(place.Guardian)).ShouldNotContain("privacy.fourteen");
        (await Town.Body(await place.Guardian.GetAsync($"/api/v1/me/data?person={id}"))).GetProperty("person").GetGuid().ShouldBe(id);

        // 30 November, 23:59 of Shanghai is the day before the birthday; a minute later it is the day.
        town.Time.SetTo(new(2026, 11, 30, 15, 59, 0, TimeSpan.Zero));
        await Job<PassOnJob>(town);
        town.Time.SetTo(new(2026, 11, 30, 16, 0, 0, TimeSpan.Zero));
        var guardian = await town.ResidentClient("13800001111");
        var youngster = await town.ResidentClient("13800003333");
        await Job<PassOnJob>(town);
        await Job<PassOnJob>(town);
        await town.DeliverEvents();
        (await Kinds(guardian)).Count(k => k == "privacy.fourteen").ShouldBe(1);
        (await Kinds(youngster)).Count(k => k == "privacy.fourteen").ShouldBe(1);
        (await Town.Problem(await guardian.GetAsync($"/api/v1/me/data?person={id}"), HttpStatusCode.NotFound)).ShouldBe("person_not_found");
        (await Town.Problem(await guardian.GetAsync($"/api/v1/me/consents?person={id}"), HttpStatusCode.NotFound)).ShouldBe("person_not_found");
        (await Town.Problem(await guardian.GetAsync($"/api/v1/me/access-log?person={id}"), HttpStatusCode.NotFound)).ShouldBe("person_not_found");

        // Nothing stops over night; the young person confirms, and it is their own.
        (await Has(town, id)).ShouldBeTrue();
        Use(await Town.Body(await youngster.GetAsync("/api/v1/me/consents"))).GetProperty("fromGuardian").GetBoolean().ShouldBeTrue();
        await Town.Body(await ConsentTests.Give(youngster, Gate, 1));
        var book = await Town.Body(await youngster.GetAsync("/api/v1/me/consents"));
        Use(book).GetProperty("fromGuardian").GetBoolean().ShouldBeFalse();
        book.GetProperty("history").EnumerateArray().Select(h => h.GetProperty("way").GetString()).ShouldBe(["self", "guardian"]);
        await Town.Body(await youngster.DeleteAsync($"/api/v1/me/consents/{Gate}"));
        (await Has(town, id)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("2012-02-29", "2026-02-28", 13, "2026-03-01")]
    [InlineData("2012-02-29", "2026-03-01", 14, "2026-03-01")]
    [InlineData("2010-12-31", "2024-12-30", 13, "2024-12-31")]
    public void ThoseBornOn29February_TurnFourteenOnTheFirstOfMarch(string born, string day, int age, string birthday)
    {
        ConsentRules.AgeOn(Day(born), Day(day)).ShouldBe(age);
        ConsentRules.FourteenthBirthday(Day(born)).ShouldBe(Day(birthday));
        // The same day in the database, which compares dates.
        (Day(born) <= Day(day).AddYears(-ConsentRules.GuardianAge)).ShouldBe(age == 14);
    }

    internal static Task<bool> Job<TJob>(Town town) where TJob : IJob => town.InScope(async s =>
    {
        await ActivatorUtilities.CreateInstance<TJob>(s).Run(CancellationToken.None);
        return true;
    });

    internal static async Task<List<string>> Notices(HttpClient client) =>
        [.. (await Town.Body(await client.GetAsync("/api/v1/notices"))).GetProperty("items").EnumerateArray().Select(n => n.GetProperty("link").GetString()!)];

    internal static async Task<List<string>> Kinds(HttpClient client) =>
        [.. (await Town.Body(await client.GetAsync("/api/v1/notices"))).GetProperty("items").EnumerateArray().Select(n => n.GetProperty("kind").GetString()!)];

    private static PurposeText Text(int version, DateTimeOffset from, OlderConsents older = OlderConsents.Lapse) => new()
    {
        Id = Guid.CreateVersion7(from), Purpose = Gate, Version = version, From = from, Older = older, Hash = "", TitleZh = "", TitleEn = "", TextZh = "", TextEn = "",
        NecessityZh = "", NecessityEn = "", ImpactZh = "", ImpactEn = "", KeepsZh = "", KeepsEn = "", OtherwiseZh = "", OtherwiseEn = "",
    };

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static Task<HttpResponseMessage> Publish(
        HttpClient officer, Town town, int days, string? older = "lapse", string change = "Passages are kept for 60 days", string purpose = Gate)
    {
        var both = (string zh, string en) => new { zh, en };
        return officer.PostAsJsonAsync($"/api/v1/privacy/texts/{purpose}", new
        {
            from = DateOnly.FromDateTime(town.Time.GetUtcNow().AddHours(8).AddDays(days).UtcDateTime),
            older,
            change = both("通行记录改为保存 60 天", change),
            title = both("门禁凭证与通行记录", "Gate credential and passages"),
            text = both("门禁记录开门时间。" + change[..Math.Min(9, change.Length)], "The gate notes when it opens."),
            necessity = both("门禁要知道哪把钥匙有效。", "The gate has to know."),
            impact = both("通行时间能反映进出。", "Times say when you came."),
            keeps = both("通行记录 60 天后删除。", "Deleted after 60 days."),
            otherwise = both("可在门岗登记。", "Sign the book at the gatehouse."),
        });
    }

    // The guardian lives where the worker works.
    private static async Task<Guid> Settled(Nursery place)
    {
        var person = await ConsentTests.PersonOf(place.Guardian);
        await place.Town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            db.Insert(new Accounts.HomeTie
            {
                Id = Guid.CreateVersion7(place.Town.Time.GetUtcNow()), PersonId = person, HomeId = FakePlaces.FirstHome.Id.Value, HomeLabel = FakePlaces.FirstHome.Label,
                Relation = HomeRelation.Owner, Scope = FakePlaces.FirstBuilding.Value, Grid = FakePlaces.FirstGrid.Value, From = place.Town.Time.GetUtcNow(),
            });
            return await db.SaveChangesAsync();
        });
        return person;
    }

    private static Task<HttpResponseMessage> Paper(
        HttpClient worker, Guid person, DateOnly signedOn, Guid? signer = null, string witness = "王主任", Guid[]? scan = null, bool withdraw = false) =>
        worker.PostAsJsonAsync("/api/v1/privacy/consents", new { person, purpose = Gate, version = 1, paper = "档案柜 3-12", signedOn, witness, signedBy = signer, scan, withdraw });

    private static async Task<Guid> Upload(HttpClient worker)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Linli.Tests.SamplePhoto.Jpeg), "file", "consent.jpg" } };
        return (await Town.Body(await worker.PostAsync("/api/v1/files?purpose=attachment", form))).GetProperty("id").GetGuid();
    }

    private static Task<bool> Has(Town town, Guid person) => town.InScope(s => s.GetRequiredService<IConsents>().Has(person, Gate, CancellationToken.None));

    private static JsonElement Use(JsonElement book) => book.GetProperty("uses").EnumerateArray().Single(u => u.GetProperty("purpose").GetString() == Gate);
}
