using Linli.Platform.Data;
using Linli.Tests;

namespace Linli.Scenes.Tests;

/// <summary>From the life map (S76) and the neighbourhood centres (S78) one comes to the booking of that very place.</summary>
[Trait("Feature", "S76"), Trait("Feature", "S78")]
public sealed class MapBookingTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Places_OfTheMapAndTheCentres_LeadToTheirBooking_WithTheirHours(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (worker, operatorClient) = (await town.StaffClient("worker"), await town.StaffClient("operator"));
        foreach (var (code, what) in new[] { ("f-clinic", "clinic"), ("f-nursery", "childcare"), ("f-care", "day_care"), ("f-canteen", "canteen"), ("f-park", "square") })
            await operatorClient.Put($"/places/facilities/{code}", new { place = "hf-1", kind = what, nameZh = "地方" + what, longitude = 120.2105, latitude = 30.208, openingHours = "Mo-Su 08:00-20:00", phone = "0571-55501105" }).Good();
        await worker.Put("/clinics/yinghu", new { place = "hf-1", nameZh = "映湖卫生站", facility = "f-clinic" }).Good();
        await worker.Put("/nurseries/flute", new { place = "hf-1", nameZh = "小竹笛托育园", facility = "f-nursery" }).Good();
        await worker.Put("/care-centres/care", new { place = "hf-1", nameZh = "康养中心", areaM2 = 500, facility = "f-care" }).Good();
        await operatorClient.Post("/market/tariffs", new { place = "/zj/ys/hf/hf-1/", code = "none", name = new { zh = "按标价", en = "As marked" }, from = "2026-01-01", source = "合作社决定", terms = new { } }).Good();
        await Canteen(operatorClient, "hefeng");

        (await Booking(town, "f-clinic")).ShouldBe("/clinics/yinghu");
        (await Booking(town, "f-nursery")).ShouldBe("/nursery/flute");
        (await Booking(town, "f-care")).ShouldBe("/care/care");
        (await Booking(town, "f-canteen")).ShouldBe("/canteen?site=hefeng");
        (await Booking(town, "f-park")).ShouldBeEmpty();
        await Canteen(operatorClient, "elders");
        (await Booking(town, "f-canteen")).ShouldBe("/canteen", "two in one house: choose there");

        // The page says when it is open, and leads to the booking.
        var page = await town.Client().GetStringAsync(new Uri("/map/f-clinic", UriKind.Relative));
        page.ShouldContain("href=\"/clinics/yinghu\"");
        page.ShouldContain("08:00–20:00");
        (await town.Client().GetAsync(new Uri("/clinics/yinghu", UriKind.Relative))).IsSuccessStatusCode.ShouldBeTrue();
        (await town.Client().GetAsync(new Uri("/nursery/flute", UriKind.Relative))).IsSuccessStatusCode.ShouldBeTrue();

        // A centre is booked through the facility that people know it by.
        await operatorClient.Put("/places/spaces/sp-health", new { place = "hf-1", nameZh = "卫生服务中心", owner = "街道", collection = "八大邻里中心", area = 1600, facility = "f-clinic", allowedUses = (string[])["clinic"] }).Good();
        await operatorClient.Put("/places/spaces/sp-canteen", new { place = "hf-1", nameZh = "食堂", owner = "街道", collection = "八大邻里中心", area = 980, facility = "f-canteen", allowedUses = (string[])["dining"] }).Good();
        var centres = (await town.Client().Get("/places/centres").Good()).ToString();
        centres.ShouldContain("\"/clinics/yinghu\"");
        centres.ShouldContain("\"/canteen\"");
        (await town.Client().GetStringAsync(new Uri("/centres", UriKind.Relative))).ShouldContain("href=\"/clinics/yinghu\"");
    }

    private static async Task<string> Booking(TestTown town, string code) => (await town.Client().Get($"/places/facilities?code={code}").Good())[0].Text("booking");

    private static async Task Canteen(HttpClient client, string code) => await client.Post("/canteen/sites", new
    {
        place = "/zj/ys/hf/hf-1/",
        code,
        kind = "canteen",
        name = new { zh = "和风食堂", en = "Canteen" },
        @operator = "heshan-food",
        operatorName = "和膳餐饮",
        tariff = "none",
        facility = "f-canteen",
        serving = (object[])[new { meal = "lunch", from = "10:30", until = "13:00", orderUntil = "10:00" }],
    }).Good();
}
