using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>The morning's machines: an elder before the rice mill at half past six (R44), a tenant before the fruit cabinet an hour later.</summary>
public sealed class MachineJourneys(Town town, Chromium chromium) : Journey(town, chromium)
{
    [Fact, Trait("Feature", "S60")]
    public async Task Elder_BuysAKiloOfRice_InFourSteps()
    {
        await using var phone = await Device(elder: true);
        var page = await Resident(phone, "/machines");
        using var mill = await Town.RiceMill("elderrice", await Account(page), 5000);

        // What scanning the code opens.
        await page.GotoAsync("/m/elderrice");
        await ShouldSuitElders(page);
        await ShouldBeAccessible(page);
        await Picture(page, "rice-1-choose");
        await page.GetByText("胚芽米").ClickAsync();
        await ShouldSuitElders(page);
        await Picture(page, "rice-2-weight");
        await page.GetByText("1 公斤", new() { Exact = true }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("9.00 元");
        await ShouldSuitElders(page);
        await ShouldBeAccessible(page);
        await Picture(page, "rice-3-pay");
        await page.Locator("main form button.btn-primary").ClickAsync();
        await page.WaitForURLAsync("**/machines/s/*");
        await mill.Pull(10, default);
        mill.Mill(500);
        await mill.Post(default);
        await Expect(page.Locator("progress")).ToHaveAttributeAsync("value", "50");
        await ShouldSuitElders(page);
        await Picture(page, "rice-4-milling");
        mill.Mill(500);
        await mill.Post(default);
        await Expect(page.Locator("main")).ToContainTextAsync("请取走米袋");
        mill.TakeBag();
        await mill.Post(default);
        await Expect(page.Locator(".step-done")).ToHaveCountAsync(4);
        await ShouldSuitElders(page);
        await ShouldBeAccessible(page);
        await Picture(page, "rice-5-receipt");
    }

    [Fact, Trait("Feature", "S61")]
    public async Task Tenant_TakesApples_PutsOneBack_AndPaysForWhatIsGone_OnceTheDoorIsClosed()
    {
        await using var phone = await Device();
        var page = await Resident(phone, "/machines");
        var account = await Account(page);
        await Town.MoveIn(account);
        await Town.Pay(account, 5000);
        using var cabinet = await Town.Cabinet("fruitday");
        await page.GotoAsync("/m/fruitday");
        await ShouldBeAccessible(page);
        await Picture(page, "fruit-1-open");
        await page.GetByRole(AriaRole.Button, new() { Name = "打开柜门" }).ClickAsync();
        await page.WaitForURLAsync("**/machines/s/*");
        await cabinet.Pull(10, default);
        await cabinet.Post(default);
        await Expect(page.Locator("#purchase")).ToContainTextAsync("门已打开");
        cabinet.TakeOut(1, 1200);
        cabinet.PutBack(1, 380);
        await cabinet.Post(default);
        await Expect(page.Locator("#purchase")).ToContainTextAsync("820 克");
        await Expect(page.Locator("#purchase")).ToContainTextAsync("开着门不会扣款");
        await Picture(page, "fruit-2-taken");
        cabinet.CloseDoor();
        await cabinet.Post(default);
        await Expect(page.Locator("#purchase")).ToContainTextAsync("小票");
        await Expect(page.Locator("#purchase")).ToContainTextAsync("9.81 元");
        await ShouldBeAccessible(page);
        await Picture(page, "fruit-3-receipt");
    }

    // R44: main text of 18 px and more, targets of 60 × 60 and more.
    private static async Task ShouldSuitElders(IPage page)
    {
        var faults = await page.EvaluateAsync<JsonElement>(
            """
            () => {
              const seen = e => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== 'hidden';
              const small = [...document.querySelectorAll('main *')].filter(e => seen(e) && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
                .filter(e => !e.closest('.visually-hidden') && parseFloat(getComputedStyle(e).fontSize) < 18).map(e => 'text: ' + e.textContent.trim().slice(0, 30));
              const tight = [...document.querySelectorAll('main a, main button, main summary')].filter(seen)
                .map(e => [e, e.getBoundingClientRect()]).filter(([, r]) => r.width < 60 || r.height < 60).map(([e, r]) => `target: ${e.textContent.trim().slice(0, 30)} ${r.width}×${r.height}`);
              return [...small, ...tight];
            }
            """);
        faults.EnumerateArray().Select(f => f.GetString()).ShouldBeEmpty();
    }
}
