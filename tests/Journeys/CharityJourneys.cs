using Linli.People;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>What neighbours give reaches those it is for, and everybody sees how: things (S109), money of a charity sale (S110), projects of a programme (S111).</summary>
[Collection(OtherJourneyGroup.Name)]
public sealed class CharityJourneys(OtherTown town, Chromium chromium) : Journey(town, chromium)
{
    private static readonly ScopePath Group = ScopePath.Parse("/hf/", null);

    [Fact, Trait("Feature", "S111")]
    public async Task Programme_ShowsItsEightProjectsAndTheirStories()
    {
        string[] names = ["微心愿", "捐书", "连线", "同心果园", "帮扶工作站", "照亮楼道", "同心茶室", "法律服务"];
        using (var api = await Town.Desk(await Town.Hire(Posts.Operator, at: Group)))
        {
            foreach (var (name, i) in names.Select((n, i) => (n, i)))
                await api.Put($"/projects/j-eight-{i}", new { place = "hf", nameZh = name, aboutZh = "做一件小事" }).Good();
            await api.Put("/programmes/j-tide", new { place = "hf", nameZh = "潮聚和风", aboutZh = "八个项目，一本公开账", projects = names.Select((_, i) => $"j-eight-{i}") }).Good();
            await api.Post("/projects/j-eight-1/stories", new { on = Town.Day(-1), titleZh = "第一箱书", textZh = "老师数了两遍，一本不少。" }).Good();
        }

        await using var phone = await Device();
        var page = phone.Pages[0];
        await page.GotoAsync("/programmes/j-nothing");
        await Says(page, "没有找到这个公益品牌");
        await page.GotoAsync("/projects");
        await ShouldBeAccessible(page);
        await Picture(page, "programme-1-projects");
        await page.GetByRole(AriaRole.Link, new() { Name = "潮聚和风" }).ClickAsync();
        await Says(page, "8 大项目");
        await Expect(page.Locator("main .card")).ToContainTextAsync(names);
        await page.GetByText("第一箱书").ClickAsync();
        await Expect(page.GetByText("老师数了两遍")).ToBeVisibleAsync();
        await ShouldBeAccessible(page);
        await Picture(page, "programme-2-page");
        await page.SetViewportSizeAsync(1440, 900);
        await Picture(page, "programme-3-wide");
    }

    [Fact, Trait("Feature", "S109")]
    public async Task Books_AreCounted_Packed_Tracked_AndConfirmedByTheSchool()
    {
        await using var bench = await Device(desktop: true);
        var desk = await Staff(bench, await Town.Hire(Posts.PartySecretary, at: Group), first: "/desk/goodwill/donations");
        var enter = desk.Locator("form:has(input[value=recipient])");
        await Send(enter, null, ("Code", "Yunling 1"), ("Place", "hf"), ("NameZh", "云岭镇中心小学"), ("Address", "云岭镇学前路 1 号"));
        await Expect(enter.Locator("#f-code-error")).ToBeVisibleAsync();
        await Expect(enter.Locator("[name=Address]")).ToHaveValueAsync("云岭镇学前路 1 号");
        await Send(enter, null, ("Code", "j-yunling"));
        await Expect(enter.Locator("[name=Address]")).ToHaveValueAsync("");

        await using var phone = await Device();
        var (donor, _) = await Neighbour(phone, "/donations");
        var give = donor.Locator("form:has([name=Recipient])");
        await Send(give, null, ("Recipient", "j-yunling"), ("Kind", "Books"), ("What", "童话书"), ("Count", "0"));
        await Expect(give.Locator("#f-count-error")).ToContainTextAsync("1–10000");
        await Expect(give.Locator("[name=What]")).ToHaveValueAsync("童话书");
        await ShouldBeAccessible(donor);
        await Picture(donor, "donation-1-refused");
        await Send(give, null, ("Count", "12"));
        await Says(donor, "已登记，请送到服务台");

        // Ten came: the receipt says ten. No more are packed than there are.
        await desk.ReloadAsync();
        var count = desk.Locator("form:has(input[value=receive])");
        await count.Locator("input[type=number]").FillAsync("10");
        await count.Locator("button[type=submit]").ClickAsync();
        var pack = desk.Locator("form:has(input[value=pack])");
        await pack.Locator("input[type=number]").FillAsync("11");
        await pack.Locator("button[type=submit]").ClickAsync();
        await Expect(pack.Locator(".field-error")).ToContainTextAsync("只剩 10 件");
        await Expect(pack.Locator("input[type=number]")).ToHaveValueAsync("11");
        await pack.Locator("input[type=number]").FillAsync("10");
        await pack.Locator("button[type=submit]").ClickAsync();
        var sent = desk.Locator("form:has(input[value=send])");
        await Send(sent, null, ("Courier", "顺路货车"), ("Tracking", "ZJ 1"));
        await Expect(sent.Locator(".field-error")).ToContainTextAsync("6–30");
        await Expect(sent.Locator("[name$='.Courier']")).ToHaveValueAsync("顺路货车");
        await ShouldBeAccessible(desk);
        await Picture(desk, "donation-2-desk");
        await Send(sent, null, ("Tracking", "ZJA12345"));
        await Send(desk.Locator("form:has([name$='.Where'])"), "OnTheWay", ("Where", "杭州转运中心"));
        await desk.GetByRole(AriaRole.Link, new() { Name = "打印标签" }).ClickAsync();
        var code = await desk.Locator(".receipt-number").InnerTextAsync();

        // The school has no account: the code on the box is enough.
        await using var school = await Device();
        var box = school.Pages[0];
        await box.GotoAsync("/parcels?code=" + code);
        await Says(box, "杭州转运中心");
        await Send(box.Locator("form:has([name=Word])"), null, ("Count", "-1"), ("Word", "都收到了，谢谢"));
        await Expect(box.Locator("#f-count-error")).ToContainTextAsync("请填写实收件数");
        await Expect(box.Locator("[name=Word]")).ToHaveValueAsync("都收到了，谢谢");
        await Send(box.Locator("form:has([name=Word])"), null, ("Count", "10"));
        await Says(box, "受赠方已签收");
        await ShouldBeAccessible(box);
        await Picture(box, "donation-3-confirmed");
        await donor.ReloadAsync();
        await Says(donor, "受赠方已签收");
        await donor.GetByRole(AriaRole.Link, new() { Name = "捐赠收据" }).ClickAsync();
        await Expect(donor.Locator("main tbody tr")).ToContainTextAsync("10");
        await Picture(donor, "donation-4-receipt");
    }

