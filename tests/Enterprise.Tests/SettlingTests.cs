using System.Net;
using System.Net.Http.Json;
using Linli.Cases;
using Linli.Cases.Read;
using Linli.Enterprise.Settling;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Privacy;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Linli.Enterprise.Tests.FlatTown;

namespace Linli.Enterprise.Tests;

/// <summary>The rules by which talent settles (S89): who, at what rent, on what evidence, decided by whom, and how to appeal.</summary>
[Trait("Feature", "S89")]
public sealed class SettlingTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Application_IsDecidedByTheRulesOfItsDay_AndAnAppealBySomebodyElse(DatabaseKind kind)
    {
        await using var place = await Open(kind);
        var (town, me, other) = (place.Town, await place.Resident(), await place.Resident());

        // What one says and the rules do not allow is told at once; a person decides where one insists.
        (await place.Apply(me, months: 3)).Problem.ShouldSatisfyAllConditions(p => p.Field.ShouldBe("months"), p => p.Message.En.ShouldContain("6 months"));
        var missing = (await town.Run(me, new ApplyForTalent("hf-1", "master", 12, false, [await place.Paper(me, "p1")]))).Problem;
        (missing.Code, missing.Message.Zh).ShouldBe(("enterprise.talent_papers_missing", "还缺：社保证明。"));
        var mine = Good(await place.Apply(me, months: 3, anyway: true));
        (mine.State, mine.DueOn).ShouldBe((TalentState.Submitted, new DateOnly(2026, 12, 7)));
        (await place.Apply(me)).Problem.Code.ShouldBe("enterprise.talent_open");
        var seen = Good(await town.Ask(place.Worker, new OpenCase(new(mine.Case!.Value))));
        (seen.Line.Type, seen.Line.State).ShouldBe(("talent", CaseState.Accepted));
        Good(await town.Run(me, new AddTalentPapers([await place.Paper(me, "p1")]) { Application = mine.Id }));

        // Papers are for the applicant and for who decides, not for neighbours or other staff.
        var file = Good(await town.Ask(me, new MyTalent())).Single().Papers[0].Files[0];
        (await Sees(town, me, mine.Id), await Sees(town, place.Worker, mine.Id), await Sees(town, other, mine.Id), await Sees(town, await town.Staff("desk"), mine.Id)).ShouldBe((true, true, false, false));
        file.Value.ShouldNotBe(Guid.Empty);

        // Nobody is granted what the rules do not give; a refusal has its reason, and its appeal somebody else.
        var line = Good(await town.Ask(place.Worker, new DeskTalent())).Single();
        (line.Months, line.Late, line.MayDecide).ShouldBe((3, false, true));
        line.Name.ShouldNotContain("李");
        (await town.Run(place.Worker, new DecideTalent(true, "符合第三条") { Application = mine.Id })).Problem.Field.ShouldBe("months");
        (await town.Run(await town.Staff("worker2"), new DecideTalent(true, "符合第三条") { Application = mine.Id })).Problem.Code.ShouldBe("enterprise.talent_none");
        (await town.Run(me, new AppealTalent("社保是连续的") { Application = mine.Id })).Problem.Code.ShouldBe("enterprise.talent_nothing_to_appeal");
        Good(await town.Run(place.Worker, new DecideTalent(false, "社保不满六个月") { Application = mine.Id }));
        (await town.Run(place.Worker, new DecideTalent(false, "再次决定一次") { Application = mine.Id })).Problem.Code.ShouldBe("enterprise.talent_decided_already");
        Good(await town.Ask(place.Worker, new OpenCase(new(mine.Case!.Value)))).Line.State.ShouldBe(CaseState.Answered);
        (await town.Run(other, new AppealTalent("不是我的申请") { Application = mine.Id })).Problem.Code.ShouldBe("enterprise.talent_none");
        var appeal = Good(await town.Run(me, new AppealTalent("转入的四个月没有算") { Application = mine.Id }));
        Good(await town.Run(me, new AppealTalent("再发一次没有关系") { Application = mine.Id })).Id.ShouldBe(appeal.Id);
        (await town.Run(place.Worker, new DecideAppeal(false, "维持原来的决定") { Appeal = appeal.Id })).Problem.Code.ShouldBe("enterprise.talent_none", "whoever decides first decides no appeals");
        var theirs = Good(await place.Apply(other));
        Good(await town.Run(place.Street, new DecideTalent(false, "毕业已满五年") { Application = theirs.Id }));
        var second = Good(await town.Run(other, new AppealTalent("毕业只有四年半") { Application = theirs.Id }));
        (await town.Run(place.Street, new DecideAppeal(false, "维持原来的决定") { Appeal = second.Id })).Problem.Code.ShouldBe("enterprise.talent_same_person");
        (await town.Client().GetAsync("/api/v1/talent/applications")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        Good(await town.Run(place.Street, new DecideAppeal(true, "转入的月数应当计入") { Appeal = appeal.Id }));
        var done = Good(await town.Ask(me, new MyTalent())).Single();
        (done.State, done.Until, done.Appeal!.State).ShouldBe((TalentState.Granted, new DateOnly(2028, 11, 23), AppealState.Granted));

        // The register counts, and names nobody.
        Good(await place.Apply(await place.Resident()));
        town.Time.Move(TimeSpan.FromDays(20));
        var text = await town.Client().GetStringAsync("/api/v1/talent/register/hf");
        text.ShouldNotContain(mine.Number);
        text.ShouldNotContain("转入");
        var register = Good(await town.Ask(null, new ReadTalentRegister("hf")));
        (register.Waiting, register.Late, register.Counts.Single()).ShouldBe((1, 1, register.Counts.Single() with { Granted = 0, Refused = 2, Appealed = 2, Overturned = 1 }));
        register.Lines.ShouldAllBe(l => !l.Granted && l.InTime);
        register.Lines.Select(l => l.Appeal).ShouldBe([AppealState.Granted, AppealState.Open], ignoreOrder: true);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Rules_HaveVersionsByPlaceAndDay_AndEveryWrongFieldIsNamed(DatabaseKind kind)
    {
        await using var place = await Open(kind);
        var (town, me) = (place.Town, await place.Resident());
        Good(await town.Run(place.Street, Rules(new(2027, 1, 1), 2500)));
        Good(await town.Ask(null, new ReadTalentRules("hf-1"))).ShouldSatisfyAllConditions(r => r.Version.ShouldBe(1), r => r.HighestFen.ShouldBe(3000), r => r.To.ShouldBe(new DateOnly(2026, 12, 31)));
        Good(await town.Ask(null, new ReadTalentRules("hf-2", new(2027, 1, 1)))).ShouldSatisfyAllConditions(r => r.Version.ShouldBe(2), r => r.HighestFen.ShouldBe(2500));
        (await town.Ask(null, new ReadTalentRules("hf-1", new(2026, 11, 1)))).Problem.Code.ShouldBe("enterprise.no_talent_rules");
        Good(await town.Ask(place.Street, new ListTalentRules())).Count.ShouldBe(2);

        (await town.Run(place.Street, Rules(new(2026, 11, 1)))).Problem.Field.ShouldBe("from");
        (await town.Run(place.Street, Rules(new(2026, 12, 1)))).Problem.Code.ShouldBe("enterprise.talent_from_last");
        (await town.Run(place.Street, Rules() with { Place = "nowhere" })).Problem.Field.ShouldBe("place");
        (await town.Run(place.Street, Rules() with { CapFen = 0, CapPercent = 101, MarketFen = -1, Source = "x", MarketSource = null, GraceDays = 3, Categories = [] })).Problems.Select(p => p.Field).Distinct()
            .ShouldBe(["source", "marketSource", "capFen", "marketFen", "capPercent", "graceDays", "categories"], ignoreOrder: true);
        (await town.Run(place.Street, Rules() with { Categories = [new("A B", "", null, null, null, -1, true, 5, 0, [])] })).Problems.Select(p => p.Field)
            .ShouldBe(["categories[0].code", "categories[0].nameZh", "categories[0].whoZh", "categories[0].minMonths", "categories[0].area", "categories[0].priority", "categories[0].papers"]);

        (await town.Run(me, new ApplyForTalent("nowhere", "master", 1, false, []))).Problem.Field.ShouldBe("community");
        (await town.Run(me, new ApplyForTalent("hf-1", "king", 1, false, []))).Problem.Field.ShouldBe("category");
        (await town.Run(me, new ApplyForTalent("hf-1", "master", -1, false, []))).Problem.Field.ShouldBe("months");
        (await town.Run(me, new ApplyForTalent("hf-1", "master", 7, false, [new("p9", new(Guid.CreateVersion7()))]))).Problem.Code.ShouldBe("enterprise.talent_paper");
        (await town.Run(me, new AddTalentPapers([]) { Application = Guid.Empty })).Problem.Field.ShouldBe("papers");
        (await town.Run(place.Worker, new DecideTalent(true, "") { Application = Guid.Empty })).Problem.Field.ShouldBe("reason");
        (await town.Run(place.Worker, new EndTalent(null) { Application = Guid.Empty })).Problem.Field.ShouldBe("reason");
        (await town.Run(me, new AppealTalent("短") { Application = Guid.Empty })).Problem.Field.ShouldBe("grounds");
        (await town.Run(place.Street, new DecideAppeal(true, null) { Appeal = Guid.Empty })).Problem.Field.ShouldBe("reason");
        (await town.Ask(null, new ReadTalentRegister("nowhere"))).Problem.Code.ShouldBe("enterprise.talent_place");
        var client = await town.StaffClient("street");
        (await client.PostAsJsonAsync("/api/v1/talent/rules", new { place = "hf", categories = new object?[] { null } })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        // Deleting one's data leaves a decision without a person.
        var application = Good(await place.Apply(me));
        Good(await town.Run(place.Worker, new DecideTalent(false, "毕业年限不符") { Application = application.Id }));
        Good(await town.Run(me, new AppealTalent("毕业刚满四年的") { Application = application.Id }));
        var person = await place.PersonOf(me);

        // Papers stay while they prove something: an open appeal does.
        (await town.InScope(s => s.GetServices<IRetention>().Single(r => r.Code == "talent.papers").Due(town.Time.GetUtcNow().AddDays(1), default))).ShouldBe(0);
        await place.Look(db => db.Unfiltered<TalentAppeal>().ExecuteUpdateAsync(x => x.SetProperty(a => a.State, AppealState.Upheld).SetProperty(a => a.DecidedAt, town.Time.GetUtcNow())));
        var papers = await place.Look(db => db.Records<TalentEvidence>().CountAsync());
        papers.ShouldBeGreaterThan(0);
        (await town.InScope(s => s.GetServices<IRetention>().Single(r => r.Code == "talent.papers").Delete(town.Time.GetUtcNow().AddDays(1), default))).ShouldBe(papers);
        await town.InScope(async s =>
        {
            var data = s.GetServices<IPersonalData>().Single(d => d.Module == "talent");
            var subject = new DataSubject(person, [me]);
            (await data.Export(subject, default)).Count.ShouldBe(2);
            (await data.Stays(subject, default)).Single().Count.ShouldBe(1);
            await data.Erase(subject, default);
            return true;
        });
        (await place.Look(db => db.Unfiltered<TalentApplication>().AsNoTracking().SingleAsync())).ShouldSatisfyAllConditions(a => a.Person.ShouldBe(Guid.Empty), a => a.Reason.ShouldBeNull());
        (await place.Look(db => db.Unfiltered<TalentAppeal>().AsNoTracking().SingleAsync())).Grounds.ShouldBe("");
        Good(await town.Ask(null, new ReadTalentRegister("hf"))).Lines.Count.ShouldBe(1);
    }

    private static Task<bool> Sees(TestTown town, Guid account, Guid application) =>
        town.As(account, s => s.GetServices<IFileGuard>().Single(g => g.SubjectKind == TalentFiles.Kind).MaySee(s.GetRequiredService<Linli.Platform.Security.CurrentCaller>().Value, application, default));
}
