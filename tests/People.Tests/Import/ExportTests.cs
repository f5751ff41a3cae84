using System.Net;
using Linli.People.Accounts;
using Linli.People.Contact;
using Linli.Platform.Data;
using Linli.Platform.Tables;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Linli.People.Tests.Import.ImportBed;

namespace Linli.People.Tests.Import;

/// <summary>The register taken out again: masked unless somebody says why, and then everybody in it can read who.</summary>
public class ExportTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static readonly byte[] People = Csv(
        "姓名,证件号,手机,住址,住户类型,与户主关系,租期至", $"沈建国,{Id("19500308", 1)},13900004001,和一-7-1-101,业主,户主,", $"沈小小,{Id("20160910", 4)},,和一-7-1-101,,孙女,",
        $"李租客,{Id("19900101", 5)},13900004002,和一-7-1-102,租户,户主,2028-06-30");

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Export_WithoutAReason_IsMasked(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        await Load(town, await town.Staff("worker"), People);
        var client = await town.StaffClient("worker");
        var rows = await Rows(await client.GetAsync("/api/v1/register/export.csv"));
        rows.Select(r => (r["住址"], r["姓名"], r["住户类型"])).ShouldBe(
            [("和一-7-1-101", "沈**", "业主"), ("和一-7-1-101", "沈**", "家属"), ("和一-7-1-102", "李**", "租户")], ignoreOrder: true);
        rows.Single(r => r["住户类型"] == "租户")["租期至"].ShouldBe("2028-06-30");
        var all = string.Join('|', rows.SelectMany(r => r.Cells));
        all.ShouldNotContain("13900004001");
        all.ShouldNotContain("建国");
        all.ShouldNotContain("1950-03-08");

        (await Rows(await client.GetAsync("/api/v1/register/export.xlsx?relation=Tenant&place=hf-1"))).ShouldHaveSingleItem();
        (await client.GetAsync("/api/v1/register/export.csv?place=hf-2")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Export_WithAReason_IsFull_AndAViewOfEverybodyButChildren(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var worker = await town.Staff("worker");
        await Load(town, worker, People);
        var client = await town.StaffClient("worker");
        (await client.PostAsync("/api/v1/register/export", new FormUrlEncodedContent(new Dictionary<string, string> { ["reason"] = "" }))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var rows = await Rows(await client.PostAsync(
            "/api/v1/register/export", new FormUrlEncodedContent(new Dictionary<string, string> { ["reason"] = "人口普查核对", ["format"] = "csv" })));
        var owner = rows.Single(r => r["住户类型"] == "业主");
        (owner["姓名"], owner["联系电话"], owner["身份证号码"], owner["出生日期"]).ShouldBe(("沈建国", "13900004001", Id("19500308", 1), "1950-03-08"));
        rows.Single(r => r["住户类型"] == "家属")["姓名"].ShouldBe("沈**");

        var views = await town.InScope(s => s.GetRequiredService<LinliDb>().Records<View>().AsNoTracking().ToListAsync());
        var names = (await Persons(town)).ToDictionary(p => p.Id, p => p.Name);
        views.Select(v => names[v.PersonId]).ShouldBe(["沈建国", "李租客"], ignoreOrder: true);
        views.ShouldAllBe(v => v.Reason == "人口普查核对" && v.ViewerId == worker);
    }

    [Fact]
    public async Task Export_ANameThatLooksLikeAFormula_IsNeverRun()
    {
        await using var town = await TestTown.Found();
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            var home = (await s.GetRequiredService<Linli.Places.IHomes>().InBuilding(SmallTown.First.Child("hf-1-c").Child("hf-1-c-7"), CancellationToken.None))[0];
            var person = new Person { Id = Guid.CreateVersion7(TestTown.Start), Name = "=HYPERLINK(1)", At = TestTown.Start, PhoneMask = "+1" };
            db.Records<Person>().Add(person);
            db.Insert(Linli.People.Register.RegisterBook.NewTie(person, null, home, new() { Relation = HomeRelation.Owner }, null, TestTown.Start));
            return await db.SaveChangesAsync();
        });
        var client = await town.StaffClient("worker");
        var text = await client.GetStringAsync("/api/v1/register/export.csv");
        text.ShouldContain("'=");
        text.ShouldContain("'+1");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Export_InFullImportedAgain_ChangesNothing_AndMaskedRowsAreRefused(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var worker = await town.Staff("worker");
        await Load(town, worker, Csv(
            "姓名,证件号,手机,住址,住户类型,产权份额,租期至", $"沈建国,{Id("19500308", 1)},13900004001,和一-7-1-101,业主,1/2,", $"王桂芳,{Id("19520601", 2)},13900004001,和一-7-1-101,业主,50%,",
            $"李租客,{Id("19900101", 5)},13900004002,和一-7-1-102,租户,,2028-06-30", $"周小租,{Id("20160910", 4)},13900004002,和一-7-1-102,租户,,", $"陈租客,{Id("19920202", 7)},,和一-7-1-201,租户,,"),
            answers: new() { Leases = Linli.People.Import.LeaseAnswer.Unknown });
        using var file = new MemoryStream();
        var rows = await town.InScope(async s =>
        {
            s.GetRequiredService<Linli.Platform.Security.CurrentCaller>().Value = Linli.Platform.Security.Caller.System;
            return await s.GetRequiredService<IRegisterExport>().Export(() => TableWriter.Csv(file), new() { Reason = "迁移核对" }, CancellationToken.None);
        });
        rows.Value.ShouldBe(5);
        var again = await Load(town, worker, file.ToArray(), answers: Linli.People.Import.ImportAnswers.None);
        (again.Counts!.NothingNew, again.Counts.Unchanged, again.Counts.Refused).ShouldBe((true, 4, 1), "the child stays masked");
        again.Findings!.Refused.ShouldHaveSingleItem().Reason.En.ShouldContain("masked");
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Records<View>().AsNoTracking().ToListAsync())).ShouldAllBe(v => v.ViewerId == Guid.Empty && v.Reason == "迁移核对");

        var masked = await (await town.StaffClient("worker")).GetByteArrayAsync("/api/v1/register/export.csv");
        var refused = await Load(town, worker, masked, answers: Linli.People.Import.ImportAnswers.None);
        (refused.Counts!.NothingNew, refused.Counts.Refused).ShouldBe((true, 5));
    }

    [Theory]
    [InlineData("merchant")]
    [InlineData("steward")]
    public async Task Export_WithoutThePermission_IsForbidden(string login)
    {
        await using var town = await TestTown.Found();
        (await (await town.StaffClient(login)).GetAsync("/api/v1/register/export.csv")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Pages_OfImportAndExport_Open()
    {
        await using var town = await TestTown.Found();
        var worker = await town.Staff("worker");
        var check = await Check(town, worker, People);
        var client = await town.StaffClient("worker");
        foreach (var page in (string[])["/desk/register/import", $"/desk/register/import/{check.Id}", "/desk/register/export"])
            (await client.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.OK, page);
    }

    private static async Task<List<TableRow>> Rows(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        using var table = TableReader.Open(new MemoryStream(await answer.Content.ReadAsByteArrayAsync()));
        return [.. table.Rows()];
    }
}
