using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.People.Contact;
using Linli.People.Privacy.Breaches;
using Linli.People.Privacy.Consents;
using Linli.People.Privacy.Retention;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.People.Tests.Privacy;

/// <summary>What the privacy officer answers for: assessments, sharing, breaches, retention, the yearly report (R37, R38, R40, R42).</summary>
public class OfficerTests
{
    [Fact]
    public async Task ASensitiveUse_CanBeAskedOnlyWhileItsAssessmentStands()
    {
        await using var place = await Nursery.Found();
        var chief = await place.Chief();
        (await Town.Problem(await Assess(place.Officer, Purposes.GateFace, "2026-12-01"), HttpStatusCode.Forbidden)).ShouldBe("beyond_own_scope");
        (await Town.Problem(await Assess(chief, Purposes.GateFace, "2020-01-01"), HttpStatusCode.BadRequest)).ShouldBe("valid_until_wrong");
        (await Town.Problem(await Assess(chief, Purposes.GateCredential, "2027-11-23"), HttpStatusCode.BadRequest)).ShouldBe("purpose_not_sensitive");
        (await Town.Problem(await chief.PostAsJsonAsync("/api/v1/privacy/assessments", new { purpose = Purposes.GateFace }), HttpStatusCode.BadRequest)).ShouldBe("necessity_missing");
        (await Assess(place.Worker, Purposes.GateFace, "2026-12-01")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await Town.Body(await Assess(chief, Purposes.GateFace, "2026-12-01"));
        await Town.Body(await ConsentTests.Give(place.Guardian, Purposes.GateFace, 1));
        place.Town.Time.Move(TimeSpan.FromDays(9));
        (await Town.Problem(await ConsentTests.Give(await place.Town.ResidentClient("13800004444"), Purposes.GateFace, 1), HttpStatusCode.Conflict)).ShouldBe("assessment_missing");
    }

    [Fact]
    public async Task ABreach_IsToldToPeopleAndToTheGuardianOfAChild_AndItsClockRuns()
    {
        await using var place = await Nursery.Found();
        (await Town.Problem(await place.Officer.PostAsJsonAsync("/api/v1/privacy/breaches", new { what = "短" }), HttpStatusCode.BadRequest)).ShouldBe("what_missing");
        var breach = await Town.Body(await place.Officer.PostAsJsonAsync("/api/v1/privacy/breaches", new
        {
            what = "一份含姓名电话的表格被误发到群里",
            fields = new[] { "phone" },
            harm = "可能接到诈骗电话",
            measures = "已撤回并要求删除，请当心陌生来电",
            place = FakePlaces.First.Value,
        }));
        breach.GetProperty("people").GetInt32().ShouldBe(1);
        breach.GetProperty("told").GetInt32().ShouldBe(1);
        while (await place.Town.DeliverEvents() > 0)
        {
        }

        var id = breach.GetProperty("id").GetGuid();
        var notices = await Town.Body(await place.Guardian.GetAsync("/api/v1/notices"));
        notices.GetProperty("items").EnumerateArray().ShouldContain(n => n.GetProperty("kind").GetString() == "privacy.breach");
        (await Town.Body(await place.Guardian.GetAsync($"/api/v1/me/data/breaches/{id}"))).GetProperty("harm").GetString().ShouldBe("可能接到诈骗电话");
        (await Town.Problem(await (await place.Town.ResidentClient("13800004444")).GetAsync($"/api/v1/me/data/breaches/{id}"), HttpStatusCode.NotFound)).ShouldBe("breach_not_found");

        (await Town.Body(await place.Officer.GetAsync("/api/v1/privacy/breaches")))[0].GetProperty("hoursLeft").GetInt32().ShouldBe(24);
        (await Town.Problem(await place.Officer.PostAsJsonAsync($"/api/v1/privacy/breaches/{id}/reported", new { to = "" }), HttpStatusCode.BadRequest)).ShouldBe("to_missing");
        await Town.Body(await place.Officer.PostAsJsonAsync($"/api/v1/privacy/breaches/{id}/reported", new { to = "区网信办" }));
        (await Town.Body(await place.Officer.GetAsync("/api/v1/privacy/breaches")))[0].GetProperty("hoursLeft").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData(0, 24)]
    [InlineData(23.5, 0)]
    [InlineData(24.5, -1)]
    public void TheClockOfABreach_CountsWholeHours(double after, int left)
    {
        var known = new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);
        var breach = new Breach { Id = default, Scope = "/", What = "", Fields = "", Harm = "", Measures = "", KnownAt = known, At = known, RecordedBy = default, RecordedByName = "" };
        BreachRules.HoursLeft(breach, known.AddHours(after)).ShouldBe(left);
    }

