using System.Net;
using Linli.Platform.Data;
using Linli.Tests;

namespace Linli.Scenes.Tests.Learning;

/// <summary>Kindergartens and children's places (S50): records, and times that are booked where somebody is there.</summary>
[Trait("Feature", "S50")]
public sealed class ChildrenPlaceTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Place_IsBookableWhileItIsStaffed_AndAKindergartenIsForThreeAndOlder(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var desk = await town.StaffClient("operator");
        (await desk.Put("/learning/children/kg", new { kind = "kindergarten", place = "hf-1", nameZh = "智慧幼儿园", leastAge = 2, mostAge = 6 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("children.kindergarten_age");
        await desk.Put("/learning/children/kg", new { kind = "kindergarten", place = "hf-1", nameZh = "智慧幼儿园", leastAge = 3, mostAge = 6, phone = "0571-55501234" }).Good();
        (await desk.Put("/learning/children/play", new { kind = "playPlace", place = "hf-1", nameZh = "童趣天地", staffed = true }).Refused(HttpStatusCode.BadRequest)).ShouldBe("children.hours_missing");
        (await desk.Put("/learning/children/play", new { kind = "playPlace", place = "hf-1", nameZh = "童", staffed = false }).Refused(HttpStatusCode.BadRequest)).ShouldBe("children.name");
        object Play(bool staffed, string from = "09:00") => new { kind = "playPlace", place = "hf-1", nameZh = "童趣天地", leastAge = 3, mostAge = 12, places = 1, staffed, firstDay = "2026-11-28", from, minutes = 120, days = "SA" };
        await desk.Put("/learning/children/play", Play(true)).Good();

        var list = (await town.Client().Get("/learning/children").Good()).EnumerateArray().ToDictionary(p => p.Text("code"));
        (list["kg"].Text("book"), list["kg"].GetProperty("staffed").GetBoolean()).ShouldBe(("", false));
        var book = list["play"].Text("book");
        book.ShouldStartWith("/book/o/");

        // A parent books for the child, and only for one of that age.
        var mother = await town.VerifiedClient("19900000141");
        var (child, baby) = (await town.Person("林小安", "2018-05-05"), await town.Person("林小宝", "2025-05-05"));
        var account = (await mother.Get("/me").Good()).Id("account");
        await town.Guardian(account, child);
        await town.Guardian(account, baby);
        var session = (await town.Client().Get("/bookings/offerings?kind=children-place").Good())[0].GetProperty("next")[0].Id();
        (await mother.Post($"/bookings/sessions/{session}/reservations", new { onBehalfOf = baby }).Refused(HttpStatusCode.Forbidden)).ShouldBe("bookings.too_young");
        await mother.Post($"/bookings/sessions/{session}/reservations", new { onBehalfOf = child }).Good();

        // In the afternoon from now on: whoever booked the morning hears of it, and books again.
        await desk.Put("/learning/children/play", Play(true, "14:00")).Good();
        (await mother.Get("/bookings/mine").Good())[0].GetProperty("reservation").Text("state").ShouldBe("cancelled");
        session = (await town.Client().Get("/bookings/offerings?kind=children-place").Good())[0].GetProperty("next")[0].Id();
        await mother.Post($"/bookings/sessions/{session}/reservations", new { onBehalfOf = child }).Good();

        // Nobody is there any more: the record stays, booking ends.
        await desk.Put("/learning/children/play", Play(false)).Good();
        (await town.Client().Get("/learning/children").Good()).EnumerateArray().Single(p => p.Text("code") == "play").Text("book").ShouldBe("");
        (await town.Client().Get("/bookings/offerings?kind=children-place").Good()).GetArrayLength().ShouldBe(0);
        (await mother.Get("/bookings/mine").Good()).EnumerateArray().ShouldAllBe(b => b.GetProperty("reservation").Text("state") == "cancelled");
    }
}
