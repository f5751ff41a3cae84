using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Linli.Mobility.FindCar;
using Linli.Mobility.Parking;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Mobility.Tests;

/// <summary>
/// 车位寻车 (S72): start position and bay number give a route on the phone over levels, from any start to any bay, with an accessible
/// variant, and without identity. day.md 19:40: from the cinema exit to B2-0417 in at most 25 turns, through the lift.
/// </summary>
[Trait("Feature", "S72")]
public class FindMyCarTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Way_FromTheCinemaExitToABay_GoesThroughTheLiftInFewTurns(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        await Build(town);
        var nobody = town.Client();

        var way = await nobody.Get("/mobility/parking/way?from=和风影城散场出口&bay=B2-0417").Good();
        way.GetProperty("found").GetBoolean().ShouldBeTrue();
        way.GetProperty("byLift").GetBoolean().ShouldBeTrue();
        way.GetProperty("turns").GetInt32().ShouldBeInRange(1, 25);
        way.GetProperty("metres").GetInt32().ShouldBeInRange(40, 120);
        var steps = way.GetProperty("steps").EnumerateArray().ToList();
        steps[0].Text("level").ShouldBe("4F");
        steps[^1].Text("level").ShouldBe("B2");
        steps[^1].GetProperty("turn").GetString().ShouldBe("there");

        // However people type it; the same step-free, which takes longer.
        foreach (var bay in new[] { "b2 0417", "Ｂ２－０４１７", "B20417" })
            (await nobody.Get($"/mobility/parking/way?from=B2-P12&bay={Uri.EscapeDataString(bay)}").Good()).Text("bay").ShouldBe("B2-0417");
        var stepFree = await nobody.Get("/mobility/parking/way?from=和风影城散场出口&bay=B2-0417&stepFree=true").Good();
        stepFree.GetProperty("found").GetBoolean().ShouldBeTrue();
        stepFree.GetProperty("steps").EnumerateArray().ShouldAllBe(s => s.Text("turn") != "stairs");

        // Bad input: nothing typed, an unknown bay and one nearly right, one that is on two levels, an unknown start and car park.
        (await nobody.Get("/mobility/parking/way?from=B2-P12&bay=").Refused(HttpStatusCode.BadRequest)).ShouldBe("mobility.bay_missing");
        (await nobody.Get("/mobility/parking/way?bay=B2-0417").Refused(HttpStatusCode.BadRequest)).ShouldBe("mobility.start_missing");
        (await nobody.Get("/mobility/parking/way?from=B2-P12&bay=Z9-8888").Refused(HttpStatusCode.BadRequest)).ShouldBe("mobility.unknown_bay");
        (await nobody.GetStringAnyway("/api/v1/mobility/parking/way?from=B2-P12&bay=B2-O417")).ShouldContain("B2-0417");
        (await nobody.GetStringAnyway("/api/v1/mobility/parking/way?from=B2-P12&bay=B2-0471")).ShouldContain("Did you mean: B2-0417");
        (await nobody.Get("/mobility/parking/way?from=B2-P12&bay=0417").Refused(HttpStatusCode.BadRequest)).ShouldBe("mobility.several");
        (await nobody.Get("/mobility/parking/way?from=月球&bay=B2-0417").Refused(HttpStatusCode.BadRequest)).ShouldBe("mobility.unknown_start");
        (await nobody.Get("/mobility/parking/way?from=B2-P12&bay=B2-0417&carPark=nowhere").Refused(HttpStatusCode.NotFound)).ShouldBe("mobility.no_car_park");

        var page = await nobody.GetStringAsync(new Uri("/parking/find?from=B2-P12&bay=B2-0417", UriKind.Relative));
        page.ShouldContain("B2-P12");
        page.ShouldContain("floor-way");
    }

    [Fact]
    public async Task Way_FromAnyStartToAnyBay_IsFound_AndNothingIsWritten()
    {
        await using var town = await TestTown.Found();
        await Build(town);
        var before = await Rows(town);
        var plan = await town.InScope(async s => await s.GetRequiredService<Places.IIndoorWays>().Find("hefeng-place", CancellationToken.None)) ?? throw new InvalidOperationException();
        var (bays, starts) = (plan.Spots.Where(s => s.Kind == "parking").ToList(), plan.Spots.Where(s => s.Kind != "parking").ToList());

        bays.Count.ShouldBe(280);
        bays.ShouldContain(b => b.Name.Zh == "B2-0417");
        foreach (var (bay, i) in bays.Select((b, i) => (b, i)))
        {
            var start = starts[i * 7 % starts.Count];
            foreach (var stepFree in new[] { false, true })
            {
                // A way down the stairs that begins on the stairs cannot be step-free, nor can it be left.
                if (stepFree && start.Kind == "stairs")
                    continue;
                var way = plan.Way(start.Id, bay.Id, stepFree);
                way.ShouldNotBeNull($"{start.Name.Zh} → {bay.Name.Zh}");
                way.ShouldAllBe(p => !stepFree || p.By == "walk" || p.By == "elevator");
                WayWords.Say(plan, way, bay).Count(s => s.Turn is not (CarTurn.Straight or CarTurn.There)).ShouldBeLessThanOrEqualTo(25);
            }
        }

        await town.Client().Get("/mobility/parking/way?from=B2-P12&bay=B2-0417").Good();
        (await Rows(town)).ShouldBe(before);
    }

    [Theory]
    [InlineData(0, 90, CarTurn.Right)]
    [InlineData(0, 270, CarTurn.Left)]
    [InlineData(350, 10, CarTurn.Straight)]
    [InlineData(90, 270, CarTurn.Back)]
    public void Turn_BetweenTwoBearings_IsToThatSide(double was, double now, CarTurn turn) => WayWords.Turn(was, now).ShouldBe(turn);

    private static Task<int> Rows(TestTown town) => town.InScope(async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        return await db.Database.SqlQueryRaw<int>("SELECT count(*) AS \"Value\" FROM platform_audit").SingleAsync();
    });

    internal static async Task Build(TestTown town)
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var file in Directory.EnumerateFiles(Path.Combine(DemoFolder.Path, "indoor", "hefeng-place")))
                archive.CreateEntryFromFile(file, Path.GetFileName(file));
        zip.Position = 0;
        using var form = new MultipartFormDataContent();
        using var part = new StreamContent(zip);
        part.Headers.ContentType = new MediaTypeHeaderValue("application/zip");
        form.Add(part, "file", "hefeng-place.zip");
        var admin = await town.StaffClient("admin");
        (await admin.PostAsync(new Uri("/api/v1/places/indoor/hefeng-place?place=hf-1", UriKind.Relative), form)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            db.Insert(Lot("park-1", 280, "hefeng-place"));
            return await db.SaveChangesAsync();
        });
    }

    internal static ParkingLot Lot(string code, int capacity, string? venue = null) => new()
    {
        Code = code, Scope = SmallTown.First.Value, NameZh = "停车场" + code, NameEn = "Lot " + code, Kind = LotKind.Public, Capacity = capacity, Longitude = SmallTown.InFirst.Lon, Latitude = SmallTown.InFirst.Lat,
        Address = "石榴街", Hours = "24/7", TariffZh = "免费", TariffEn = "free", Operator = "物业", Venue = venue,
    };
}

internal static class MoreApi
{
    public static async Task<string> GetStringAnyway(this HttpClient client, string address) =>
        await (await client.GetAsync(new Uri(address, UriKind.Relative))).Content.ReadAsStringAsync();
}
