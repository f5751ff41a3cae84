using System.Net;
using System.Text.Json;
using Linli.People.Contact;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests;

/// <summary>Special-care lists (S16, S17): names for those who look after somebody, every view logged, suggestions never automatic.</summary>
public class CareListTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Entry_IsReadByWhoLooksAfterThePersonAndByTheResponsibleOnly_AndEveryLookIsLogged(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        await town.Groups();
        var person = await town.Person("沈桂芳", "1950-03-08");
        var (worker, steward, secretary, other) = (await town.StaffClient("worker"), await town.StaffClient("steward"), await town.StaffClient("secretary"), await town.StaffClient("worker2"));
        var id = await worker.Enter(person, "alone", "老伴去世后独居", "户口簿");

        (await worker.Get("/care/entries").Good()).GetProperty("lines")[0].Text("name").ShouldBe("沈**");
        (await steward.Get("/care/entries").Good()).GetProperty("lines")[0].GetProperty("name").ValueKind.ShouldBe(JsonValueKind.Null, "the steward sees that there is somebody, not who");
        (await other.Get("/care/entries").Good()).GetProperty("lines").GetArrayLength().ShouldBe(0);

        (await worker.Get($"/care/entries/{id}").Good()).Text("reason").ShouldBe("老伴去世后独居");
        (await secretary.Get($"/care/entries/{id}?reason=年度检查").Good()).Text("name").ShouldBe("沈桂芳");
        (await steward.Get($"/care/entries/{id}").Refused(HttpStatusCode.Forbidden)).ShouldBe("care.not_assigned");
        (await other.Get($"/care/entries/{id}").Refused(HttpStatusCode.NotFound)).ShouldBe("care.entry_not_found");
        (await Views(town, person)).ShouldBe(["care.entry_not_found", "care.not_assigned", "home health", "home health"], ignoreOrder: true);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Child_Under14_IsListedOnlyOnceAnotherResponsibleHasApproved_AndTheRecordAsksWhy(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        await town.Groups();
        var child = await town.Person("小明", "2016-04-21");
        var (worker, secretary) = (await town.StaffClient("worker"), await town.StaffClient("secretary"));
        var entered = await worker.Post("/care/entries", new { person = child, group = "child", reason = "父母重病", evidence = "医院证明" }).Good();
        entered.Text("state").ShouldBe("waiting");
        (await worker.Get("/care/entries").Good()).GetProperty("groups").EnumerateArray().ShouldAllBe(g => g.GetProperty("listed").GetInt32() == 0);
        (await worker.Post($"/care/entries/{entered.Id()}/decide", new { approve = true })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await secretary.Post($"/care/entries/{entered.Id()}/decide", new { approve = false, reason = "" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("care.reason_length");
        await secretary.Post($"/care/entries/{entered.Id()}/decide", new { approve = true }).Good();
        (await secretary.Post($"/care/entries/{entered.Id()}/decide", new { approve = true }).Refused(HttpStatusCode.Conflict)).ShouldBe("care.decided");
        (await worker.Get($"/care/entries/{entered.Id()}").Refused(HttpStatusCode.BadRequest)).ShouldBe("care.reason_missing");
        (await worker.Get($"/care/entries/{entered.Id()}?reason=准备中秋走访").Good()).GetProperty("age").GetInt32().ShouldBe(10);
        var own = (await secretary.Post("/care/entries", new { person = await town.Person("小红", "2017-01-01", 1), group = "child", reason = "父母重病", evidence = "医院证明" }).Good()).Id();
        (await secretary.Post($"/care/entries/{own}/decide", new { approve = true }).Refused(HttpStatusCode.Forbidden)).ShouldBe("care.own_entry");
    }

    // Monday 23 November 2026, 08:00 in Shanghai is midnight in UTC: the local day counts.
    [Theory, MemberData(nameof(Both))]
    public async Task Suggestions_CountAgesOnTheLocalDay_AndNobodyIsListedByThem(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        await town.Groups();
        var today = await town.Person("满八十", "1946-11-23");
        await town.Person("差一天", "1946-11-24", 1);
        var alone = await town.Person("独一人", "1950-01-01", 2);
        await town.Person("有人陪", "1950-01-01", 3);
        await town.Person("陪的人", "1990-01-01", 3);
        var worker = await town.StaffClient("worker");
        var eighty = await worker.Get("/care/suggestions?group=age80").Good();
        eighty.GetProperty("people").EnumerateArray().Select(p => p.Id("person")).ShouldBe([today]);
        var lonely = (await worker.Get("/care/suggestions?group=alone").Good()).GetProperty("people").EnumerateArray().Select(p => p.Id("person")).ToList();
        lonely.ShouldContain(alone);
        lonely.Count.ShouldBe(3);
        (await worker.Get("/care/entries").Good()).GetProperty("total").GetInt32().ShouldBe(0);

        await worker.Post("/care/suggestions/dismiss", new { person = alone, group = "alone", reason = "儿子住同一单元" }).Good();
        (await worker.Get("/care/suggestions?group=alone").Good()).GetProperty("total").GetInt32().ShouldBe(2);
        await worker.Enter(today, "age80");
        (await worker.Get("/care/suggestions?group=age80").Good()).GetProperty("total").GetInt32().ShouldBe(0);
        (await (await town.StaffClient("worker2")).Post("/care/suggestions/dismiss", new { person = today, group = "age80", reason = "不在辖区" }).Refused(HttpStatusCode.NotFound)).ShouldBe("care.person_not_found");
    }

    [Fact]
    public async Task Person_BornOn29February_IsEightyOn1MarchOfAYearWithoutThatDay()
    {
        await using var town = await TestTown.Found();
        await town.Groups();
        await town.Person("闰年生", "1948-02-29");
        var worker = await town.StaffClient("worker");
        foreach (var (utc, expected) in new[] { ("2028-02-28T15:00:00Z", 0), ("2028-02-28T17:00:00Z", 1) })
        {
            town.Time.SetTo(DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture));
            (await (await town.StaffClient("worker")).Get("/care/suggestions?group=age80").Good()).GetProperty("total").GetInt32().ShouldBe(expected, utc);
        }
    }

    [Theory]
    [InlineData("", "户口簿", null, null, "reason")]
    [InlineData("独居", "", null, null, "evidence")]
    [InlineData("独居", "户口簿", "2026-12-31", "2026-12-01", "to")]
    [InlineData("独居", "户口簿", "1960-01-01", null, "from")]
    public async Task Enter_WithWhatCannotBe_NamesTheField(string reason, string evidence, string? from, string? to, string field)
    {
        await using var town = await TestTown.Found();
        await town.Groups();
        var person = await town.Person("沈桂芳", "1950-03-08");
        var worker = await town.StaffClient("worker");
        var answer = await worker.Post("/care/entries", new { person, group = "alone", reason, evidence, from, to });
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain($"\"{field}\"");
    }

    [Fact]
    public async Task Enter_TwiceOrOutsideOnesPlaces_IsRefused_AndAnAssignmentCanBeTakenBack()
    {
        await using var town = await TestTown.Found();
        await town.Groups();
        var person = await town.Person("沈桂芳", "1950-03-08");
        var (worker, secretary) = (await town.StaffClient("worker"), await town.StaffClient("secretary"));
        var id = await worker.Enter(person, "alone");
        (await worker.Post("/care/entries", new { person, group = "alone", reason = "独居", evidence = "户口簿" }).Refused(HttpStatusCode.Conflict)).ShouldBe("care.entered_already");
        (await worker.Post("/care/entries", new { person, group = "gold", reason = "独居", evidence = "户口簿" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("care.group_unknown");
        (await (await town.StaffClient("worker2")).Post("/care/entries", new { person, group = "age80", reason = "高龄", evidence = "户口簿" }).Refused(HttpStatusCode.NotFound)).ShouldBe("care.person_not_found");
        (await secretary.Post($"/care/entries/{id}/workers", new { account = await town.Staff("worker2") }).Refused(HttpStatusCode.BadRequest)).ShouldBe("care.worker_unknown");
        await secretary.Post($"/care/entries/{id}/workers", new { account = await town.Staff("steward") }).Good();
        await secretary.Post($"/care/entries/{id}/workers", new { account = await town.Staff("worker"), assigned = false }).Good();
        await (await town.StaffClient("steward")).Get($"/care/entries/{id}").Good();
        await worker.Get($"/care/entries/{id}").Refused(HttpStatusCode.Forbidden);
        (await secretary.Post($"/care/entries/{id}/review", new { endReason = "" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("care.endReason_length");
        await secretary.Post($"/care/entries/{id}/review", new { endReason = "搬去与女儿同住" }).Good();
        (await secretary.Get("/care/entries").Good()).GetProperty("total").GetInt32().ShouldBe(0);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Entering_SomebodyWhoIsLookedAfterAlready_OpensNothingOfThem(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        await town.Groups();
        var person = await town.Person("沈桂芳", "1940-03-08");
        var (worker, steward) = (await town.StaffClient("worker"), await town.StaffClient("steward"));
        var first = await worker.Enter(person, "alone", "老伴去世后独居", "户口簿");
        var second = await steward.Enter(person, "age80", "高龄", "身份证");
        (await steward.Get($"/care/entries/{first}").Refused(HttpStatusCode.Forbidden)).ShouldBe("care.not_assigned");
        (await steward.Get($"/care/entries/{second}").Refused(HttpStatusCode.Forbidden)).ShouldBe("care.not_assigned");
        await worker.Get($"/care/entries/{second}").Good();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task LastEntry_ThatEnds_EndsWhoLooksAfterThePerson_AndOneThatRanOutCanBeRenewed(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        await town.Groups();
        var person = await town.Person("沈桂芳", "1940-03-08");
        var worker = await town.StaffClient("worker");
        var id = (await worker.Post("/care/entries", new { person, group = "alone", reason = "住院期间独居", evidence = "住院证明", to = "2026-11-30" }).Good()).Id();
        town.Time.SetTo(new(2026, 12, 1, 1, 0, 0, TimeSpan.Zero));
        worker = await town.StaffClient("worker");
        await Clock(town);
        (await worker.Get($"/care/entries/{id}").Refused(HttpStatusCode.Forbidden)).ShouldBe("care.not_assigned", "nobody looks after whom no list names");
        await worker.Post("/care/entries", new { person, group = "alone", reason = "仍独居", evidence = "上门核实" }).Good();

        var child = await worker.Enter(await town.Person("小明", "2016-04-21", 1), "child", "父母重病", "医院证明");
        await (await town.StaffClient("secretary")).Post($"/care/entries/{child}/decide", new { approve = false, reason = "材料不符" }).Good();
        (await worker.Get($"/care/entries/{child}?reason=想再看看").Refused(HttpStatusCode.Forbidden)).ShouldBe("care.not_assigned");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Lists_FollowTheRegister_WhoDiedLeavesThem_WhoMovedIsFoundAtTheNewHome(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        await town.Groups();
        var (dead, moved) = (await town.Person("沈桂芳", "1940-03-08"), await town.Person("吴福生", "1940-05-01", 1));
        var worker = await town.StaffClient("worker");
        await worker.Enter(dead, "age80");
        await worker.Enter(moved, "age80");
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            await db.Records<Linli.People.Accounts.Person>().Where(p => p.Id == dead).ExecuteUpdateAsync(p => p.SetProperty(x => x.DiedOn, new DateOnly(2026, 11, 22)));
            var now = town.Time.GetUtcNow();
            return await db.Unfiltered<Linli.People.Accounts.HomeTie>().Where(t => t.PersonId == moved).ExecuteUpdateAsync(t => t.SetProperty(x => x.To, now));
        });
        await town.Tie(moved, second: true);
        await Clock(town);
        (await worker.Get("/care/entries").Good()).GetProperty("total").GetInt32().ShouldBe(0);
        (await (await town.StaffClient("worker2")).Get("/care/entries").Good()).GetProperty("total").GetInt32().ShouldBe(1);
        (await worker.Post("/visits/plans", new { name = "冬日走访", place = "hf-1", group = "age80", dueOn = "2026-12-10", items = VisitTests.Items }).Refused(HttpStatusCode.BadRequest)).ShouldBe("visits.nobody");
    }

    [Fact]
    public async Task LivingAlone_DoesNotCountAnOwnerWhoLivesElsewhere()
    {
        await using var town = await TestTown.Found();
        await town.Groups();
        var mother = await town.Person("沈桂芳", "1940-03-08");
        var son = await town.Person("沈建国", "1963-03-08");
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            await db.Unfiltered<Linli.People.Accounts.HomeTie>().Where(t => t.PersonId == son).ExecuteUpdateAsync(t => t.SetProperty(x => x.Relation, Linli.People.HomeRelation.Owner));
            return await db.Unfiltered<Linli.People.Accounts.HomeTie>().Where(t => t.PersonId == mother).ExecuteUpdateAsync(t => t.SetProperty(x => x.HouseholdId, Guid.CreateVersion7(TestTown.Start)));
        });
        (await (await town.StaffClient("worker")).Get("/care/suggestions?group=alone").Good()).GetProperty("people").EnumerateArray().Select(p => p.Id("person")).ShouldBe([mother]);
    }

    private static Task<bool> Clock(TestTown town) => town.InScope(async s =>
    {
        await s.GetRequiredService<Linli.People.Care.CareClock>().Run(CancellationToken.None);
        return true;
    });

    [Fact]
    public async Task Find_IsWithinOnesPlacesAndMasked()
    {
        await using var town = await TestTown.Found();
        await town.Person("沈桂芳", "1950-03-08");
        (await (await town.StaffClient("worker")).Get("/care/people?words=沈桂").Good())[0].Text("name").ShouldBe("沈**");
        (await (await town.StaffClient("worker2")).Get("/care/people?words=沈桂").Good()).GetArrayLength().ShouldBe(0);
        (await (await town.StaffClient("worker")).Get("/care/people?words=沈").Refused(HttpStatusCode.BadRequest)).ShouldBe("care.words");
    }

    private static Task<List<string>> Views(TestTown town, Guid person) => town.InScope(s =>
        s.GetRequiredService<LinliDb>().Records<View>().Where(v => v.PersonId == person).OrderBy(v => v.What).Select(v => v.Refused ?? v.What).ToListAsync());
}
