using System.Net;
using Linli.Cases.Accept;
using Linli.Cases.Mediate;
using Linli.Cases.Read;
using Linli.Tests;

namespace Linli.Cases.Tests.Desk;

[Trait("Feature", "S15")]
public class MediationPageTests
{
    [Fact]
    public async Task Mediator_AddsPartiesAndAgreement_ThroughThePage()
    {
        await using var town = await TestTown.Found();
        var id = await Dispute(town);
        var page = new PageForm(await town.StaffClient("mediator"), Path(id));
        (await Act(page, "AddParty", ("AddParty.Name", "张三"), ("AddParty.Claim", "恢复走廊原状"))).Headers.Location!.ToString().ShouldEndWith("?done=AddParty");
        (await Act(page, "AddParty", ("AddParty.Name", "李四"), ("AddParty.Phone", "13800000009"), ("AddParty.Claim", "鞋柜不被淋湿"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await Act(page, "Agree", ("Agree.Terms", "三日内清走鞋柜。"), ("Agree.FollowUpOn", "2026-12-07"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var missing = await (await Act(page, "FollowUp", ("FollowUp.Note", "走廊已恢复"))).Content.ReadAsStringAsync();
        missing.ShouldContain("Say whether the agreement is kept");
        missing.ShouldContain(">走廊已恢复</textarea>");
        (await Act(page, "FollowUp", ("FollowUp.Kept", "yes"), ("FollowUp.Note", "走廊已恢复"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var seen = (await town.Run(await town.Staff("mediator"), new OpenMediation(id))).Value!;
        seen.Parties.Select(p => p.Name).ShouldBe(["张三", "李四"]);
        seen.Agreement.ShouldNotBeNull().Kept.ShouldBe(true);
    }

    [Fact]
    public async Task Parties_AreShownOnlyWhenAskedFor()
    {
        await using var town = await TestTown.Found();
        var id = await Dispute(town);
        await town.Run(await town.Staff("mediator"), new AddParty { Case = id, Name = "张三", Claim = "恢复走廊原状" });
        var client = await town.StaffClient("mediator");
        (await client.GetStringAsync(Path(id))).ShouldNotContain("张三");
        var shown = await (await Act(new(client, Path(id)), "OpenMediation")).Content.ReadAsStringAsync();
        shown.ShouldContain("张三");
        shown.ShouldContain("恢复走廊原状");
    }

    [Fact]
    public async Task DeskClerk_NeverSeesTheSection()
    {
        await using var town = await TestTown.Found();
        var id = await Dispute(town);
        var desk = await town.StaffClient("desk");
        (await desk.GetAsync(new Uri(Path(id), UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var lamp = (await town.Report(await town.Resident("13800000002"))).Id;
        (await desk.GetStringAsync(Path(lamp))).ShouldNotContain("id=\"mediation\"");
        (await (await town.StaffClient("mediator")).GetStringAsync(Path(lamp))).ShouldNotContain("id=\"mediation\"");
        (await (await town.StaffClient("mediator")).GetStringAsync(Path(id))).ShouldContain("id=\"mediation\"");
    }

    [Fact]
    public async Task Fail_WithAViolation_LinksBothCases_ForThoseWhoMaySeeThem()
    {
        await using var town = await TestTown.Found();
        var id = await Dispute(town);
        var mediator = await town.StaffClient("mediator");
        var page = new PageForm(mediator, Path(id));
        var refused = await (await Act(page, "Fail", ("Fail.Explanation", "双方没有达成一致，已上报。"), ("Fail.ReportAs", "corridor"))).Content.ReadAsStringAsync();
        refused.ShouldContain("href=\"#f-fail-reporttext\"");
        refused.ShouldContain(">双方没有达成一致，已上报。</textarea>");
        var done = await Act(page, "Fail", ("Fail.Explanation", "双方没有达成一致，已上报。"), ("Fail.ReportAs", "corridor"), ("Fail.ReportText", "楼道被隔断占用。"));
        done.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var report = (await town.Ask(await town.Staff("mediator"), new OpenCase(id))).Value!.RelatedTo!.Value;
        (await mediator.GetStringAsync(Path(id))).ShouldContain($"href=\"{Path(report)}\"");
        (await mediator.GetStringAsync(Path(report))).ShouldContain($"href=\"{Path(id)}\"");
        var worker = await (await town.StaffClient("worker")).GetStringAsync(Path(report));
        worker.ShouldContain("It is related to a case you may not see");
        worker.ShouldNotContain(id.Value.ToString());
    }

    private static Task<HttpResponseMessage> Act(PageForm page, string name, params (string Name, string Value)[] fields) =>
        page.Post([("_handler", "act"), ("Do", name), .. fields]);

    private static string Path(CaseId id) => $"/desk/cases/{id.Value}";

    private static async Task<CaseId> Dispute(TestTown town)
    {
        var id = (await town.Report(await town.Resident("13800000001"), "dispute", "邻居把走廊隔到顶，挡住了我家的光线")).Id;
        (await town.Run(await town.Staff("mediator"), new AcceptCase { Case = id })).Ok.ShouldBeTrue();
        return id;
    }
}
