using Linli.Cases;
using Linli.Cases.Read;
using Linli.Hall.Accept;
using Linli.Hall.Catalogue;
using Linli.Hall.Counter;
using Linli.Hall.Proxy;
using Linli.Hall.Queue;
using Linli.Hall.Visits;
using Linli.Hall.Ways;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Linli.Hall.Tests.ServiceHall;

namespace Linli.Hall.Tests;

/// <summary>One visit for three items (S91), and somebody who comes for somebody else (S93).</summary>
public sealed class VisitAndProxyTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static readonly DateTimeOffset Ten = TestTown.Start.AddDays(1).AddHours(2);

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S91")]
    public async Task Visit_ForThreeItems_GivesThreeOutcomesAndReceipts_AndTheTimeOnSite(DatabaseKind kind)
    {
        await using var hall = await Open(kind);
        var town = hall.Town;
        await ThreeFundItems(hall);
        PlanHomeVisit Wish() => new(Code, ["fund_loan", "fund_mortgage", Fund], Ten, "和一苑 7 幢 102", hall.Colleague, "何卫", "19900000188", Note: "重病，不能出门");
        (await town.Run(hall.Clerk, Wish() with { Items = [] })).Problem.Field.ShouldBe("items");
        (await town.Run(hall.Clerk, Wish() with { Items = ["moon"] })).Problem.Field.ShouldBe("items");
        (await town.Run(hall.Clerk, Wish() with { At = TestTown.Start })).Problem.Field.ShouldBe("at");
        (await town.Run(hall.Clerk, Wish() with { Helper = null })).Problem.Field.ShouldBe("helper");
        (await town.Run(hall.Clerk, Wish() with { Phone = "123" })).Problem.Field.ShouldBe("phone");
        (await town.Run(hall.Clerk, Wish() with { Place = "" })).Problem.Field.ShouldBe("place");
        var planned = Good(await town.Run(hall.Clerk, Wish()));
        var item = Good(await town.Ask(hall.Clerk, new OpenCase(new(planned.Case))));
        (item.Line.Channel, item.Line.Mode, item.Visits.Single().PlannedAt).ShouldBe((CaseChannel.Phone, HandlingMode.HomeVisit, Ten));
        Good(await town.Ask(hall.Clerk, new MattersOfCase(planned.Case))).ShouldAllBe(m => m.State == MatterState.Planned && m.Ways.SequenceEqual(new[] { HallWay.Helped, HallWay.Special }));

        // 10:00 to 10:28.
        town.Time.SetTo(Ten.AddMinutes(30));
        var m = planned.Matters;
        FinishVisit Done(params VisitOutcome[] outcomes) => new(planned.Case, Ten, Ten.AddMinutes(28), outcomes);
        (await town.Run(hall.Clerk, Done(new VisitOutcome(m[0], MatterState.Granted)))).Problem.Field.ShouldBe("outcomes");
        (await town.Run(hall.Clerk, Done(new(m[0], MatterState.Granted), new(m[1], MatterState.Granted), new(m[2], MatterState.Planned)))).Problem.Code.ShouldBe("hall.visit_outcome");
        (await town.Run(hall.Clerk, Done(new(m[0], MatterState.Granted), new(m[1], MatterState.Granted), new(m[2], MatterState.InHand)) with { Until = Ten.AddMinutes(-1) })).Problem.Field.ShouldBe("until");
        var done = Good(await town.Run(hall.Clerk, Done(new(m[0], MatterState.Granted, "贷款已结清"), new(m[1], MatterState.Granted, "抵押权已注销"), new(m[2], MatterState.InHand))));
        (done.Minutes, done.InTarget).ShouldBe((28, true));
        done.Receipts.Select(r => r.Receipt).ShouldBe(["HF-SL-2611-0001", "HF-SL-2611-0002", "HF-SL-2611-0003"]);
        done.Receipts.Select(r => r.State).ShouldBe([MatterState.Granted, MatterState.Granted, MatterState.InHand]);
        done.Receipts[2].DueOn.ShouldBe(new DateOnly(2026, 11, 27), "decided within three days");
        (await town.Run(hall.Clerk, Done())).Problem.Code.ShouldBe("hall.visit_over");
        Good(await town.Ask(hall.Clerk, new OpenCase(new(planned.Case)))).Line.State.ShouldBe(CaseState.Accepted, "one item is still in hand");
        (await town.Run(hall.Clerk, new FinishMatter(m[2], MatterState.Granted, "已到账"))).Problems.ShouldBeEmpty();
        var answer = Good(await town.Ask(hall.Clerk, new OpenCase(new(planned.Case))));
        answer.Line.State.ShouldBe(CaseState.Answered);
        answer.Timeline.ShouldContain(l => l.Text != null && l.Text.Contains("HF-SL-2611-0003", StringComparison.Ordinal) && l.Text.Contains("抵押权已注销", StringComparison.Ordinal));
        (Good(await town.Ask(hall.Clerk, new HallFigures(Code))) is { Visits: 1, VisitsInTime: 1, Finished: 3, InTime: 3 }).ShouldBeTrue();
        Good(await town.Ask(hall.Clerk, new ReadVisits(Code))).Single().Minutes.ShouldBe(28);
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S93")]
    public async Task Proxy_IsBoundToPersonItemAndTime_WitnessedBySomebodyElse_AndThePrincipalIsTold(DatabaseKind kind)
    {
        await using var hall = await Open(kind);
        var town = hall.Town;
        var (principal, mediator) = (await town.VerifiedResident("19900000301", home: true), await town.Staff("mediator"));
        var person = await hall.PersonOf(principal);
        const string His = "330108194603150026", Hers = "11010519491231002X";
        GrantProxy Wish() => new(Code, "何卫", His, "许静", Hers, [Fund], new(2026, 12, 5), Person: person);
        (await town.Run(hall.Clerk, Wish() with { PrincipalDocument = "330108194603150027" })).Problem.Field.ShouldBe("principalDocument");
        (await town.Run(hall.Clerk, Wish() with { AgentDocument = His })).Problem.Code.ShouldBe("hall.proxy_same");
        (await town.Run(hall.Clerk, Wish() with { AgentName = "" })).Problem.Field.ShouldBe("agentName");
        (await town.Run(hall.Clerk, Wish() with { Until = new(2027, 12, 5) })).Problem.Field.ShouldBe("until");
        (await town.Run(hall.Clerk, Wish() with { Items = [Marriage] })).Problem.Code.ShouldBe("hall.proxy_own");
        (await town.Run(hall.Clerk, Wish() with { Person = Guid.CreateVersion7(TestTown.Start) })).Problem.Field.ShouldBe("person");
        var proxy = Good(await town.Run(hall.Clerk, Wish()));
        proxy.Number.ShouldBe("WT-2611-0001");

        await hall.Paper("许女士");
        await hall.Sit(hall.Clerk, 1);
        await hall.Next(hall.Clerk);
        Task<Platform.Results.Result<MatterReceipt>> Come(string item = Fund, string document = Hers) => town.Run(
            hall.Clerk, new AcceptMatter(Code, 1, item, item == Fund ? ["id", "account", "invoice", "income"] : ["id", "photo"], Ways: [new(HallWay.Proxy, Proxy: proxy.Number, AgentDocument: document)]));
        (await Come()).Problem.Code.ShouldBe("hall.proxy_waiting");

        // The justice office compares both documents; who wrote it down has no say.
        (await town.Run(hall.Clerk, new WitnessProxy(proxy.Id, true, His, Hers))).Problem.Code.ShouldBe("hall.no_proxy");
        (await town.Run(mediator, new WitnessProxy(proxy.Id, true, Hers, Hers))).Problem.Field.ShouldBe("principalDocument");
        (await town.Run(mediator, new WitnessProxy(proxy.Id, true, His, "1"))).Problem.Field.ShouldBe("agentDocument");
        (await town.Run(mediator, new WitnessProxy(proxy.Id, true, His, Hers))).Problems.ShouldBeEmpty();
        Good(await town.Ask(principal, new MyProxies())).Single().State.ShouldBe(ProxyState.Confirmed);
        (await hall.Look(async db => (await db.Database.SqlQuery<string>($"""SELECT "Kind" AS "Value" FROM notices_notice WHERE "AccountId" = {principal}""").ToListAsync()).Count(k => k == "hall.proxy"))).ShouldBe(1);
        Good(await town.Ask(mediator, new ReadProxies())).Single().Principal.ShouldBe("何*");

        (await Come(Card)).Problem.Code.ShouldBe("hall.proxy_item");
        (await Come(document: His)).Problem.Code.ShouldBe("hall.proxy_person");
        var receipt = Good(await Come());
        Good(await town.Ask(principal, new MyProxies())).Single().Used.ShouldBe([receipt.Number]);

        // Taken back it holds no longer; on the day after its last neither.
        (await town.Run(await hall.Resident(), new RevokeProxy(proxy.Id))).Problem.Code.ShouldBe("hall.no_proxy");
        (await town.Run(principal, new RevokeProxy(proxy.Id))).Problems.ShouldBeEmpty();
        (await Come()).Problem.Code.ShouldBe("hall.proxy_revoked");
        var row = await hall.Look(db => db.Unfiltered<ProxyRow>().AsNoTracking().SingleAsync());
        var items = await town.InScope(s => s.GetRequiredService<ItemBook>().Of([Fund], default));
        row.State = ProxyState.Confirmed;
        ProxyRules.Refuse(row, [items[Fund]], row.AgentHash, new(2026, 12, 5)).ShouldBeNull();
        ProxyRules.Refuse(row, [items[Fund]], row.AgentHash, new(2026, 12, 6))!.Code.ShouldBe("hall.proxy_expired");
    }

    [Fact]
    public async Task DeletedPeople_LeaveReceiptsButNoNames()
    {
        await using var hall = await Open();
        var (town, me) = (hall.Town, await hall.Resident());
        await hall.Born(me, new(1950, 1, 1));
        Good(await hall.Take(me, item: Fund));
        Good(await town.Run(me, new PreparePapers(Code, Fund, ["id"])));
        await hall.Sit(hall.Clerk, 1);
        await hall.Next(hall.Clerk);
        Good(await town.Run(hall.Clerk, new AcceptMatter(Code, 1, Fund, ["id", "account", "income"], true)));
        var subject = new DataSubject(await hall.PersonOf(me), [me]);
        await town.InScope(async s =>
        {
            var data = s.GetServices<IPersonalData>().Single(d => d.Module == "hall");
            (await data.Export(subject, default)).Select(x => x.Code).ShouldBe(["tickets", "matters"]);
            (await data.Stays(subject, default)).Count.ShouldBe(1);
            await data.Erase(subject, default);
            (await data.Export(subject, default)).ShouldBeEmpty();
            return true;
        });
        var row = await hall.Look(db => db.Unfiltered<TicketRow>().AsNoTracking().SingleAsync());
        (row.Name, row.Account, row.Person).ShouldBe((null, null, null));
        (await hall.Look(db => db.Unfiltered<HallMatter>().CountAsync())).ShouldBe(1);
    }

    private static async Task ThreeFundItems(ServiceHall hall)
    {
        foreach (var code in new[] { "fund_loan", "fund_mortgage" })
            (await hall.Town.Run(hall.Keeper, new KeepItem { Hall = Code, Code = code, NameZh = code == "fund_loan" ? "公积金贷款结清" : "抵押权注销", NameEn = code, OfficeZh = "市公积金中心", Days = 1, Papers = [new("id", "身份证")] })).Problems.ShouldBeEmpty();
    }
}
