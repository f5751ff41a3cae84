using System.Net;
using Linli.Mobility.Parking;
using Linli.Platform.Data;
using Linli.Sensing;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Mobility.Tests;

/// <summary>Parking (S71, R46, T12): free = capacity − inside, corrected by detectors; counts reconcile with the gates; the age of data is shown; forecasts only from history.</summary>
[Trait("Feature", "S71")]
public class ParkingTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Lot_IsCountedByItsGates_CorrectedByDetectors_AndOldNumbersAreNotShown(DatabaseKind kind)
    {
        var (found, sensed) = await SensedTown.Found(kind);
        await using var town = found;
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            db.Insert(FindMyCarTests.Lot("gates", 100));
            db.Insert(FindMyCarTests.Lot("full", 4));
            return await db.SaveChangesAsync();
        });
        var (gate, second) = (sensed.Add("gate-1", "parking-gate", "gates"), sensed.Add("gate-2", "parking-gate", "gates"));
        (await Lot(town, "gates")).GetProperty("source").GetString().ShouldBe("none");

        // Totals of two gates: what they counted before they were ours is not of this count.
        sensed.Says(gate, town.Time.GetUtcNow(), ("in", 5000), ("out", 4000));
        sensed.Says(second, town.Time.GetUtcNow(), ("in", 10), ("out", 10));
        await Count(town);
        await Say(town, sensed, gate, 5030, 4005);
        await Say(town, sensed, second, 12, 15);
        var lot = await Lot(town, "gates");
        (lot.GetProperty("free").GetInt32(), lot.GetProperty("stale").GetBoolean(), lot.GetProperty("ageSeconds").GetInt32()).ShouldBe((78, false, 0));
        // The same word again changes nothing; a gate that began anew counts from there.
        await Count(town);
        (await Lot(town, "gates")).GetProperty("free").GetInt32().ShouldBe(78);
        await Say(town, sensed, gate, 3, 1);
        (await Lot(town, "gates")).GetProperty("free").GetInt32().ShouldBe(76);
        var board = (await (await town.StaffClient("operator")).Get("/mobility/parking/board").Good()).GetProperty("lots").EnumerateArray().Single(l => l.Text("code") == "gates");
        // Cars in less cars out since midnight is what is inside: counts reconcile with the gates.
        (board.GetProperty("inToday").GetInt32() - board.GetProperty("outToday").GetInt32()).ShouldBe(board.GetProperty("inside").GetInt32());

        // Eleven minutes without a word: no number of now, and it is said.
        town.Time.Move(TimeSpan.FromMinutes(11));
        lot = await Lot(town, "gates");
        (lot.GetProperty("free").ValueKind, lot.GetProperty("stale").GetBoolean(), lot.GetProperty("ageSeconds").GetInt32()).ShouldBe((System.Text.Json.JsonValueKind.Null, true, 660));

        // Detectors on every bay: they correct the gates, and the difference stands there.
        var bays = Enumerable.Range(1, 4).Select(n => sensed.Add("bay-" + n, "bay-detector", "full")).ToList();
        var entry = sensed.Add("gate-3", "parking-gate", "full");
        await Say(town, sensed, entry, 0, 0);
        foreach (var (bay, i) in bays.Select((b, i) => (b, i)))
            sensed.Says(bay, town.Time.GetUtcNow(), ("occupied", i < 3 ? 1 : 0));
        await Say(town, sensed, entry, 0, 0);
        lot = await Lot(town, "full");
        (lot.GetProperty("free").GetInt32(), lot.GetProperty("source").GetString()).ShouldBe((1, "gates+detectors"));
        var operatorOf = await town.StaffClient("operator");
        var correction = (await operatorOf.Get("/mobility/parking/board").Good()).GetProperty("corrections")[0];
        (correction.GetProperty("before").GetInt32(), correction.GetProperty("after").GetInt32(), correction.GetProperty("byDetectors").GetBoolean()).ShouldBe((0, 3, true));

        // Bays along a street have no gate: their detectors alone are counted, a silent one as taken; with too few heard nothing is said.
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            db.Insert(FindMyCarTests.Lot("kerb", 10));
            return await db.SaveChangesAsync();
        });
        var kerb = Enumerable.Range(1, 10).Select(n => sensed.Add("kerb-" + n, "bay-detector", "kerb")).ToList();
        foreach (var (bay, i) in kerb.Take(8).Select((b, i) => (b, i)))
            sensed.Says(bay, town.Time.GetUtcNow(), ("occupied", i < 5 ? 1 : 0));
        await Count(town);
        (await Lot(town, "kerb")).GetProperty("free").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        sensed.Says(kerb[8], town.Time.GetUtcNow(), ("occupied", 0));
        await Count(town);
        lot = await Lot(town, "kerb");
        (lot.GetProperty("free").GetInt32(), lot.Text("source"), lot.GetProperty("stale").GetBoolean()).ShouldBe((4, "detectors", false));

        // By hand, and refused where it cannot be.
        await operatorOf.Post("/mobility/parking/lots/gates/correction", new { inside = 40, reason = "人工清点" }).Good();
        (await Lot(town, "gates")).GetProperty("free").GetInt32().ShouldBe(60);
        (await operatorOf.Post("/mobility/parking/lots/gates/correction", new { inside = 101, reason = "人工清点" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("mobility.inside_over");
        (await operatorOf.Post("/mobility/parking/lots/gates/correction", new { inside = -1, reason = "人工清点" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("mobility.inside_range");
        (await operatorOf.Post("/mobility/parking/lots/gates/correction", new { inside = 1, reason = "" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("mobility.reason_length");
        (await operatorOf.Post("/mobility/parking/lots/nowhere/correction", new { inside = 1, reason = "人工清点" }).Refused(HttpStatusCode.NotFound)).ShouldBe("mobility.unknown_lot");
        (await town.Client().Get("/mobility/parking/lots/nowhere").Refused(HttpStatusCode.NotFound)).ShouldBe("mobility.unknown_lot");
        (await town.Client().Get("/mobility/parking?near=here").Refused(HttpStatusCode.BadRequest)).ShouldBe("mobility.near_form");
        (await town.Client().Page("/parking")).ShouldContain("Lot gates");
        (await operatorOf.Page("/desk/parking")).ShouldContain("Lot full");
    }

    [Fact]
    public async Task Road_ShowsItsLevelWithTimeAndSource_AndSaysWhenNothingIsKnown()
    {
        var (found, sensed) = await SensedTown.Found();
        await using var town = found;
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            db.Insert(new Roads.Road { Code = "bridge", Scope = SmallTown.First.Value, NameZh = "月牙桥", NameEn = "Yueya Bridge", Longitude = 120.21, Latitude = 30.2, FreeSpeed = 40, SourceZh = "检测器", SourceEn = "counters" });
            return await db.SaveChangesAsync();
        });
        (await Bridge(town)).Text("level").ShouldBe("unknown");
        var (one, two) = (sensed.Add("t-1", "traffic-counter", "bridge"), sensed.Add("t-2", "traffic-counter", "bridge"));
        sensed.Says(one, town.Time.GetUtcNow(), ("vehicles", 90), ("speed", 10));
        sensed.Says(two, town.Time.GetUtcNow(), ("vehicles", 30), ("speed", 18));
        var road = await Bridge(town);
        (road.Text("level"), road.Whole("speed"), road.Whole("vehicles"), road.GetProperty("at").GetDateTimeOffset()).ShouldBe(("slow", 12, 120, town.Time.GetUtcNow()));
        road.GetProperty("source").ToString().ShouldContain("2");
        town.Time.Move(TimeSpan.FromMinutes(11));
        road = await Bridge(town);
        (road.Text("level"), road.GetProperty("speed").ValueKind).ShouldBe(("unknown", System.Text.Json.JsonValueKind.Null));
        (await town.Client().Page("/roads")).ShouldContain("Yueya Bridge");

        static async Task<System.Text.Json.JsonElement> Bridge(TestTown town) => (await town.Client().Get("/mobility/roads").Good())[0];
    }

    [Fact]
    public void Forecast_NeedsThreeWeeks_AndSaysItsRange()
    {
        var at = TestTown.Start;
        ParkingRules.Forecast(at, 100, [10, 20]).ShouldBeNull();
        ParkingRules.Forecast(at, 100, [10, 40, 20, 130]).ShouldBe(new(at, 80, 0, 90, 4));
    }

    [Theory]
    [InlineData(100, 20, 80)]
    [InlineData(100, 130, 0)]
    [InlineData(100, -3, 100)]
    public void Free_IsNeverLessThanNoneNorMoreThanThereAre(int capacity, int inside, int free) => ParkingRules.Free(capacity, inside).ShouldBe(free);

    private static async Task Say(TestTown town, SensedTown sensed, DeviceId gate, double cameIn, double wentOut)
    {
        sensed.Says(gate, town.Time.GetUtcNow(), ("in", cameIn), ("out", wentOut));
        await Count(town);
    }

    private static Task<bool> Count(TestTown town) => town.InScope(async s =>
    {
        await ActivatorUtilities.CreateInstance<CountLots>(s).Run(CancellationToken.None);
        return true;
    });

    private static Task<System.Text.Json.JsonElement> Lot(TestTown town, string code) => town.Client().Get("/mobility/parking/lots/" + code).Good();
}
