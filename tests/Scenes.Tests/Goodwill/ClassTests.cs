using System.Net;
using System.Text;
using Linli.Neighbours.Goodwill.ClassPairings;
using Linli.Neighbours.Goodwill.Wishes;
using Linli.People;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests.Goodwill;

/// <summary>Paired schools (S108, R38): sessions and pairs of pupils with a guardian's word for each, nothing of a child in public.</summary>
[Trait("Feature", "S108")]
public class ClassTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Classes_MeetByVideo_WithEveryGuardiansWord(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (secretary, parent) = (await town.StaffClient("secretary"), await WishTests.Donor(town, "13800000001", "林涛", "1988-06-17"));
        var child = await town.Person("林安安", "2016-04-21");
        await town.Guardian((await parent.Get("/me").Good()).Id("account"), child);
        var pairing = await secretary.Post("/class-pairings", Pair()).Good();
        pairing.Text("state").ShouldBe("proposed");
        (await parent.Post($"/class-pairings/{pairing.Id()}/join", new { child, consentVersion = 1 }).Refused(HttpStatusCode.Conflict)).ShouldBe("classes.not_running", "both heads have to sign first");
        await secretary.Post($"/class-pairings/{pairing.Id()}/agree", new { side = "ours", on = "2026-11-10" }).Good();
        (await secretary.Post($"/class-pairings/{pairing.Id()}/agree", new { side = "theirs", on = "2026-12-10" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("classes.on");
        (await secretary.Post($"/class-pairings/{pairing.Id()}/agree", new { side = "theirs", on = "2026-11-12" }).Good()).Text("state").ShouldBe("active");

        (await secretary.Post($"/class-pairings/{pairing.Id()}/join", new { child, consentVersion = 1 })).StatusCode.ShouldBe(HttpStatusCode.Forbidden, "a guardian says it, nobody at a desk");
        var mine = await parent.Post($"/class-pairings/{pairing.Id()}/join", new { child, consentVersion = 1 }).Good();
        (await parent.Post($"/class-pairings/{pairing.Id()}/join", new { child, consentVersion = 1 }).Refused(HttpStatusCode.Conflict)).ShouldBe("classes.joined");
        (await secretary.Post($"/class-pairings/{pairing.Id()}/pupils", new { side = "theirs", @ref = "王小花", signedOn = "2026-11-12" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("wishes.ref");
        (await secretary.Post($"/class-pairings/{pairing.Id()}/pupils", new { side = "theirs", @ref = "YL-01" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("classes.guardian_missing");
        var theirs = await secretary.Post($"/class-pairings/{pairing.Id()}/pupils", new { side = "theirs", @ref = "YL-01", signedOn = "2026-11-12" }).Good();
        (mine.Text("letter"), theirs.Text("letter")).ShouldBe(("甲-A", "乙-A"));

        // The session, its calendar file, and who may read it.
        var session = await secretary.Post($"/class-pairings/{pairing.Id()}/sessions", Session([mine.Id(), theirs.Id()])).Good();
        var ics = await Calendar(parent, session.Id());
        ics.ShouldContain("DTSTART:20261125T060000Z\r\n");
        ics.ShouldContain("SUMMARY:同上一堂课\\, 第一次\r\n");
        ics.ShouldNotContain("安安");
        ics.Split("\r\n").ShouldAllBe(l => Encoding.UTF8.GetByteCount(l) <= 75);
        (await (await WishTests.Donor(town, "13800000002", "罗蓝", "1965-01-01")).Get($"/class-pairings/sessions/{session.Id()}.ics")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await town.Client().Get($"/class-pairings/{pairing.Id()}")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await secretary.Get($"/class-pairings/{pairing.Id()}").Good()).ToString().ShouldNotContain("安安");
        await secretary.Post($"/class-pairings/{pairing.Id()}/sessions", Session([mine.Id(), theirs.Id()], hour: 7, session: session.Id())).Good();
        (await Calendar(parent, session.Id())).ShouldContain("SEQUENCE:1\r\n", customMessage: "a calendar takes the change over");

        // Two pupils write to each other once both guardians said yes.
        var pair = await secretary.Post($"/class-pairings/{pairing.Id()}/pairs", new { ours = mine.Id(), theirs = theirs.Id() }).Good();
        (await secretary.Post($"/class-pairings/{pairing.Id()}/pairs", new { ours = mine.Id(), theirs = theirs.Id() }).Refused(HttpStatusCode.Conflict)).ShouldBe("classes.paired");
        (await secretary.Post($"/class-pairings/pairs/{pair.Id()}/agree", new { side = "ours", signedOn = "2026-11-12" }).Refused(HttpStatusCode.Forbidden)).ShouldBe("classes.guardian");
        (await secretary.Post($"/class-pairings/pairs/{pair.Id()}/agree", new { side = "theirs" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("classes.guardian_missing");
        (await secretary.Post($"/class-pairings/pairs/{pair.Id()}/agree", new { side = "theirs", signedOn = "2026-11-12" }).Good()).Text("state").ShouldBe("proposed");
        (await parent.Post($"/class-pairings/pairs/{pair.Id()}/agree", new { side = "ours" }).Good()).Text("state").ShouldBe("active");
        await secretary.Post($"/class-pairings/{pairing.Id()}/contacts", new { on = "2026-11-20", way = "wrote", text = "交换了班级信" }).Good();
        (await secretary.Post($"/class-pairings/{pairing.Id()}/contacts", new { on = "2026-11-20", way = "wrote", text = "我叫小明写的信" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("wishes.revealing");

        (await secretary.Post($"/class-pairings/sessions/{session.Id()}/held", new { came = new[] { mine.Id() }, note = "互相介绍家乡" }).Refused(HttpStatusCode.Conflict)).ShouldBe("classes.not_begun");
        town.Time.SetTo(new(2026, 11, 25, 8, 0, 0, TimeSpan.Zero));
        secretary = await town.StaffClient("secretary");
        await secretary.Post($"/class-pairings/sessions/{session.Id()}/held", new { came = new[] { mine.Id() }, note = "互相介绍家乡" }).Good();
        (await secretary.Get($"/class-pairings/{pairing.Id()}").Good()).GetProperty("sessions")[0].Text("came").ShouldBe("1");
        await secretary.Post($"/class-pairings/{pairing.Id()}/end", new { reason = "学期结束" }).Good();
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Records<ClassPupil>().CountAsync(p => p.Person != null || p.Guardian != null || p.LeftAt == null))).ShouldBe(0, "whose child it was is known no more");
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Records<PupilPair>().Select(p => p.State).SingleAsync())).ShouldBe(ClassState.Ended);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Consent_WhenTakenBack_TakesTheChildOffEveryList(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (secretary, parent) = (await town.StaffClient("secretary"), await WishTests.Donor(town, "13800000001", "林涛", "1988-06-17"));
        var me = (await parent.Get("/me").Good()).Id("account");
        var child = await town.Person("林安安", "2016-04-21");
        await town.Guardian(me, child);
        var pairing = (await secretary.Post("/class-pairings", Pair("2026-11-10", "2026-11-10")).Good()).Id();
        var pupil = (await parent.Post($"/class-pairings/{pairing}/join", new { child, consentVersion = 1 }).Good()).Id();
        var session = (await secretary.Post($"/class-pairings/{pairing}/sessions", Session([pupil])).Good()).Id();
        await town.As(me, async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            await using var transaction = await db.BeginTransaction(CancellationToken.None);
            (await s.GetRequiredService<IConsentForms>().Withdraw(child, ClassRules.Purpose, CancellationToken.None)).Ok.ShouldBeTrue();
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            return 0;
        });
        (await secretary.Post($"/class-pairings/{pairing}/sessions", Session([pupil])).Refused(HttpStatusCode.Conflict)).ShouldBe("classes.guardian_missing");
        await town.DeliverEvents();
        (await secretary.Get($"/class-pairings/{pairing}").Good()).GetProperty("pupils").GetArrayLength().ShouldBe(0);
        (await parent.Get($"/class-pairings/sessions/{session}.ics")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Records<VideoSeat>().CountAsync())).ShouldBe(0);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Session_AtAWrongTimeOrWithAnUnsafeLink_IsRefused(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var secretary = await town.StaffClient("secretary");
        var pairing = (await secretary.Post("/class-pairings", Pair("2026-11-10", "2026-11-10")).Good()).Id();
        (await secretary.Post("/class-pairings", new { place = "none", ourSchool = "映湖小学", ourClass = "四年级", theirSchool = "云岭小学", theirPlace = "云岭", theirClass = "四年级" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("classes.place");
        (await secretary.Post($"/class-pairings/{pairing}/sessions", Session([], link: "http://x.example")).Refused(HttpStatusCode.BadRequest)).ShouldBe("classes.link");
        (await secretary.Post($"/class-pairings/{pairing}/sessions", Session([], link: "javascript:alert(1)")).Refused(HttpStatusCode.BadRequest)).ShouldBe("classes.link");
        (await secretary.Post($"/class-pairings/{pairing}/sessions", Session([], hour: 15)).Refused(HttpStatusCode.BadRequest)).ShouldBe("classes.hours");
        (await secretary.Post($"/class-pairings/{pairing}/sessions", Session([], day: 20)).Refused(HttpStatusCode.BadRequest)).ShouldBe("classes.time");
        (await secretary.Post($"/class-pairings/{pairing}/sessions", Session([Guid.CreateVersion7()])).Refused(HttpStatusCode.BadRequest)).ShouldBe("classes.pupil_not_found");
        (await secretary.Post($"/class-pairings/sessions/{Guid.CreateVersion7()}/call-off").Refused(HttpStatusCode.NotFound)).ShouldBe("classes.session_not_found");
        var session = (await secretary.Post($"/class-pairings/{pairing}/sessions", Session([])).Good()).Id();
        await secretary.Post($"/class-pairings/sessions/{session}/call-off").Good();
        (await Calendar(secretary, session)).ShouldContain("STATUS:CANCELLED");
    }

    private static object Pair(string? ours = null, string? theirs = null) =>
        new { place = "hf", ourSchool = "映湖小学", ourClass = "四年级 2 班", theirSchool = "云岭镇中心小学", theirPlace = "云岭镇", theirClass = "四年级", oursAgreedOn = ours, theirsAgreedOn = theirs };

    private static object Session(Guid[] pupils, int hour = 6, int day = 25, Guid? session = null, string link = "https://meeting.example.org/abc") => new
    {
        session,
        title = "同上一堂课, 第一次",
        startsAt = $"2026-11-{day:00}T{hour:00}:00:00Z",
        endsAt = $"2026-11-{day:00}T{hour:00}:45:00Z",
        link,
        pupils,
    };

    private static Task<string> Calendar(HttpClient who, Guid session) => who.GetStringAsync(new Uri($"/api/v1/class-pairings/sessions/{session}.ics", UriKind.Relative));
}

/// <summary>Programmes (S111): a page with its projects, stories, and figures counted from the books.</summary>
[Trait("Feature", "S111")]
public class ProgrammeTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Programme_ListsItsProjectsInOrder_WithTheirStories(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (desk, operatorClient) = (await town.StaffClient("desk"), await town.StaffClient("operator"));
        string[] codes = ["wishes", "books", "link", "orchard", "station", "lamp", "tea", "law"];
        foreach (var code in codes)
            await desk.Put($"/projects/{code}", new { place = "hf", nameZh = "项目" + code, aboutZh = "做一件小事" }).Good();
        await desk.Put("/programmes/tide", new { place = "hf", nameZh = "潮聚和风", aboutZh = "八个项目，一本公开账", projects = codes }).Good();
        await desk.Post("/projects/books/stories", new { on = "2026-11-20", titleZh = "第一箱书", textZh = "老师数了两遍，一本不少。" }).Good();
        var page = await town.Client().Get("/programmes/tide").Good();
        page.GetProperty("projects").EnumerateArray().Select(p => p.Text("code")).ShouldBe(codes);
        page.GetProperty("projects")[1].GetProperty("stories")[0].GetProperty("title").Text("zh").ShouldBe("第一箱书");
        await desk.Put("/programmes/tide", new { place = "hf", nameZh = "潮聚和风", aboutZh = "七个项目", projects = codes.Skip(1).Reverse() }).Good();
        (await town.Client().Get("/programmes").Good())[0].Text("projects").ShouldBe("7");
        (await town.Client().GetStringAsync(new Uri("/programmes/tide", UriKind.Relative))).ShouldContain("老师数了两遍");
        (await town.Client().GetStringAsync(new Uri("/projects", UriKind.Relative))).ShouldContain("/programmes/tide");

        (await desk.Put("/programmes/tide", new { place = "hf", nameZh = "潮聚和风", aboutZh = "项目", projects = new[] { "none" } }).Refused(HttpStatusCode.BadRequest)).ShouldBe("programmes.unknown_project");
        (await desk.Put("/programmes/tide", new { place = "hf", nameZh = "潮聚和风", aboutZh = "项目", projects = new[] { "law", "law" } }).Refused(HttpStatusCode.BadRequest)).ShouldBe("programmes.projects");
        (await operatorClient.Put("/programmes/other", new { place = "hf", nameZh = "另一个", aboutZh = "项目", projects = new[] { "law" } }).Refused(HttpStatusCode.Conflict)).ShouldBe("programmes.elsewhere");
        (await desk.Post("/projects/books/stories", new { on = "2027-01-01", titleZh = "未来", textZh = "还没有发生" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("programmes.on");
        (await (await town.StaffClient("worker")).Put("/projects/books", new { place = "hf", nameZh = "改名", aboutZh = "改一句" }).Refused(HttpStatusCode.NotFound)).ShouldBe("programmes.not_found");
        (await town.Client().Get("/programmes/none").Refused(HttpStatusCode.NotFound)).ShouldBe("programmes.not_found");
    }
}
