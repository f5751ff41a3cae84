using System.Net;
using System.Text.Json;
using Linli.Platform.Data;
using Linli.Tests;

namespace Linli.Scenes.Tests.Goodwill;

/// <summary>Cash of a charity sale reaches the charity's bank (R34): counted by one, confirmed by another, what differs written down.</summary>
[Trait("Feature", "S110")]
public class CashTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Cash_IsCountedByOneAndConfirmedByAnother_AndTheReportSaysWhereItLies(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (desk, secretary) = (await town.StaffClient("desk"), await town.StaffClient("secretary"));
        var (sale, jam) = await Stall(desk, secretary);
        var last = (await Sell(desk, sale, jam, 4)).Id("receipt");
        var other = (await Sell(desk, sale, jam, 6)).Id("receipt");
        var undo = (await desk.Post($"/charity-sales/receipts/{last}/undo", new { reason = "瓶盖松了" }).Good()).Id();
        (await Money(town)).ShouldBe((10_000, 0, 0));

        // One yuan is missing: that has to be explained before it can be handed in.
        (await desk.Post("/funds/orchard/cash", new { countedFen = 9_900, slip = "3301-1" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("funds.cash_difference");
        var counted = await desk.Post("/funds/orchard/cash", new { countedFen = 9_900, slip = "3301-1", word = "找零少收 1 元", idempotencyKey = "c1" }).Good();
        counted.Text("differenceFen").ShouldBe("-100");
        (await desk.Post("/funds/orchard/cash", new { countedFen = 9_900, slip = "3301-1", word = "找零少收 1 元", idempotencyKey = "c1" }).Good()).Id().ShouldBe(counted.Id(), "a retry is the same count");
        (await desk.Post("/funds/orchard/cash", new { countedFen = 100, slip = "3301-2", word = "又数了一次" }).Refused(HttpStatusCode.Conflict)).ShouldBe("funds.cash_open");
        (await desk.Post($"/funds/cash/{counted.Id()}/check", new { agree = true }).Refused(HttpStatusCode.Forbidden)).ShouldBe("funds.cash_own");
        (await Money(town)).ShouldBe((10_000, 0, 0), "one person moves nothing");

        // What is sold meanwhile stays in the box.
        await Sell(desk, sale, jam, 1);
        await secretary.Post($"/funds/cash/{counted.Id()}/check", new { agree = true }).Good();
        await secretary.Post($"/funds/cash/{counted.Id()}/check", new { agree = true }).Good();
        (await Money(town)).ShouldBe((1_000, 9_900, 100));
        var report = await Report(town);
        (report.GetProperty("balanceFen").GetInt64(), report.GetProperty("agrees").GetBoolean()).ShouldBe((11_000, true));
        (report.GetProperty("cash")[0].Text("slip"), report.GetProperty("cash")[0].Text("countedFen"), report.GetProperty("cash")[0].Text("word")).ShouldBe(("3301-1", "9900", "找零少收 1 元"));
        var page = await town.Client().GetStringAsync(new Uri("/funds/orchard", UriKind.Relative));
        page.ShouldContain("3301-1");
        page.ShouldContain("99.00");

        // The box no longer holds what was handed in, and a slip is used once.
        (await secretary.Post($"/charity-sales/undos/{undo}/check", new { agree = true }).Refused(HttpStatusCode.BadRequest)).ShouldBe("sales.no_cash", "4,000 do not come out of a box of 1,000");
        (await secretary.Post("/funds/orchard/cash", new { countedFen = 1_000, slip = "3301-1" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("funds.cash_slip_used");
        var more = (await secretary.Post("/funds/orchard/cash", new { countedFen = 1_100, slip = "3301-2", word = "多出 1 元" }).Good()).Id();
        await desk.Post($"/funds/cash/{more}/check", new { agree = true }).Good();
        (await Money(town)).ShouldBe((0, 11_000, 0));
        (await Report(town)).GetProperty("agrees").GetBoolean().ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Receipt_WhoseCashIsAtTheBank_IsPaidBackFromThere_OnceAndAgainstASlip(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (desk, secretary, street) = (await town.StaffClient("desk"), await town.StaffClient("secretary"), await town.StaffClient("street"));
        var (sale, jam) = await Stall(desk, secretary);
        var (first, second, third) = ((await Sell(desk, sale, jam, 4)).Id("receipt"), (await Sell(desk, sale, jam, 6)).Id("receipt"), (await Sell(desk, sale, jam, 2)).Id("receipt"));
        var handed = (await desk.Post("/funds/orchard/cash", new { countedFen = 12_000, slip = "3301-1" }).Good()).Id();
        await secretary.Post($"/funds/cash/{handed}/check", new { agree = true }).Good();
        var undo = await Ask(first);

        (await secretary.Post($"/charity-sales/undos/{undo}/check", new { agree = true, slip = "12" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("sales.slip");
        (await secretary.Post($"/charity-sales/undos/{undo}/check", new { agree = true, slip = " " }).Refused(HttpStatusCode.BadRequest)).ShouldBe("sales.no_cash", "the box is empty");
        (await desk.Post($"/charity-sales/undos/{undo}/check", new { agree = true, slip = "9901-1" }).Refused(HttpStatusCode.Forbidden)).ShouldBe("sales.undo_own");
        (await Money(town)).ShouldBe((0, 12_000, 0), "nothing has moved");
        (await secretary.Page("/desk/goodwill/funds/orchard")).ShouldContain($"{undo}.Slip");

        await secretary.Post($"/charity-sales/undos/{undo}/check", new { agree = true, slip = " 9901-1 " }).Good();
        await secretary.Post($"/charity-sales/undos/{undo}/check", new { agree = true, slip = "9901-1" }).Good();
        (await Money(town)).ShouldBe((0, 8_000, 0), "a retry pays nothing again");
        var report = await Report(town);
        report.ShouldSatisfyAllConditions(
            r => r.GetProperty("agrees").GetBoolean().ShouldBeTrue(), r => r.GetProperty("inFen").GetInt64().ShouldBe(8_000), r => r.GetProperty("outFen").GetInt64().ShouldBe(0, "it is no spending"),
            r => (r.GetProperty("refunds")[0].Text("slip"), r.GetProperty("refunds")[0].Text("fen"), r.GetProperty("refunds")[0].Text("reason")).ShouldBe(("9901-1", "4000", "瓶盖松了")));
        (await town.Client().GetStringAsync(new Uri("/funds/orchard", UriKind.Relative))).ShouldContain("9901-1");
        (await desk.Post($"/charity-sales/receipts/{first}/undo", new { reason = "又来一次" }).Refused(HttpStatusCode.Conflict)).ShouldBe("sales.undone");

        // A slip pays one receipt. Where the box holds the cash, it comes out of the box.
        undo = await Ask(third);
        (await secretary.Post($"/charity-sales/undos/{undo}/check", new { agree = true, slip = "9901-1" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("sales.slip_used");
        await Sell(desk, sale, jam, 3);
        await secretary.Post($"/charity-sales/undos/{undo}/check", new { agree = true }).Good();
        (await Money(town)).ShouldBe((1_000, 8_000, 0));

        // What was spent is not there to be paid back: neither box nor bank holds it, and who asks hears it at once.
        await FundTests.Project(town);
        var spending = (await desk.Post("/funds/orchard/spendings", new { project = "lamp", what = "楼道灯", payee = "江城照明", fen = 5_000, evidence = "发票 0023" }).Good()).Id();
        await secretary.Post($"/funds/spendings/{spending}/sign", new { agree = true }).Good();
        var waiting = await Ask(second);
        await street.Post($"/funds/spendings/{spending}/sign", new { agree = true }).Good();
        (await secretary.Post($"/charity-sales/undos/{waiting}/check", new { agree = true, slip = "9901-2" }).Refused(HttpStatusCode.Conflict)).ShouldBe("sales.no_money");
        await secretary.Post($"/charity-sales/undos/{waiting}/check", new { agree = false, word = "钱已用于楼道灯" }).Good();
        (await desk.Post($"/charity-sales/receipts/{second}/undo", new { reason = "瓶盖松了" }).Refused(HttpStatusCode.Conflict)).ShouldBe("sales.no_money");
        (await Money(town)).ShouldBe((1_000, 3_000, 0));
        (await Report(town)).GetProperty("agrees").GetBoolean().ShouldBeTrue();

        async Task<Guid> Ask(Guid receipt) => (await desk.Post($"/charity-sales/receipts/{receipt}/undo", new { reason = "瓶盖松了" }).Good()).Id();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Counts_ThatCannotBe_AreRefused_AndAReceiptTakenBackMeansCountingAgain(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (desk, secretary) = (await town.StaffClient("desk"), await town.StaffClient("secretary"));
        var (sale, jam) = await Stall(desk, secretary);
        (await desk.Post("/funds/orchard/cash", new { countedFen = 100, slip = "3301-1" }).Refused(HttpStatusCode.Conflict)).ShouldBe("funds.cash_none");
        var receipt = (await Sell(desk, sale, jam, 2)).Id("receipt");
        foreach (var fen in new[] { 0, -1, 10_000_001 })
            (await desk.Post("/funds/orchard/cash", new { countedFen = fen, slip = "3301-1" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("funds.cash_amount");
        foreach (var slip in new[] { null, "", "123", new string('1', 41) })
            (await desk.Post("/funds/orchard/cash", new { countedFen = 2_000, slip }).Refused(HttpStatusCode.BadRequest)).ShouldBe("funds.cash_slip");
        (await desk.Post("/funds/nothing/cash", new { countedFen = 2_000, slip = "3301-1" }).Refused(HttpStatusCode.NotFound)).ShouldBe("funds.not_found");
        var counted = (await desk.Post("/funds/orchard/cash", new { countedFen = 2_000, slip = "3301-1" }).Good()).Id();
        await FundTests.TakeBack(desk, secretary, receipt);
        (await secretary.Post($"/funds/cash/{counted}/check", new { agree = true }).Refused(HttpStatusCode.Conflict)).ShouldBe("funds.cash_changed");
        (await secretary.Post($"/funds/cash/{counted}/check", new { agree = false }).Refused(HttpStatusCode.BadRequest)).ShouldBe("neighbours.word_length");
        await secretary.Post($"/funds/cash/{counted}/check", new { agree = false, word = "退过一单，请重数" }).Good();
        (await secretary.Post($"/funds/cash/{counted}/check", new { agree = true }).Refused(HttpStatusCode.Conflict)).ShouldBe("funds.cash_decided");
        (await Money(town)).ShouldBe((0, 0, 0));
        (await (await town.StaffClient("worker")).Post($"/funds/cash/{counted}/check", new { agree = true }).Refused(HttpStatusCode.NotFound)).ShouldBe("funds.cash_not_found", "the fund belongs to the whole group");
    }

    private static async Task<(Guid Sale, Guid Jam)> Stall(HttpClient desk, HttpClient secretary)
    {
        await FundTests.Fund(secretary);
        var sale = (await secretary.Post("/charity-sales", new { fund = "orchard", nameZh = "同心果园义卖", place = "湖边广场", on = "2026-11-23" }).Good()).Id();
        return (sale, (await desk.Post($"/charity-sales/{sale}/goods", new { what = "果酱 1 瓶", priceFen = 1_000, count = 30 }).Good()).Id());
    }

    private static Task<JsonElement> Sell(HttpClient desk, Guid sale, Guid jam, int count) =>
        desk.Post($"/charity-sales/{sale}/sell", new { lines = new[] { new { good = jam, count } }, totalFen = count * 1_000 }).Good();

    private static async Task<JsonElement> Report(TestTown town) => await town.Client().Get("/funds/orchard").Good();

    private static async Task<(long Box, long Bank, long Missing)> Money(TestTown town)
    {
        var money = (await Report(town)).GetProperty("money");
        return (money.GetProperty("inBoxFen").GetInt64(), money.GetProperty("inBankFen").GetInt64(), money.GetProperty("missingFen").GetInt64());
    }
}