    [Fact]
    public async Task Retention_DeletesWhatIsDueAndNothingYounger_AndSaysHowMuch()
    {
        await using var place = await Nursery.Found();
        var now = place.Town.Time.GetUtcNow();
        await Viewed(place, now.AddDays(-1200), "old");
        await Viewed(place, now.AddDays(-180), "young");
        await place.Town.Hire("auditor", Posts.PrivacyOfficer, ScopePath.Root);
        var auditor = await place.Town.StaffClient("auditor");
        (await Town.Problem(await Set(auditor, "people.view", 100), HttpStatusCode.BadRequest)).ShouldBe("days_too_few");
        (await Town.Problem(await Set(auditor, "people.nothing", 900), HttpStatusCode.NotFound)).ShouldBe("retention_unknown");
        (await Line(place, "people.view")).GetProperty("due").GetInt32().ShouldBe(1);
        await RunJob(place);
        await RunJob(place);
        var line = await Line(place, "people.view");
        line.GetProperty("due").GetInt32().ShouldBe(0);
        line.GetProperty("deleted").GetInt32().ShouldBe(1);
        (await place.Town.InScope(s => s.GetRequiredService<LinliDb>().Records<View>().Select(v => v.ViewerName).ToListAsync())).ShouldBe(["young"]);
    }

    [Fact]
    public async Task Consents_AreKeptThreeYearsAfterTheyEnded()
    {
        await using var place = await Nursery.Found();
        await Town.Body(await ConsentTests.Give(place.Guardian, Purposes.GateCredential, 1));
        await Town.Body(await place.Guardian.DeleteAsync($"/api/v1/me/consents/{Purposes.GateCredential}"));
        place.Town.Time.Move(TimeSpan.FromDays(3 * 365));
        await RunJob(place);
        (await Consents(place)).ShouldBe(1);
        place.Town.Time.Move(TimeSpan.FromDays(10));
        await RunJob(place);
        (await Consents(place)).ShouldBe(0);
    }

