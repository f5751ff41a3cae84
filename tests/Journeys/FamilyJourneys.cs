using System.Text.RegularExpressions;
using Linli.People;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>A family with a phone: the small one's nursery and the big one's class, each child handed only to whom the mother named.</summary>
[Collection(OtherJourneyGroup.Name)]
public sealed partial class FamilyJourneys(OtherTown town, Chromium chromium) : Journey(town, chromium)
{
    [Fact, Trait("Feature", "S48")]
    public async Task Mother_TakesTheLastPlaceOfTheNursery_AndTheGrandmotherFetchesWithHerCode()
    {
        Town.Clock.ToNextMorning();
        await Town.Nursery();
        var teacherLogin = await Town.Hire(Posts.NurseryTeacher, at: Town.Second);
        await using var phone = await Device();
        var (mother, account) = await Neighbour(phone, "/nursery");
        await Town.Born(account, new(1988, 1, 1));
        var child = await Town.Relative(account, "林小满", Town.Clock.Today.AddMonths(-16), child: true);
        await mother.GotoAsync("/nursery");
        await ShouldBeAccessible(mother);
        await Picture(mother, "nursery-1-groups");
        await mother.Locator("main .weui-cells a").First.ClickAsync();

        // For herself by mistake: she reads for whom it is.
        await Says(mother, "每月 2,980 元");
        await Press(mother, "确认报名");
        await Says(mother, "请在“为谁预约”里选择孩子");
        await Picture(mother, "nursery-2-not-for-her");
        await mother.SelectOptionAsync("[name=OnBehalfOf]", child.ToString());
        await Press(mother, "确认报名");
        await mother.WaitForURLAsync("**/my/bookings?made=*");

        await mother.GotoAsync("/my/nursery");
        await mother.FillAsync("[name=CallName]", "小满");
        await Press(mother, "保存");
        await mother.GetByText("授权一个人").ClickAsync();
        await mother.FillAsync("[name=Name]", "沈桂兰");
        await mother.FillAsync("[name=Relation]", "外婆");
        await Press(mother, "授权并取接送码");
        await Says(mother, "接送码：");
        var code = Digits().Match(await mother.Locator("main .notice").First.InnerTextAsync()).Value;
        await ShouldBeAccessible(mother);
        await Picture(mother, "nursery-3-code");

        await using var tablet = await Device(desktop: true);
        var teacher = await Staff(tablet, teacherLogin, first: "/desk/nursery");
        await teacher.GotoAsync("/desk/nursery");
        await Press(teacher, "入园");
        await Says(teacher, "外婆");
        await teacher.FillAsync("[name=Code]", code == "000000" ? "000001" : "000000");
        await teacher.Locator("main").GetByRole(AriaRole.Button, new() { Name = "核对并交接" }).First.ClickAsync();
        await Expect(teacher.Locator("main .field-error, main .problems").First).ToBeVisibleAsync();
        await ShouldBeAccessible(teacher);
        await Picture(teacher, "nursery-4-wrong-code");
        await teacher.FillAsync("[name=Code]", code);
        await teacher.Locator("main").GetByRole(AriaRole.Button, new() { Name = "核对并交接" }).First.ClickAsync();
        await Says(teacher, "已交给 外婆");
        await mother.GotoAsync("/my/nursery");
        await Says(mother, "外婆 沈** 接走");
        await Says(mother, "有人来接但没有通过核对");
    }

    [Fact, Trait("Feature", "S46")]
    public async Task Mother_EnrolsHerDaughterAfterSchool_AndTheOfficeHandsHerOverByFourDigits()
    {
        Town.Clock.ToNextMorning();
        var officeLogin = await Town.Hire(Posts.Operator, at: Town.Second);
        using var office = await Town.Desk(officeLogin);
        var (course, day) = await Town.FourThirty(office);
        await using var phone = await Device();
        var (mother, account) = await Neighbour(phone, "/learning/courses?programme=school");
        await Town.Born(account, new(1988, 1, 1));
        var daughter = await Town.Relative(account, "林安安", Town.Clock.Today.AddYears(-10), child: true);
        await mother.GotoAsync("/learning/courses?programme=school");
        await mother.GetByRole(AriaRole.Link, new() { Name = "作业与手工" }).ClickAsync();
        await Press(mother, "选这门课");
        await Expect(mother.Locator(".problems")).ToBeVisibleAsync();
        await mother.SelectOptionAsync("[name=OnBehalfOf]", daughter.ToString());
        await ShouldBeAccessible(mother);
        await Press(mother, "选这门课");
        await mother.WaitForURLAsync("**/learning/mine*");
        await mother.GotoAsync("/learning/fetch");
        await mother.GetByText("添加接送人").ClickAsync();
        await mother.FillAsync("[name=Name]", "许外婆");
        await mother.FillAsync("[name=Relation]", "外婆");
        await mother.CheckAsync("[name=IsAdult]");
        await Press(mother, "添加");
        var said = await mother.Locator(".fetch-code").InnerTextAsync();
        await ShouldBeAccessible(mother);
        await Picture(mother, "fetch-1-named");

        Town.Clock.MoveTo(day, new(16, 40));
        await using var counter = await Device(desktop: true);
        var desk = await Staff(counter, officeLogin, first: $"/desk/learning/courses/{course}");
        await desk.GotoAsync($"/desk/learning/courses/{course}");
        await Press(desk, "到了");
        await desk.FillAsync("[name=Said]", said == "0000" ? "0001" : "0000");
        await Press(desk, "核对并交接");
        await Expect(desk.Locator("main .problems")).ToBeVisibleAsync();
        await ShouldBeAccessible(desk);
        await Picture(desk, "fetch-2-refused");
        await desk.FillAsync("[name=Said]", said);
        await Press(desk, "核对并交接");
        await Says(desk, "已交接，家长会收到通知");
        await mother.GotoAsync("/notices");
        await Says(mother, "接走");
    }

    [Fact, Trait("Feature", "S50")]
    public async Task Mother_ReadsWhichPlacesThereAre_AndBooksTheStaffedOneForTheChildOfThatAge()
    {
        Town.Clock.ToNextMorning();
        await Town.ChildrenPlaces();
        await using var phone = await Device();
        var (mother, account) = await Neighbour(phone, "/learning/children");
        await Town.Born(account, new(1988, 1, 1));
        var (child, baby) = (await Town.Relative(account, "林小安", Town.Clock.Today.AddYears(-8), child: true), await Town.Relative(account, "林小宝", Town.Clock.Today.AddMonths(-14), child: true));
        await mother.GotoAsync("/learning/children");
        await Says(mother, "石榴籽幼儿园");
        await ShouldBeAccessible(mother);
        await Picture(mother, "children-places");
        await mother.Locator("main a[href^='/book/o/']").ClickAsync();
        await mother.Locator("main .weui-cells a").First.ClickAsync();
        await mother.SelectOptionAsync("[name=OnBehalfOf]", baby.ToString());
        await Press(mother, "确认预约");
        await Says(mother, "年满 3 周岁");
        await mother.SelectOptionAsync("[name=OnBehalfOf]", child.ToString());
        await Press(mother, "确认预约");
        await Says(mother, "预约成功");
    }

    [GeneratedRegex(@"\d{6}")]
    private static partial Regex Digits();
}