    [Fact, Trait("Feature", "S110")]
    public async Task Sale_OfAnOrchard_GoesIntoTheFundOfACharity_AndItsReportIsPublic()
    {
        await using var bench = await Device(desktop: true);
        var wang = await Staff(bench, await Town.Hire(Posts.PartySecretary, at: Group), first: "/desk/goodwill/funds");
        var charity = wang.Locator("form:has(input[value=charity])");
        await Send(charity, null, ("Code", "j-jc"), ("Place", "hf"), ("Name", "江城慈善总会"), ("Registration", "53330000500000000X"), ("Certificate", "浙民募 2026-008"), ("ValidFrom", Town.Day(-100)), ("ValidTo", Town.Day(400)), ("BankAccount", "江城银行 尾号 0123"));
        await Expect(charity.Locator("#f-registration-error")).ToBeVisibleAsync();
        await Expect(charity.Locator("[name=Certificate]")).ToHaveValueAsync("浙民募 2026-008");
        await Send(charity, null, ("Registration", "91350100M000100Y43"));
        await Expect(wang.GetByRole(AriaRole.Table, new() { Name = "慈善组织" })).ToContainTextAsync("江城慈善总会");
        await Send(wang.Locator("form:has(input[value=fund])"), null, ("Charity", "j-jc"), ("FundCode", "j-orchard"), ("NameZh", "新联会爱心基金"));
        await Expect(wang.Locator("main table").Filter(new() { HasText = "新联会爱心基金" })).ToBeVisibleAsync();

        await wang.GotoAsync("/desk/goodwill/funds/j-orchard");
        var announce = wang.Locator("form:has(input[value=sale])");
        await Send(announce, null, ("NameZh", "同心果园义卖"), ("SalePlace", "湖边广场"), ("On", Town.Day(-1)));
        await Expect(announce.Locator("#f-on-error")).ToContainTextAsync("今天到一年之内");
        await Expect(announce.Locator("[name=SalePlace]")).ToHaveValueAsync("湖边广场");
        await Send(announce, null, ("On", Town.Day(0)));
        await wang.GetByText("上架义卖品").ClickAsync();
        var goods = wang.Locator("form:has(input[value=goods])");
        await Send(goods, null, ("What", "果酱 1 瓶"), ("Price", "0"), ("Count", "20"));
        await Expect(goods.Locator(".field-error")).ToContainTextAsync("单价应大于 0");
        await Expect(goods.Locator("[name$='.What']")).ToHaveValueAsync("果酱 1 瓶");
        await ShouldBeAccessible(wang);
        await Picture(wang, "sale-1-refused");
        await Send(goods, null, ("Price", "15.50"));
        await Expect(wang.Locator("main tr").Filter(new() { HasText = "果酱 1 瓶" })).ToContainTextAsync("20 / 20");

        // At the stall: two jars against cash.
        var stall = wang.Locator("form:has(button[value=sell])");
        await stall.Locator("input[type=number]").FillAsync("2");
        await stall.Locator("button[value=sell]").ClickAsync();
        await Says(wang, "已收 ¥31.00");
        await Picture(wang, "sale-2-sold");
        await Spend("j-orchard");

        await using var phone = await Device();
        var open = phone.Pages[0];
        await open.GotoAsync("/funds/j-orchard");
        foreach (var text in new[] { "同心果园义卖", "¥31.00", "楼道灯", "¥20.00", "¥11.00", "江城慈善总会", "与账本余额一致" })
            await Says(open, text);
        await ShouldBeAccessible(open);
        await Picture(open, "sale-3-report");
    }

    // The cash reaches the charity's account under four eyes; one asks for a spending, two sign it.
    private async Task Spend(string fund)
    {
        using var desk = await Town.Desk(await Town.Hire(Posts.DeskClerk, at: Group));
        using var first = await Town.Desk(await Town.Hire(Posts.PartySecretary, at: Group));
        using var second = await Town.Desk(await Town.Hire(Posts.Operator, at: Group));
        await second.Put("/projects/j-lamp", new { place = "hf", nameZh = "照亮楼道", aboutZh = "换上楼道灯" }).Good();
        var handed = (await desk.Post($"/funds/{fund}/cash", new { countedFen = 3_100, slip = "3301-7" }).Good()).Id();
        await first.Post($"/funds/cash/{handed}/check", new { agree = true }).Good();
        var asked = (await desk.Post($"/funds/{fund}/spendings", new { project = "j-lamp", what = "楼道灯", payee = "江城照明", fen = 2_000, evidence = "发票 0023" }).Good()).Id();
        await first.Post($"/funds/spendings/{asked}/sign", new { agree = true }).Good();
        await second.Post($"/funds/spendings/{asked}/sign", new { agree = true }).Good();
    }
}
