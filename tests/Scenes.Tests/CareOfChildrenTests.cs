using System.Net;
using Linli.People.Contact;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests;

/// <summary>Care of children under 14 (R38): each look by staff has an approval of another person and a line that the guardian reads.</summary>
[Trait("Feature", "S17")]
public class CareOfChildrenTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Record_OfAChild_OpensForTheWorkerWhomAnotherPersonApproved_AndForNobodyElseWithoutAnApproval(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (child, id) = await Listed(town);
        var (worker, secretary) = (await town.StaffClient("worker"), await town.StaffClient("secretary"));
        await worker.Get($"/care/entries/{id}?reason=准备中秋走访").Good();

        // The responsible approves others, and needs somebody else's approval like everybody.
        (await secretary.Get($"/care/entries/{id}?reason=年度检查").Refused(HttpStatusCode.Forbidden)).ShouldBe("child_access_needs_approval");
        var steward = await town.StaffClient("steward");
        await secretary.Post($"/care/entries/{id}/workers", new { account = await town.Staff("steward") }).Good();
        await steward.Get($"/care/entries/{id}?reason=接手走访").Good();

        var seen = await Views(town, child);
        seen.Where(v => v.Refused is null).ShouldAllBe(v => v.OfChild && v.Approval != null && v.What == "home health");
        seen.Count(v => v.Refused == "child_access_needs_approval").ShouldBe(1);

        // An approval is for a time.
        town.Time.SetTo(new(2027, 11, 24, 1, 0, 0, TimeSpan.Zero));
        (await (await town.StaffClient("worker")).Get($"/care/entries/{id}?reason=准备中秋走访").Refused(HttpStatusCode.Forbidden)).ShouldBe("child_access_needs_approval");
        await (await town.StaffClient("secretary")).Post($"/care/entries/{id}/workers", new { account = await town.Staff("worker") }).Good();
        (await (await town.StaffClient("secretary")).Post($"/care/entries/{id}/review", new { reviewOn = "2028-06-01" })).IsSuccessStatusCode.ShouldBeTrue();
        await (await town.StaffClient("worker")).Get($"/care/entries/{id}?reason=准备中秋走访").Good();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Record_OfAChild_OpensAfterARequestWasApproved_AndAtOnceInAnEmergency(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (child, id) = await Listed(town);
        var secretary = await town.StaffClient("secretary");
        (await secretary.Post($"/care/entries/{id}/ask", new { reason = "" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("reason_missing");
        await secretary.Post($"/care/entries/{id}/ask", new { reason = "例行核对档案" }).Good();
        (await secretary.Get($"/care/entries/{id}?reason=例行核对档案").Refused(HttpStatusCode.Forbidden)).ShouldBe("child_access_needs_approval");
        (await (await town.StaffClient("worker2")).Post($"/care/entries/{id}/ask", new { reason = "例行核对档案" }).Refused(HttpStatusCode.NotFound)).ShouldBe("care.entry_not_found");
        await secretary.Post($"/care/entries/{id}/ask", new { reason = "孩子可能独自在家有危险", emergency = true }).Good();
        (await secretary.Get($"/care/entries/{id}?reason=孩子可能独自在家有危险").Good()).Text("reason").ShouldBe("父母重病");
        (await Views(town, child)).Single(v => v.Refused is null).Emergency.ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Entry_ThatWaits_IsReadByWhoDecides_WithoutTheName(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        await town.Groups();
        var child = await town.Person("小明", "2016-04-21");
        var id = await (await town.StaffClient("worker")).Enter(child, "child", "父母重病", "医院证明");
        var waiting = await (await town.StaffClient("secretary")).Get($"/care/entries/{id}?reason=审批关爱名单").Good();
        (waiting.Text("reason"), waiting.Text("name"), waiting.GetProperty("mayDecide").GetBoolean()).ShouldBe(("父母重病", "小*", true));
        // Whoever entered it waits for the approval like everybody else.
        (await (await town.StaffClient("worker")).Get($"/care/entries/{id}?reason=看看进展").Refused(HttpStatusCode.Forbidden)).ShouldBe("child_access_needs_approval");
        (await Views(town, child)).Select(v => v.Refused).Order().ShouldBe([null, "child_access_needs_approval"]);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Notes_OfAChild_NeedTheApprovalToo_AndTheGuardianReadsWhoOpenedThem(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (child, id) = await Listed(town);
        var guardian = await town.VerifiedClient("13800000001");
        await town.Guardian((await guardian.Get("/me").Good()).Id("account"), child);
        var worker = await town.StaffClient("worker");
        var plan = (await worker.Post("/visits/plans", new { name = "冬日走访", place = "hf-1", group = "child", dueOn = "2026-12-10", items = VisitTests.Items }).Good()).Id();
        var family = (await worker.Get($"/visits/plans/{plan}").Good()).GetProperty("families")[0].Id();
        await worker.Post($"/visits/families/{family}/visits", VisitTests.Visit("奶奶照看，作业没人辅导")).Good();
        var visit = (await worker.Get($"/visits/families/{family}").Good()).GetProperty("visits")[0].Id();
        await worker.Get($"/visits/{visit}/notes").Good();
        var log = await guardian.Get($"/me/access-log?person={child}").Good();
        log.EnumerateArray().Select(l => l.Text("what")).ShouldContain("home health");

        // A colleague who gives the family away approves nothing: the record stays closed to the new worker until the responsible agrees.
        await worker.Post($"/visits/plans/{plan}/hand-over", new { family, to = await town.Staff("steward"), reason = "调离" }).Good();
        var steward = await town.StaffClient("steward");
        var shown = await steward.Get($"/visits/families/{family}").Good();
        (shown.GetProperty("needsApproval").GetBoolean(), shown.Text("name")).ShouldBe((true, "小*"));
        (await steward.Get($"/visits/{visit}/notes").Refused(HttpStatusCode.Forbidden)).ShouldBe("child_access_needs_approval");
        await (await town.StaffClient("secretary")).Post($"/care/entries/{id}/workers", new { account = await town.Staff("steward") }).Good();
        (await steward.Get($"/visits/{visit}/notes").Good()).Text("notes").ShouldBe("奶奶照看，作业没人辅导");
        (await worker.Get($"/visits/{visit}/notes").Refused(HttpStatusCode.Forbidden)).ShouldBe("visits.not_assigned");
    }

    [Fact]
    public async Task Responsible_WhoLooksAfterAChildThemselves_DoesNotApproveThemselves()
    {
        await using var town = await TestTown.Found();
        var (_, id) = await Listed(town);
        var secretary = await town.StaffClient("secretary");
        await secretary.Post($"/care/entries/{id}/workers", new { account = await town.Staff("secretary") }).Good();
        var team = await secretary.Get($"/care/entries/{id}/workers").Good();
        team.GetProperty("workers").EnumerateArray().Single(w => w.Text("name") == "李secretary").GetProperty("approvedUntil").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await secretary.Get($"/care/entries/{id}?reason=我来走访").Refused(HttpStatusCode.Forbidden)).ShouldBe("child_access_needs_approval");
    }

    private static async Task<(Guid Child, Guid Entry)> Listed(TestTown town)
    {
        await town.Groups();
        var child = await town.Person("小明", "2016-04-21");
        var id = await (await town.StaffClient("worker")).Enter(child, "child", "父母重病", "医院证明");
        await (await town.StaffClient("secretary")).Post($"/care/entries/{id}/decide", new { approve = true }).Good();
        return (child, id);
    }

    private static Task<List<View>> Views(TestTown town, Guid person) => town.InScope(s =>
        s.GetRequiredService<LinliDb>().Records<View>().AsNoTracking().Where(v => v.PersonId == person).OrderBy(v => v.At).ToListAsync());
}
