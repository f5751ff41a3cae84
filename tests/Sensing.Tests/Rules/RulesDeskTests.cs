using System.Net;
using System.Text.Json;
using Linli.Platform.Data;
using Linli.Sensing.Rules;
using Linli.Sensing.Tests.Fences;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;
using NetTopologySuite.Geometries;

namespace Linli.Sensing.Tests.Rules;

public sealed class RulesDeskTests
{
    private static readonly Device card = LaneBed.Device();

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task RulesAndFences_AreKeptWithTheirHistory_AndHoldInRunningLanesAtOnce(DatabaseKind kind)
    {
        await using var town = await Found(kind);
        var desk = await town.StaffClient("operator");
        var memory = town.Services.GetRequiredService<RulesMemory>();
        var lane = town.Services.GetRequiredService<IRuleLanes>().Make();

        // Nothing holds what is not there.
        await desk.Put("/sensing/rules/lake-danger", Lake()).RefusedAt("fence");
        await desk.Post("/sensing/fences/import", Import(Feature("lake", DrawnFences.Box(-100, -50, 100, 50)))).Good();
        var kept = await desk.Put("/sensing/rules/lake-danger", Lake()).Good();
        kept.Whole("version").ShouldBe(1);
        await memory.Settled;
        var firings = new List<Firing>();
        Fix(lane, 0, firings);
        firings.ShouldHaveSingleItem().Rule.ShouldBe("lake-danger");

        // The state of the rule survives its change; another limit of accuracy is another version.
        await desk.Put("/sensing/rules/lake-danger", Lake(accuracy: 20)).Good();
        await desk.Put("/sensing/rules/lake-danger", Lake(accuracy: 20)).Good();
        await memory.Settled;
        Fix(lane, 10, firings);
        firings.Count.ShouldBe(1);
        await desk.Post("/sensing/rules/lake-danger/switch", new { on = false }).Good();
        await memory.Settled;
        lane.NextTimer.ShouldNotBeNull();
        lane.Tick(LaneBed.Start.AddMinutes(1), firings);
        firings.Count.ShouldBe(2);
        firings[1].Raised.ShouldBeFalse();

        var found = await desk.Get("/sensing/rules/lake-danger").Good();
        var versions = found.GetProperty("versions").EnumerateArray().ToList();
        versions.ConvertAll(v => v.Whole("number")).ShouldBe([3, 2, 1], "the same again is no version");
        versions[0].GetProperty("changes")[0].Text("field").ShouldBe("on");
        versions[1].GetProperty("changes")[0].Text("field").ShouldBe("mostAccuracy");
        versions[2].Text("by").ShouldNotBeEmpty();

        // Another node notices by the stamp.
        await using var other = await town.Beside();
        var theirs = other.Services.GetRequiredService<RulesMemory>();
        theirs.Latest.Rules.ShouldBeEmpty();
        await desk.Post("/sensing/rules/lake-danger/switch", new { on = true }).Good();
        await theirs.Look(CancellationToken.None);
        await theirs.Settled;
        theirs.Latest.Rules.ShouldHaveSingleItem().Rule.MostAccuracy.ShouldBe(20);

        (await desk.Page("/desk/sensing/rules")).ShouldContain("Lake danger");
        (await desk.Page("/desk/sensing/rules/lake-danger")).ShouldContain("mostAccuracy");
        (await desk.Page("/desk/sensing/fences")).ShouldContain("lake-danger");
        (await desk.Page("/desk/sensing/fences/lake")).ShouldContain("data-linli=\"grid-draw\"");
        await desk.Delete("/sensing/fences/lake").Refused(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task BadInput_IsRefusedWithItsFieldAndNothingIsKept()
    {
        await using var town = await Found();
        var desk = await town.StaffClient("operator");
        await desk.Post("/sensing/fences/import", Import(Feature("lake", DrawnFences.Box(-100, -50, 100, 50)))).Good();

        var eight = new Polygon(new LinearRing([DrawnFences.At(0, 0), DrawnFences.At(100, 100), DrawnFences.At(100, 0), DrawnFences.At(0, 100), DrawnFences.At(0, 0)]));
        (await desk.Post("/sensing/fences/import", Import(Feature("good", DrawnFences.Box(0, 0, 5, 5)), Feature("eight", eight)))
            .RefusedAt("geoJson.features[1].geometry")).ShouldContain("自相交");
        await desk.Post("/sensing/fences/import", new { }).RefusedAt("geoJson");
        await desk.Post("/sensing/fences/import", Import(Feature("Bad Code", DrawnFences.Box(0, 0, 5, 5)))).RefusedAt("geoJson.features[0].properties.code");
        await desk.Post("/sensing/fences/import", Import(Feature("a", DrawnFences.Box(0, 0, 5, 5), place: "nowhere"))).RefusedAt("geoJson.features[0].properties.place");
        await desk.Post("/sensing/fences/import", new { geoJson = Import(Feature("a", DrawnFences.Box(0, 0, 5, 5))).GeoJson, crs = "mars" }).RefusedAt("crs");
        await desk.Post("/sensing/fences/import", new { geoJson = new { type = "FeatureCollection", features = Array.Empty<object>() } }).RefusedAt("geoJson");
        (await desk.Get("/sensing/fences.geojson").Good()).GetProperty("features").GetArrayLength().ShouldBe(1);

        var heat = new { nameZh = "高温", place = "hf-1", kind = "threshold", severity = "major", deviceKind = "sensor", measure = "temperature", limit = 60.0 };
        await desk.Put("/sensing/rules/heat", heat).Good();
        await desk.Put("/sensing/rules/heat", new { nameZh = "高温", place = "hf-1", kind = "threshold", limit = 60.0 }).RefusedAt("measure");
        await desk.Put("/sensing/rules/heat", new { nameZh = "高温", place = "hf-1", kind = "threshold", deviceKind = "sensor", measure = "temperature", limit = 60.0, hysteresis = -1.0 }).RefusedAt("hysteresis");
        await desk.Put("/sensing/rules/heat", new { nameZh = "高温", place = "hf-1", kind = "threshold", deviceKind = "sensor", measure = "pressure", limit = 60.0 }).RefusedAt("measure");
        await desk.Put("/sensing/rules/heat", new { nameZh = "高温", place = "hf-1", kind = "threshold", deviceKind = "sensor", measure = "temperature", limit = 6000.0 }).RefusedAt("limit");
        await desk.Put("/sensing/rules/heat", new { nameZh = "高温", place = "hf-1", kind = "threshold", deviceKind = "thing", measure = "temperature", limit = 60.0 }).RefusedAt("deviceKind");
        await desk.Put("/sensing/rules/heat", new { nameZh = "", place = "hf-1", kind = "offline" }).RefusedAt("nameZh");
        await desk.Put("/sensing/rules/heat", new { nameZh = "静", place = "hf-1", kind = "absence", measure = "motion" }).RefusedAt("forSeconds");
        await desk.Put("/sensing/rules/heat", new { nameZh = "湖", place = "hf-1", kind = "zoneEnter", fence = "lake", fixes = 0 }).RefusedAt("fixes");
        await desk.Put("/sensing/rules/heat", new { nameZh = "湖", place = "hf-1", kind = "zoneEnter", fence = "lake", hours = new[] { new { from = "08:00", to = "08:00" } } }).RefusedAt("hours");
        await desk.Put("/sensing/rules/heat", new { nameZh = "湖", place = "nowhere", kind = "zoneEnter", fence = "lake" }).RefusedAt("place");
        await desk.Put("/sensing/rules/heat", new { nameZh = "湖", place = "/zj/", kind = "zoneEnter", fence = "lake" }).Refused(HttpStatusCode.Forbidden);
        await desk.Post("/sensing/rules/nothing/switch", new { on = true }).Refused(HttpStatusCode.NotFound);
        (await desk.Get("/sensing/rules/heat").Good()).Whole("version").ShouldBe(1);
        await (await town.ResidentClient("19900000199")).Get("/sensing/rules").Refused(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task FencesFromAmap_AreShiftedAndGoOutAsTheyCame()
    {
        await using var town = await Found();
        var desk = await town.StaffClient("operator");
        var box = DrawnFences.Box(-100, -50, 100, 50);
        await desk.Post("/sensing/fences/import", new { geoJson = Import(Feature("lake", box)).GeoJson, crs = "gcj02" }).Good();
        var stored = (await town.InScope(s => s.GetRequiredService<IFences>().Within(ScopeSet.Everywhere, CancellationToken.None))).ShouldHaveSingleItem();
        Math.Abs(stored.Area.Coordinate.X - box.Coordinate.X).ShouldBeInRange(0.003, 0.007);
        var feature = (await desk.Get("/sensing/fences.geojson?crs=gcj02").Good()).GetProperty("features")[0];
        feature.GetProperty("properties").Text("crs").ShouldBe("gcj02");
        var corners = feature.GetProperty("geometry").GetProperty("coordinates")[0].EnumerateArray().Select(c => (c[0].GetDouble(), c[1].GetDouble())).ToList();
        corners.ShouldContain(c => Math.Abs(c.Item1 - box.Coordinate.X) < 1e-6 && Math.Abs(c.Item2 - box.Coordinate.Y) < 1e-6);
    }

    [Fact]
    public async Task Replay_ShowsWhatWouldHaveFired_AndOfPersonsOnlyHowOften()
    {
        await using var town = await Found(adjust: services => services.AddScoped<IStoredReadings, Yesterday>());
        var desk = await town.StaffClient("operator");
        var wish = new { nameZh = "高温", place = "hf-1", kind = "threshold", deviceKind = "sensor", measure = "temperature", limit = 60.0, hysteresis = 5.0, forSeconds = 60 };
        var replayed = await desk.Post("/sensing/rules/heat/replay", new { rule = wish, from = LaneBed.Start.AddDays(-1), until = LaneBed.Start }).Good();
        (replayed.Whole("raised"), replayed.Whole("devices")).ShouldBe((2, 1));
        var first = replayed.GetProperty("firings")[0];
        first.Text("device").ShouldBe("T-1");
        first.GetProperty("clearedAt").GetDateTimeOffset().ShouldBe(LaneBed.Start.AddDays(-1).AddSeconds(300));
        first.GetProperty("why").Text("zh").ShouldContain("温度");
        replayed.GetProperty("firings")[1].GetProperty("clearedAt").ValueKind.ShouldBe(JsonValueKind.Null, "the timer found it after the last reading");
        (await desk.Get("/sensing/rules").Good()).GetArrayLength().ShouldBe(0, "a replay keeps nothing");

        var sos = await desk.Post("/sensing/rules/sos/replay", new { rule = new { nameZh = "求助", place = "hf-1", kind = "threshold", deviceKind = "pendant", measure = "sos", limit = 1.0 }, from = LaneBed.Start.AddDays(-1), until = LaneBed.Start }).Good();
        sos.Whole("raised").ShouldBe(1);
        sos.GetProperty("firings").GetArrayLength().ShouldBe(0);
        await desk.Post("/sensing/rules/heat/replay", new { rule = wish, from = LaneBed.Start, until = LaneBed.Start.AddDays(-1) }).RefusedAt("until");
    }

    private static readonly DeviceKind pendant = new("pendant", ("挂件", "Pendant"), "sos", Measures.Sos) { Personal = true };

    private static Task<TestTown> Found(DatabaseKind kind = DatabaseKind.Sqlite, Action<IServiceCollection>? adjust = null) => TestTown.Found(kind, builder =>
    {
        foreach (var known in new[] { LaneBed.Sensor, pendant })
            builder.Services.AddSingleton(known);
        adjust?.Invoke(builder.Services);
    });

    private static object Lake(double accuracy = 30) =>
        new { nameZh = "湖边危险区", nameEn = "Lake danger", place = "hf-1", kind = "zoneEnter", severity = "critical", fence = "lake", fixes = 1, mostAccuracy = accuracy, on = true };

    private static (string Code, Geometry Area, string Place) Feature(string code, Geometry area, string place = "hf-1") => (code, area, place);

    private static ImportFencesBody Import(params (string Code, Geometry Area, string Place)[] fences) => new(new
    {
        type = "FeatureCollection",
        features = fences.Select(f => new { type = "Feature", properties = new { code = f.Code, place = f.Place, name_zh = "围栏" + f.Code }, geometry = JsonDocument.Parse(RuleText.Write(f.Area)).RootElement }),
    });

    private static void Fix(IRuleLane lane, double seconds, List<Firing> firings) =>
        lane.Judge(Here(card), new Reading(card.Id, LaneBed.Start.AddSeconds(seconds), new Fix(DrawnFences.Latitude, DrawnFences.Longitude, 5)), false, LaneBed.Start.AddSeconds(seconds), firings);

    private static Device Here(Device device) => device with { Scope = ScopePath.Parse("/zj/ys/hf/hf-1/", null) };

    private sealed record ImportFencesBody(object GeoJson);

    private sealed class Yesterday : IStoredReadings
    {
        public async IAsyncEnumerable<StoredReading> Between(
            ScopePath place, string? deviceKind, IReadOnlyCollection<string> measures, DateTimeOffset from, DateTimeOffset until,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
        {
            await Task.CompletedTask;
            var (sensor, worn) = (Here(LaneBed.Device("T-1", LaneBed.Sensor)), Here(LaneBed.Device("P-1", pendant)));
            (Device Device, double Second, string Measure, double Value)[] all =
            [
                (sensor, 0, "temperature", 70), (worn, 50, "sos", 1), (sensor, 120, "temperature", 70), (sensor, 300, "temperature", 20), (sensor, 900, "temperature", 65),
            ];
            foreach (var (device, second, measure, value) in all)
                if (device.Kind == deviceKind && measures.Contains(measure))
                    yield return new(device, new Reading(device.Id, measure, from.AddSeconds(second), value), from.AddSeconds(second), false);
        }
    }
}
