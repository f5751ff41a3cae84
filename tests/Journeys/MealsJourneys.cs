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
    public async Task Counter_TakesThreeYuanOfAnElderOf76_AndNothingOfOneWhoIs80Today()
    {
        var clerk = await Town.OpenCanteen();
        await using var till = await Device(desktop: true);
        var counter = await Staff(till, clerk, first: "/desk/canteen/counter");
        foreach (var (name, years, fen, says, pays) in new[] { ("沈桂芳", 76, 1000L, "70–79 岁", "实付 3.00 元"), ("顾长林", 80, 0L, "80 岁及以上", "免费") })
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
    }

    private static async Task HandOver(IPage road)
    {
        var before = await road.Locator("#run-stops .tag").CountAsync();
        await road.FillAsync("[name=Temperature]", "61");
        await road.ClickAsync("button[value=hand]");
        await Expect(road.Locator("#run-stops .tag")).ToHaveCountAsync(before + 1);
    }
}
