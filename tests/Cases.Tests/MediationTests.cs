using Linli.Cases.Accept;
using Linli.Cases.Mediate;
using Linli.Cases.Read;
using Linli.Cases.Report;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Results;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Cases.Tests;

[Trait("Feature", "S15")]
public class MediationTests
{
    [Fact]
    public async Task Mediation_IsSeenByItsReporterAndTheMediatorOnly()
    {
        await using var town = await TestTown.Found();
        var (resident, id) = await Dispute(town);
        foreach (var login in new[] { "desk", "worker", "steward", "dispatcher", "street", "lamp1" })
        {
            var staff = await town.Staff(login);
            (await town.Ask(staff, new OpenCase(id))).Problem.Kind.ShouldBe(ProblemKind.NotFound, login);
            (await town.Ask(staff, new Inbox { Box = InboxBox.All })).Value!.Items.ShouldBeEmpty(login);
        }

        (await town.Ask(await town.Staff("mediator"), new OpenCase(id))).Value!.Reader.ShouldBe(CaseReader.Staff);
        (await town.Ask(resident, new OpenCase(id))).Value!.Reader.ShouldBe(CaseReader.Reporter);
        (await town.Ask(null, new OpenCase(id))).Problem.Kind.ShouldBe(ProblemKind.NotFound);
        (await town.Ask(null, new PublicCases())).Value!.Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Agreement_NeedsBothParties_AndIsKeptEncrypted()
    {
        await using var town = await TestTown.Found();
        var (resident, id) = await Dispute(town);
        var mediator = await town.Staff("mediator");
        await town.Run(mediator, new AcceptCase { Case = id });
        await town.Run(mediator, new AddParty { Case = id, Name = "张三", Claim = "恢复走廊原状" });
        var agreement = new RecordAgreement { Case = id, Terms = "三日内清走鞋柜，双方互不追究。", FollowUpOn = new(2026, 12, 7) };
        (await town.Run(mediator, agreement)).Problem.Code.ShouldBe("cases.parties_missing");
        await town.Run(mediator, new AddParty { Case = id, Name = "李四", Phone = "13800000009", Claim = "鞋柜不被淋湿" });
        (await town.Run(mediator, agreement)).Value!.State.ShouldBe(CaseState.Answered);
        (await town.Run(mediator, new FollowUpAgreement { Case = id, Kept = true, Note = "走廊已恢复" })).Ok.ShouldBeTrue();

        var seen = (await town.Run(mediator, new OpenMediation(id))).Value!;
        seen.Parties.Select(p => p.Name).ShouldBe(["张三", "李四"]);
        seen.Agreement!.Kept.ShouldBe(true);
        (await town.Run(resident, new OpenMediation(id))).Problem.Kind.ShouldBe(ProblemKind.NotFound);
        var stored = await town.InScope(s => s.GetRequiredService<LinliDb>().Records<MediationParty>().Select(p => p.Claim).ToListAsync());
        stored.ShouldAllBe(claim => !claim.Cipher.Contains("走廊") && !claim.Cipher.Contains("鞋柜"));
    }

    [Fact]
    public async Task Fail_WithAViolation_OpensALinkedReportWithoutTheConfidentialWords()
    {
        await using var town = await TestTown.Found();
        var (_, id) = await Dispute(town);
        var mediator = await town.Staff("mediator");
        await town.Run(mediator, new AcceptCase { Case = id });
        (await town.Run(mediator, new FailMediation
        {
            Case = id, Explanation = "双方没有达成一致，已按规定上报。", ReportAs = "corridor", ReportText = "楼道被隔断占用，影响采光。",
        })).Ok.ShouldBeTrue();
        var mediation = (await town.Ask(mediator, new OpenCase(id))).Value!;
        var report = (await town.Ask(await town.Staff("worker"), new OpenCase(mediation.RelatedTo!.Value))).Value!;
        report.ShouldSatisfyAllConditions(
            r => r.RelatedTo.ShouldBe(id), r => r.Text.ShouldBe("楼道被隔断占用，影响采光。"), r => r.IsPublic.ShouldBeTrue());
    }

    [Fact]
    public async Task Fail_WithoutAnExplanation_NamesTheField()
    {
        await using var town = await TestTown.Found();
        var (_, id) = await Dispute(town);
        (await town.Run(await town.Staff("mediator"), new FailMediation { Case = id })).Problem.Field.ShouldBe("explanation");
    }

    [Fact]
    public async Task Erase_OfAPartyToADispute_LeavesNeitherNameNorClaim_AndTheOtherSideAsItWas()
    {
        await using var town = await TestTown.Found();
        var (_, id) = await Dispute(town);
        var mediator = await town.Staff("mediator");
        await town.Run(mediator, new AcceptCase { Case = id });
        await town.Run(mediator, new AddParty { Case = id, Name = "张三", Phone = "13800001234", Claim = "恢复走廊原状" });
        await town.Run(mediator, new AddParty { Case = id, Name = "李四", Phone = "13800000009", Claim = "鞋柜不被淋湿" });
        await town.Run(mediator, new RecordAgreement { Case = id, Terms = "李四三日内清走鞋柜。", FollowUpOn = new(2026, 12, 7) });

        // Somebody else's phone that looks the same when masked.
        await Erase(town, new(Guid.Empty, []) { Phone = "13899990009", PhoneMask = "138****0009", Marks = ["138****0009"] });
        (await town.Run(mediator, new OpenMediation(id))).Value!.Parties.Select(p => p.Name).ShouldBe(["张三", "李四"]);
        await Erase(town, new(Guid.Empty, []) { Phone = "13800000009", PhoneMask = "138****0009", Marks = ["13800000009", "138****0009", "李四"] });

        var seen = (await town.Run(mediator, new OpenMediation(id))).Value!;
        seen.Parties.Select(p => (p.Name, p.Claim)).ShouldBe([("张三", "恢复走廊原状"), ("＊＊", "＊＊")]);
        seen.Agreement!.Terms.ShouldBe("＊＊三日内清走鞋柜。");
    }

    private static Task<int> Erase(TestTown town, DataSubject subject) => town.InScope(async s =>
    {
        await s.GetServices<IPersonalData>().Single(d => d.Module == "cases").Erase(subject, CancellationToken.None);
        return await s.GetRequiredService<LinliDb>().SaveChangesAsync();
    });

    private static async Task<(Guid Resident, CaseId Id)> Dispute(TestTown town)
    {
        var resident = await town.Resident("13800000001");
        return (resident, (await town.Report(resident, "dispute", "邻居把走廊隔到顶，挡住了我家的光线")).Id);
    }
}
