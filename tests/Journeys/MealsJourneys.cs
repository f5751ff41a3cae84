using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>Noon: the kitchen's vans, and the elders at the counter.</summary>
[Collection(OtherJourneyGroup.Name)]
public sealed class MealsJourneys(OtherTown town, Chromium chromium) : Journey(town, chromium)
{
    [Fact, Trait("Feature", "S36")]
    public async Task Kitchen_FromTheSheetToThreeFixedAndTwoFlexibleVans_ToTheHandOverOf42BoxesAt61Degrees()
    {
        Town.Clock.ToNextMorning();
        var (cook, drivers, clerk) = await Town.OpenKitchen();

        // 06:40: the sheet of 14 villages, samples, five vans.
        await using var desk = await Device(desktop: true);
        var page = await Staff(desk, cook, first: "/desk/kitchen");
        await page.GotoAsync("/desk/kitchen/sheet");
        await Expect(page.Locator("main")).ToContainTextAsync("420");
        await Picture(page, "kitchen-1-sheet");
        await page.GotoAsync("/desk/kitchen/samples");
        await page.FillAsync("[name=Grams]", "126");
        await page.ClickAsync("button[value=take]");
        await Expect(page.Locator("main")).ToContainTextAsync("126 g");
        await page.GotoAsync("/desk/kitchen/loading");
        await page.CheckAsync("input[value=V4]");
        await page.CheckAsync("input[value=V5]");
        await page.ClickAsync("button[value=propose]");
        await Expect(page.Locator("button[value=depart]")).ToHaveCountAsync(5);
        await ShouldBeAccessible(page);
        await Picture(page, "kitchen-2-loading");
        var card = page.Locator("form:has(button[value=depart])").Filter(new() { HasText = "昇光村" });
        var van = (await card.Locator("button[value=depart]").InnerTextAsync()).Trim()[..2];
        foreach (var count in await card.Locator("input[type=number]").AllAsync())
            await count.FillAsync(System.Text.RegularExpressions.Regex.Match(await card.Locator($"label[for='{await count.GetAttributeAsync("id")}']").InnerTextAsync(), @"应装 (\d+) 份").Groups[1].Value);
        await card.Locator("[name=Temperature]").FillAsync("70");
        await card.Locator("button[value=depart]").ClickAsync();
        await Expect(page.Locator("button[value=depart]")).ToHaveCountAsync(4);

        // 11:40: the driver counts and measures at each village, the last clerk's phone agrees.
        await using var drivers1 = await Device();
        var road = await Staff(drivers1, drivers[van], first: "/desk/run");
        await road.GotoAsync("/desk/run");
        await ShouldBeAccessible(road);
        await Picture(road, "kitchen-3-run");
        while (!(await road.Locator("main .card-title, main h2, main h3").AllInnerTextsAsync()).Any(t => t.Contains("下一站：昇光村", StringComparison.Ordinal)))
            await HandOver(road);
        await HandOver(road);
        await Expect(road.Locator("#run-stops")).ToContainTextAsync("42 · 61 ℃");

        await using var village = await Device();
        var phone = await Staff(village, clerk, first: "/desk/village-meals");
        await phone.GotoAsync("/desk/village-meals");
        await Expect(phone.Locator("[name=Boxes]")).ToHaveValueAsync("42");
        await phone.ClickAsync("button[value=confirm]");
        await Expect(phone.Locator("main")).ToContainTextAsync("确认收到 42 份");
        await Picture(phone, "kitchen-4-village");
        await page.GotoAsync("/desk/kitchen");
        await Expect(page.Locator("tr").Filter(new() { HasText = "昇光村" })).ToContainTextAsync("61 ℃");
        await Picture(page, "kitchen-5-board");
    }

    [Fact, Trait("Feature", "S34")]
    public async Task Counter_TakesThreeYuanOfAnElderOf76_NothingOfOneWhoIs80Today_AndTheListPriceOfOneOf69()
    {
        Town.Clock.ToNextMorning();
        var clerk = await Town.OpenCanteen();
        await using var till = await Device(desktop: true);
        var counter = await Staff(till, clerk, first: "/desk/canteen/counter");
        foreach (var (name, years, fen, says, pays) in new[] { ("沈桂芳", 76, 1000L, "70–79 岁", "实付 3.00 元"), ("顾长林", 80, 0L, "80 岁及以上", "免费"), ("罗蓝", 69, 0L, "70 岁以下", "实付 10.00 元") })
        {
            await using var phone = await Device(elder: true);
            var page = await Resident(phone, "/canteen/mine");
            var account = await Account(page);
            await Town.MoveIn(account);
            await Town.GrowOld(account, name, years, fen);
            await page.GotoAsync("/canteen");
            await ShouldBeAccessible(page);
            await Picture(page, $"counter-{years}-menu");
            var code = await CodeOf(page);

            await counter.GotoAsync($"/desk/canteen/counter?site={Town.Canteen}");
            await counter.FillAsync("[name=Code]", code);
            await counter.PressAsync("[name=Code]", "Enter");
            await Expect(counter.Locator(".counter-person")).ToContainTextAsync(says);
            await Expect(counter.Locator(".counter-person")).Not.ToContainTextAsync(name);
            await counter.Locator("button[name=Pick]").First.ClickAsync();
            await Expect(counter.Locator(".counter-bill")).ToContainTextAsync("10.00");
            await Picture(counter, $"counter-{years}-bill");
            await counter.Locator("button[name=Sell]").First.ClickAsync();
            await Expect(counter.Locator("main")).ToContainTextAsync(pays);

            // The receipt is on the phone before the tray is on the table.
            await page.GotoAsync("/canteen/mine");
            await Expect(page.Locator("main")).ToContainTextAsync("荤素套餐");
            await Picture(page, $"counter-{years}-receipt");
        }

        // What the three paid and what the cooperative bears make three list prices.
        await counter.GotoAsync($"/desk/canteen?site={Town.Canteen}");
        await Expect(Sum(counter, "已用餐")).ToHaveTextAsync("3");
        await Expect(Sum(counter, "居民实付（元）")).ToHaveTextAsync("13.00");
        await Expect(Sum(counter, "补贴与让利（元）")).ToHaveTextAsync("17.00");
        await ShouldBeAccessible(counter);
        await Picture(counter, "counter-day");
    }

