using System.Net;
using System.Text;
using Linli.Cases.Read;
using Linli.Cases.Report;
using Linli.Cases.Rules;
using Linli.Mobility.SlowWays;
using Linli.Places;
using Linli.Places.Walking.Import;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests;

/// <summary>The slow-traffic network (S74): 5.5 m of carriageway, 1.5 m of slow lane, 1.3 km, what it links, routes, obstructions.</summary>
[Trait("Feature", "S74")]
public class SlowWaysTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    // Along the parallel of 30.208: 1300 m are 0.0135007 degrees there on the ellipsoid.
    private const string Lane = """
        {"type":"FeatureCollection","features":[
        {"type":"Feature","id":"lane","properties":{"kind":"path","width_m":1.5,"carriageway_m":5.5,"slow_lane":true,"name_zh":"慢行道","name_en":"Slow lane"},"geometry":{"type":"LineString","coordinates":[[120.2000,30.208],[120.20675,30.208],[120.2134995,30.208]]}},
        {"type":"Feature","id":"street","properties":{"kind":"footway","width_m":2},"geometry":{"type":"LineString","coordinates":[[120.2134995,30.208],[120.2134995,30.210]]}}]}
        """;

    [Theory, MemberData(nameof(Both))]
    public async Task SlowLane_IsMeasuredOnTheGround_AndCheckedAgainstThePlan(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var client = town.Client();
        (await client.Get("/mobility/slow-ways").Good()).GetProperty("metres").GetDouble().ShouldBe(0);

        await Build(town, 1300);
        var shown = await client.Get("/mobility/slow-ways").Good();

        shown.GetProperty("metres").GetDouble().ShouldBe(1300, 1);
        shown.GetProperty("lengthFits").GetBoolean().ShouldBeTrue();
        shown.GetProperty("widthsFit").GetBoolean().ShouldBeTrue();
        (shown.GetProperty("laneMetres").GetDouble(), shown.GetProperty("carriagewayMetres").GetDouble()).ShouldBe((1.5, 5.5));
        shown.GetProperty("linked").EnumerateArray().Select(p => p.Text("code")).ShouldBe(["library"]);
        (await client.GetStringAsync(new Uri("/api/v1/places/walking.geojson?slow=true", UriKind.Relative))).ShouldContain("\"slow_lane\":true");
    }

    [Fact]
    public async Task SlowLane_ShorterThanPlanned_IsSaid()
    {
        await using var town = await TestTown.Found();
        await Build(town, 1400);
        (await town.Client().Get("/mobility/slow-ways").Good()).GetProperty("lengthFits").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Route_OverTheNetwork_HasLengthAndMinutes_AndIsKeptByStaffOnly()
    {
        await using var town = await TestTown.Found();
        await Build(town, 1300);
        var staff = await town.StaffClient("operator");
        var route = new { nameZh = "晨跑", nameEn = "Morning run", pace = "jog", stops = new[] { "library", "clinic" }, order = 1 };
        await staff.Put("/mobility/slow-routes/run", route).Good();

        var shown = (await town.Client().Get("/mobility/slow-ways").Good()).GetProperty("routes")[0];
        shown.GetProperty("metres").GetInt32().ShouldBeInRange(700, 1100);
        shown.GetProperty("minutes").GetInt32().ShouldBeInRange(5, 8);
        (await town.Client().GetStringAsync(new Uri("/api/v1/mobility/slow-routes.geojson", UriKind.Relative))).ShouldContain("Morning run");

        (await staff.Put("/mobility/slow-routes/run", route with { stops = ["library", "nowhere"] }).Refused(HttpStatusCode.BadRequest)).ShouldBe("mobility.unknown_stop");
        (await staff.Put("/mobility/slow-routes/run", route with { stops = ["library"] }).Refused(HttpStatusCode.BadRequest)).ShouldBe("mobility.stops_count");
        (await staff.Put("/mobility/slow-routes/run", route with { nameZh = " " }).Refused(HttpStatusCode.BadRequest)).ShouldBe("mobility.name_missing");
        (await town.Client().Put("/mobility/slow-routes/run", route)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await staff.Delete("/mobility/slow-routes/run").Good();
        (await staff.Delete("/mobility/slow-routes/run").Refused(HttpStatusCode.NotFound)).ShouldBe("mobility.unknown_route");
    }

    [Fact]
    public async Task Obstruction_ReportedByAResident_IsACaseAtThePlace()
    {
        await using var town = await TestTown.Found();
        await Done(town, "admin", new SaveCategory { Code = "slow_way", NameZh = "慢行道受阻", NameEn = "Obstructed slow lane", TeamKind = "municipal" });
        var resident = await town.Resident("13800000001");
        var made = await town.Run(resident, new ReportCase { Text = "慢行道被电动车占了", Category = "slow_way", Longitude = SmallTown.InFirst.Lon, Latitude = SmallTown.InFirst.Lat });

        made.Problems.ShouldBeEmpty();
        (await town.Ask(await town.Staff("desk"), new Inbox { Box = InboxBox.New, Category = "slow_way" })).Value!.Items.ShouldHaveSingleItem().Id.ShouldBe(made.Value!.Id);
    }

    private static async Task Build(TestTown town, int planned)
    {
        var file = WalkingFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(Lane))).Value!;
        await Done(town, "admin", new ImportWalking(file, "lane", "wgs84"));
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            db.Records<SlowLanePlan>().Add(new() { Jurisdiction = "/", Metres = planned, LaneCm = 150, CarriagewayCm = 550, TolerancePercent = 1, Source = "S74" });
            db.Records<FacilityRow>().Add(new() { Code = "library", Place = SmallTown.First, Kind = "library", NameZh = "图书馆", NameEn = "Library", Longitude = 120.205, Latitude = 30.2083 });
            db.Records<FacilityRow>().Add(new() { Code = "clinic", Place = SmallTown.First, Kind = "clinic", NameZh = "卫生站", NameEn = "Clinic", Longitude = 120.2134995, Latitude = 30.2099 });
            return await db.SaveChangesAsync();
        });
    }

    private static async Task Done<T>(TestTown town, string login, Platform.UseCases.ICommand<T> command) =>
        (await town.Run(await town.Staff(login), command)).Problems.ShouldBeEmpty();
}
