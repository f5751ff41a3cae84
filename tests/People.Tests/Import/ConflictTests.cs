using Linli.People.Accounts;
using Linli.People.Import;
using Linli.Tests;
using static Linli.People.Tests.Import.ImportBed;

namespace Linli.People.Tests.Import;

/// <summary>Where the file and the register contradict each other, somebody decides.</summary>
public class ConflictTests
{
    private const string Heading = "姓名,证件号,手机,住址,住户类型,产权份额,租期至";

    [Theory]
    [InlineData("Keep", "139****2001", 0)]
    [InlineData("Replace", "139****2009", 0)]
    [InlineData("Skip", "139****2001", 1)]
    public async Task Import_TheSamePersonWithAnotherPhone_IsDecided(string verdict, string phone, int refused)
    {
        await using var town = await TestTown.Found();
        var worker = await town.Staff("worker");
        await Load(town, worker, Csv(Heading, $"沈建国,{Id("19500308", 1)},13900002001,和一7幢1单元101,业主,,"));
        var file = Csv(Heading, $"沈建国,{Id("19500308", 1)},13900002009,和一7幢1单元101,业主,,");
        var check = await Check(town, worker, file);
        check.Counts!.Undecided.ShouldBe(1);
        var conflict = check.Findings!.Conflicts.ShouldHaveSingleItem();
        (conflict.Kind, conflict.Register, conflict.File).ShouldBe((ConflictKind.Phone, "139****2001", "139****2009"));
        (await town.Run(worker, new StartImport(check.Id))).Problem.Code.ShouldBe("people.import_undecided");

        var done = await Load(town, worker, file, decisions: new() { ["Phone"] = Enum.Parse<Verdict>(verdict) });
        (await Persons(town)).ShouldHaveSingleItem().PhoneMask.ShouldBe(phone);
        done.Counts!.Refused.ShouldBe(refused);
    }

    [Theory]
    [InlineData("Keep", "沈建国", null)]
    [InlineData("Replace", "新业主", "Sold")]
    [InlineData("Skip", "沈建国", null)]
    public async Task Import_AHomeWithAnotherOwner_IsDecided(string verdict, string owner, string? ended)
    {
        await using var town = await TestTown.Found();
        var worker = await town.Staff("worker");
        await Load(town, worker, Csv(Heading, $"沈建国,{Id("19500308", 1)},13900002001,和一-7-1-101,业主,,"));
        await Load(town, worker, Csv(Heading, $"新业主,{Id("19800101", 3)},13900002002,和一-7-1-101,业主,,"), decisions: new() { ["Owner:2"] = Enum.Parse<Verdict>(verdict), ["Owner"] = Verdict.Skip });
        var people = (await Persons(town)).ToDictionary(p => p.Id, p => p.Name);
        var ties = await Ties(town);
        people[ties.Single(t => t.Relation == HomeRelation.Owner && t.EndedBy is null).PersonId].ShouldBe(owner);
        ties.FirstOrDefault(t => t.EndedBy is not null)?.EndedBy.ToString().ShouldBe(ended);
        people.Count.ShouldBe(verdict == "Skip" ? 1 : 2);
    }

    [Fact]
    public async Task Import_SharesAboveTheWholeHome_AreRefusedTogether()
    {
        await using var town = await TestTown.Found();
        var worker = await town.Staff("worker");
        var done = await Load(town, worker, Csv(
            Heading, "沈甲一,,13900002001,和一-7-1-101,业主,1/2,", "沈乙二,,13900002002,和一-7-1-101,业主,60%,", "李丙三,,13900002003,和一-7-1-102,业主,50%,", "李丁四,,13900002004,和一-7-1-102,业主,1/2,"));
        done.Counts!.Refused.ShouldBe(2);
        done.Findings!.Refused[0].Reason.En.ShouldContain("11/10");
        (await Persons(town)).Count.ShouldBe(2);
        (await Ties(town)).Count(t => t is { ShareNumerator: 1, ShareDenominator: 2 }).ShouldBe(2);
    }

