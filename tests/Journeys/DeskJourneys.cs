using System.Text.RegularExpressions;
using Linli.People;

namespace Linli.Journeys;

/// <summary>A day at the one-stop desk (S13): a call is logged, dispatched, and answered with a photo.</summary>
[Trait("Feature", "S13")]
public sealed class DeskJourneys(Town town, Chromium chromium) : Journey(town, chromium)
{
    [Fact]
    public async Task Call_LoggedAtTheDesk_IsDispatchedAndAnsweredWithAPhoto()
    {
        await using var desk = await Device(desktop: true);
        var page = await Staff(desk, await Town.Hire(Posts.DeskClerk));
        await page.GotoAsync("/desk/log");

        // Only the keyboard: the name has the focus from the start, Ctrl+Enter saves.
        await page.Keyboard.TypeAsync("沈小芳");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("13812345678");
        await page.FillAsync("[name=Text]", "7幢门口的路灯不亮，晚上看不清台阶");
        await page.WaitForSelectorAsync("[name=Guess][value=light]", new() { State = Microsoft.Playwright.WaitForSelectorState.Attached });
        await page.FillAsync("[name=PlaceText]", "望汐新村 7幢");
        await page.WaitForSelectorAsync("[name=Where]", new() { State = Microsoft.Playwright.WaitForSelectorState.Attached });
        await ShouldBeAccessible(page);
        await page.FocusAsync("[name=Text]");
        await page.Keyboard.PressAsync("Control+Enter");
        var number = await page.InnerTextAsync(".read-out strong");
        number.ShouldMatch(@"^HF-\d{4}-\d{4}$");
        (await page.InputValueAsync("[name=Text]")).ShouldBeEmpty("the next call can come");

        await page.ClickAsync("text=打开这件事项");
        await page.SelectOptionAsync("[name='Dispatch.Team']", "lighting");
        await page.ClickAsync("#act-dispatch button[type=submit]");
        await page.WaitForURLAsync("**done=Dispatch");
        await ShouldBeAccessible(page);
        var path = new Uri(page.Url).AbsolutePath;

        await using var crew = await Device();
        var phone = await Staff(crew, await Town.Hire(Posts.PropertyRepair, "lighting"));
        await phone.GotoAsync("/property");
        await phone.ClickAsync($"text={number}");
        await phone.ClickAsync("#act-grab button[type=submit]");
        await phone.WaitForURLAsync("**done=Grab");
        await phone.ClickAsync("#act-start button[type=submit]");
        await phone.WaitForURLAsync("**done=Start");
        await phone.FillAsync("[name='Answer.Text']", "灯泡已更换，请查看照片。");
        await phone.SetInputFilesAsync("[name='Answer.Files']", new Microsoft.Playwright.FilePayload { Name = "after.png", MimeType = "image/png", Buffer = Town.Photo });
        await phone.WaitForSelectorAsync("#act-answer [data-photo-list] img");
        await phone.ClickAsync("#act-answer button[type=submit]");
        await phone.WaitForURLAsync("**done=Answer");

        await page.GotoAsync(path);
        (await page.InnerTextAsync("main")).ShouldContain("办理后");
        (await page.InnerTextAsync("#case-timeline")).ShouldContain("灯泡已更换，请查看照片。");
        await page.GotoAsync("/desk/statistics");
        await ShouldBeAccessible(page);
        await page.ClickAsync(".stat-parts a >> nth=1");
        (await page.InnerTextAsync("#desk-rows")).ShouldMatch(Regex.Escape(number));
    }
}
