using System.Globalization;
using Linli.People;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>What a space earns and costs is entered by one, shared by rule by another, and read by everybody (S115).</summary>
[Collection(OtherJourneyGroup.Name), Trait("Feature", "S115")]
public sealed class OperationJourneys(OtherTown town, Chromium chromium) : Journey(town, chromium)
{
    [Fact]
    public async Task Surplus_OfASpace_IsSharedByRule_AndThePublicReadsItsPart()
    {
        await Town.Room("j-orchard-hall", "同心客厅", 30, new { }, "event");
        var (now, last) = (Month(0), Month(-1));
        await using var bench = await Device(desktop: true);
        var wang = await Staff(bench, await Town.Hire(Posts.PartySecretary, at: ScopePath.Parse("/hf/", null), name: "王澜"), first: "/desk/operation");
        await Send(wang.Locator("form:has([name=Since])"), null, ("Space", "j-orchard-hall"), ("Since", last), ("Government", "映湖街道办"), ("Collective", "和二股份经济合作社"), ("Operator", "运营公司"));
        await wang.WaitForURLAsync("**/desk/operation/j-orchard-hall");
        var rule = wang.Locator("form:has(input[value=rule])");
        await Send(rule, null, ("From", last), ("Public", "30"), ("GovernmentShare", "50"), ("CollectiveShare", "50"), ("OperatorShare", "50"), ("Source", "合作协议第 9 条"));
        await Expect(rule.Locator("#f-collectiveshare-error")).ToContainTextAsync("合计须为 100%");
        await Expect(rule.Locator("[name=Source]")).ToHaveValueAsync("合作协议第 9 条");
        await Expect(rule.Locator("[name=GovernmentShare]")).ToHaveValueAsync("50");
        await Send(rule, null, ("From", last), ("Public", "30"), ("GovernmentShare", "20"), ("CollectiveShare", "50"), ("OperatorShare", "30"), ("Source", "合作协议第 9 条"));
        await Says(wang, "结余的 30% 返还公益");

        // The worker of the community enters what came and went; zero is no amount.
        await using var second = await Device(desktop: true);
        var li = await Staff(second, await Town.Hire(Posts.CommunityWorker, at: Town.Second), first: "/desk/operation/j-orchard-hall");
        var enter = li.Locator("form:has(input[value=enter])");
        await Send(enter, null, ("Month", last), ("Kind", "Income"), ("What", "场地租用"), ("Yuan", "0"), ("Voucher", "01"));
        await Expect(enter.Locator("#f-yuan-error")).ToContainTextAsync("金额应大于 0");
        await Expect(enter.Locator("[name=What]")).ToHaveValueAsync("场地租用");
        await ShouldBeAccessible(li);
        await Picture(li, "operation-1-refused");
        await Send(enter, null, ("Yuan", "1000.01"));
        await Line("场地租用");
        await Send(enter, null, ("Month", last), ("Kind", "Cost"), ("What", "水电保洁"), ("Yuan", "600"), ("Voucher", "02"));
        await Line("水电保洁");
        await Send(enter, null, ("Month", last), ("Kind", "Subsidy"), ("What", "街道补贴"), ("Yuan", "100"), ("Voucher", "03"));
        await Line("街道补贴");

        // A month that still runs is not settled; the last one is, once.
        await wang.GotoAsync($"/desk/operation/j-orchard-hall?year={last[..4]}");
        var settle = wang.Locator("form:has(input[value=settle])");
        await Send(settle, null, ("To", now));
        await SayYes(wang);
        await Expect(settle.Locator("#f-to-error")).ToContainTextAsync("只能结算已经过完的月份");
        await Expect(settle.Locator("[name=To]")).ToHaveValueAsync(now);
        await Send(settle, null, ("To", last));
        await SayYes(wang);
        await Says(wang, "未结算结余 ¥0.00");
        await ShouldBeAccessible(wang);
        await Picture(wang, "operation-2-settled");

        await using var phone = await Device();
        var open = phone.Pages[0];
        await open.GotoAsync("/operation");
        await Expect(open.Locator("main a").Filter(new() { HasText = "同心客厅" })).ToContainTextAsync("150.00");
        await ShouldBeAccessible(open);
        await Picture(open, "operation-3-list");
        await open.GotoAsync($"/operation/j-orchard-hall?year={last[..4]}");
        foreach (var text in new[] { "1,000.01", "600.00", "返还公益 ¥150.00", "映湖街道办 ¥70.00", "和二股份经济合作社 ¥175.01", "运营公司 ¥105.00" })
            await Says(open, text);
        await ShouldBeAccessible(open);
        await Picture(open, "operation-4-public");

        Task Line(string what) => Expect(li.Locator("main .weui-cell, main .list-group-item, main li, main a").Filter(new() { HasText = what }).First).ToBeVisibleAsync();
    }

    private string Month(int ahead) => Town.Clock.Today.AddMonths(ahead).ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
