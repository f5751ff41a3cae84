using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.Ledger;
using Linli.Neighbours.Points;
using Linli.Neighbours.Volunteering;
using Linli.Platform.Data;
using Linli.Platform.Verification;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests.Volunteering;

/// <summary>Volunteering (S117, R19, R20): places, coming and going by place, hours and points in two books, certificates.</summary>
[Trait("Feature", "S117")]
public class VolunteerTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task LitterWalk_OfOneHour_BringsSixtyMinutesAndTenPoints_InTwoBooks(DatabaseKind kind)
    {
        await using var bed = await VolunteerBed.Open(kind);
        var (wu, person) = await bed.Adult("13800000001", "吴姐", "1967-05-12", 0);
        var id = await bed.OpenWalk();
        (await wu.Post($"/volunteering/activities/{id}/sign-ups").Good()).Text("state").ShouldBe("taken");

        (await wu.Post($"/volunteering/activities/{id}/check-in", VolunteerBed.There()).Refused(HttpStatusCode.Conflict)).ShouldBe("volunteer.too_early");
        await bed.At(16, -5);
        (await wu.Post($"/volunteering/activities/{id}/check-in", VolunteerBed.Far()).Refused(HttpStatusCode.Conflict)).ShouldBe("volunteer.outside_zone");
        (await wu.Post($"/volunteering/activities/{id}/check-in", VolunteerBed.There(accuracy: 500)).Refused(HttpStatusCode.BadRequest)).ShouldBe("volunteer.position_vague");
        await wu.Post($"/volunteering/activities/{id}/check-in", VolunteerBed.There()).Good();
        await bed.At(17, 3);
        var out1 = await wu.Post($"/volunteering/activities/{id}/check-out", VolunteerBed.There()).Good();
        (out1.GetProperty("minutes").GetInt32(), out1.GetProperty("points").GetInt64()).ShouldBe((60, 10L));
        (await wu.Post($"/volunteering/activities/{id}/check-out", VolunteerBed.There()).Good()).GetProperty("minutes").GetInt32().ShouldBe(60, "a repetition changes nothing");

        (await bed.Balance(person, LedgerUnit.VolunteerMinutes)).ShouldBe(60);
        (await bed.Balance(person, LedgerUnit.Points)).ShouldBe(10);
        (await bed.Faults()).ShouldBeEmpty();
        var row = await bed.Row(person, id);
        row.ShouldNotContain("120.21", Case.Sensitive, "where somebody stood is not kept");
        var record = await wu.Get("/volunteering/record").Good();
        (record.GetProperty("minutes").GetInt64(), record.GetProperty("stored").GetInt64(), record.GetProperty("cap").GetInt32()).ShouldBe((60L, 60L, 90_000));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task WaitList_MovesOn_AndThePlacesAreNeverOversold(DatabaseKind kind)
    {
        await using var bed = await VolunteerBed.Open(kind);
        var id = await bed.OpenWalk(capacity: 2);
        var people = new List<HttpClient>();
        for (var i = 0; i < 5; i++)
            people.Add((await bed.Adult($"1380000001{i}", $"志愿者{i}", "1980-01-01", i)).Client);
        var answers = await Task.WhenAll(people.Select(p => p.Post($"/volunteering/activities/{id}/sign-ups").Good()));
        answers.Count(a => a.Text("state") == "taken").ShouldBe(2);
        answers.Count(a => a.Text("state") == "waiting").ShouldBe(3);
        var first = answers.ToList().FindIndex(a => a.Text("state") == "taken");
        await people[first].Delete($"/volunteering/sign-ups/{answers[first].Id()}").Good();
        await people[first].Delete($"/volunteering/sign-ups/{answers[first].Id()}").Good();
        var board = await bed.Desk.Get("/volunteering/desk").Good();
        var facts = board.GetProperty("coming")[0].GetProperty("activity");
        (facts.GetProperty("taken").GetInt32(), facts.GetProperty("waiting").GetInt32()).ShouldBe((2, 2));
        var told = 0;
        foreach (var p in people)
            told += (await p.Get("/notices").Good()).GetProperty("items").EnumerateArray().Count(n => n.Text("kind") == "volunteer.place");
        told.ShouldBe(1);
        (await people[first].Post($"/volunteering/activities/{id}/sign-ups").Good()).Text("state").ShouldBe("waiting", "whoever comes back waits at the end");
    }

    [Fact]
    public async Task DangerousActivity_OpensOnlyWithInsurance()
    {
        await using var bed = await VolunteerBed.Open();
        var made = await bed.Desk.Post("/volunteering/activities", VolunteerBed.Walk(dangerous: true)).Good();
        (await bed.Desk.Post($"/volunteering/activities/{made.Id()}/open").Refused(HttpStatusCode.Conflict)).ShouldBe("volunteer.not_insured");
        (await bed.Desk.Post($"/volunteering/activities/{made.Id()}/insurance", new { policy = "" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("neighbours.policy_length");
        await bed.Desk.Post($"/volunteering/activities/{made.Id()}/insurance", new { policy = "人保 PZ-2026-001" }).Good();
        (await bed.Desk.Post($"/volunteering/activities/{made.Id()}/open").Good()).Text("state").ShouldBe("open");

        var open = await bed.OpenWalk(hour: 18);
        (await bed.Desk.Put($"/volunteering/activities/{open}", VolunteerBed.Walk(dangerous: true, hour: 18)).Refused(HttpStatusCode.Conflict)).ShouldBe("volunteer.not_insured");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Minor_TakesPartOnlyWhenAGuardianAgreed_AndAChildNotAlone(DatabaseKind kind)
    {
        await using var bed = await VolunteerBed.Open(kind);
        var id = await bed.OpenWalk(minAge: 8);
        var (teen, teenPerson) = await bed.Adult("13800000001", "林小树", "2010-04-21", 0);
        var (parent, _) = await bed.Adult("13800000002", "林涛", "1988-06-17", 1);
        (await teen.Post($"/volunteering/activities/{id}/sign-ups").Refused(HttpStatusCode.Forbidden)).ShouldBe("volunteer.no_guardian");
        await bed.Town.Guardian(await Account(parent), teenPerson);
        var sign = await teen.Post($"/volunteering/activities/{id}/sign-ups").Good();
        sign.Text("state").ShouldBe("waitingGuardian");
        (await teen.Post($"/volunteering/sign-ups/{sign.Id()}/guardian", new { agree = true }).Refused(HttpStatusCode.NotFound)).ShouldBe("volunteer.no_sign_up");
        await parent.Post($"/volunteering/sign-ups/{sign.Id()}/guardian", new { agree = true }).Good();
        (await teen.Get($"/volunteering/activities/{id}").Good()).GetProperty("mine")[0].Text("state").ShouldBe("taken");

        var (child, childPerson) = await bed.Adult("13800000003", "林安安", "2016-04-21", 2);
        await bed.Town.Guardian(await Account(parent), childPerson);
        (await child.Post($"/volunteering/activities/{id}/sign-ups").Refused(HttpStatusCode.Forbidden)).ShouldBe("volunteer.child_alone");
        (await parent.Post($"/volunteering/activities/{id}/sign-ups", new { onBehalfOf = childPerson }).Good()).Text("state").ShouldBe("taken");
        var (tooYoung, _) = await bed.Adult("13800000004", "小小", "2020-04-21", 3);
        (await tooYoung.Post($"/volunteering/activities/{id}/sign-ups").Refused(HttpStatusCode.Forbidden)).ShouldBe("volunteer.too_young");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task WithoutCheckOut_TheLeaderDecides_AndCorrectionsAreCompensations(DatabaseKind kind)
    {
        await using var bed = await VolunteerBed.Open(kind);
        var (leader, _) = await bed.Adult("13800000001", "吴姐", "1967-05-12", 0);
        var number = (await leader.PutAsJsonAsync("/api/v1/volunteering/me", new { skills = new[] { "environment" }, times = new[] { "weekday" }, wouldLead = true }).Good()).Text("number");
        var (walker, person) = await bed.Adult("13800000002", "钟叔", "1960-02-14", 1);
        var id = await bed.OpenWalk(leader: number);
        var mine = await leader.Post($"/volunteering/activities/{id}/sign-ups").Good();
        var sign = await walker.Post($"/volunteering/activities/{id}/sign-ups").Good();
        await bed.At(16, 0);
        (await walker.Get($"/volunteering/activities/{id}/list").Refused(HttpStatusCode.NotFound)).ShouldBe("volunteer.not_found");
        var list = await leader.Get($"/volunteering/activities/{id}/list").Good();
        var code = list.GetProperty("code").Text("token");
        list.GetProperty("people").EnumerateArray().Select(p => p.Text("name")).ShouldContain("钟*");
        (await walker.Post($"/volunteering/activities/{id}/check-in", new { code = "000001" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("volunteer.code_wrong");
        await walker.Post($"/volunteering/activities/{id}/check-in", new { code }).Good();
        (await leader.Post($"/volunteering/activities/{id}/check-in", new { code }).Refused(HttpStatusCode.Forbidden)).ShouldBe("volunteer.code_of_leader", "whoever sees the code at home proves nothing by it");
        (await leader.Post($"/volunteering/sign-ups/{mine.Id()}/mark").Refused(HttpStatusCode.Forbidden)).ShouldBe("volunteer.own_hours");
        await bed.At(19, 1);
        (await walker.Post($"/volunteering/activities/{id}/check-out", VolunteerBed.There()).Refused(HttpStatusCode.Conflict)).ShouldBe("volunteer.leader_decides");
        await bed.Town.InScope(async s =>
        {
            await s.GetRequiredService<VolunteerClock>().Run(default);
            return true;
        });
        (await leader.Get("/notices").Good()).GetProperty("items").EnumerateArray().Count(n => n.Text("kind") == "volunteer.decide").ShouldBe(1);
        (await leader.Post($"/volunteering/sign-ups/{sign.Id()}/hours", new { minutes = 61, word = "全程参加" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("volunteer.minutes_long");
        (await leader.Post($"/volunteering/sign-ups/{sign.Id()}/hours", new { minutes = -1, word = "全程参加" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("volunteer.minutes");
        await leader.Post($"/volunteering/sign-ups/{sign.Id()}/hours", new { minutes = 60, word = "全程参加，手机没电" }).Good();
        (await bed.Balance(person, LedgerUnit.VolunteerMinutes)).ShouldBe(60);

        (await leader.Post($"/volunteering/sign-ups/{sign.Id()}/correct", new { minutes = 45, word = "提前离开" }).Refused(HttpStatusCode.Forbidden)).ShouldNotBeNull();
        await bed.Desk.Post($"/volunteering/sign-ups/{sign.Id()}/correct", new { minutes = 45, word = "提前离开" }).Good();
        (await bed.Balance(person, LedgerUnit.VolunteerMinutes)).ShouldBe(45);
        (await bed.Lines(person)).ShouldBe([60, -60, 45]);
        await bed.Desk.Post($"/volunteering/sign-ups/{sign.Id()}/forged", new { why = "监控显示未到场" }).Good();
        (await bed.Balance(person, LedgerUnit.VolunteerMinutes)).ShouldBe(0);
        (await bed.Faults()).ShouldBeEmpty();
        (await walker.Get("/volunteering/record").Good()).GetProperty("lines")[0].Text("forged").ShouldBe("监控显示未到场");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Hours_AboveTheCap_AndThoseOfATeam_GoToTheCommonPool(DatabaseKind kind)
    {
        await using var bed = await VolunteerBed.Open(kind);
        (await bed.Desk.Post("/volunteering/rules", new { place = "hf-1", from = "2026-11-23", capHours = 0, elderAge = 60, firstAge = 80, source = "居民会议" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("volunteer.cap");
        await bed.Desk.Post("/volunteering/rules", new { place = "hf-1", from = "2026-11-23", capHours = 1, elderAge = 60, firstAge = 80, source = "居民会议" }).Good();
        var (walker, person) = await bed.Adult("13800000001", "吴姐", "1967-05-12", 0);
        var long1 = await bed.OpenWalk(hours: 2, place: "hf-1");
        await bed.Attend(walker, long1, 16, 18);
        (await bed.Balance(person, LedgerUnit.VolunteerMinutes)).ShouldBe(60);
        (await bed.Pool()).ShouldBe(60);
        var team = await bed.OpenWalk(hour: 19, place: "hf-1", team: "红马甲队");
        await bed.Attend(walker, team, 19, 20);
        (await bed.Pool()).ShouldBe(120);
        (await walker.Get("/volunteering/record").Good()).GetProperty("donated").GetInt64().ShouldBe(120);
        (await bed.Faults()).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Hours_AreGivenBackAsServiceForElders_AndNeverMore(DatabaseKind kind)
    {
        await using var bed = await VolunteerBed.Open(kind);
        var (giver, person) = await bed.Adult("13800000001", "钟叔", "1960-02-14", 0);
        var (helper, helperPerson) = await bed.Adult("13800000002", "吴姐", "1967-05-12", 1);
        var number = (await helper.PutAsJsonAsync("/api/v1/volunteering/me", new { skills = new[] { "elders" }, times = new[] { "weekend" } }).Good()).Text("number");
        await bed.Attend(giver, await bed.OpenWalk(), 16, 17);
        var when = bed.Town.Time.GetUtcNow().AddDays(1);
        (await giver.Post("/volunteering/requests", new { service = "陪同就医", startsAt = when, minutes = 90 }).Refused(HttpStatusCode.Conflict)).ShouldBe("volunteer.hours_short");
        (await helper.Post("/volunteering/requests", new { service = "陪同就医", startsAt = when, minutes = 30 }).Refused(HttpStatusCode.Forbidden)).ShouldBe("volunteer.elder_age");
        (await giver.Post("/volunteering/requests", new { service = "陪同就医", startsAt = when, minutes = 30, fromPool = true }).Refused(HttpStatusCode.Forbidden)).ShouldBe("volunteer.pool_first");
        (await giver.Post("/volunteering/certificates", new { from = "0001-01-01", until = "2026-11-23" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("day_out_of_calendar");
        (await giver.Post("/volunteering/requests", new { service = "陪同就医", startsAt = when, minutes = 45 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("volunteer.exchange_minutes");
        var asked = (await giver.Post("/volunteering/requests", new { service = "陪同就医", note = "腿脚不便", startsAt = when, minutes = 60 }).Good()).Id();
        (await giver.Post("/volunteering/requests", new { service = "打扫", startsAt = when, minutes = 30 }).Refused(HttpStatusCode.Conflict)).ShouldBe("volunteer.hours_short");
        var line = (await bed.Desk.Get("/volunteering/requests").Good())[0];
        (line.Text("elder"), line.Text("note")).ShouldBe(("钟*", ""));
        await bed.Desk.Post($"/volunteering/requests/{asked}/match", new { volunteer = number }).Good();
        (await helper.Get("/volunteering/requests/mine").Good())[0].Text("note").ShouldBe("腿脚不便");
        (await bed.Desk.Post($"/volunteering/requests/{asked}/complete", new { minutes = 60, word = "电话回访" }).Refused(HttpStatusCode.Conflict)).ShouldBe("volunteer.not_begun");
        bed.Town.Time.Move(TimeSpan.FromDays(1));
        await bed.SignInAgain();
        (await giver.Delete($"/volunteering/requests/{asked}").Refused(HttpStatusCode.Conflict)).ShouldBe("volunteer.request_begun", "the volunteer has served");
        var desk = await bed.Town.StaffClient("operator");
        (await desk.Post($"/volunteering/requests/{asked}/complete", new { minutes = 90, word = "电话回访" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("volunteer.minutes_long");
        await desk.Post($"/volunteering/requests/{asked}/complete", new { minutes = 45, word = "电话回访" }).Good();
        (await bed.Balance(person, LedgerUnit.VolunteerMinutes)).ShouldBe(15);
        (await bed.Balance(helperPerson, LedgerUnit.VolunteerMinutes)).ShouldBe(45);
        var record = await helper.Get("/volunteering/record").Good();
        (record.Text("minutes"), record.GetProperty("lines").GetArrayLength()).ShouldBe(("45", 1), "what was given to an elder is given as well");
        (await helper.Post("/volunteering/certificates", new { from = "2026-11-01", until = "2026-11-24" }).Good()).Text("minutes").ShouldBe("45");

        // Completed by mistake: both sides go back at once, whichever of the two transfers is asked back.
        var given = await bed.Town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<HoursExchange>().Where(r => r.GivenTransfer != null).Select(r => r.GivenTransfer!.Value).SingleAsync());
        await (await bed.Town.StaffClient("secretary")).Post($"/ledger/transfers/{given.Value}/reversal", new { reason = "登记到别人名下" }).Good();
        (await bed.Balance(person, LedgerUnit.VolunteerMinutes), await bed.Balance(helperPerson, LedgerUnit.VolunteerMinutes)).ShouldBe((60, 0));
        (await helper.Get("/volunteering/record").Good()).Text("minutes").ShouldBe("0");
        (await bed.Desk.Get("/volunteering/requests").Good()).EnumerateArray().ShouldAllBe(r => r.Text("state") != "done");
        (await bed.Faults()).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task TheSameMinutes_AreNeverRecordedTwice(DatabaseKind kind)
    {
        await using var bed = await VolunteerBed.Open(kind);
        var (wu, person) = await bed.Adult("13800000001", "吴姐", "1967-05-12", 0);
        var (zhong, _) = await bed.Adult("13800000002", "钟叔", "1960-02-14", 1);
        var (full, other) = (await bed.OpenWalk(capacity: 1), await bed.OpenWalk());
        var first = await zhong.Post($"/volunteering/activities/{full}/sign-ups").Good();
        (await wu.Post($"/volunteering/activities/{full}/sign-ups").Good()).Text("state").ShouldBe("waiting");
        (await wu.Post($"/volunteering/activities/{other}/sign-ups").Good()).Text("state").ShouldBe("taken");
        await zhong.Delete($"/volunteering/sign-ups/{first.Id()}").Good();
        (await wu.Get($"/volunteering/activities/{full}").Good()).GetProperty("mine")[0].Text("state").ShouldBe("waiting", "nobody is in two places");
        (await zhong.Post($"/volunteering/activities/{full}/sign-ups").Good()).Text("state").ShouldBe("taken", "the place goes to whoever can come");
        (await zhong.Post($"/volunteering/activities/{other}/sign-ups").Refused(HttpStatusCode.Conflict)).ShouldBe("volunteer.same_time");

        // A later one is moved onto the same hour: they hear of it, and still nothing counts twice.
        var moved = await bed.OpenWalk(hour: 18);
        var sign = await wu.Post($"/volunteering/activities/{moved}/sign-ups").Good();
        await bed.Desk.Put($"/volunteering/activities/{moved}", VolunteerBed.Walk()).Good();
        (await wu.Get("/notices").Good()).GetProperty("items").EnumerateArray().First(n => n.Text("kind") == "volunteer.moved").ToString().ShouldContain("请取消其中一项");
        await bed.At(16, 0);
        await wu.Post($"/volunteering/activities/{other}/check-in", VolunteerBed.There()).Good();
        (await wu.Post($"/volunteering/activities/{moved}/check-in", VolunteerBed.There()).Refused(HttpStatusCode.Conflict)).ShouldBe("volunteer.elsewhere");
        await bed.At(16, 40);
        await wu.Post($"/volunteering/activities/{other}/check-out", VolunteerBed.There()).Good();
        await bed.At(17, 1);
        (await bed.Desk.Post($"/volunteering/sign-ups/{sign.Id()}/hours", new { minutes = 60, word = "全程参加" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("volunteer.recorded_elsewhere");
        await bed.Desk.Post($"/volunteering/sign-ups/{sign.Id()}/hours", new { minutes = 20, word = "后二十分钟在这里" }).Good();
        (await bed.Balance(person, LedgerUnit.VolunteerMinutes)).ShouldBe(60);
        (await bed.Faults()).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Correction_TakesPointsAndCertificatesAlong_AndGivesThemAgain(DatabaseKind kind)
    {
        await using var bed = await VolunteerBed.Open(kind);
        var (walker, person) = await bed.Adult("13800000001", "吴姐", "1967-05-12", 0);
        var id = await bed.OpenWalk(hours: 3);
        await bed.Attend(walker, id, 16, 19);
        (await bed.Balance(person, LedgerUnit.Points)).ShouldBe(30);
        var sign = (await bed.Desk.Get($"/volunteering/activities/{id}/list").Good()).GetProperty("people")[0].Id();
        var paper = await walker.Post("/volunteering/certificates", new { from = "2026-11-01", until = "2026-11-23" }).Good();
        async Task<bool> Withdrawn(JsonElement of) => (await bed.Town.Client().Get($"/volunteering/certificates/{of.Text("code")}").Good()).GetProperty("withdrawnAt").ValueKind != JsonValueKind.Null;

        var corrected = await bed.Desk.Post($"/volunteering/sign-ups/{sign}/correct", new { minutes = 60, word = "两小时后离开" }).Good();
        (corrected.Text("points"), await bed.Balance(person, LedgerUnit.Points)).ShouldBe(("10", 10L));
        (await Withdrawn(paper)).ShouldBeTrue("it says three hours");
        corrected = await bed.Desk.Post($"/volunteering/sign-ups/{sign}/correct", new { minutes = 180, word = "核对后确认全程" }).Good();
        (corrected.Text("points"), await bed.Balance(person, LedgerUnit.Points)).ShouldBe(("30", 30L));
        var later = await walker.Post("/volunteering/certificates", new { from = "2026-11-01", until = "2026-11-23" }).Good();
        await bed.Desk.Post($"/volunteering/sign-ups/{sign}/forged", new { why = "监控显示未到场" }).Good();
        (await bed.Balance(person, LedgerUnit.Points), await bed.Balance(person, LedgerUnit.VolunteerMinutes)).ShouldBe((0L, 0L));
        (await walker.Get("/volunteering/record").Good()).GetProperty("lines")[0].Text("points").ShouldBe("0");
        (await Withdrawn(later)).ShouldBeTrue();
        (await bed.Faults()).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Points_OfHours_WaitForTheBudget_AndOnlyForHoursThatStayTrue(DatabaseKind kind)
    {
        await using var bed = await VolunteerBed.Open(kind, budget: 10);
        var (walker, person) = await bed.Adult("13800000001", "吴姐", "1967-05-12", 0);
        var id = await bed.OpenWalk(hours: 3);
        await bed.Attend(walker, id, 16, 19);
        (await bed.Balance(person, LedgerUnit.Points), await bed.Balance(person, LedgerUnit.VolunteerMinutes)).ShouldBe((10L, 180L));
        var sign = (await bed.Desk.Get($"/volunteering/activities/{id}/list").Good()).GetProperty("people")[0].Id();
        await bed.Desk.Post($"/volunteering/sign-ups/{sign}/correct", new { minutes = 120, word = "两小时后离开" }).Good();
        await (await bed.Town.StaffClient("secretary")).Put("/ledger/programmes/volunteer/budgets/202611", new { points = 1000 }).Good();
        await bed.Town.InScope(async s =>
        {
            await s.GetRequiredService<GiveOwedPoints>().Run(default);
            await s.GetRequiredService<GiveOwedPoints>().Run(default);
            return true;
        });
        (await bed.Balance(person, LedgerUnit.Points)).ShouldBe(20, "two hours stayed true");
        (await bed.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Certificate_IsVerifiedByAnybodyWithItsCode_WithoutTheName()
    {
        await using var bed = await VolunteerBed.Open();
        var (walker, _) = await bed.Adult("13800000001", "吴小红", "1967-05-12", 0);
        (await walker.Post("/volunteering/certificates", new { from = "2026-11-01", until = "2026-11-23" }).Refused(HttpStatusCode.Conflict)).ShouldBe("volunteer.certificate_empty");
        (await walker.Post("/volunteering/certificates", new { from = "2026-11-23", until = "2026-11-01" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("volunteer.certificate_days");
        await bed.Attend(walker, await bed.OpenWalk(), 16, 17);
        var paper = await walker.Post("/volunteering/certificates", new { from = "2026-11-01", until = "2026-11-23" }).Good();
        var nobody = bed.Town.Client();
        var shown = await nobody.Get($"/volunteering/certificates/{paper.Text("code")}").Good();
        (shown.GetProperty("minutes").GetInt64(), shown.Text("name"), shown.GetProperty("mine").GetBoolean()).ShouldBe((60L, "吴**", false));
        (await walker.Get($"/volunteering/certificates/{paper.Text("code")}").Good()).Text("name").ShouldBe("吴小红");
        (await nobody.Get("/volunteering/certificates/0000000000000000").Refused(HttpStatusCode.NotFound)).ShouldBe("volunteer.certificate_unknown");
        (await bed.Town.Client().GetStringAsync(new Uri($"/volunteering/certificates/{paper.Text("code")}", UriKind.Relative))).ShouldContain("吴**");
    }

    [Fact]
    public async Task Points_ThatTheRulesRefuse_LeaveTheHours_AndSayWhy()
    {
        await using var bed = await VolunteerBed.Open(timesPerDay: 1);
        var (walker, person) = await bed.Adult("13800000001", "吴姐", "1967-05-12", 0);
        await bed.Attend(walker, await bed.OpenWalk(hours: 2), 16, 18);
        (await bed.Balance(person, LedgerUnit.VolunteerMinutes)).ShouldBe(120);
        (await bed.Balance(person, LedgerUnit.Points)).ShouldBe(10);
        (await walker.Get("/volunteering/record").Good()).GetProperty("lines")[0].GetProperty("why").Text("zh").ShouldContain("每天最多计 1 次");
    }

    [Theory]
    [InlineData("title", "")]
    [InlineData("about", "")]
    [InlineData("meeting", "")]
    [InlineData("zone", "{\"type\":\"Point\",\"coordinates\":[300,100]}")]
    [InlineData("zone", "{\"type\":\"Polygon\",\"coordinates\":[[[120.21,30.20],[120.22,30.21],[120.22,30.20],[120.21,30.21],[120.21,30.20]]]}")]
    [InlineData("capacity", "0")]
    [InlineData("minAge", "-1")]
    [InlineData("tolerance", "1000")]
    [InlineData("startsAt", "2026-11-20T08:00:00Z")]
    [InlineData("place", "nowhere")]
    [InlineData("leader", "ZY-999999")]
    public async Task Activity_ThatCannotBe_NamesTheField(string field, string value)
    {
        await using var bed = await VolunteerBed.Open();
        var body = VolunteerBed.Walk();
        body[field] = field is "capacity" or "minAge" or "tolerance" ? int.Parse(value, CultureInfo.InvariantCulture) : value;
        var answer = await bed.Desk.Post("/volunteering/activities", body);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.ToString().ShouldContain($"\"{field}\"");
    }

    [Fact]
    public async Task PersonalData_ComesAlong_AndGoes()
    {
        await using var bed = await VolunteerBed.Open();
        var (walker, person) = await bed.Adult("13800000001", "吴姐", "1967-05-12", 0);
        await bed.Attend(walker, await bed.OpenWalk(), 16, 17);
        var account = await Account(walker);
        await bed.Town.InScope(async s =>
        {
            var part = s.GetServices<Linli.Platform.Privacy.IPersonalData>().OfType<VolunteerPersonalData>().Single();
            (await part.Export(new(person, [account]), default)).SelectMany(d => d.Items).Count().ShouldBe(1);
            (await part.Stays(new(person, [account]), default)).Single().Count.ShouldBe(1);
            await part.Erase(new(person, [account]), default);
            (await s.GetRequiredService<LinliDb>().Records<SignUp>().CountAsync(x => x.Person == person)).ShouldBe(0);
            (await s.GetRequiredService<LinliDb>().Records<SignUp>().CountAsync()).ShouldBe(1);
            return true;
        });
    }

    [Theory, MemberData(nameof(Both))]
    public async Task WhoeverIsDeleted_LeavesNoPlaceAndNoHoursHanging(DatabaseKind kind)
    {
        await using var bed = await VolunteerBed.Open(kind);
        var (goes, person) = await bed.Adult("13800000001", "钟叔", "1960-02-14", 0);
        var (waits, _) = await bed.Adult("13800000002", "吴姐", "1967-05-12", 1);
        await bed.Attend(goes, await bed.OpenWalk(), 16, 17);
        await goes.Post("/volunteering/requests", new { service = "打扫", startsAt = bed.Town.Time.GetUtcNow().AddDays(1), minutes = 60 }).Good();
        var full = await bed.OpenWalk(capacity: 1, hour: 19);
        await goes.Post($"/volunteering/activities/{full}/sign-ups").Good();
        (await waits.Post($"/volunteering/activities/{full}/sign-ups").Good()).Text("state").ShouldBe("waiting");
        var account = await Account(goes);
        var held = await bed.Town.InScope(async s =>
        {
            var (db, ledger) = (s.GetRequiredService<LinliDb>(), s.GetRequiredService<ILedger>());
            await using var transaction = await db.BeginTransaction(CancellationToken.None);
            await s.GetServices<Linli.Platform.Privacy.IPersonalData>().OfType<VolunteerPersonalData>().Single().Erase(new(person, [account]), default);
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            return (await ledger.Balance((await ledger.Find(AccountOwner.Person(person), LedgerUnit.VolunteerMinutes, NewAccount.Wallet, default))!.Value, default)).Held;
        });
        held.ShouldBe(0);
        (await waits.Get($"/volunteering/activities/{full}").Good()).GetProperty("mine")[0].Text("state").ShouldBe("taken");
    }

    private static async Task<Guid> Account(HttpClient client) => (await client.GetFromJsonAsync<JsonElement>("/api/v1/me")).GetProperty("account").GetGuid();
}

/// <summary>A town with a programme of points, and somebody who organises.</summary>
internal sealed class VolunteerBed(TestTown town, HttpClient desk) : IAsyncDisposable
{
    private readonly List<(HttpClient Client, string Phone)> signedIn = [(desk, "worker")];

    public TestTown Town => town;

    public HttpClient Desk => desk;

    public static async Task<VolunteerBed> Open(DatabaseKind kind = DatabaseKind.Sqlite, int? timesPerDay = null, int budget = 1000)
    {
        var town = await TestTown.Found(kind);
        var secretary = await town.StaffClient("secretary");
        await secretary.Put("/ledger/programmes/volunteer", new { nameZh = "志愿服务", nameEn = "Volunteering", place = SmallTown.Group.Value }).Good();
        await secretary.Put("/ledger/programmes/volunteer/budgets/202611", new { points = budget }).Good();
        await secretary.Post("/ledger/earning-rules", new
        {
            programme = "volunteer",
            @event = "volunteer.hour",
            nameZh = "志愿服务满一小时",
            nameEn = "An hour of volunteering",
            points = 10,
            from = "2026-11-23",
            proof = "witness",
            timesPerDay,
            source = "居民代表会议",
        }).Good();
        return new(town, await town.StaffClient("worker"));
    }

    public async Task<(HttpClient Client, Guid Person)> Adult(string phone, string name, string born, int home)
    {
        var client = await town.VerifiedClient(phone);
        signedIn.Add((client, phone));
        return (client, await town.Person(name, born, home, account: (await client.GetFromJsonAsync<JsonElement>("/api/v1/me")).GetProperty("account").GetGuid()));
    }

    public static Dictionary<string, object?> Walk(int capacity = 20, bool dangerous = false, int minAge = 0, int hour = 16, int hours = 1, string? leader = null, string place = "hf-1", string? team = null) => new()
    {
        ["place"] = place, ["title"] = "绿道捡拾行动", ["about"] = "沿绿道捡拾垃圾", ["meeting"] = "湖心广场", ["tolerance"] = 20, ["capacity"] = capacity, ["equipment"] = "红马甲、夹子、垃圾袋",
        ["zone"] = """{"type":"LineString","coordinates":[[120.2100,30.2080],[120.2110,30.2080]]}""", ["minAge"] = minAge, ["dangerous"] = dangerous, ["leader"] = leader, ["team"] = team,
        ["startsAt"] = new DateTimeOffset(2026, 11, 23, hour, 0, 0, TimeSpan.FromHours(8)), ["endsAt"] = new DateTimeOffset(2026, 11, 23, hour, 0, 0, TimeSpan.FromHours(8)).AddHours(hours),
    };

    public async Task<Guid> OpenWalk(int capacity = 20, int minAge = 0, int hour = 16, int hours = 1, string? leader = null, string place = "hf-1", string? team = null)
    {
        var id = (await desk.Post("/volunteering/activities", Walk(capacity, false, minAge, hour, hours, leader, place, team)).Good()).Id();
        await desk.Post($"/volunteering/activities/{id}/open").Good();
        return id;
    }

    /// <summary>Local time of the day of the tests.</summary>
    public async Task At(int hour, int minute)
    {
        town.Time.SetTo(new DateTimeOffset(2026, 11, 23, hour, 0, 0, TimeSpan.FromHours(8)).AddMinutes(minute));
        await SignInAgain();
    }

    /// <summary>Everybody again: a sign-in lasts less long than these days.</summary>
    public async Task SignInAgain()
    {
        foreach (var (client, phone) in signedIn)
            client.DefaultRequestHeaders.Authorization = (phone.Length == 11 ? await town.ResidentClient(phone) : await town.StaffClient(phone)).DefaultRequestHeaders.Authorization;
    }

    public async Task Attend(HttpClient who, Guid activity, int from, int until)
    {
        await who.Post($"/volunteering/activities/{activity}/sign-ups").Good();
        await At(from, 0);
        await who.Post($"/volunteering/activities/{activity}/check-in", There()).Good();
        await At(until, 0);
        await who.Post($"/volunteering/activities/{activity}/check-out", There()).Good();
    }

    /// <summary>About 11 m beside the middle of the line.</summary>
    public static object There(double accuracy = 12) => new { latitude = 30.2081, longitude = 120.2105, accuracy };

    public static object Far() => new { latitude = 30.2095, longitude = 120.2105, accuracy = 12 };

    public Task<long> Balance(Guid person, LedgerUnit unit) => town.InScope(async s =>
    {
        var ledger = s.GetRequiredService<ILedger>();
        return await ledger.Find(AccountOwner.Person(person), unit, NewAccount.Wallet, default) is { } account ? (await ledger.Balance(account, default)).Posted : 0;
    });

    public Task<long> Pool() => town.InScope(async s =>
    {
        var ledger = s.GetRequiredService<ILedger>();
        return await ledger.Find(new(OwnerKind.Fund, "volunteer-pool"), LedgerUnit.VolunteerMinutes, "pool", default) is { } account ? (await ledger.Balance(account, default)).Posted : 0;
    });

    /// <summary>The lines of a person's time bank, the oldest first.</summary>
    public Task<List<long>> Lines(Guid person) => town.InScope(async s =>
    {
        var ledger = s.GetRequiredService<ILedger>();
        var account = await ledger.Find(AccountOwner.Person(person), LedgerUnit.VolunteerMinutes, NewAccount.Wallet, default);
        return (await ledger.Statement(new(account!.Value), default)).Lines.Select(l => l.Amount).Reverse().ToList();
    });

    public Task<string> Row(Guid person, Guid activity) => town.InScope(async s =>
        JsonSerializer.Serialize(await s.GetRequiredService<LinliDb>().Records<SignUp>().SingleAsync(x => x.Person == person && x.Activity == activity)));

    public Task<List<string>> Faults() => town.InScope(async s =>
    {
        var faults = new List<string>();
        foreach (var check in s.GetServices<IVerification>().Where(v => v.GetType().Namespace!.Contains("Ledger", StringComparison.Ordinal)))
            faults.AddRange((await check.Check(default)).Faults.Select(f => f.ToString()!));
        return faults;
    });

    public ValueTask DisposeAsync() => town.DisposeAsync();
}
