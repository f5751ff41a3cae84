using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>A mother of 76 and her daughter: a doctor's hour, day care with a plan that she agrees to, and something to do on Saturday.</summary>
[Collection(OtherJourneyGroup.Name)]
public sealed class HealthJourneys(OtherTown town, Chromium chromium) : Journey(town, chromium)
{
    [Fact, Trait("Feature", "S58")]
    public async Task Daughter_BooksTheDoctorForHerMother_GivesItBack_AndHearsWhenTheDoctorFallsIll()
    {
        Town.Clock.ToNextMorning();
        var keeper = await Town.Clinic();
        await using var phone = await Device();
        var (page, account) = await Neighbour(phone, "/clinics");
        await Town.Born(account, new(1986, 5, 5));
        var mother = await Town.Relative(account, "沈桂芳", new(1950, 3, 8), child: false);
        await page.GotoAsync("/clinics");
        await page.FillAsync("[name=q]", "失眠");
        await Press(page, "查找");
        await ShouldBeAccessible(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "中医科" }).ClickAsync();
        await Says(page, "白守拙");
        await ShouldBeAccessible(page);
        await Picture(page, "clinic-1-doctor");
        await page.GetByRole(AriaRole.Link, new() { Name = "选时段预约" }).ClickAsync();
        var doctor = page.Url;
        await ForMother(page, mother, 2);
        await page.WaitForURLAsync("**/my/bookings?made=*");
        await Says(page, "预约成功");
        await Says(page, "沈");
        await Picture(page, "clinic-2-booked");

        // One a day with one doctor: the second is refused, with what to do; given back, another time may be taken.
        await page.GotoAsync(doctor);
        await ForMother(page, mother, 3);
        await Says(page, "取消一次后可以再约");
        await ShouldBeAccessible(page);
        await page.GotoAsync("/my/bookings");
        await Press(page, "取消预约");
        await SayYes(page);
        await Says(page, "没有将到的预约");
        await page.GotoAsync(doctor);
        await ForMother(page, mother, 3);
        await Says(page, "预约成功");

