using Linli.People;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>A jar comes back after the stall's cash went to the bank: two people give the money back, and the public report says so (S110).</summary>
[Collection(OtherJourneyGroup.Name), Trait("Feature", "S110")]
public sealed class FundJourneys(OtherTown town, Chromium chromium) : Journey(town, chromium)
{
    [Fact]
    public async Task Receipt_WhoseCashIsAtTheBank_IsTakenBackByTwo_WithTheBanksSlip()
    {
        var group = ScopePath.Parse("/hf/", null);
        var (clerk, secretary) = (await Town.Hire(Posts.DeskClerk, at: group, name: "陈静"), await Town.Hire(Posts.PartySecretary, at: group, name: "王澜"));
        await Sold(clerk, secretary);
        await using var bench = await Device(desktop: true);
        var desk = await Staff(bench, clerk, first: "/desk/goodwill/funds/orchard");
        await desk.GetByText("最近 1 单").ClickAsync();
        await desk.FillAsync("main [name=Reason]", "瓶盖松了");
        await Press(desk, "申请退单");
        await Says(desk, "由另一位同事复核");

        // On the phone of the second: the slip is asked for, and nothing moved before.
        await using var phone = await Device();
        var second = await Staff(phone, secretary, first: "/desk/goodwill/funds/orchard");
        await Says(second, "箱里不够退");
        await Press(second, "货已收回，同意退款");
        await Expect(second.Locator("main .problems")).ToContainTextAsync("并填写银行付款回单号");
        await Expect(second.Locator("[name$='.Slip']")).ToHaveAttributeAsync("aria-invalid", "true");
        await Picture(second, "refund-1-phone");
        await ShouldBeAccessible(second);
        await second.SetViewportSizeAsync(1440, 900);
        await Picture(second, "refund-2-desk");
        await second.FillAsync("[name$='.Slip']", "P-7781");
        await Press(second, "货已收回，同意退款");
        await Expect(second.GetByRole(AriaRole.Button, new() { Name = "货已收回，同意退款" })).ToHaveCountAsync(0);
        await second.GetByText("最近 1 单").ClickAsync();
        await Says(second, "已退");

        await using var anybody = await Device();
        var report = anybody.Pages[0];
        await report.GotoAsync("/funds/orchard");
        await Says(report, "付款回单 P-7781");
        await Expect(report.Locator("main .weui-cell").Filter(new() { HasText = "项目支出" }).First).ToContainTextAsync("0.00");
        await Says(report, "与账本余额一致");
        await report.GetByText("每一笔（2）").ClickAsync();
        await Says(report, "义卖退款（银行回单 P-7781）");
        await ShouldBeAccessible(report);
        await Picture(report, "refund-3-report");
    }

    // Four jars for cash, counted by one and confirmed by another: all of it is at the bank.
    private async Task Sold(string clerk, string secretary)
    {
        using var one = await Town.Desk(clerk);
        using var other = await Town.Desk(secretary);
        await other.Put("/charities/jc", new { place = "hf", name = "江城慈善总会", registration = "91350100M000100Y43", certificate = "浙民募 2026-008", validFrom = Town.Day(-300), validTo = Town.Day(300), bankAccount = "江城银行 尾号 0123" }).Good();
        await other.Put("/funds/orchard", new { charity = "jc", nameZh = "同心果园爱心基金" }).Good();
        var sale = (await other.Post("/charity-sales", new { fund = "orchard", nameZh = "同心果园义卖", place = "湖边广场", on = Town.Day(0) }).Good()).Id();
        var jam = (await one.Post($"/charity-sales/{sale}/goods", new { what = "果酱 1 瓶", priceFen = 1_000, count = 30 }).Good()).Id();
        await one.Post($"/charity-sales/{sale}/sell", new { lines = new[] { new { good = jam, count = 4 } }, totalFen = 4_000 }).Good();
        var counted = (await one.Post("/funds/orchard/cash", new { countedFen = 4_000, slip = "3301-1" }).Good()).Id();
        await other.Post($"/funds/cash/{counted}/check", new { agree = true }).Good();
    }
}