    [Fact]
    public async Task TheYearlyReport_CountsTheRecords_AndIsNotSignedByWhoLooked()
    {
        await using var place = await Nursery.Found();
        var town = place.Town;
        (await place.Worker.PostAsJsonAsync($"/api/v1/people/persons/{place.Child}/view", new { fields = new[] { "phone" }, reason = "联系家长" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await town.Hire("auditor", Posts.PrivacyOfficer, ScopePath.Root);
        var auditor = await town.StaffClient("auditor");
        var asked = await Town.Body(await auditor.PostAsJsonAsync("/api/v1/privacy/children/requests", new { child = place.Child, fields = new[] { "phone" }, reason = "走失后回访，需要立即联系", emergency = true }));
        await Town.Body(await auditor.PostAsync($"/api/v1/privacy/children/requests/{asked.GetProperty("id").GetGuid()}/view", null));
        var report = await Town.Body(await place.Officer.GetAsync("/api/v1/privacy/report/2026"));
        report.GetProperty("views").GetInt32().ShouldBe(1);
        report.GetProperty("attempts").GetInt32().ShouldBe(1);
        report.GetProperty("viewsWithoutApproval").GetInt32().ShouldBe(0);
        report.GetProperty("emergenciesUnreviewed").GetInt32().ShouldBe(1);
        (await place.Officer.GetStringAsync("/api/v1/privacy/report/2026.csv")).ShouldContain("李auditor");
        (await Town.Problem(await Sign(auditor, 2026), HttpStatusCode.Conflict)).ShouldBe("year_not_over");
        (await Town.Problem(await place.Officer.GetAsync("/api/v1/privacy/report/2031"), HttpStatusCode.NotFound)).ShouldBe("year_unknown");

        town.Time.SetTo(new(2027, 1, 5, 0, 0, 0, TimeSpan.Zero));
        (await Town.Problem(await Sign(await town.StaffClient("auditor"), 2026), HttpStatusCode.Forbidden)).ShouldBe("viewer_does_not_sign");
        await town.Hire("secretary", Posts.PartySecretary, ScopePath.Root);
        var secretary = await town.StaffClient("secretary");
        await Town.Body(await Sign(secretary, 2026));
        (await Town.Problem(await Sign(secretary, 2026), HttpStatusCode.Conflict)).ShouldBe("report_signed");
        var signature = (await Town.Body(await secretary.GetAsync("/api/v1/privacy/report/2026"))).GetProperty("signature");
        signature.GetProperty("by").GetString().ShouldBe("李secretary");
        signature.GetProperty("stillTrue").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Sharing_IsRecordedWithItsBasis_AndEnds()
    {
        await using var place = await Nursery.Found();
        (await Town.Problem(await place.Officer.PostAsJsonAsync("/api/v1/privacy/sharing", new { recipient = "某公司" }), HttpStatusCode.BadRequest)).ShouldBe("what_missing");
        var id = (await Town.Body(await place.Officer.PostAsJsonAsync("/api/v1/privacy/sharing", new
        {
            recipient = "和润物业",
            what = "门牌与称呼",
            purpose = "门禁发卡",
            basis = "物业服务合同",
            people = 1200,
            from = "2026-11-01",
        }))).GetProperty("id").GetGuid();
        await Town.Body(await place.Officer.PostAsync($"/api/v1/privacy/sharing/{id}/end", null));
        (await Town.Problem(await place.Officer.PostAsync($"/api/v1/privacy/sharing/{id}/end", null), HttpStatusCode.Conflict)).ShouldBe("sharing_ended");
        (await Town.Body(await place.Officer.GetAsync("/api/v1/privacy/sharing")))[0].GetProperty("to").GetString().ShouldBe("2026-11-23");
    }

    [Fact]
    public async Task APaperConsent_OfAChild_IsSignedByTheGuardian()
    {
        await using var place = await Nursery.Found();
        var guardian = await ConsentTests.PersonOf(place.Guardian);
        (await Town.Problem(await Paper(place, null), HttpStatusCode.Forbidden)).ShouldBe("guardian_consents");
        await Town.Body(await Paper(place, guardian));
        (await place.Town.InScope(s => s.GetRequiredService<IConsents>().Has(place.Child, Purposes.GateCredential, CancellationToken.None))).ShouldBeTrue();
    }

    private static Task<HttpResponseMessage> Paper(Nursery place, Guid? signedBy) => place.Worker.PostAsJsonAsync(
        "/api/v1/privacy/consents", new { person = place.Child, purpose = Purposes.GateCredential, version = 1, signedOn = "2026-11-23", witness = "王主任", paper = "档案柜 3-12", signedBy });

    private static Task<HttpResponseMessage> Assess(HttpClient client, string purpose, string until) => client.PostAsJsonAsync("/api/v1/privacy/assessments", new
    {
        purpose,
        necessity = "方便手上拿着东西的居民进门",
        risks = "人脸泄露后无法更换，影响长久",
        measures = "特征只存门禁机，不联网，撤回即删除",
        approve = true,
        validUntil = until,
    });

    private static Task<HttpResponseMessage> Sign(HttpClient client, int year) =>
        client.PostAsJsonAsync($"/api/v1/privacy/report/{year}/sign", new { statement = "查看均有审批，未见异常" });

    private static Task<HttpResponseMessage> Set(HttpClient client, string code, int days) =>
        client.PutAsJsonAsync($"/api/v1/privacy/retention/{code}", new { days, source = "本社区规定" });

    private static async Task<JsonElement> Line(Nursery place, string code) =>
        (await Town.Body(await place.Officer.GetAsync("/api/v1/privacy/retention"))).EnumerateArray().Single(l => l.GetProperty("code").GetString() == code);

    private static Task<bool> RunJob(Nursery place) => place.Town.InScope(async s =>
    {
        await s.GetRequiredService<RetentionJob>().Run(CancellationToken.None);
        return true;
    });

    private static Task<int> Consents(Nursery place) => place.Town.InScope(s => s.GetRequiredService<LinliDb>().Records<Consent>().CountAsync());

    private static Task<int> Viewed(Nursery place, DateTimeOffset at, string viewer) => place.Town.InScope(s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        db.Records<View>().Add(new() { Id = Guid.CreateVersion7(at), PersonId = place.Child, ViewerId = place.Child, ViewerName = viewer, What = "phone", Reason = "测试", At = at });
        return db.SaveChangesAsync();
    });
}