        await using var desk = await Device(desktop: true);
        var worker = await Staff(desk, keeper, first: "/desk/clinics");
        await worker.GetByText("已约 1/").ClickAsync();
        await worker.FillAsync("[name=AwayFrom]", Town.Day(0));
        await worker.FillAsync("[name=AwayUntil]", Town.Day(0));
        await Press(worker, "停诊");
        await SayYes(worker);
        await Expect(worker.Locator(".problems")).ToBeVisibleAsync();
        await worker.FillAsync("form:has([name=AwayFrom]) [name=Reason]", "医生临时停诊");
        await Press(worker, "停诊");
        await SayYes(worker);
        await Expect(worker.GetByText("停诊到")).ToBeVisibleAsync();
        await ShouldBeAccessible(worker);
        await Picture(worker, "clinic-3-desk");
        await page.GotoAsync("/my/bookings");
        await Says(page, "没有将到的预约");
        await Says(page, "医生临时停诊");
        await Picture(page, "clinic-4-ill");
    }

    private static async Task ForMother(IPage page, Guid mother, int slot)
    {
        await page.Locator("main .weui-cells a").Nth(slot).ClickAsync();
        await page.SelectOptionAsync("[name=OnBehalfOf]", mother.ToString());
        await Press(page, "确认预约");
    }

    [Fact, Trait("Feature", "S41")]
    public async Task Daughter_FindsFiveScenesForEldersAndFiveForChildren_AndBooksForBoth()
    {
        Town.Clock.ToNextMorning();
        var keeper = await Town.AgeScenes();
        await using var phone = await Device();
        var (page, account) = await Neighbour(phone);
        await Town.Born(account, new(1986, 5, 5));
        var mother = await Town.Relative(account, "沈桂芳", new(1950, 3, 8), child: false);
        await page.GotoAsync("/old-and-young");
        await Says(page, "一老一小占");
        await ShouldBeAccessible(page);
        await Picture(page, "old-and-young");

        // Each of the ten has something, and the page of each has a time to choose.
        var free = await page.EvaluateAsync<string[]>(
            "() => Promise.all([...document.querySelectorAll('main a[href^=\"/book/o/\"]')].map(a => fetch(a.href).then(r => r.text()).then(t => t.includes('余 10 / 10') ? a.innerText : '')))");
        free.Count(f => f.Contains("预约", StringComparison.Ordinal)).ShouldBe(10);

        await page.GetByRole(AriaRole.Link, new() { Name = "晨练太极" }).ClickAsync();
        await page.Locator("main .weui-cells a").First.ClickAsync();
        await Press(page, "确认预约");
        await Says(page, "年满 60 周岁");
        await page.SelectOptionAsync("[name=OnBehalfOf]", mother.ToString());
        await Press(page, "确认预约");
        await Says(page, "预约成功");
        await Says(page, "健身步道");
        await page.GotoAsync("/old-and-young");
        await page.GetByRole(AriaRole.Link, new() { Name = "小农夫半日" }).ClickAsync();
        await page.Locator("main .weui-cells a").First.ClickAsync();
        await page.FillAsync("[name=Party]", "2");
        await Press(page, "确认预约");
        await Says(page, "预约成功");
        await Picture(page, "old-and-young-2-booked");

        await using var desk = await Device(desktop: true);
        var worker = await Staff(desk, keeper, first: "/desk/old-and-young");
        await worker.Locator("summary:has-text('共享书房')").ClickAsync();
        var add = worker.Locator("form:has([name=Scene][value=study])");
        await add.Locator("[name=NameZh]").FillAsync("智能手机课");
        await add.Locator("[name=Weekday]").SelectOptionAsync("3");
        await add.Locator("[name=Minutes]").FillAsync("5");
        await add.GetByRole(AriaRole.Button).ClickAsync();
        await Says(worker, "每次 15 到 480 分钟");
        await add.Locator("[name=Minutes]").FillAsync("90");
        await add.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(worker.Locator("summary:has-text('共享书房')")).ToContainTextAsync("2 项可约");
        await ShouldBeAccessible(worker);
        await page.GotoAsync("/old-and-young");
        await Says(page, "智能手机课");
    }

    [Fact, Trait("Feature", "S38")]
    public async Task Elder_BooksDayCare_AgreesToHerPlan_AndReadsWhatWasDone()
    {
        Town.Clock.ToNextMorning();
        var login = await Town.CareCentre();
        await using var phone = await Device(elder: true);
        var (elder, account) = await Neighbour(phone, "/care");
        await Town.Born(account, new(1980, 1, 1));
        await elder.GetByRole(AriaRole.Link, new() { Name = "日间照料" }).First.ClickAsync();
        await elder.Locator("main .weui-cells a").First.ClickAsync();
        await Press(elder, "确认预约");
        await Says(elder, "周岁");
        await Picture(elder, "care-1-too-young");
        await Town.Born(account, new(1950, 3, 8));
        await Press(elder, "确认预约");
        await Says(elder, "预约成功");

        await using var tablet = await Device(desktop: true);
        var carer = await Staff(tablet, login, first: "/desk/elder-care");
        Town.Clock.MoveTo(Town.Clock.Today, new(11, 5));
        await carer.GotoAsync("/desk/elder-care?centre=daoxiang");
        await Press(carer, "到了");
        await Says(carer, "✓ 到了");
        await carer.SelectOptionAsync("[name=For]", new SelectOptionValue { Index = 0 });
        await carer.SelectOptionAsync("[name=Level]", new SelectOptionValue { Index = 1 });
        await carer.FillAsync("[name=Goal]", "预防跌倒，保持活动");
        await carer.FillAsync("[name=Items]", "平衡训练");
        await carer.FillAsync("form.narrow [name=ReviewOn]", Town.Day(60));
        await Press(carer, "交给本人同意");
        await Expect(carer.Locator(".problems")).ToBeVisibleAsync();
        await Picture(carer, "care-2-how-often");
        await carer.FillAsync("[name=Items]", "平衡训练 3");
        await Press(carer, "交给本人同意");
        await Expect(carer.Locator(".problems")).ToHaveCountAsync(0);
        await ShouldBeAccessible(carer);

        await elder.GotoAsync("/my/care");
        await Says(elder, "预防跌倒");
        await ShouldBeAccessible(elder);
        await Picture(elder, "care-3-plan");
        await Press(elder, "同意");
        await Says(elder, "终止计划");
        await carer.GotoAsync("/desk/elder-care?centre=daoxiang");
        await carer.Locator("details.act summary").First.ClickAsync();
        await Press(carer, "今天做了");
        await elder.GotoAsync("/my/care");
        await Says(elder, "本周已做 1 次");
    }
}
