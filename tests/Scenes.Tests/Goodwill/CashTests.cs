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
        await Sell(desk, sale, jam, 6);
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

        // What the box no longer holds the bank pays, by a slip of its own; and a slip of a hand-in is used once.
        (await secretary.Post($"/charity-sales/undos/{undo}/check", new { agree = true }).Refused(HttpStatusCode.BadRequest)).ShouldBe("sales.slip");
        await secretary.Post($"/charity-sales/undos/{undo}/check", new { agree = false, word = "货没有收回" }).Good();
        (await secretary.Post("/funds/orchard/cash", new { countedFen = 1_000, slip = "3301-1" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("funds.cash_slip_used");
        var more = (await secretary.Post("/funds/orchard/cash", new { countedFen = 1_100, slip = "3301-2", word = "多出 1 元" }).Good()).Id();
        await desk.Post($"/funds/cash/{more}/check", new { agree = true }).Good();
        (await Money(town)).ShouldBe((0, 11_000, 0));
        (await Report(town)).GetProperty("agrees").GetBoolean().ShouldBeTrue();
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

    internal static async Task<(Guid Sale, Guid Jam)> Stall(HttpClient desk, HttpClient secretary)
    {
        await FundTests.Fund(secretary);
        var sale = (await secretary.Post("/charity-sales", new { fund = "orchard", nameZh = "同心果园义卖", place = "湖边广场", on = "2026-11-23" }).Good()).Id();
        return (sale, (await desk.Post($"/charity-sales/{sale}/goods", new { what = "果酱 1 瓶", priceFen = 1_000, count = 30 }).Good()).Id());
    }

    internal static Task<JsonElement> Sell(HttpClient desk, Guid sale, Guid jam, int count) =>
        desk.Post($"/charity-sales/{sale}/sell", new { lines = new[] { new { good = jam, count } }, totalFen = count * 1_000 }).Good();

    internal static async Task<JsonElement> Report(TestTown town) => await town.Client().Get("/funds/orchard").Good();

    internal static async Task<(long Box, long Bank, long Missing)> Money(TestTown town)
    {
        var money = (await Report(town)).GetProperty("money");
        return (money.GetProperty("inBoxFen").GetInt64(), money.GetProperty("inBankFen").GetInt64(), money.GetProperty("missingFen").GetInt64());
    }
}