    [Fact]
    public async Task Import_ThePhoneOfSomebodyWithAnAccount_IsNeverReplaced()
    {
        await using var town = await TestTown.Found();
        var worker = await town.Staff("worker");
        var resident = await town.Resident("13900002001");
        await Load(town, worker, Csv(Heading, $"沈建国,{Id("19500308", 1)},13900002001,和一-7-1-101,业主,,"));
        var done = await Load(town, worker, Csv(Heading, $"沈建国,{Id("19500308", 1)},13900002009,和一-7-1-101,业主,,"), decisions: new() { ["Phone"] = Verdict.Replace });
        done.Findings!.Refused.ShouldHaveSingleItem().Reason.En.ShouldContain("opens the person's account");
        (await Ties(town)).ShouldHaveSingleItem().AccountId.ShouldBe(resident);
    }

    [Fact]
    public async Task Import_APersonWhoLivesInAnotherCommunity_CannotBeChangedFromHere()
    {
        await using var town = await TestTown.Found();
        await Load(town, await town.Staff("worker2"), Csv(Heading, $"沈建国,{Id("19500308", 1)},13900002001,和二-7-1-101,业主,,"));
        var worker = await town.Staff("worker");
        var check = await Check(town, worker, Csv(Heading, $"沈建军,{Id("19500308", 1)},,和一-7-1-101,业主,,"));
        check.Findings!.Conflicts.ShouldHaveSingleItem().Locked!.Value.En.ShouldContain("another community");
        await Load(town, worker, Csv(Heading, $"沈建军,{Id("19500308", 1)},,和一-7-1-101,业主,,"), decisions: new() { ["Name"] = Verdict.Replace });
        (await Persons(town)).ShouldHaveSingleItem().Name.ShouldBe("沈建国");
        (await Ties(town)).ShouldHaveSingleItem().HomeLabel.ShouldBe("和二-7-1-101");
    }

    [Fact]
    public async Task Import_HomesOfAnotherCommunity_AreRefused()
    {
        await using var town = await TestTown.Found();
        var done = await Load(town, await town.Staff("worker"), Csv(Heading, "沈建国,,13900002001,和二-7-1-101,业主,,"));
        done.Findings!.Refused.ShouldHaveSingleItem().Reason.En.ShouldContain("outside the places you work for");
        (await Persons(town)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Import_RowsThatRepeatEachOther_AreOnePerson()
    {
        await using var town = await TestTown.Found();
        var worker = await town.Staff("worker");
        var done = await Load(town, worker, Csv(
            Heading, $"沈建国,{Id("19500308", 1)},,和一-7-1-101,业主,,", $"沈建国,{Id("19500308", 1)},13900002001,和一-7-1-101,业主,,", $"沈建国,{Id("19500308", 1)},,和一-7-1-102,业主,,",
            $"沈假名,{Id("19500308", 1)},,和一-7-1-201,业主,,"));
        (done.Counts!.NewPeople, done.Counts.NewTies, done.Counts.Repeated, done.Counts.Refused).ShouldBe((1, 2, 1, 1));
    }

    [Fact]
    public async Task Import_WhoHadNoDocumentBefore_GetsItByPhoneAndName()
    {
        await using var town = await TestTown.Found();
        var worker = await town.Staff("worker");
        await Load(town, worker, Csv(Heading, "沈建国,,13900002001,和一-7-1-101,业主,,"));
        var done = await Load(town, worker, Csv(Heading, $"沈建国,{Id("19500308", 1)},13900002001,和一-7-1-101,业主,,"));
        (done.Counts!.NewPeople, done.Counts.ChangedPeople).ShouldBe((0, 1));
        var person = (await Persons(town)).ShouldHaveSingleItem();
        (person.IdentityMask, person.BirthDate).ShouldBe(("3301**********001" + Id("19500308", 1)[17], new DateOnly(1950, 3, 8)));
    }

    [Theory]
    [InlineData("merchant")]
    [InlineData("steward")]
    public async Task Import_WithoutThePermission_IsForbidden(string login)
    {
        await using var town = await TestTown.Found();
        var client = await town.StaffClient(login);
        var answer = await client.PostAsync("/api/v1/people/imports", new MultipartFormDataContent { { new ByteArrayContent(Csv(Heading)), "file", "a.csv" } });
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
        (await town.Ask(await town.Staff("worker2"), new GetImport(Guid.CreateVersion7(TestTown.Start)))).Problem.Code.ShouldBe("people.import_not_found");
    }
}
