using System.Net;
using System.Text.Json;
using Linli.Enterprise.Mentors;
using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Enterprise.Tests;

/// <summary>The youth creativity centre (S87): mentors who agreed to be listed, talks whose content stays with two people, programmes and outcomes that somebody else confirmed.</summary>
[Trait("Feature", "S87")]
public sealed class MentorTests
{
    private const string Secret = "合伙人想退出，股权怎么分";

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static object Offer(int? consent, string name = "蒋工", string place = "hf-1") => new { place, name, fields = "硬件，供应链", languages = "普通话", about = "从样机到第一千台，少走弯路。", consentVersion = consent };

    private static async Task<int> Version(HttpClient who) => (await who.Get("/mentors/me").Good()).GetProperty("consent").GetProperty("version").GetInt32();

    private static async Task<(HttpClient Mentor, Guid Id)> Listed(TestTown town, HttpClient staff, string phone = "19900000601")
    {
        var mentor = await town.VerifiedClient(phone);
        var id = (await mentor.Put("/mentors/me", Offer(await Version(mentor))).Good()).GetGuid();
        await staff.Post($"/mentors/{id}/decision", new { approve = true }).Good();
        return (mentor, id);
    }

    private static object Programme(int places = 1, string apply = "2026-12-01", string first = "2026-12-05") => new
    {
        place = "hf-1",
        nameZh = "象群创业营",
        about = "十二周，从想法到第一批客户。",
        places,
        applyUntil = apply,
        stages = new[] { new { title = "想法打磨", from = first, until = "2026-12-20" }, new { title = "样品与试卖", from = "2026-12-21", until = "2027-01-20" } },
    };

    private static async Task<Guid> Apply(HttpClient who, Guid programme, string title = "大字遥控器") => (await who.Post($"/founders/programmes/{programme}/projects", new { title, pitch = "给眼睛花的老人做的电视遥控器。" }).Good()).GetGuid();

