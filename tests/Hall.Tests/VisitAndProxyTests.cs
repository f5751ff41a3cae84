using Linli.Cases;
using Linli.Cases.Read;
using Linli.Cases.Supervise;
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
        var me = await town.VerifiedResident("19900000188", home: true);
        await hall.Registered(await hall.PersonOf(me), "何卫", null);
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
        var planning = Good(await town.Ask(hall.Clerk, new MattersOfCase(planned.Case)));
        planning.Count.ShouldBe(3);
        planning.ShouldAllBe(m => m.State == MatterState.Planned && m.Ways.SequenceEqual(new[] { HallWay.Helped, HallWay.Special }));

        // Name and telephone are those of the register: the person is told and sees it; who goes is told where, and alone reads why.
        planned.Told.ShouldBeTrue();
        (await hall.Told(me, "hall.visit"), await hall.Told(hall.Colleague, "hall.helper")).ShouldBe((1, 1));
        Good(await town.Ask(me, new MyMatters())).ShouldAllBe(m => m.State == MatterState.Planned && m.VisitAt == Ten && m.Helper == "李worker");
        item.Text.ShouldNotContain("重病");
        var visit = Good(await town.Ask(hall.Colleague, new ReadVisits(Code))).Single();
        (visit.Place, visit.Contact, visit.HasNote, visit.Helper, visit.Mine).ShouldBe(("和一苑 7 幢 102", "何* 199****0188", true, "李worker", true));
        Good(await town.Run(hall.Colleague, new OpenVisitNote(planned.Case))).Text.ShouldBe("重病，不能出门");
        (await town.Run(hall.Clerk, new OpenVisitNote(planned.Case))).Problem.Code.ShouldBe("hall.no_visit", "for who goes there alone");
        var off = Good(await town.Run(hall.Clerk, Wish() with { At = Ten.AddDays(1), Items = [Fund] }));
        (await town.Run(hall.Clerk, new CallOffVisit(off.Case, ""))).Problem.Field.ShouldBe("why");
        (await town.Run(hall.Clerk, new CallOffVisit(off.Case, "本人住院"))).Problems.ShouldBeEmpty();
        (await town.Run(hall.Clerk, new CallOffVisit(off.Case, "本人住院"))).Problems.ShouldBeEmpty("sent again it is the same");
        Good(await town.Ask(hall.Clerk, new ReadVisits(Code))).Select(v => v.IsOff).ShouldBe([false, true]);

        // 10:00 to 10:28.
        town.Time.SetTo(Ten.AddMinutes(30));
        var m = planned.Matters;
        FinishVisit Done(params VisitOutcome[] outcomes) => new(planned.Case, Ten, Ten.AddMinutes(28), outcomes);
        (await town.Run(hall.Clerk, Done(new VisitOutcome(m[0], MatterState.Granted)))).Problem.Field.ShouldBe("outcomes");
        (await town.Run(hall.Clerk, Done(new(m[0], MatterState.Granted), new(m[1], MatterState.Granted), new(m[2], MatterState.Planned)))).Problem.Code.ShouldBe("hall.visit_outcome");
        (await town.Run(hall.Clerk, Done(new(m[0], MatterState.Granted), new(m[1], MatterState.Granted), new(m[2], MatterState.InHand)) with { Until = Ten.AddMinutes(-1) })).Problem.Field.ShouldBe("until");
        (await town.Run(hall.Clerk, Done(new(m[0], MatterState.Granted), new(m[1], MatterState.Granted), new(m[2], MatterState.InHand, null, ["id", "invoice"])))).Problem.Field.ShouldBe("outcomes", "what is needed was not there");

        // Written down the next day, the limit runs from the day of the visit.
        town.Time.SetTo(Ten.AddDays(1));
        var done = Good(await town.Run(hall.Clerk, Done(new(m[0], MatterState.Granted, "贷款已结清"), new(m[1], MatterState.Granted, "抵押权已注销"), new(m[2], MatterState.InHand, null, ["id", "account", "income"]))));
        (done.Minutes, done.InTarget).ShouldBe((28, true));
        done.Receipts.Select(r => r.Receipt).ShouldBe(["HF-SL-2611-0001", "HF-SL-2611-0002", "HF-SL-2611-0003"]);
        done.Receipts.Select(r => r.State).ShouldBe([MatterState.Granted, MatterState.Granted, MatterState.InHand]);
        done.Receipts[2].DueOn.ShouldBe(new DateOnly(2026, 11, 27), "decided within three days");
        (await town.Run(hall.Clerk, Done())).Problem.Code.ShouldBe("hall.visit_over");
        Good(await town.Ask(hall.Clerk, new OpenCase(new(planned.Case)))).Line.State.ShouldBe(CaseState.Accepted, "one item is still in hand");
        (await town.Run(hall.Clerk, new FinishMatter(m[2], MatterState.Granted, "已到账"))).Problem.Code.ShouldBe("hall.papers_outstanding", "taken in with a gap, as at a counter");
        (await town.Run(hall.Clerk, new HandIn(m[2], "invoice"))).Problems.ShouldBeEmpty();
        (await town.Run(hall.Clerk, new FinishMatter(m[2], MatterState.Granted, "已到账"))).Problems.ShouldBeEmpty();
        var answer = Good(await town.Ask(hall.Clerk, new OpenCase(new(planned.Case))));
        answer.Line.State.ShouldBe(CaseState.Answered);
        answer.Timeline.ShouldContain(l => l.Text != null && l.Text.Contains("HF-SL-2611-0003", StringComparison.Ordinal) && l.Text.Contains("抵押权已注销", StringComparison.Ordinal));
        (Good(await town.Ask(hall.Clerk, new HallFigures(Code))) is { Visits: 1, VisitsInTime: 1, Finished: 4, InTime: 3 }).ShouldBeTrue();
        Good(await town.Ask(hall.Clerk, new ReadVisits(Code)))[^1].Minutes.ShouldBe(28);
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S91")]
    public async Task Visits_AreRead_WithTheSameFewQuestionsHoweverManyThereAre(DatabaseKind kind)
    {
        var count = new CommandCount();
        await using var hall = await Open(kind, count.In);
        var town = hall.Town;
        async Task Plan(int count)
        {
            for (var i = 0; i < count; i++)
                Good(await town.Run(hall.Clerk, new PlanHomeVisit(Code, [Fund], Ten.AddMinutes(30 * i), "和一苑 7 幢 102", hall.Colleague, "何卫", "19900000188", Note: "重病")));
        }

        await Plan(2);
        // What stays in memory is asked for once.
        Good(await town.Ask(hall.Colleague, new ReadVisits(Code))).Count.ShouldBe(2);
        var few = await count.Of(() => town.Ask(hall.Colleague, new ReadVisits(Code)));
        await Plan(10);
        var many = await count.Of(async () => Good(await town.Ask(hall.Colleague, new ReadVisits(Code))).Count.ShouldBe(12));
        few.ShouldBeGreaterThan(4, "they are counted");
        many.ShouldBe(few);
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S91")]
    public async Task Visit_WhoseCaseIsMergedOrHandedOver_EndsByItself_AndWhoWouldHaveGoneIsTold(DatabaseKind kind)
    {
        await using var hall = await Open(kind);
        var (town, dispatcher) = (hall.Town, await hall.Town.Staff("dispatcher"));
        PlanHomeVisit Wish(int hours) => new(Code, [Fund], Ten.AddHours(hours), "和一苑 7 幢 102", hall.Colleague, "何卫", "19900000188");
        var (twin, first, moved, petition) = (Good(await town.Run(hall.Clerk, Wish(0))), Good(await town.Run(hall.Clerk, Wish(1))), Good(await town.Run(hall.Clerk, Wish(2))), Good(await town.Run(hall.Clerk, Wish(3))));
        (await town.Run(dispatcher, new MergeCase { Case = new(twin.Case), Into = new(first.Case) })).Problems.ShouldBeEmpty();
        (await town.Run(dispatcher, new HandOverCase { Case = new(moved.Case), To = "市公积金中心", Explanation = "由市里直接上门办理" })).Problems.ShouldBeEmpty();
        (await town.Run(dispatcher, new HandOverCase { Case = new(petition.Case), To = "信访", Explanation = "按信访事项办理", Petition = true })).Problems.ShouldBeEmpty();
        await town.DeliverEvents();
        foreach (var (visit, words) in new[] { (twin, "已并入"), (moved, "已移交"), (petition, "已移交") })
        {
            var matter = await hall.Look(db => db.Unfiltered<HallMatter>().AsNoTracking().SingleAsync(m => m.Id == visit.Matters[0]));
            (matter.State, matter.EndedAt is not null).ShouldBe((MatterState.Withdrawn, true));
            matter.Outcome!.ShouldStartWith(words);
        }

        var left = Good(await town.Ask(hall.Clerk, new ReadVisits(Code)));
        left.Where(v => !v.IsOff).Select(v => v.Case).ShouldBe([first.Case], "the one that goes on stays planned");
        (await hall.Told(hall.Colleague, "hall.visit_off")).ShouldBe(3);
        (await town.Run(hall.Clerk, new FinishVisit(moved.Case, Ten, Ten.AddMinutes(20), [new(moved.Matters[0], MatterState.Granted)]))).Problems.ShouldNotBeEmpty("it is over");
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S93")]
    public async Task Proxy_IsBoundToPersonItemAndTime_WitnessedBySomebodyElse_AndThePrincipalIsTold(DatabaseKind kind)
    {
        await using var hall = await Open(kind);
        var town = hall.Town;
        var (principal, mediator) = (await town.VerifiedResident("19900000301", home: true), await town.Staff("mediator"));
        var (person, agent) = (await hall.PersonOf(principal), await hall.Resident());
        var stranger = await hall.PersonOf(await town.VerifiedResident("19900000302", home: true));
        const string His = "330108194603150026", Hers = "11010519491231002X";
        GrantProxy Wish() => new(Code, "何卫", His, "许静", Hers, [Fund], new(2026, 12, 5));
        await hall.Registered(person, "何卫", His);
        (await town.Run(hall.Clerk, Wish() with { PrincipalDocument = "330108194603150027" })).Problem.Field.ShouldBe("principalDocument");
        (await town.Run(hall.Clerk, Wish() with { AgentDocument = His })).Problem.Code.ShouldBe("hall.proxy_same");
        (await town.Run(hall.Clerk, Wish() with { AgentName = "" })).Problem.Field.ShouldBe("agentName");
        (await town.Run(hall.Clerk, Wish() with { Until = new(2027, 12, 5) })).Problem.Field.ShouldBe("until");
        (await town.Run(hall.Clerk, Wish() with { Items = [Marriage] })).Problem.Code.ShouldBe("hall.proxy_own");
        (await town.Run(hall.Clerk, Wish() with { Person = Guid.CreateVersion7(TestTown.Start) })).Problem.Field.ShouldBe("person");

        // The register says who has this document: nobody else is told, under no other name.
        (await town.Run(hall.Clerk, Wish() with { PrincipalName = "何伟" })).Problem.Field.ShouldBe("principalName");
        (await town.Run(hall.Clerk, Wish() with { Person = stranger })).Problem.Field.ShouldBe("principalDocument");
        (await town.Run(hall.Clerk, Wish() with { PrincipalDocument = "11010519491231002X", AgentDocument = His, Person = stranger })).Problem.Field.ShouldBe("principalDocument");
        var proxy = Good(await town.Run(hall.Clerk, Wish()));
        (proxy.Number, proxy.Known, proxy.Told).ShouldBe(("WT-2611-0001", true, true));
        (await hall.Told(principal, "hall.proxy")).ShouldBe(1, "at once, and not only when it holds");
        Good(await town.Ask(principal, new MyProxies())).Single().State.ShouldBe(ProxyState.Waiting);

        // What offices share of the agent stands for none of the principal's papers.
        await hall.Look(db =>
        {
            db.Records<PreparationRow>().Add(new() { Id = Guid.CreateVersion7(TestTown.Start), Account = agent, Item = Fund, Ready = "", Shared = "id account income", At = TestTown.Start });
            return db.SaveChangesAsync();
        });
        Good(await hall.Take(agent, item: Fund));
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
        (await hall.Told(principal, "hall.proxy")).ShouldBe(2);
        Good(await town.Ask(mediator, new ReadProxies())).Single().Principal.ShouldBe("何*");

        (await Come(Card)).Problem.Code.ShouldBe("hall.proxy_item");
        (await Come(document: His)).Problem.Code.ShouldBe("hall.proxy_agent_differs");
        (await town.Run(hall.Clerk, new AcceptMatter(Code, 1, Fund, ["invoice"], Ways: [new(HallWay.Proxy, Proxy: proxy.Number, AgentDocument: Hers)]))).Problem.Code.ShouldBe("hall.papers_missing");
        var receipt = Good(await Come());
        Good(await town.Ask(principal, new MyProxies())).Single().Used.ShouldBe([receipt.Number]);

        // It is the principal's matter: they are told of the use, and of what comes of it.
        (await hall.Told(principal, "hall.proxy_used")).ShouldBe(1);
        Good(await town.Ask(agent, new MyMatters())).ShouldBeEmpty();
        (Good(await town.Ask(principal, new MyMatters())).Single() is { Name: "何*", Agent: "许*" }).ShouldBeTrue();
        (await town.Run(hall.Clerk, new FinishMatter(receipt.Matter, MatterState.Granted, "已到账"))).Problems.ShouldBeEmpty();
        (Good(await town.Ask(hall.Clerk, new HallFigures(Code))).Ways.Single(w => w.Way == HallWay.Proxy) is { Cases: 1, Finished: 1 }).ShouldBeTrue();
        ((await hall.Told(principal, "hall.finished")), await hall.Told(agent, "hall.finished")).ShouldBe((1, 0));

        // Taken back it holds no longer; on the day after its last neither.
        (await town.Run(await hall.Resident(), new RevokeProxy(proxy.Id))).Problem.Code.ShouldBe("hall.no_proxy");
        (await town.Run(principal, new RevokeProxy(proxy.Id))).Problems.ShouldBeEmpty();
        (await Come()).Problem.Code.ShouldBe("hall.proxy_revoked");
        var row = await hall.Look(db => db.Unfiltered<ProxyRow>().AsNoTracking().SingleAsync());
        var items = await town.InScope(s => s.GetRequiredService<ItemBook>().Of([Fund], default));
        row.State = ProxyState.Confirmed;
        ProxyRules.Refuse(row, [items[Fund]], new(2026, 12, 5)).ShouldBeNull();
        ProxyRules.Refuse(row, [items[Fund]], new(2026, 12, 6))!.Code.ShouldBe("hall.proxy_expired");
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
        Good(await town.Run(hall.Clerk, new AcceptMatter(Code, 1, Fund, ["id", "account", "income"], true, [new(HallWay.GreenChannel, Reason: PriorityReason.Disabled)])));
        await hall.Registered(await hall.PersonOf(me), "顾长林", "330108194603150026");
        Good(await town.Run(hall.Clerk, new GrantProxy(Code, "顾长林", "330108194603150026", "许静", "11010519491231002X", [Fund], new(2026, 12, 5))));
        Good(await town.Run(hall.Clerk, new PlanHomeVisit(Code, [Fund], Ten, "和一苑 7 幢 102", hall.Colleague, "顾先生", "19900000188", Person: null, Note: "重病")));
        var subject = new DataSubject(await hall.PersonOf(me), [me]);
        await hall.Look(async db => await db.Unfiltered<FileRow>().Where(f => f.VisitAt != null).ExecuteUpdateAsync(u => u.SetProperty(f => f.Person, subject.Person)));
        await town.InScope(async s =>
        {
            var data = s.GetServices<IPersonalData>().Single(d => d.Module == "hall");
            (await data.Export(subject, default)).Select(x => x.Code).ShouldBe(["preparations", "visits", "tickets", "matters", "proxies"]);
            (await data.Stays(subject, default)).Count.ShouldBe(2);
            await data.Erase(subject, default);
            (await data.Export(subject, default)).ShouldBeEmpty();
            return true;
        });
        var row = await hall.Look(db => db.Unfiltered<TicketRow>().AsNoTracking().SingleAsync());
        (row.Name, row.Account, row.Person).ShouldBe((null, null, null));
        (await hall.Look(db => db.Unfiltered<HallMatter>().CountAsync())).ShouldBe(2);
        (await hall.Look(db => db.Records<PreparationRow>().CountAsync())).ShouldBe(0);
        (await hall.Look(db => db.Records<WayRow>().CountAsync(w => w.Reason != null))).ShouldBe(0, "it says something of their health");
        (await hall.Look(db => db.Unfiltered<FileRow>().CountAsync(f => f.VisitNote != null))).ShouldBe(0);
        var proxy = await hall.Look(db => db.Unfiltered<ProxyRow>().AsNoTracking().SingleAsync());
        (proxy.PrincipalHash, proxy.AgentMask, proxy.AgentHash, proxy.State).ShouldBe(("", "", "", ProxyState.Revoked));
    }

    private static async Task ThreeFundItems(ServiceHall hall)
    {
        foreach (var code in new[] { "fund_loan", "fund_mortgage" })
            (await hall.Town.Run(hall.Keeper, new KeepItem { Hall = Code, Code = code, NameZh = code == "fund_loan" ? "公积金贷款结清" : "抵押权注销", NameEn = code, OfficeZh = "市公积金中心", Days = 1, Papers = [new("id", "身份证")] })).Problems.ShouldBeEmpty();
    }
}
