using System.Net;
using Linli.Neighbours.Goodwill.Funds;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests.Goodwill;

/// <summary>A receipt whose cash is at the charity's bank already is taken back once, by two people; the bank pays it, and it is no spending (R34).</summary>
[Trait("Feature", "S110")]
public class RefundTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Refund_IsPaidByTheBank_WithItsSlip_OnceAndByTwo_AndIsNoSpending(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (desk, secretary) = (await town.StaffClient("desk"), await town.StaffClient("secretary"));
        var (sale, jam) = await CashTests.Stall(desk, secretary);
        var (first, second) = ((await CashTests.Sell(desk, sale, jam, 4)).Id("receipt"), (await CashTests.Sell(desk, sale, jam, 6)).Id("receipt"));
        await HandIn(desk, secretary, 10_000);
        await CashTests.Sell(desk, sale, jam, 1);
        var undo = (await desk.Post($"/charity-sales/receipts/{first}/undo", new { reason = "瓶盖松了" }).Good()).Id();
        var line = (await desk.Get("/funds/orchard/desk").Good()).GetProperty("undos")[0];
        line.GetProperty("drawFen").GetInt64().ShouldBe(3_000, "the box holds 10 yuan of the 40");

        // One alone, no slip, a slip that cannot be, a slip over another amount: nothing moves.
        (await desk.Post($"/charity-sales/undos/{undo}/check", new { agree = true, slip = "P-7781" }).Refused(HttpStatusCode.Forbidden)).ShouldBe("sales.undo_own");
        foreach (var slip in new[] { null, "", "   ", "123", new string('1', 41) })
            (await secretary.Post($"/charity-sales/undos/{undo}/check", new { agree = true, slip }).RefusedAt("slip")).ShouldContain("sales.slip");
        foreach (var drawnFen in new[] { 4_000, 0, -3_000 })
            (await secretary.Post($"/charity-sales/undos/{undo}/check", new { agree = true, slip = "P-7781", drawnFen }).Refused(HttpStatusCode.Conflict)).ShouldBe("sales.draw_changed");
        (await CashTests.Money(town)).ShouldBe((1_000, 10_000, 0));

        // Agreed, and again after a lost answer.
        for (var i = 0; i < 2; i++)
            await secretary.Post($"/charity-sales/undos/{undo}/check", new { agree = true, slip = " P-7781 ", drawnFen = 3_000 }).Good();
        (await CashTests.Money(town)).ShouldBe((0, 7_000, 0));
        var report = await CashTests.Report(town);
        (report.GetProperty("inFen").GetInt64(), report.GetProperty("outFen").GetInt64(), report.GetProperty("balanceFen").GetInt64(), report.GetProperty("agrees").GetBoolean()).ShouldBe((7_000, 0, 7_000, true));
        (report.GetProperty("spendings").GetArrayLength(), report.GetProperty("projects").GetArrayLength(), report.GetProperty("sales")[0].Whole("pieces")).ShouldBe((0, 0, 7), "no spending, and the goods are back on the stall");
        var refund = report.GetProperty("refunds").EnumerateArray().ShouldHaveSingleItem();
        (refund.Text("slip"), refund.Text("fen")).ShouldBe(("P-7781", "3000"));
        (await town.Client().Page("/api/v1/funds/orchard/report.csv")).Split('\n').Count(l => l.Contains("P-7781", StringComparison.Ordinal)).ShouldBe(1);
        (await town.Client().Page("/funds/orchard")).ShouldContain("P-7781");
        var kept = await town.InScope(s => s.GetRequiredService<LinliDb>().Records<SaleUndo>().SingleAsync(u => u.Id == undo));
        (kept.Slip, kept.DrawnFen, kept.Drawn is not null).ShouldBe(("P-7781", 3_000, true));

        // A receipt is taken back once, and a slip counts once.
        (await desk.Post($"/charity-sales/receipts/{first}/undo", new { reason = "再退一次" }).Refused(HttpStatusCode.Conflict)).ShouldBe("sales.undone");
        (await secretary.Post($"/charity-sales/undos/{undo}/check", new { agree = false, word = "不退了" }).Refused(HttpStatusCode.Conflict)).ShouldBe("sales.undo_decided");
        var next = (await secretary.Post($"/charity-sales/receipts/{second}/undo", new { reason = "瓶盖松了" }).Good()).Id();
        (await desk.Post($"/charity-sales/undos/{next}/check", new { agree = true, slip = "P-7781" }).RefusedAt("slip")).ShouldContain("sales.slip_used");
        await desk.Post($"/charity-sales/undos/{next}/check", new { agree = true, slip = "P-7782" }).Good();
        (await CashTests.Money(town)).ShouldBe((0, 1_000, 0));
        (await CashTests.Report(town)).GetProperty("agrees").GetBoolean().ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Refund_WhenTheBankIsShortToo_IsRefused_AndWorksOnceASpendingCameBack(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (desk, secretary, street) = (await town.StaffClient("desk"), await town.StaffClient("secretary"), await town.StaffClient("street"));
        var (sale, jam) = await CashTests.Stall(desk, secretary);
        var (first, second) = ((await CashTests.Sell(desk, sale, jam, 4)).Id("receipt"), (await CashTests.Sell(desk, sale, jam, 6)).Id("receipt"));
        await HandIn(desk, secretary, 10_000);
        var undo = (await desk.Post($"/charity-sales/receipts/{first}/undo", new { reason = "瓶盖松了" }).Good()).Id();
        await FundTests.Project(town);
        var spent = (await desk.Post("/funds/orchard/spendings", new { project = "lamp", what = "楼道灯", payee = "江城照明", fen = 7_000, evidence = "发票 0023" }).Good()).Id();
        await secretary.Post($"/funds/spendings/{spent}/sign", new { agree = true }).Good();
        await street.Post($"/funds/spendings/{spent}/sign", new { agree = true }).Good();

        (await secretary.Post($"/charity-sales/undos/{undo}/check", new { agree = true, slip = "P-7781" }).Refused(HttpStatusCode.Conflict)).ShouldBe("sales.no_money");
        (await desk.Post($"/charity-sales/receipts/{second}/undo", new { reason = "瓶盖松了" }).Refused(HttpStatusCode.Conflict)).ShouldBe("sales.no_money", "and who asks now hears it at once");
        (await CashTests.Money(town)).ShouldBe((0, 3_000, 0));

        await secretary.Post($"/funds/spendings/{spent}/undo", new { reason = "退货" }).Good();
        await secretary.Post($"/charity-sales/undos/{undo}/check", new { agree = true, slip = "P-7781" }).Good();
        (await CashTests.Money(town)).ShouldBe((0, 6_000, 0));
        (await CashTests.Report(town)).GetProperty("agrees").GetBoolean().ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Refund_WhenTheBoxHoldsEnough_NeedsNoSlip_AndTwoAtOnceTakeBackOnce(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (desk, secretary) = (await town.StaffClient("desk"), await town.StaffClient("secretary"));
        var (sale, jam) = await CashTests.Stall(desk, secretary);
        var receipt = (await CashTests.Sell(desk, sale, jam, 4)).Id("receipt");
        var undo = (await desk.Post($"/charity-sales/receipts/{receipt}/undo", new { reason = "瓶盖松了" }).Good()).Id();
        (await secretary.Post($"/charity-sales/undos/{undo}/check", new { agree = true, slip = "P-7781" }).Refused(HttpStatusCode.Conflict)).ShouldBe("sales.draw_changed", "nothing is to come from the bank");
        await HandIn(desk, secretary, 4_000);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => secretary.Post($"/charity-sales/undos/{undo}/check", new { agree = true, slip = $"P-{7_781 + i}", drawnFen = 4_000 }))));
        answers.ShouldAllBe(a => a.IsSuccessStatusCode, "whoever comes second hears that it is done");
        (await CashTests.Money(town)).ShouldBe((0, 0, 0));
        var report = await CashTests.Report(town);
        (report.GetProperty("refunds").GetArrayLength(), report.GetProperty("agrees").GetBoolean()).ShouldBe((1, true));
    }

    private static async Task HandIn(HttpClient one, HttpClient other, long fen)
    {
        var counted = (await one.Post("/funds/orchard/cash", new { countedFen = fen, slip = "3301-1" }).Good()).Id();
        await other.Post($"/funds/cash/{counted}/check", new { agree = true }).Good();
    }
}
