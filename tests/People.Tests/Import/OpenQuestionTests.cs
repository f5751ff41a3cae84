using System.Net.Http.Json;
using System.Text.Json;
using Linli.People.Accounts;
using Linli.People.Import;
using Linli.Platform.Data;
using Linli.Tests;
using static Linli.People.Tests.Import.ImportBed;

namespace Linli.People.Tests.Import;

/// <summary>What a file does not say is asked once for all rows, and never filled in silently.</summary>
public class OpenQuestionTests
{
    private static readonly byte[] Tenants = Csv(
        "姓名,证件号,手机,住址,住户类型,租期至", $"李租客,{Id("19900101", 5)},13900004002,和一-7-1-101,租户,", $"陈租客,{Id("19920202", 7)},13900004003,和一-7-1-102,租户,长期",
        $"王租客,{Id("19930303", 9)},13900004004,和一-7-1-201,租户,2028-06-30");

    private static readonly byte[] Heads = Csv("姓名,手机,住址,与户主关系", "沈建国,13900004001,和一-7-1-101,户主", "王桂芳,13900004005,,妻", "李业主,13900004006,和一-7-1-102,户主");

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Fact]
    public async Task Check_TenantsWithoutLeaseEnd_AsksOnce_AndWritesNothingBefore()
    {
        await using var town = await TestTown.Found();
        var worker = await town.Staff("worker");
        var check = await Check(town, worker, Tenants, answers: ImportAnswers.None);
        (check.Counts!.OpenLeases, check.Counts.Undecided, check.Counts.Refused).ShouldBe((2, 1, 0));
        (await town.Run(worker, new StartImport(check.Id))).Problem.Code.ShouldBe("people.import_undecided");

        async Task<(string Code, string? Field)> Refused(ImportAnswers answers) =>
            (await town.Run(worker, new CheckImport(Answers: answers) { Id = check.Id })) is { Ok: false, Problem: var p } ? (p.Code, p.Field) : default;
        (await Refused(new() { Leases = LeaseAnswer.SameDay })).ShouldBe(("people.import_leases_until", "leasesUntil"));
        (await Refused(new() { Leases = LeaseAnswer.SameDay, LeasesUntil = new(2026, 11, 22) })).ShouldBe(("register.lease_over", "leasesUntil"));
        (await Refused(new() { Leases = LeaseAnswer.SameDay, LeasesUntil = new(2060, 1, 1) })).ShouldBe(("lease_end_range", "leasesUntil"));
    }

    [Fact]
    public async Task Import_LeftOut_AreRefusedWithTheirReason_AndTheSameDay_IsWritten()
    {
        await using var town = await TestTown.Found();
        var worker = await town.Staff("worker");
        var done = await Load(town, worker, Tenants, answers: new() { Leases = LeaseAnswer.LeaveOut });
        (done.Counts!.NewPeople, done.Counts.Refused).ShouldBe((1, 2));
        done.Findings!.Refused.ShouldAllBe(r => r.Field == ImportColumns.LeaseEnd);

        await Load(town, worker, Tenants, answers: new() { Leases = LeaseAnswer.SameDay, LeasesUntil = new(2027, 8, 31) });
        (await Ties(town)).Count(t => t.To == new DateTimeOffset(2027, 8, 31, 16, 0, 0, TimeSpan.Zero)).ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Import_OfUnknownEnd_StandsOnTheListOfDoubts_UntilSomebodyAsked(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        await Load(town, await town.Staff("worker"), Tenants, answers: new() { Leases = LeaseAnswer.Unknown });
        (await Ties(town)).Count(t => t is { Relation: HomeRelation.Tenant, To: null }).ShouldBe(2);

        var desk = await town.StaffClient("worker");
        var doubts = await desk.GetFromJsonAsync<JsonElement>("/api/v1/register/doubts");
        doubts.GetProperty("count").GetInt32().ShouldBe(2);
        (await (await town.StaffClient("worker2")).GetFromJsonAsync<JsonElement>("/api/v1/register/doubts")).GetProperty("count").GetInt32().ShouldBe(0);
        (await desk.GetAsync("/desk/register/doubts")).EnsureSuccessStatusCode();
        var tie = doubts.GetProperty("leases")[0].GetProperty("tie").GetGuid();
        (await desk.PostAsJsonAsync($"/api/v1/register/ties/{tie}/lease", new { leaseEnd = "2027-12-31" })).EnsureSuccessStatusCode();
        (await desk.GetFromJsonAsync<JsonElement>("/api/v1/register/doubts")).GetProperty("count").GetInt32().ShouldBe(1);

        // The file still does not know it: nothing is asked again, and nothing forgotten.
        var again = await Load(town, await town.Staff("worker"), Tenants, answers: ImportAnswers.None);
        (again.Counts!.NothingNew, again.Counts.OpenLeases).ShouldBe((true, 0));
    }

    [Theory]
    [InlineData("Owner", 2, 3)]
    [InlineData("Family", 0, 3)]
    [InlineData("LeaveOut", 0, 1)]
    public async Task Import_HeadsOfWhomNothingIsSaid_AreWhatWasAnswered(string answer, int owners, int people)
    {
        await using var town = await TestTown.Found();
        var worker = await town.Staff("worker");
        var check = await Check(town, worker, Heads, answers: ImportAnswers.None);
        (check.Counts!.Heads, check.Counts.Undecided).ShouldBe((2, 1));
        var done = await Load(town, worker, Heads, answers: new() { Heads = Enum.Parse<HeadAnswer>(answer) });
        (await Ties(town)).Count(t => t.Relation == HomeRelation.Owner).ShouldBe(owners);
        done.Counts!.NewPeople.ShouldBe(people);

        // Whom the register knows it does not ask about.
        if (answer != "LeaveOut")
            (await Check(town, worker, Heads, answers: ImportAnswers.None)).Counts!.ShouldSatisfyAllConditions(c => c.Heads.ShouldBe(0), c => c.NothingNew.ShouldBeTrue());
    }

    [Theory]
    [InlineData("业主", HomeRelation.Owner)]
    [InlineData("业主（出租）", HomeRelation.Owner)]
    [InlineData("房屋所有权人", HomeRelation.Owner)]
    [InlineData("业主本人", HomeRelation.Owner)]
    [InlineData("业主配偶", HomeRelation.Family)]
    [InlineData("业主之子", HomeRelation.Family)]
    [InlineData("业主的父亲", HomeRelation.Family)]
    [InlineData("房东母亲", HomeRelation.Family)]
    [InlineData("业主家属", HomeRelation.Family)]
    [InlineData("女婿", HomeRelation.Family)]
    [InlineData("租户", HomeRelation.Tenant)]
    [InlineData("承租人", HomeRelation.Tenant)]
    [InlineData("非租户", null)]
    [InlineData("非业主", null)]
    [InlineData("外星人", null)]
    public void RelationOf_WordsOfRealRegisters_AreReadWhole(string text, HomeRelation? relation) => RelationReading.RelationOf(text).ShouldBe(relation);

    [Theory]
    [InlineData("户主", "Head")]
    [InlineData("户主之子", "Child")]
    [InlineData("户主配偶", "Spouse")]
    [InlineData("户主儿媳", "Other")]
    [InlineData("长女（已婚）", "Child")]
    [InlineData("妻子", "Spouse")]
    [InlineData("嫂子", "Other")]
    [InlineData("姐夫", "Other")]
    [InlineData("舅母", "Other")]
    [InlineData("姑父", "Other")]
    [InlineData("外孙女", "Grandchild")]
    [InlineData("继子", "Other")]
    public void HeadOf_WordsOfRealRegisters_AreReadWhole(string text, string relation) => RelationReading.HeadOf(text).ToString().ShouldBe(relation);

    [Fact]
    public async Task Import_ARowWithoutAnAddress_IsNobodysFamily()
    {
        await using var town = await TestTown.Found();
        var done = await Load(town, await town.Staff("worker"), Csv("姓名,手机,住址,住户类型", "沈建国,13900004001,和一-7-1-101,业主", "王五五,13900004005,,"));
        done.Findings!.Refused.ShouldHaveSingleItem().Reason.Zh.ShouldContain("没有住址");
        var parts = await Load(town, await town.Staff("worker"), Csv("姓名,手机,楼栋,单元,房号,住户类型", "沈建国,13900004001,7,1,101,业主", "王五五,13900004005,,,102,业主"), "hf-1-c");
        parts.Findings!.Refused.ShouldHaveSingleItem().Row.ShouldBe(3);
    }

    [Fact]
    public async Task Import_ASale_GivesTheNewOwnersAHouseholdThatLasts()
    {
        await using var town = await TestTown.Found();
        var worker = await town.Staff("worker");
        await Load(town, worker, Csv("姓名,手机,住址,住户类型", "沈建国,13900004001,和一-7-1-101,业主"));
        await Load(town, worker, Csv("姓名,手机,住址,住户类型", "新业主,13900004005,和一-7-1-101,业主", "新家属,13900004006,和一-7-1-101,家属"), decisions: new() { ["Owner"] = Verdict.Replace });
        var open = (await Households(town)).Single(h => h.To is null);
        (await Ties(town)).Where(t => t.EndedBy is null).ShouldAllBe(t => t.HouseholdId == open.Id);
    }

    [Fact]
    public async Task Import_BesideAnOwnerWhoIsKept_IsSeenAtTheHome_AndNotDoubled()
    {
        await using var town = await TestTown.Found();
        var worker = await town.Staff("worker");
        await Load(town, worker, Csv("姓名,手机,住址,住户类型", "沈建国,13900004001,和一-7-1-101,业主"));
        var file = Csv("姓名,住址,住户类型", "新业主,和一-7-1-101,业主");
        await Load(town, worker, file, decisions: new() { ["Owner"] = Verdict.Keep });
        var aside = (await Ties(town)).Single(t => t.Relation == HomeRelation.Family);
        aside.HouseholdId.ShouldBeNull();
        (await Load(town, worker, file, decisions: new() { ["Owner"] = Verdict.Keep })).Counts!.NothingNew.ShouldBeTrue();
        (await Ties(town)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Import_ARepeatedRowWithTheDocumentTheFirstLacks_KeepsIt()
    {
        await using var town = await TestTown.Found();
        var done = await Load(town, await town.Staff("worker"), Csv(
            "姓名,证件号,手机,住址,住户类型", "沈建国,,13900004001,和一-7-1-101,业主", $"沈建国,{Id("19500308", 1)},13900004001,和一-7-1-101,业主"));
        done.Counts!.Repeated.ShouldBe(1);
        (await Persons(town)).ShouldHaveSingleItem().IdentityMask.ShouldNotBeNull();
    }

    [Fact]
    public async Task Import_WhoseColumnsAreGivenWithNull_IsNoFault()
    {
        await using var town = await TestTown.Found();
        var worker = await town.Staff("worker");
        var check = await Check(town, worker, Heads);
        var client = await town.StaffClient("worker");
        (await client.PostAsJsonAsync($"/api/v1/people/imports/{check.Id}/check", new { columns = new Dictionary<string, string?> { ["guardian"] = null } })).EnsureSuccessStatusCode();
    }
}