    [Fact, Trait("Feature", "S35")]
    public async Task Dishes_CostThirtySixInsteadOf45WithTheCard_AndWhatIsLeftOnItIsPaidBack()
    {
        Town.Clock.ToNextMorning();
        var clerk = await Town.OpenDishes();
        await using var till = await Device(desktop: true);
        var counter = await Staff(till, clerk, first: "/desk/canteen/counter");
        await using var phone = await Device(elder: true);
        var (page, account) = await Neighbour(phone, "/canteen/mine");
        await Town.GrowOld(account, "许静", 37, 0);

        // 100 yuan in cash, then five dishes by their numbers: the card's price stands beside the one in cash.
        await counter.GotoAsync($"/desk/canteen/counter?site={Town.Dishes}");
        await Scan(counter, "Code", await CodeOf(page));
        await counter.GetByText("充值与退款").ClickAsync();
        await counter.FillAsync("[name=Yuan]", "100");
        await counter.ClickAsync("button[value=topup]");
        await Says(counter, "食堂卡余额 100.00 元");
        await Scan(counter, "Typed", "1 2 3 4 5");
        await Expect(counter.Locator("button[name=Sell]")).ToHaveTextAsync(["食堂卡收 36.00", "现金收 45.00"]);
        await Expect(counter.Locator(".counter-bill")).ToContainTextAsync("充值八折");
        await counter.CheckAsync("[name=Takeaway]");
        await ShouldBeAccessible(counter);
        await Picture(counter, "dishes-1-bill");
        await counter.Locator("button[name=Sell]").First.ClickAsync();
        await Says(counter, "实付 36.00 元");

        await page.GotoAsync("/canteen/mine");
        await Expect(page.Locator(".big-sum")).ToContainTextAsync("64.00");
        await page.GetByText("和风食堂").First.ClickAsync();
        await Says(page, "打包");
        await Says(page, "45.00");
        await Says(page, "36.00");
        await ShouldBeAccessible(page);
        await Picture(page, "dishes-2-receipt");

        // A part into the wallet at once, the rest in cash at the counter; no reason is asked.
        await page.GotoAsync("/canteen/mine");
        await page.FillAsync("[name=Refund]", "24");
        await Press(page, "申请退款");
        await SayYes(page);
        await Expect(page.Locator(".big-sum")).ToContainTextAsync("40.00");
        await Says(page, "钱包里有 24.00 元");
        await ShouldBeAccessible(page);
        await Picture(page, "dishes-3-refund");
        await counter.GotoAsync($"/desk/canteen/counter?site={Town.Dishes}");
        await Scan(counter, "Code", await CodeOf(page));
        await counter.GetByText("充值与退款").ClickAsync();
        await counter.ClickAsync("button[value=refund]");
        await SayYes(counter);
        await Says(counter, "请付现金 40.00 元");
        await page.GotoAsync("/canteen/mine");
        await Expect(page.Locator(".big-sum")).ToContainTextAsync("0.00");

        // 100 came in and 40 went out: 60 lie in the box.
        await counter.GotoAsync($"/desk/canteen?site={Town.Dishes}");
        await Expect(Sum(counter, "居民实付（元）")).ToHaveTextAsync("36.00");
        await Expect(Sum(counter, "补贴与让利（元）")).ToHaveTextAsync("9.00");
        await Says(counter, "账面应有 60.00 元");
        await ShouldBeAccessible(counter);
        await Picture(counter, "dishes-4-day");
    }

    private static ILocator Sum(IPage page, string name) => page.Locator(".stat").Filter(new() { HasText = name }).Locator(".stat-value");

    private static async Task HandOver(IPage road)
    {
        var before = await road.Locator("#run-stops .tag").CountAsync();
        await road.FillAsync("[name=Temperature]", "61");
        await road.ClickAsync("button[value=hand]");
        await Expect(road.Locator("#run-stops .tag")).ToHaveCountAsync(before + 1);
    }
}
