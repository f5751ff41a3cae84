using Linli.People;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>Two classes meet by video: the schools sign, a guardian says yes, a session is planned, two pupils are paired (S108).</summary>
[Collection(OtherJourneyGroup.Name), Trait("Feature", "S108")]
public sealed class ClassPairingJourneys(OtherTown town, Chromium chromium) : Journey(town, chromium)
{
    [Fact]
    public async Task Classes_ArePaired_AndAChildTakesPartOnceItsGuardianAgrees()
    {
        await using var bench = await Device(desktop: true);
        var desk = await Staff(bench, await Town.Hire(Posts.PartySecretary, at: ScopePath.Parse("/hf/", null)), first: "/desk/goodwill/classes");
        var pair = desk.Locator("form:has([name=OurSchool])");
        await Send(pair, null, ("Place", "hf"), ("OurSchool", "映湖小学"), ("OurClass", "四年级 2 班"), ("TheirSchool", "云岭镇中心小学"), ("TheirPlace", "云岭镇"), ("TheirClass", "四年级"), ("OursAgreedOn", Town.Day(-3)), ("TheirsAgreedOn", Town.Day(3)));
        await Expect(pair.Locator("#f-theirsagreedon-error")).ToContainTextAsync("不晚于今天");
        await Expect(pair.Locator("[name=TheirSchool]")).ToHaveValueAsync("云岭镇中心小学");
        await ShouldBeAccessible(desk);
        await Picture(desk, "classes-1-refused");
        await Send(pair, null, ("TheirsAgreedOn", Town.Day(-2)));
        await desk.WaitForURLAsync("**/desk/goodwill/classes/*");
        var pupil = desk.Locator("form:has(input[name=Do][value=pupil])");
        await Send(pupil, null, ("Side", "Theirs"), ("Ref", "王小花"), ("SignedOn", Town.Day(-2)));
        await Expect(pupil.Locator("#f-pupil-ref-error")).ToContainTextAsync("不能是姓名");
        await Expect(pupil.Locator("[name='pupil.SignedOn']")).ToHaveValueAsync(Town.Day(-2));
        await Send(pupil, null, ("Ref", "YL-01"));
        await Says(desk, "乙-A");

        // The guardian lets a daughter take part: she is a letter from then on.
        await using var phone = await Device();
        var (parent, account) = await Neighbour(phone, "/class-pairings");
        await Town.Relative(account, "林安安", Town.Clock.Today.AddYears(-10), child: true);
        await parent.ReloadAsync();
        await parent.GetByText("让孩子参加").ClickAsync();
        await parent.CheckAsync("[name=Agree]");
        await Press(parent, "参加");
        await Says(parent, "甲-A");
        await desk.ReloadAsync();
        await Expect(desk.Locator("main")).Not.ToContainTextAsync("安安");

        // No session begins at five in the morning; what was typed stays.
        var plan = desk.Locator("form:has(input[value=plan])");
        var day = Town.Day(2);
        await Send(plan, null, ("Title", "同上一堂课"), ("StartsAt", day + "T05:00"), ("EndsAt", day + "T06:00"), ("Link", "https://meeting.example.org/abc"));
        await Expect(plan.Locator("#f-plan-startsat-error")).ToContainTextAsync("7:00–21:00");
        await Expect(plan.Locator("[name='plan.Link']")).ToHaveValueAsync("https://meeting.example.org/abc");
        await Expect(plan.Locator("[name='plan.Pupils']").First).ToBeCheckedAsync();
        await ShouldBeAccessible(desk);
        await Picture(desk, "classes-2-plan");
        await Send(plan, null, ("StartsAt", day + "T14:00"), ("EndsAt", day + "T14:45"));
        await Expect(desk.Locator("main table").First).ToContainTextAsync("同上一堂课");
        await desk.Locator("form:has(input[name=Do][value=pupils]) button[type=submit]").ClickAsync();
        await Expect(desk.Locator("form:has(input[value=pair-agree])")).ToBeVisibleAsync();
        await Send(desk.Locator("form:has(input[value=pair-agree])"), null, ("Side", "Theirs"), ("SignedOn", Town.Day(-1)));

        await parent.ReloadAsync();
        await Expect(parent.GetByRole(AriaRole.Link, new() { Name = "进入连线" })).ToHaveAttributeAsync("href", "https://meeting.example.org/abc");
        await Picture(parent, "classes-3-guardian");
        await Press(parent, "同意结对");
        await Says(parent, "乙-A · 结对中");
        await ShouldBeAccessible(parent);
        await parent.SetViewportSizeAsync(1440, 900);
        await Picture(parent, "classes-4-wide");
        await desk.ReloadAsync();
        await Expect(desk.Locator("main table").Last).ToContainTextAsync("结对中");
        await desk.SetViewportSizeAsync(390, 844);
        await Picture(desk, "classes-5-small");
    }
}