    [Theory, MemberData(nameof(Both))]
    public async Task Mentor_IsListedWithConsent_IsAskedInPrivate_AndLeavesWithEverythingTold(DatabaseKind kind)
    {
        await using var town = await Founders.Town(kind);
        var staff = await town.StaffClient("operator");
        var (mentor, id) = await Listed(town, staff);
        var found = await town.Client().Get("/mentors?q=供应链").Good();
        found.EnumerateArray().ShouldHaveSingleItem().Text("name").ShouldBe("蒋工");
        (await town.Client().Get("/mentors?q=钢琴").Good()).GetArrayLength().ShouldBe(0);

        // Tuesdays and Thursdays, two talks each: four in the next two weeks besides today's week.
        var hours = (await mentor.Post("/mentors/me/hours", new { days = new[] { 2, 4 }, from = "19:00", until = "20:30", slotMinutes = 45 }).Good()).GetGuid();
        var free = (await town.Client().Get($"/mentors?id={id}").Good())[0].GetProperty("free");
        free.GetArrayLength().ShouldBe(8);
        var slot = free[0].Id();
        var founder = await town.VerifiedClient("19900000602");
        (await founder.Post($"/bookings/sessions/{slot}/reservations", new { note = Secret }).Refused(HttpStatusCode.Conflict)).ShouldBe("enterprise.say_what");
        (await mentor.Post($"/mentors/{id}/consultations", new { session = slot, about = "问自己一个问题" }).Refused(HttpStatusCode.Conflict)).ShouldBe("enterprise.own_slot");
        var talk = (await founder.Post($"/mentors/{id}/consultations", new { session = slot, about = Secret }).Good()).GetGuid();
        (await (await town.VerifiedClient("19900000603")).Post($"/mentors/{id}/consultations", new { session = slot, about = "也想约这个时间" }).Refused(HttpStatusCode.Conflict)).ShouldBe("bookings.full");

        // The two read it; the desk, a stranger and the database do not.
        await founder.Post($"/mentors/consultations/{talk}/notes", new { text = "附上进展" }).Good();
        await mentor.Post($"/mentors/consultations/{talk}/notes", new { text = "先签书面协议" }).Good();
        var read = (await mentor.Get("/mentors/me").Good()).GetProperty("talks")[0];
        (read.Text("about"), read.GetProperty("notes").GetArrayLength()).ShouldBe((Secret, 2));
        (await founder.Get("/mentors/talks").Good())[0].GetProperty("notes")[1].Text("text").ShouldBe("先签书面协议");
        foreach (var desk in new[] { staff, await town.StaffClient("admin") })
        {
            (await desk.Post($"/mentors/consultations/{talk}/notes", new { text = "我看看" }).Refused(HttpStatusCode.NotFound)).ShouldBe("enterprise.no_consultation");
            (await desk.GetStringAsync(new Uri($"/desk/bookings/s/{slot}", UriKind.Relative))).ShouldNotContain("股权");
        }

        (await staff.Get("/mentors/desk").Good()).ToString().ShouldNotContain("股权");
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<Consultation>().Select(c => c.About).SingleAsync())).Cipher.ShouldNotContain("股权");
        (await founder.GetStringAsync(new Uri("/mentors/talks", UriKind.Relative))).ShouldContain("股权");
        (await founder.GetStringAsync(new Uri($"/mentors/m/{id}", UriKind.Relative))).ShouldContain("Book a talk");

        (await founder.Post($"/mentors/consultations/{talk}/came", new { came = true }).Refused(HttpStatusCode.NotFound)).ShouldBe("enterprise.no_consultation", "the mentor says so");
        town.Time.SetTo(new(2026, 11, 24, 11, 10, 0, TimeSpan.Zero));
        await mentor.Post($"/mentors/consultations/{talk}/came", new { came = true }).Good();
        (await founder.Get("/mentors/talks").Good())[0].Text("state").ShouldBe("attended");

        // The job opens further days; then the consent ends, and with it the listing and what was booked.
        town.Time.SetTo(new(2026, 11, 26, 1, 0, 0, TimeSpan.Zero));
        await town.Job<PlanMentors>();
        var next = (await town.Client().Get($"/mentors?id={id}").Good())[0].GetProperty("free");
        next.EnumerateArray().Select(s => s.Text("day")).Max().ShouldBe("2026-12-10");
        await founder.Post($"/mentors/{id}/consultations", new { session = next[0].Id(), about = "下一步做什么" }).Good();
        await mentor.Post("/mentors/me/leave").Good();
        (await town.Client().Get("/mentors").Good()).GetArrayLength().ShouldBe(0);
        (await founder.Get("/bookings/mine").Good()).ToString().ShouldNotContain("蒋工");
        (await founder.Get("/mentors/talks").Good()).EnumerateArray().Count(t => t.GetProperty("state").ValueKind == JsonValueKind.Null).ShouldBe(1);
        (await mentor.Post("/mentors/me/hours", new { days = new[] { 2 }, from = "19:00", until = "20:30" }).Refused(HttpStatusCode.Conflict)).ShouldBe("enterprise.not_listed");
        (await mentor.Post($"/mentors/me/hours/{hours}/drop").Refused(HttpStatusCode.Conflict)).ShouldBe("enterprise.not_listed");
        // Whoever comes back is looked at again.
        await mentor.Put("/mentors/me", Offer(await Version(mentor))).Good();
        (await mentor.Get("/mentors/me").Good()).Text("state").ShouldBe("offered");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Programme_GivesItsLastPlaceOnce_AndCountsOnlyWhatSomebodyElseConfirmed(DatabaseKind kind)
    {
        await using var town = await Founders.Town(kind);
        var staff = await town.StaffClient("operator");
        var (mentor, helper) = await Listed(town, staff);
        var programme = (await staff.Post("/founders/programmes", Programme()).Good()).GetGuid();
        var (a, b) = (await town.VerifiedClient("19900000611"), await town.VerifiedClient("19900000612"));
        var projects = new[] { await Apply(a, programme), await Apply(b, programme, "纸鸢动画") };
        (await a.Post($"/founders/programmes/{programme}/projects", new { title = "再报一次", pitch = "同一个人再报一次这一期。" }).Refused(HttpStatusCode.Conflict)).ShouldBe("enterprise.applied_already");
        var answers = await Task.WhenAll(projects.Select(p => Task.Run(() => staff.Post($"/founders/projects/{p}/decision", new { accept = true, mentor = helper }))));
        answers.Count(r => r.IsSuccessStatusCode).ShouldBe(1);
        var won = answers[0].IsSuccessStatusCode ? 0 : 1;
        (await staff.Post($"/founders/projects/{projects[1 - won]}/decision", new { accept = true }).Refused(HttpStatusCode.Conflict)).ShouldBe("enterprise.programme_full");
        (await staff.Post($"/founders/projects/{projects[1 - won]}/decision", new { accept = false }).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.text", "a rejection has a reason");
        await staff.Post($"/founders/projects/{projects[1 - won]}/decision", new { accept = false, reason = "想法还早，欢迎报下一期" }).Good();
        var (founder, other, project) = won == 0 ? (a, b, projects[0]) : (b, a, projects[1]);
        (await other.Get("/founders/mine").Good())[0].Text("reason").ShouldBe("想法还早，欢迎报下一期");
        (await founder.Get("/founders/mine").Good())[0].Text("mentor").ShouldBe("蒋工");
        (await mentor.Get("/founders/mine").Good())[0].GetProperty("asMentor").GetBoolean().ShouldBeTrue();
        (await staff.Get("/founders/desk").Good()).ToString().ShouldNotContain("19900000");

        Task<HttpResponseMessage> Report(HttpClient who, string what, int count, string evidence) => who.Post($"/founders/projects/{project}/outcomes", new { kind = what, count, day = "2026-11-20", evidence });
        var company = (await Report(founder, "company", 1, "执照 91330000X").Good()).GetGuid();
        (await Report(mentor, "company", 1, "执照 91330000X").Refused(HttpStatusCode.Conflict)).ShouldBe("enterprise.outcome_twice");
        var jobs = (await Report(mentor, "jobs", 5, "社保证明 2026-11").Good()).GetGuid();
        (await Report(other, "jobs", 5, "社保证明 2026-11").Refused(HttpStatusCode.NotFound)).ShouldBe("enterprise.no_project");
        var own = (await Report(staff, "patent", 4, "专利号 2026-1").Good()).GetGuid();
        (await staff.Post($"/founders/outcomes/{own}/review", new { confirm = true }).Refused(HttpStatusCode.Forbidden)).ShouldBe("enterprise.own_outcome");
        (await founder.Post($"/founders/outcomes/{company}/review", new { confirm = true })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var street = await town.StaffClient("street");
        (await street.Get("/founders/outcomes").Good()).GetArrayLength().ShouldBe(3);
        await street.Post($"/founders/outcomes/{company}/review", new { confirm = true }).Good();
        await street.Post($"/founders/outcomes/{jobs}/review", new { confirm = true }).Good();
        (await street.Post($"/founders/outcomes/{own}/review", new { confirm = false }).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.text");
        await street.Post($"/founders/outcomes/{own}/review", new { confirm = false, reason = "证书号对不上" }).Good();
        (await street.Post($"/founders/outcomes/{own}/review", new { confirm = true }).Refused(HttpStatusCode.Conflict)).ShouldBe("enterprise.decided");

        // Public: counts only, one company would point at somebody, five jobs do not.
        var line = (await town.Client().Get("/founders/programmes").Good())[0];
        line.GetProperty("applied").ValueKind.ShouldBe(JsonValueKind.Null);
        line.GetProperty("completed").GetInt32().ShouldBe(0);
        line.GetProperty("outcomes").EnumerateArray().Select(o => (o.Text("kind"), o.GetProperty("count").ToString())).ShouldBe([("company", ""), ("jobs", "5")]);
        line.ToString().ShouldNotContain("91330000X");
        (await town.Client().GetStringAsync(new Uri("/founders", UriKind.Relative))).ShouldContain("fewer than 3");

        await staff.Post($"/founders/projects/{project}/move", new { stagesDone = 1 }).Good();
        (await staff.Post($"/founders/projects/{project}/move", new { stagesDone = 0 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.stages_done");
        (await staff.Put($"/founders/programmes/{programme}", Programme(3)).Refused(HttpStatusCode.Conflict)).ShouldBe("enterprise.programme_runs");
        await staff.Post($"/founders/projects/{project}/move", new { stagesDone = 2 }).Good();
        (await founder.Get("/founders/mine").Good())[0].Text("state").ShouldBe("completed");
        (await founder.GetStringAsync(new Uri("/founders/mine", UriKind.Relative))).ShouldContain("Confirmed");
        (await staff.GetStringAsync(new Uri("/desk/founders", UriKind.Relative))).ShouldContain("大字遥控器");
        (await street.GetStringAsync(new Uri("/desk/outcomes", UriKind.Relative))).ShouldContain("证书号对不上");

        // A mentor who left reads nothing of those they helped, and reports nothing.
        await mentor.Post("/mentors/me/leave").Good();
        (await mentor.Get("/founders/mine").Good()).GetArrayLength().ShouldBe(0);
        (await Report(mentor, "product", 1, "备案号 2026-7").Refused(HttpStatusCode.NotFound)).ShouldBe("enterprise.no_project");

        // The founder leaves the community: the count stays, the name and the evidence go.
        var account = await founder.Account();
        var (before, after) = await town.Erase<MentorPersonalData>(await town.PersonOf(account), account);
        before.ShouldContain("91330000X");
        after.ShouldBe("");
        (await town.Client().Get("/founders/programmes").Good())[0].GetProperty("outcomes").EnumerateArray().Count().ShouldBe(2);
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<ProjectOutcome>().AnyAsync(o => o.Evidence.Contains("91330000X")))).ShouldBeFalse();
        var mentorAccount = await mentor.Account();
        (await town.Erase<MentorPersonalData>(await town.PersonOf(mentorAccount), mentorAccount)).After.ShouldBe("");
        (await town.Client().Get("/mentors").Good()).GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Mentors_AndProgrammes_WithBadInput_AreRefused()
    {
        await using var town = await Founders.Town();
        var staff = await town.StaffClient("operator");
        var me = await town.VerifiedClient("19900000621");
        var version = await Version(me);
        (await me.Put("/mentors/me", Offer(null)).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.consent");
        (await me.Put("/mentors/me", Offer(version, name: "蒋")).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.mentor_name");
        (await me.Put("/mentors/me", Offer(version, place: "none")).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.place");
        (await me.Put("/mentors/me", Offer(version + 7)).Refused(HttpStatusCode.BadRequest)).ShouldBe("consent_text_changed");
        (await me.Post("/mentors/me/hours", new { days = new[] { 1 }, from = "19:00", until = "20:00" }).Refused(HttpStatusCode.Conflict)).ShouldBe("enterprise.not_listed");
        var (mentor, id) = await Listed(town, staff, "19900000622");
        (await staff.Post($"/mentors/{id}/decision", new { approve = true }).Refused(HttpStatusCode.Conflict)).ShouldBe("enterprise.decided");
        (await staff.Post($"/mentors/{id}/decision", new { approve = false }).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.text");
        (await (await town.StaffClient("worker2")).Post($"/mentors/{id}/decision", new { approve = true }).Refused(HttpStatusCode.NotFound)).ShouldBe("enterprise.no_mentor");
        Task<HttpResponseMessage> Hours(int day = 1, string until = "20:00", int slot = 30) => mentor.Post("/mentors/me/hours", new { days = new[] { day }, from = "19:00", until, slotMinutes = slot });
        (await Hours(day: 8).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.days");
        (await Hours(slot: 5).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.slot");
        (await Hours(until: "18:00").Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.hours");
        var hours = (await Hours().Good()).GetGuid();
        (await Hours().Refused(HttpStatusCode.Conflict)).ShouldBe("enterprise.hours_clash");
        (await mentor.Post($"/mentors/me/hours/{id}/drop").Refused(HttpStatusCode.NotFound)).ShouldBe("enterprise.no_hours");
        (await me.Post($"/mentors/{id}/consultations", new { session = Guid.CreateVersion7(), about = "想问问样机" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.no_slot");
        (await me.Post($"/mentors/{id}/consultations", new { session = Guid.CreateVersion7(), about = "?" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.text");
        (await me.Post($"/mentors/{hours}/consultations", new { session = Guid.CreateVersion7(), about = "想问问样机" }).Refused(HttpStatusCode.NotFound)).ShouldBe("enterprise.no_mentor");
        (await me.Post($"/mentors/consultations/{id}/notes", new { text = "纪要" }).Refused(HttpStatusCode.NotFound)).ShouldBe("enterprise.no_consultation");
        await mentor.Post($"/mentors/me/hours/{hours}/drop").Good();
        (await town.Client().Get($"/mentors?id={id}").Good())[0].GetProperty("free").GetArrayLength().ShouldBe(0);

        (await staff.Post("/founders/programmes", Programme(0)).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.places");
        (await staff.Post("/founders/programmes", Programme(apply: "2026-12-06")).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.apply_until");
        (await staff.Post("/founders/programmes", Programme(apply: "2026-11-22")).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.apply_until");
        (await staff.Post("/founders/programmes", Programme(first: "2026-12-22")).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.stages");
        (await (await town.StaffClient("worker2")).Post("/founders/programmes", Programme()).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.place");
        (await me.Post("/founders/programmes", Programme())).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var programme = (await staff.Post("/founders/programmes", Programme()).Good()).GetGuid();
        (await me.Post($"/founders/programmes/{programme}/projects", new { title = "大", pitch = "给眼睛花的老人做的。" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.project_title");
        (await me.Post($"/founders/programmes/{id}/projects", new { title = "遥控器", pitch = "给眼睛花的老人做的遥控器。" }).Refused(HttpStatusCode.NotFound)).ShouldBe("enterprise.no_programme");
        var project = await Apply(me, programme);
        (await me.Post($"/founders/projects/{project}/outcomes", new { kind = "jobs", count = 1, day = "2026-11-20", evidence = "社保证明" }).Refused(HttpStatusCode.Conflict)).ShouldBe("enterprise.not_running");
        (await staff.Post($"/founders/projects/{project}/move", new { stagesDone = 1 }).Refused(HttpStatusCode.Conflict)).ShouldBe("enterprise.not_running");
        (await staff.Post($"/founders/projects/{project}/decision", new { accept = true, mentor = project }).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.no_mentor");
        await staff.Post($"/founders/projects/{project}/decision", new { accept = true }).Good();
        Task<HttpResponseMessage> Report(string kind = "jobs", int count = 1, string day = "2026-11-20", string evidence = "社保证明") => me.Post($"/founders/projects/{project}/outcomes", new { kind, count, day, evidence });
        (await Report(count: 0).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.outcome_count");
        (await Report("company", 2).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.outcome_count");
        (await Report(day: "2026-11-24").Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.outcome_day");
        (await Report(evidence: "有").Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.evidence");
        (await staff.Post($"/founders/outcomes/{project}/review", new { confirm = true }).Refused(HttpStatusCode.NotFound)).ShouldBe("enterprise.no_outcome");
        (await staff.Post($"/founders/projects/{project}/move", new { stopped = "停" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.text");
        (await staff.Post($"/founders/projects/{project}/move", new { }).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.nothing");
        (await staff.Post($"/founders/projects/{project}/move", new { stagesDone = 2, stopped = "停下来了" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("enterprise.done_or_stopped");
        await me.Post($"/founders/projects/{project}/withdraw").Good();
        (await town.Client().Get("/founders/programmes").Good())[0].GetProperty("free").GetInt32().ShouldBe(1, "the place is free again");
        town.Time.SetTo(new(2026, 12, 2, 1, 0, 0, TimeSpan.Zero));
        (await (await town.VerifiedClient("19900000623")).Post($"/founders/programmes/{programme}/projects", new { title = "遥控器", pitch = "给眼睛花的老人做的遥控器。" }).Refused(HttpStatusCode.Conflict)).ShouldBe("enterprise.apply_over");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, null)]
    [InlineData(2, null)]
    [InlineData(3, 3)]
    public void SmallCounts_AreNotPublished(int count, int? shown) => MentorRules.Shown(count).ShouldBe(shown);
}
