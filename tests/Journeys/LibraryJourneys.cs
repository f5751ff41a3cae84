using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>Half past one (day.md 13:30): a book is found on the phone, lent by a scanner, brought back and forgotten; and a seat for tomorrow (S47).</summary>
[Collection(OtherJourneyGroup.Name)]
public sealed class LibraryJourneys(OtherTown town, Chromium chromium) : Journey(town, chromium)
{
    [Fact, Trait("Feature", "S47")]
    public async Task Elder_KeepsABook_BorrowsItByItsBarcode_BringsItBack_AndBooksASeat()
    {
        var login = await Town.Library();
        await using var phone = await Device(elder: true);
        var (page, _) = await Neighbour(phone, "/learning/library");
        await ShouldBeAccessible(page);
        await Picture(page, "library-1-home");
        await page.FillAsync("[name=q]", "养生");
        await Press(page, "查书");
        await page.GetByRole(AriaRole.Link, new() { Name = "四季养生" }).ClickAsync();
        await Press(page, "留给我，我来取");
        await page.WaitForURLAsync("**/learning/library/mine?done=1");
        await Says(page, "四季养生");

        // The desk: a scanner that types, a wrong barcode first.
        await using var counter = await Device(desktop: true);
        var desk = await Staff(counter, login, first: "/desk/library");
        await desk.GotoAsync("/desk/library");
        await Says(desk, "HF000101");
        await Scan(desk, "Code", await CodeOf(page));
        await Says(desk, "预约架上有 TA 的《四季养生》");
        await Scan(desk, "Barcodes", "HF999999");
        await Expect(desk.Locator("main")).ToContainTextAsync("HF999999");
        await ShouldBeAccessible(desk);
        await Picture(desk, "library-2-wrong");
        await Scan(desk, "Barcodes", "HF000101");
        await Says(desk, "已借 1 本");
        await Picture(desk, "library-3-lent");

        // Once longer, not twice; and what was read is nobody's business once it is back.
        await page.GotoAsync("/learning/library/mine");
        await Press(page, "续借");
        await Says(page, "已办好");
        await Press(page, "续借");
        await Expect(page.Locator(".problems")).ToBeVisibleAsync();
        await ShouldBeAccessible(page);
        await Picture(page, "library-4-renewed-twice");
        await desk.GotoAsync("/desk/library");
        await Scan(desk, "Barcode", "HF000101");
        await Says(desk, "《四季养生》已还");
        await page.GotoAsync("/learning/library/mine");
        await Says(page, "手上没有图书馆的书");
        await Says(page, "还书后记录就删除");

        await page.GotoAsync("/learning/library");
        await page.GetByRole(AriaRole.Link, new() { Name = "书房靠窗座位" }).ClickAsync();
        await Press(page, "确认预约");
        await page.WaitForURLAsync("**/my/bookings?made=*");
        await Says(page, "预约成功");
        await Says(page, "书房靠窗座位");
    }
}
