using System.Text;
using Linli.People.Import;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.UseCases;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;
using static Linli.People.Tests.Import.ImportBed;

namespace Linli.People.Tests.Import;

/// <summary>Wherever a file is cut, the register has all rows that arrived whole, or none.</summary>
public class CutOffTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static readonly string[] Lines =
    [
        "姓名,证件号,手机,住址,住户类型,备注", $"沈建国,{Id("19500308", 1)},13900003001,和一-7-1-101,业主,好", $"王芳芳,{Id("19520601", 2)},13900003002,和一-7-1-102,业主,好",
        $"李文文,{Id("19800704", 3)},13900003003,和一-7-1-201,业主,好",
    ];

    [Fact]
    public async Task Import_ATextFileCutAnywhere_HoldsWholeRowsOrNothing()
    {
        await using var town = await TestTown.Found();
        var worker = await town.Staff("worker");
        var whole = Csv(Lines);
        for (var length = 1; length < whole.Length; length++)
        {
            var rows = await Rows(town, worker, whole[..length]);
            if (rows is null)
                continue;
            // What was read are the first rows of the file, each with all that identifies a person.
            rows.Count.ShouldBeLessThanOrEqualTo(3);
            for (var i = 0; i < rows.Count; i++)
                (rows[i].Read.Name, rows[i].Read.Identity!.Value, rows[i].Read.Phone!.Value, rows[i].Home!.Label)
                    .ShouldBe((Lines[i + 1].Split(',')[0], Lines[i + 1].Split(',')[1], Lines[i + 1].Split(',')[2], Lines[i + 1].Split(',')[3]), $"cut at {length}");
        }
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.9)]
    [InlineData(0.999)]
    public async Task Import_AWorkbookCutAnywhere_IsRefusedWhole(double part)
    {
        await using var town = await TestTown.Found();
        var whole = Xlsx([.. Lines.Select(l => l.Split(','))]);
        var result = await town.Run(await town.Staff("worker"), new StageImport("a.xlsx", whole[..(int)(whole.Length * part)], null));
        result.Ok.ShouldBeFalse();
        result.Problem.Code.ShouldBe("people.import_unreadable");
    }

    [Fact]
    public async Task Import_AFileBrokenInTheMiddle_IsRefusedWholeWithTheLine()
    {
        await using var town = await TestTown.Found();
        var worker = await town.Staff("worker");
        var broken = Lines[2].Replace("王芳芳", "\"王芳芳", StringComparison.Ordinal);
        var near = await town.Run(worker, new StageImport("a.csv", Encoding.UTF8.GetBytes(string.Join("\r\n", Lines[0], Lines[1], broken, Lines[3])), null));
        near.Problem.Message.Zh.ShouldContain("第 3 行");
        near.Problem.Message.En.ShouldContain("Line 3");

        // Further down it is only seen when the rows are read.
        string[] many = [Lines[0], .. Enumerable.Repeat(Lines[1], 40)];
        var far = await Check(town, worker, Encoding.UTF8.GetBytes(string.Join("\r\n", [.. many, broken, Lines[3]])));
        far.State.ShouldBe(ImportState.Failed);
        far.Failure.ShouldNotBeNull().ShouldContain("第 42 行");
        var cut = await Check(town, worker, Encoding.UTF8.GetBytes(string.Join("\r\n", [.. many, "王芳芳,33010819"])));
        cut.Failure.ShouldNotBeNull().ShouldContain("第 42 行中断");
        (await Persons(town)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task CarryOut_WhenItFailsAfterTheRowsWereWritten_LeavesNothing(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var worker = await town.Staff("worker");
        var check = await Check(town, worker, Csv([.. Lines, "坏的人,1,,,,"]));
        await town.As(worker, async s =>
        {
            using var table = ImportReading.Open(new MemoryStream(Csv([.. Lines, "坏的人,1,,,,"])));
            var file = await s.GetRequiredService<ImportReading>().Read(table, new Dictionary<string, string>(), null, _ => { }, CancellationToken.None);
            await Should.ThrowAsync<InvalidOperationException>(() => s.GetRequiredService<UseCaseRunner>().Run(
                new CarryOutImport(file, Decisions.None, Usual) { Staged = check.Id, Refused = () => throw new InvalidOperationException("the node dies") }, CancellationToken.None));
            return true;
        });
        (await Persons(town)).ShouldBeEmpty();
        (await Ties(town)).ShouldBeEmpty();
        (await View(town, worker, check.Id)).State.ShouldBe(ImportState.Checked);

        // What waited goes on by itself, as if nothing had happened.
        (await town.Run(worker, new StartImport(check.Id))).Ok.ShouldBeTrue();
        await WorkOff(town);
        (await Persons(town)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Stage_AFileThatIsTooLarge_IsRefusedWithTheLimit()
    {
        await using var town = await TestTown.Found();
        var result = await town.Run(await town.Staff("worker"), new StageImport("a.csv", new byte[(Staging.MostMegabytes << 20) + 1], null));
        (result.Problem.Code, result.Problem.Message.En.Contains("30 MB", StringComparison.Ordinal)).ShouldBe(("people.import_size", true));
    }

    [Fact]
    public async Task Stage_Gb18030_IsReadLikeUtf8()
    {
        await using var town = await TestTown.Found();
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var done = await Load(town, await town.Staff("worker"), Encoding.GetEncoding("GB18030").GetBytes(string.Join("\r\n", Lines) + "\r\n"));
        done.Counts!.NewPeople.ShouldBe(3);
    }

    private static Task<IReadOnlyList<ImportRow>?> Rows(TestTown town, Guid worker, byte[] bytes) => town.As(worker, async s =>
    {
        try
        {
            using var table = ImportReading.Open(new MemoryStream(bytes));
            if (!ImportMap.Of(table.Headers, new Dictionary<string, string>()).Map.IsUsable)
                return null;
            var file = await s.GetRequiredService<ImportReading>().Read(table, new Dictionary<string, string>(), null, _ => { }, CancellationToken.None);
            return (IReadOnlyList<ImportRow>?)[.. file.Rows.Where(r => r.Problem is null && r.Home is not null && r.Read.Identity is not null && r.Read.Phone is not null)];
        }
        catch (InvalidTableException)
        {
            return null;
        }
    });
}
