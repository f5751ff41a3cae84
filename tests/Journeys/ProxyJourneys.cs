using System.Text.RegularExpressions;
using Linli.People;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>Whom the hall does not see: he lets his wife come for him, and a neighbour goes no further than the community's own centre.</summary>
[Collection(OtherJourneyGroup.Name)]
public sealed class ProxyJourneys(OtherTown town, Chromium chromium) : Journey(town, chromium)
{
    private const string His = "330108194603150026", Hers = "11010519491231002X";

    // He cannot come: his wife may, for one item until a day, once the justice office has seen both documents. He hears of each step.
    [Fact, Trait("Feature", "S93")]
    public async Task Wife_ComesForHim_OnlyAfterTheJusticeOfficeConfirmedIt_AndHeCanTakeItBack()
    {
        await Town.Hall();
        await using var phone = await Device();
        var (principal, account) = await Neighbour(phone);
        await Town.Born(account, new(1946, 3, 15), "何卫");
        await using var counter = await Device(desktop: true);
        var clerk = await Staff(counter, await Town.Hire(Posts.DeskClerk), first: "/desk/hall/proxies");
        await clerk.GotoAsync("/desk/hall/proxies");
        await clerk.FillAsync("[name=Code]", await CodeOf(principal));
        await clerk.FillAsync("[name=PrincipalName]", "何卫");
        await clerk.FillAsync("[name=PrincipalDocument]", His);
        await clerk.FillAsync("[name=AgentName]", "许静");
        await clerk.FillAsync("[name=AgentDocument]", His);
        await clerk.CheckAsync("[name=Items][value=fund]");
        await clerk.FillAsync("[name=Until]", Town.Day(12));
        await Press(clerk, "登记，送见证");
        await Says(clerk, "委托人和受托人不能是同一个人");
        await clerk.FillAsync("[name=AgentDocument]", Hers);
        await Press(clerk, "登记，送见证");
        await Says(clerk, "等司法所见证");
        await ShouldBeAccessible(clerk);
        await Picture(clerk, "proxy-1-written");

        await using var office = await Device(desktop: true);
        var mediator = await Staff(office, await Town.Hire(Posts.Mediator), first: "/desk/hall/proxies");
        await mediator.GotoAsync("/desk/hall/proxies");
        await mediator.FillAsync("[name=PrincipalDocument]", His);
        await mediator.FillAsync("[name=AgentDocument]", "330108194603150018");
        await Press(mediator, "见证通过");
        await Expect(mediator.Locator(".field-error, .problems").First).ToBeVisibleAsync();
        await mediator.FillAsync("[name=PrincipalDocument]", His);
        await mediator.FillAsync("[name=AgentDocument]", Hers);
        await Press(mediator, "见证通过");
        await Expect(mediator.Locator("main")).Not.ToContainTextAsync("见证通过");
        await Picture(mediator, "proxy-2-confirmed");

        // She comes: for another item it does not hold, for this one it does, and he hears of that too.
        var number = Regex.Match(await mediator.InnerTextAsync("main"), @"WT-\d{4}-\d{4}").Value;
        await HallJourneys.PaperTicket(clerk, "许静");
        await clerk.GotoAsync("/desk/hall");
        await clerk.Locator("button[value=open]").First.ClickAsync();
        await clerk.ClickAsync("button[value=next]");
        await clerk.ClickAsync("button[value=serve]");
        await ComeWith(clerk, "loan", number);
        await Says(clerk, "委托里没有");
        await ComeWith(clerk, "fund", number);
        await Says(clerk, "JOURNEY-SL-");
        await clerk.GotoAsync("/desk/hall");
        await clerk.ClickAsync("button[value=finish]");
        await clerk.ClickAsync("button[value=close]");
        await principal.GotoAsync("/notices");
        foreach (var told in (string[])["登记了一份委托", "委托已见证", "受托人已替您办件"])
            await Says(principal, told);

        await principal.GotoAsync("/hall/proxies");
        await Says(principal, "公积金提取");
        await Says(principal, "已用于");
        await ShouldBeAccessible(principal);
        await Picture(principal, "proxy-3-phone");
        await Press(principal, "撤销委托");
        await SayYes(principal);
        await Expect(principal.GetByRole(AriaRole.Button, new() { Name = "撤销委托" })).ToHaveCountAsync(0);
        await clerk.GotoAsync("/desk/hall/proxies");
        await Says(clerk, "已撤销");
    }

    // The same queue in the community's own centre: she takes a ticket at home, waits there, is called there, and has her matter taken in.
    [Fact, Trait("Feature", "S119")]
    public async Task CommunityCentre_HasACounterOfTheSameHall_WithAWallOfItsOwn()
    {
        await Town.Hall();
        await using var phone = await Device(elder: true);
        var (resident, _) = await Neighbour(phone, "/hall");
        await resident.SelectOptionAsync("[name=Site]", "centre");
        await resident.ClickAsync("button[value=Service]");
        await resident.WaitForURLAsync("**/hall/t/**");
        var number = await resident.InnerTextAsync(".hall-number");
        await using var desk = await Device(desktop: true);
        var clerk = await Staff(desk, await Town.Hire(Posts.CommunityWorker, at: Town.Second), first: "/desk/hall");
        await clerk.GotoAsync("/desk/hall");
        await clerk.ClickAsync("button[value=open]");
        var wall = await desk.NewPageAsync();
        await wall.GotoAsync("/desk/hall/screen/journey?site=centre");
        await clerk.ClickAsync("button[value=next]");
        await wall.WaitForSelectorAsync($".wall-calling:has-text('{number}')");
        await resident.WaitForSelectorAsync(".hall-go:has-text('3 号窗口')");
        await Picture(resident, "centre-1-called");
        await clerk.ClickAsync("button[value=serve]");
        await clerk.GotoAsync("/desk/hall?item=fund");
        await clerk.CheckAsync("input[name=Brought][value=id]");
        await clerk.ClickAsync("button[value=accept]");
        await Says(clerk, "JOURNEY-SL-");
        await ShouldBeAccessible(clerk);
        await clerk.GotoAsync("/desk/hall");
        await clerk.ClickAsync("button[value=finish]");
        await clerk.ClickAsync("button[value=close]");
        await resident.GotoAsync("/hall/mine");
        await Says(resident, "公积金提取");
    }

    private static async Task ComeWith(IPage clerk, string item, string proxy)
    {
        await clerk.GotoAsync($"/desk/hall?item={item}");
        await clerk.CheckAsync("input[name=Brought][value=id]");
        await clerk.ClickAsync("details.act:has([name=Proxy]) summary");
        await clerk.FillAsync("[name=Proxy]", proxy);
        await clerk.FillAsync("[name=AgentDocument]", Hers);
        await clerk.ClickAsync("button[value=accept]");
    }
}
