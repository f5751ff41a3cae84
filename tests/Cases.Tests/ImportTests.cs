using Linli.Cases.Import;
using Linli.Cases.Read;
using Linli.Platform.Data;
using Linli.Platform.UseCases;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Cases.Tests;

public class ImportTests
{
    private static readonly DateTimeOffset Received = new(2019, 4, 25, 1, 32, 9, TimeSpan.Zero);

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Import_RunTwice_AddsNothingTheSecondTime(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        ImportedCase[] rows = [Row(2, "1"), Row(3, "2", "停车收费", answered: Received.AddDays(16), answer: "已经核查并公示。")];
        (await Import(town, rows)).ShouldBe(new(2, 0, []), Comparer);
        (await Import(town, rows)).ShouldBe(new(0, 2, []), Comparer);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Import_KeepsTimesAndAnswer_AndIsFoundByItsWords(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        await Import(town, [Row(2, "1", "小区停车收费没有公示", Received.AddDays(16), "物业已张贴收费标准。"), Row(3, "2", "路灯不亮")]);
        var staff = await town.Staff("worker");
        var found = (await town.Ask(staff, new Inbox { Box = InboxBox.All, Search = "停车 标准" })).Value!.Items.ShouldHaveSingleItem();
        found.OpenedAt.ShouldBe(Received);
        var detail = (await town.Ask(staff, new OpenCase(found.Id))).Value!;
        detail.ShouldSatisfyAllConditions(
            d => d.ClosedAt.ShouldBe(Received.AddDays(16)), d => d.Line.State.ShouldBe(CaseState.Confirmed),
            d => d.Timeline[^1].Text.ShouldBe("物业已张贴收费标准。"), d => d.Contact.ShouldBe("A***"));
    }

    [Fact]
    public async Task Import_OfRowsThatCannotBe_RefusesEachWithItsReasonAndKeepsTheOthers()
    {
        await using var town = await TestTown.Found();
        var report = await Import(town,
        [
            Row(2, "ok"), Row(3, ""), Row(4, "short", "短"), Row(5, "closed-before-opened", answered: Received.AddDays(-1), answer: "答复"),
            Row(6, "no-answer", answered: Received.AddDays(1)), Row(7, "future") with { ReceivedAt = TestTown.Start.AddDays(1) },
            Row(8, "ok", "别的内容"), Row(9, "where") with { Community = "nowhere" }, Row(10, "what") with { Category = "没有的分类" },
        ]);
        report.Added.ShouldBe(1);
        report.Refused.Select(r => (r.Row, r.Field)).ShouldBe(
            [(3, "id"), (4, "text"), (5, "answeredAt"), (6, "answer"), (7, "receivedAt"), (8, "id"), (9, "community"), (10, "category")]);
    }

    [Fact]
    public async Task Import_DryRun_WritesNothing()
    {
        await using var town = await TestTown.Found();
        (await town.InScope(s => Run(s, new() { Community = "hf-1", DryRun = true, Rows = [Row(2, "1")] }))).Added.ShouldBe(1);
        (await town.Ask(await town.Staff("worker"), new Inbox { Box = InboxBox.All })).Value!.Items.ShouldBeEmpty();
    }

    private static readonly IEqualityComparer<ImportReport> Comparer = EqualityComparer<ImportReport>.Create(
        (a, b) => a!.Added == b!.Added && a.AlreadyThere == b.AlreadyThere && a.Refused.Count == b.Refused.Count);

    private static ImportedCase Row(int row, string id, string text = "小区停车收费不合理", DateTimeOffset? answered = null, string? answer = null) =>
        new(row, id, text, Received, Reporter: "A00045581", AnsweredAt: answered, Answer: answer);

    private static Task<ImportReport> Import(TestTown town, ImportedCase[] rows) =>
        town.InScope(s => Run(s, new() { Community = "hf-1", Source = "hotline", Rows = rows }));

    private static async Task<ImportReport> Run(IServiceProvider services, ImportCases request)
    {
        var result = await services.GetRequiredService<UseCaseRunner>().Run(request, CancellationToken.None);
        return result.Ok ? result.Value : throw new InvalidOperationException(result.Problem.Message.En);
    }
}
