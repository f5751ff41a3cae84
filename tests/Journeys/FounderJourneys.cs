using Linli.People;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>A founder: a desk for the morning, a membership with its room, and a talk with a mentor that nobody else reads (S87, S88).</summary>
[Collection(OtherJourneyGroup.Name)]
public sealed class FounderJourneys(OtherTown town, Chromium chromium) : Journey(town, chromium)
{
    [Fact, Trait("Feature", "S88")]
    public async Task Founder_BecomesAMember_AndTheRoomIsIncluded()
    {
        Town.Clock.ToNextMorning();
        var login = await Town.SharedOffice();
        await using var phone = await Device();
        var (page, account) = await Neighbour(phone, "/desks");
        await page.GetByRole(AriaRole.Link, new() { Name = "众创空间" }).First.ClickAsync();
        await ShouldBeAccessible(page);
        await Picture(page, "desks-1-space");
        await page.Locator("[name=Sessions]:not([disabled])").First.CheckAsync();
        await Press(page, "预约勾选的时段");
        await Says(page, "余额");
        await ShouldBeAccessible(page);
        await Picture(page, "desks-2-short");
        await Town.Pay(account, 40_000);
        await page.GetByText("填写申请").ClickAsync();
        await page.FillAsync("[name=Team]", "稻禾");
        await page.FillAsync("[name=Purpose]", "做大字遥控器");
        await Press(page, "提交申请");
        await Says(page, "申请已提交");

        await using var counter = await Device(desktop: true);
        var staff = await Staff(counter, login, first: "/desk/shared-offices");
        await staff.GotoAsync("/desk/shared-offices");
        await Press(staff, "通过");
        await Says(staff, "没有待审核的申请");
        await ShouldBeAccessible(staff);
        await Picture(staff, "desks-3-office");

        await page.GotoAsync("/desks/mine");
        await page.Locator("button[value=pay]").First.ClickAsync();
        await SayYes(page);
        await Says(page, "已办好");
        await ShouldBeAccessible(page);
        await Picture(page, "desks-4-member");
        await page.GotoAsync("/desks/sp-desks");
        await Says(page, "会员价");
        var room = page.Locator("details").Filter(new() { HasText = "听潮小间" });
        await room.Locator("summary").ClickAsync();
        await room.Locator("[name=Sessions]:not([disabled])").First.CheckAsync();
        await room.GetByRole(AriaRole.Button, new() { Name = "预约勾选的时段" }).ClickAsync();
        await Says(page, "订好了");
        await Says(page, "还含 1 小时");
    }

    [Fact, Trait("Feature", "S87")]
    public async Task Mentor_OffersHours_AndTalksWithAFounder_WhileTheDeskReadsNothingOfIt()
    {
        Town.Clock.ToNextMorning();
        const string secret = "合伙人想退出，股权怎么分";
        await using var first = await Device();
        var (mentor, _) = await Neighbour(first, "/mentors/me");
        await mentor.FillAsync("[name=Name]", "蒋工");
        await mentor.FillAsync("[name=Fields]", "硬件，供应链");
        await mentor.FillAsync("[name=Languages]", "普通话");
        await mentor.FillAsync("[name=About]", "从样机到第一千台，少走弯路。");
        await Press(mentor, "提交报名");
        await Expect(mentor.Locator("main .problems, main .field-error").First).ToBeVisibleAsync();
        await ShouldBeAccessible(mentor);
        await Picture(mentor, "mentor-1-consent");
        await mentor.CheckAsync("[name=ConsentVersion]");
        await Press(mentor, "提交报名");
        await Expect(mentor.Locator(".problems")).ToHaveCountAsync(0);
        await using var counter = await Device(desktop: true);
        var staff = await Staff(counter, await Town.Hire(Posts.Operator, at: Town.Second), first: "/desk/founders");
        await staff.GotoAsync("/desk/founders");
        await Press(staff, "上架");
        await mentor.GotoAsync("/mentors/me");
        var day = TownClock.NextWorkingDay(Town.Clock.Today.AddDays(1));
        await mentor.CheckAsync($"[name=Days][value='{((int)day.DayOfWeek + 6) % 7 + 1}']");
        await Press(mentor, "加时间");
        await Says(mentor, "每次 45 分钟");
        await ShouldBeAccessible(mentor);
        await Picture(mentor, "mentor-2-hours");

        await using var second = await Device();
        var (founder, _) = await Neighbour(second, "/mentors");
        await founder.GetByRole(AriaRole.Link, new() { Name = "预约（近两周" }).First.ClickAsync();
        await founder.Locator("main .tile-choice").First.ClickAsync();
        await founder.FillAsync("[name=About]", secret);
        await ShouldBeAccessible(founder);
        await Picture(founder, "mentor-3-ask");
        await Press(founder, "确认预约");
        await Says(founder, "约好了");
        await staff.GotoAsync("/desk/founders");
        await Expect(staff.Locator("body")).Not.ToContainTextAsync("股权");
        await ShouldBeAccessible(staff);
        Town.Clock.MoveTo(day, new(19, 10));
        await mentor.GotoAsync("/mentors/me");
        await Says(mentor, secret);
        await Press(mentor, "来了");
        await Says(mentor, "已谈");
        await founder.GotoAsync("/mentors/talks");
        await Says(founder, "已谈");
    }
}
