using Linli.People.Accounts;
using Linli.People.Import;
using Linli.Platform.Data;
using Linli.Platform.Identity;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Linli.People.Tests.Import.ImportBed;

namespace Linli.People.Tests.Import;

/// <summary>A register as communities really keep it: titles, merged and two-row headings, mixed dates, cells left out.</summary>
public class RealRegisterTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static byte[] Register() => Xlsx(
        [
            ["和一社区居民花名册（2026 年 11 月）"],
            [],
            ["序号", "姓 名", "身份证号码", "性别", "出生年月", "联系电话", "住址", "", "", "与户主关系", "是否租户", "租期至", "备注"],
            ["", "", "", "", "", "", "楼栋", "单元", "房号", "", "", "", ""],
            ["1", "沈建国", Id("19500308", 1), "男", "1950.03", "１３９００００１００１", "7幢", "1单元", "101室", "户主", "否", "", ""],
            ["2", "王桂芳", Id("19520601", 2), "女", "1952/6/1", "139 0000 1002", "", "", "", "妻", "", "", ""],
            ["3", "沈 明", Id("19800704", 3), "男", "#29406", "", "", "", "", "长子", "", "", ""],
            ["4", "李租客", Id("19900101", 5), "男", "19900101", "13900001004", "", "", "102", "户主", "是", "2027.08", ""],
            ["5", "周小租", Id("20160910", 4), "女", "2016年9月10日", "13900001004", "", "", "", "女儿", "", "", ""],
            ["6", "老号码", "330108500308001", "男", "", "", "7#", "1", "201", "户主", "", "", ""],
            ["7", "错号码", Id("19700101", 7)[..17] + (Id("19700101", 7)[17] == '1' ? '2' : '1'), "男", "", "", "7", "1", "201", "户主", "", "", ""],
            ["8", "无楼幢", "", "", "", "13900001008", "9幢", "1", "101", "户主", "", "", ""],
            ["9", "租约过", "", "", "", "13900001009", "7", "1", "202", "户主", "是", "2025/8/31", ""],
            ["10", "钱父亲", Id("19800101", 9), "男", "", "13900001010", "7", "1", "501", "户主", "", "", ""],
            ["11", "钱大龄", Id("19700101", 11), "男", "", "", "", "", "", "儿子", "", "", ""],
            ["12", "赵日期", Id("19750505", 13), "男", "1976-05-05", "", "7", "1", "502", "户主", "", "", ""],
            ["13", "长数字", "#330108197505050000", "", "", "", "7", "1", "502", "户主", "", "", ""],
        ],
        "A1:M1", "G3:I3", "B3:B4", "G5:G9", "H5:H9");

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Import_ARegisterWithMergedHeadingsAndMixedDates_TakesWhatIsRightAndSaysWhatIsNot(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var worker = await town.Staff("worker");
        var check = await Check(town, worker, Register());
        check.State.ShouldBe(ImportState.Checked, check.Failure);
        (await Persons(town)).ShouldBeEmpty();

        var done = await Load(town, worker, Register(), "hf-1-c");
        done.State.ShouldBe(ImportState.Done, done.Failure);
        var people = await Persons(town);
        people.Select(p => p.Name).ShouldBe(["沈建国", "王桂芳", "沈明", "李租客", "周小租", "钱父亲"], ignoreOrder: true);
        done.Counts!.Refused.ShouldBe(7);

        var old = people.Single(p => p.Name == "沈建国");
        (old.BirthDate, old.Sex, old.PhoneMask, old.NameKey).ShouldBe((new DateOnly(1950, 3, 8), Sex.Male, "139****1001", "shenjianguo sjg"));
        var child = people.Single(p => p.Name == "周小租");
        (child.PhoneHash, child.ContactPhoneMask).ShouldBe((null, "139****1004"));

        var ties = await Ties(town);
        ties.Where(t => t.HomeLabel == "和一-7-1-101").Select(t => t.Relation).ShouldBe([HomeRelation.Owner, HomeRelation.Family, HomeRelation.Family], ignoreOrder: true);
        var lease = ties.Single(t => t.PersonId == child.Id);
        (lease.Relation, lease.HomeLabel, lease.To).ShouldBe((HomeRelation.Tenant, "和一-7-1-102", new DateTimeOffset(2027, 8, 31, 16, 0, 0, TimeSpan.Zero)));
        (await Households(town)).Count.ShouldBe(3);
        var guardian = (await Guardians(town)).ShouldHaveSingleItem();
        (guardian.ChildId, guardian.GuardianId).ShouldBe((child.Id, people.Single(p => p.Name == "李租客").Id));
        await town.InScope(async s =>
        {
            var cipher = s.GetRequiredService<FieldCipher>();
            cipher.Open(old.Phone!.Value).ShouldBe("13900001001");
            cipher.Open(old.Identity!.Value).ShouldBe(Id("19500308", 1));
            old.IdentityHash.ShouldBe(cipher.Hash("people.identity", Id("19500308", 1)));
            await Task.CompletedTask;
            return true;
        });
    }

    [Fact]
    public async Task Import_RowsThatAreRefused_ComeBackWithTheirReasonInBothLanguages()
    {
        await using var town = await TestTown.Found();
        var worker = await town.Staff("worker");
        var done = await Load(town, worker, Register(), "hf-1-c");
        var reasons = done.Findings!.Refused.ToDictionary(r => r.Row, r => r.Reason);
        reasons.Keys.Order().ShouldBe([10, 11, 12, 13, 15, 16, 17]);
        reasons[10].En.ShouldContain("15-digit");
        reasons[11].En.ShouldContain("digit is wrong");
        reasons[12].En.ShouldContain("no such building");
        reasons[13].En.ShouldContain("lease ended on 2025-08-31");
        reasons[15].Zh.ShouldContain("子女比父母年长");
        reasons[16].En.ShouldContain("does not agree with the identity number");
        done.HasRefused.ShouldBeTrue();

        var client = await town.StaffClient("worker");
        var bytes = await client.GetByteArrayAsync($"/api/v1/people/imports/{done.Id}/refused.xlsx");
        using var table = TableReader.Open(new MemoryStream(bytes));
        table.Headers.ShouldContain("身份证号码");
        var rows = table.Rows().ToList();
        rows.Count.ShouldBe(7);
        rows[0]["未导入原因"].ShouldContain("15 位");
        rows[0]["Reason"].ShouldContain("15-digit");
        rows[0]["姓 名"].ShouldBe("老号码");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Import_TheSameFileTwice_AddsNothingAndSaysSo(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var worker = await town.Staff("worker");
        await Load(town, worker, Register(), "hf-1-c");
        var before = (await Persons(town)).Select(p => p.Id).ToList();
        var ties = (await Ties(town)).Count;

        var again = await Load(town, worker, Register(), "hf-1-c");
        again.Counts!.NothingNew.ShouldBeTrue();
        (again.Counts.Unchanged, again.Counts.Refused).ShouldBe((6, 7));
        (await Persons(town)).Select(p => p.Id).ShouldBe(before);
        (await Ties(town)).Count.ShouldBe(ties);
        (await Households(town)).Count.ShouldBe(3);
        (await Guardians(town)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Import_WhenDone_HasDeletedTheUploadAndAuditsCountsOnly()
    {
        await using var town = await TestTown.Found();
        var worker = await town.Staff("worker");
        var done = await Load(town, worker, Register(), "hf-1-c");
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            (await db.Records<ImportPart>().AnyAsync(p => p.ImportId == done.Id && p.Of == PartOf.Upload)).ShouldBeFalse();
            return true;
        });
        var line = (await town.Audit("people.import")).ShouldHaveSingleItem();
        (line.Actor, line.Detail).ShouldBe((worker.ToString(), "rows 13, people +6 ~0, ties +6 ~0 -0, households +3, refused 7"));
    }

    [Fact]
    public async Task OldImports_AfterADay_LeaveNothingOfThePeopleBehind()
    {
        await using var town = await TestTown.Found();
        var worker = await town.Staff("worker");
        var check = await Check(town, worker, Register(), "hf-1-c");
        town.Time.Move(TimeSpan.FromHours(25));
        await town.InScope(async s =>
        {
            await ActivatorUtilities.CreateInstance<OldImports>(s).Run(CancellationToken.None);
            var db = s.GetRequiredService<LinliDb>();
            (await db.Records<ImportPart>().AnyAsync()).ShouldBeFalse();
            var import = await db.Records<RegisterImport>().AsNoTracking().SingleAsync(i => i.Id == check.Id);
            (import.State, import.Findings).ShouldBe((ImportState.Failed, null));
            return true;
        });
    }

    [Fact]
    public async Task Stage_AFile_LiesEncrypted()
    {
        await using var town = await TestTown.Found();
        var file = Csv("姓名,电话", "沈建国,13900001001");
        await town.Run(await town.Staff("worker"), new StageImport("a.csv", file, null));
        await town.InScope(async s =>
        {
            var part = await s.GetRequiredService<LinliDb>().Records<ImportPart>().SingleAsync();
            System.Text.Encoding.UTF8.GetString(part.Bytes).ShouldNotContain("13900001001");
            return true;
        });
    }
}
