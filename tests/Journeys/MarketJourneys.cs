using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>The shop on the corner: something is ordered, packed, picked up and complained about; and half past twelve, points for fried tofu.</summary>
public sealed class MarketJourneys(Town town, Chromium chromium) : Journey(town, chromium)
{
    [Fact, Trait("Feature", "S62")]
    public async Task Order_IsPacked_HandedOverByItsCode_AndGivenBackInPart()
    {
        var (merchant, _) = await Town.Shop();
        var goods = await Town.Goods("新笋", 1200);
        await using var phone = await Device();
        var page = await Resident(phone, "/market");
        await Town.Pay(await Account(page), 5000);
        await page.GotoAsync($"/market/goods/{goods}");
        await ShouldBeAccessible(page);
        await Picture(page, "market-1-goods");
        await page.FillAsync("[name=Count]", "2");
        await page.GetByRole(AriaRole.Button, new() { Name = "放入购物车" }).ClickAsync();
        await page.WaitForURLAsync("**/market/cart");
        await page.GetByRole(AriaRole.Link, new() { Name = "去付款" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("24.00 元");
        await Picture(page, "market-2-checkout");
        await page.GetByRole(AriaRole.Button, new() { Name = "用钱包付款" }).ClickAsync();
        await page.WaitForURLAsync("**/market/orders/*");
        await ShouldBeAccessible(page);
        await Picture(page, "market-3-code");
        var code = (await page.Locator("#order-state .receipt-number").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);

        await using var counter = await Device(desktop: true);
        var shop = await Staff(counter, merchant, first: "/shop/orders");
        await shop.GotoAsync(page.Url.Split('?')[0].Replace("/market/orders/", "/shop/orders/", StringComparison.Ordinal));
        await shop.GetByRole(AriaRole.Button, new() { Name = "备好货了" }).ClickAsync();
        await Expect(page.Locator("#order-state")).ToContainTextAsync("已备货");
        await Expect(shop.GetByRole(AriaRole.Button, new() { Name = "通知来取" })).ToBeVisibleAsync();
        await shop.FillAsync("[name=Code]", code);
        await shop.GetByRole(AriaRole.Button, new() { Name = "交付", Exact = true }).ClickAsync();
        await Expect(shop.Locator("#shop-order")).ToContainTextAsync("已取货");
        await Expect(page.Locator("#order-state")).ToContainTextAsync("已取货");

        await page.ReloadAsync();
        await page.GetByText("有问题？申请售后").ClickAsync();
        await page.Locator("[name=Line]").SelectOptionAsync(new SelectOptionValue { Index = 0 });
        await page.Locator("[name=Reason]").SelectOptionAsync("Spoiled");
        await page.FillAsync("[name=Count]", "1");
        await page.FillAsync("[name=Text]", "有一份坏了，没法吃。");
        await page.GetByRole(AriaRole.Button, new() { Name = "提交申请" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("待店铺答复");
        await shop.ReloadAsync();
        await Expect(shop.Locator("[name=Give]")).ToHaveValueAsync("12.00");
        await shop.FillAsync("[name=Text]", "抱歉，退您一份。");
        await ShouldBeAccessible(shop);
        await Picture(shop, "market-4-after-sale");
        await shop.GetByRole(AriaRole.Button, new() { Name = "答复", Exact = true }).ClickAsync();
        await SayYes(shop);
        await Expect(shop.Locator("#shop-order")).ToContainTextAsync("店铺已答复");
        await page.ReloadAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("−12.00 元");
        await Picture(page, "market-5-given-back");
        await page.GotoAsync("/me/wallet");
        await Expect(page.Locator("main")).ToContainTextAsync("38.00");
    }

    // 12:30: 20 points for fried tofu; the network fails, the till asks again, and 20 points are gone once.
    [Fact, Trait("Feature", "S32")]
    public async Task Points_AreTakenOnce_AtTheTerminal_AlsoWhenTheAnswerIsLost()
    {
        var (merchant, _) = await Town.Shop();
        var goods = await Town.Goods("油豆腐", 600);
        await Town.Station((goods, 20));

        await using var phone = await Device(elder: true);
        var page = await Resident(phone);
        var account = await Account(page);
        await Town.MoveIn(account);
        await Town.Earn(account, 100);
        var code = await CodeOf(page);
        await using var counter = await Device(desktop: true);
        var shop = await Staff(counter, merchant, first: "/shop/redeem");
        await shop.GotoAsync("/shop/redeem");
        await ShouldBeAccessible(shop);
        await shop.FillAsync("[name=Code]", code);
        await shop.GetByRole(AriaRole.Button, new() { Name = "下一步" }).ClickAsync();
        var offer = shop.GetByRole(AriaRole.Button, new() { Name = "油豆腐" });
        await Picture(shop, "redeem-1-offers");
        // What the till sends, so that it can be sent once more.
        var wish = await offer.EvaluateAsync<string>("b => new URLSearchParams(new FormData(b.form)).toString()");
        await offer.ClickAsync();
        await SayYes(shop);
        await Expect(shop.Locator("main")).ToContainTextAsync("已兑换");
        await Picture(shop, "redeem-2-done");
        var again = await shop.EvaluateAsync<string>("w => fetch('/shop/redeem', { method: 'POST', body: w, headers: { 'content-type': 'application/x-www-form-urlencoded' } }).then(a => a.text())", wish);
        again.ShouldContain("油豆腐");
        await page.GotoAsync("/points/shop");
        await Expect(page.Locator("main")).ToContainTextAsync("80");
        await Expect(page.Locator("main")).ToContainTextAsync("油豆腐");
        await ShouldBeAccessible(page);
        await Picture(page, "redeem-3-resident");
    }
}
