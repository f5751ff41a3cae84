using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Linli.Places.Indoor;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Tests;

namespace Linli.Places.Tests;

/// <summary>Indoor maps in IMDF 1.0.0 (T19), with the demo's one-stop hall of two levels.</summary>
public sealed class IndoorTests
{
    private static readonly Dictionary<string, byte[]> Hall = Directory.EnumerateFiles(Path.Combine(DemoFolder.Path, "indoor", "one-stop-hall"))
        .ToDictionary(f => Path.GetFileName(f), File.ReadAllBytes);

    [Theory, MemberData(nameof(PlacesBed.Both), MemberType = typeof(PlacesBed)), Trait("Standard", "T19")]
    public async Task Export_OfAnImportedArchive_EqualsItMemberByMember(DatabaseKind kind)
    {
        await using var bed = await PlacesBed.Small(kind);
        // A property of a later version, which nothing here reads, stays too.
        var files = Changed("unit.geojson", json => json["features"]![0]!["properties"]!["later"] = new JsonObject { ["a"] = 1.50m });

        var imported = await bed.Done(new ImportVenue(Zip(files), "hall", "k1"));
        await bed.Done(new ImportVenue(Zip(files), "hall", "k1"));

        imported.Features["unit"].ShouldBe(20);
        var back = ImdfArchive.Unpack(new MemoryStream((await bed.Answer(new ExportVenue("hall"))).Zip)).Value!;
        back.Keys.ShouldBe(files.Keys, ignoreOrder: true);
        foreach (var (name, bytes) in files)
            JsonElement.DeepEquals(Parse(back[name]), Parse(bytes)).ShouldBeTrue(name);
        (await bed.Answer(new ListVenues())).ShouldHaveSingleItem().Name.Zh.ShouldBe("和风里一站式服务厅");
    }

    [Fact, Trait("Standard", "T19")]
    public async Task Import_DryRun_ChecksAndWritesNothing()
    {
        await using var bed = await PlacesBed.Small();

        (await bed.Done(new ImportVenue(Zip(Hall), "hall", "k1", DryRun: true))).DryRun.ShouldBeTrue();

        (await bed.Answer(new ListVenues())).ShouldBeEmpty();
        (await bed.Ask(new ExportVenue("hall"))).Problem.Kind.ShouldBe(ProblemKind.NotFound);
    }

    public static TheoryData<string, string, string> Broken => new()
    {
        { "no manifest", "places.imdf_missing", "manifest.json" },
        { "no unit", "places.imdf_missing", "unit.geojson" },
        { "version", "places.imdf_version", "manifest.json version" },
        { "unknown file", "places.imdf_unknown_file", "rooms.geojson" },
        { "not json", "places.imdf_json", "level.geojson" },
        { "twice", "places.imdf_id_twice", "unit.geojson features[1].id" },
        { "no id", "places.imdf_id", "unit.geojson features[0].id" },
        { "level of nowhere", "places.imdf_reference", "unit.geojson features[0].properties.level_id" },
        { "no level", "places.imdf_reference_missing", "opening.geojson features[0].properties.level_id" },
        { "end of nowhere", "places.imdf_reference", "relationship.geojson features[0].properties.origin" },
        { "unit as point", "places.imdf_geometry", "unit.geojson features[0].geometry" },
        { "opening as area", "places.imdf_geometry", "opening.geojson features[0].geometry" },
        { "crossing", "places.imdf_shape", "unit.geojson features[0].geometry" },
        { "type", "places.imdf_feature_type", "unit.geojson features[0].feature_type" },
        { "ordinal", "places.imdf_ordinal", "level.geojson features[0].properties.ordinal" },
    };

    [Theory, MemberData(nameof(Broken)), Trait("Standard", "T19")]
    public void Read_ABrokenArchive_NamesFileFeatureAndProperty(string what, string code, string at)
    {
        var read = ImdfReader.Read(Break(what));

        read.Ok.ShouldBeFalse();
        read.Problems.ShouldContain(p => p.Code == code && p.Message.En.StartsWith(at + ":", StringComparison.Ordinal), string.Join('\n', read.Problems.Select(p => p.Message.En)));
    }

    [Fact]
    public async Task Import_OfNoZipOrWithoutPermission_IsRefused()
    {
        await using var bed = await PlacesBed.Small();

        (await bed.Run(new ImportVenue(new MemoryStream(Encoding.UTF8.GetBytes("no zip")), "hall", "k1"))).Problem.Code.ShouldBe("places.imdf_archive");
        (await bed.Run(new ImportVenue(Zip(Hall), "Hall!", "k1"))).Problem.Field.ShouldBe("code");
        (await bed.Run(new ImportVenue(Zip(Hall), "hall", "nowhere"))).Problem.Field.ShouldBe("place");
        (await bed.Run(new ImportVenue(Zip(Hall), "hall", "k1", Facility: "f-none"))).Problem.Field.ShouldBe("facility");
        (await bed.Run(new ImportVenue(Zip(Hall), "hall", "k1"), PlacesBed.StaffAt("/c/k2/"))).Problem.Code.ShouldBe("places.not_here");
        await bed.Done(new ImportVenue(Zip(Hall), "hall", "k1"));
        (await bed.Run(new ImportVenue(Zip(Hall), "hall-2", "k1"))).Problem.Code.ShouldBe("places.venue_elsewhere");
    }

    [Fact, Trait("Standard", "T19")]
    public async Task Way_BetweenLevels_TakesTheStairsOrStepFreeTheLift()
    {
        await using var bed = await PlacesBed.Small();
        await bed.Done(new ImportVenue(Zip(Hall), "hall", "k1"));
        var (counter, council) = (Unit("综合窗口"), Unit("议事厅"));

        var way = await bed.Answer(new FindIndoorWay("hall", counter, council));
        way.Found.ShouldBeTrue();
        way.Legs.ShouldContain(l => l.Text.En == "Take the stairs to First floor");
        way.Metres.ShouldBeInRange(20, 60);

        var stepFree = await bed.Answer(new FindIndoorWay("hall", counter, council, StepFree: true));
        stepFree.Legs.ShouldContain(l => l.Text.En == "Take the lift to First floor");
        stepFree.Legs.ShouldNotContain(l => l.Text.En.Contains("stairs", StringComparison.Ordinal));
        stepFree.Seconds.ShouldBeGreaterThan(way.Seconds);

        (await bed.Answer(new FindIndoorWay("hall", council, council))).ShouldSatisfyAllConditions(w => w.Found.ShouldBeTrue(), w => w.Legs.ShouldBeEmpty());
        (await bed.Ask(new FindIndoorWay("hall", counter, Guid.CreateVersion7(FakeTime.Start)))).Problem.Field.ShouldBe("to");
        (await bed.Ask(new FindIndoorWay("none", counter, council))).Problem.Kind.ShouldBe(ProblemKind.NotFound);
    }

    [Fact, Trait("Standard", "T19")]
    public async Task Way_WithoutTheLift_IsNoWayForWheelchairsAndSaysSo()
    {
        await using var bed = await PlacesBed.Small();
        var stairsOnly = Changed("relationship.geojson", json => ((JsonArray)json["features"]!).RemoveAt(0));
        await bed.Done(new ImportVenue(Zip(stairsOnly), "hall", "k1"));

        (await bed.Answer(new FindIndoorWay("hall", Unit("综合窗口"), Unit("议事厅"), StepFree: true))).Found.ShouldBeFalse();
        (await bed.Answer(new FindIndoorWay("hall", Unit("综合窗口"), Unit("议事厅")))).Found.ShouldBeTrue();
    }

    internal static Guid Unit(string name) => Parse(Hall["unit.geojson"]).GetProperty("features").EnumerateArray()
        .Single(f => f.GetProperty("properties").GetProperty("name").GetProperty("zh-Hans").GetString() == name).GetProperty("id").GetGuid();

    private static Dictionary<string, byte[]> Break(string what) => what switch
    {
        "no manifest" => Hall.Where(f => f.Key != "manifest.json").ToDictionary(),
        "no unit" => Hall.Where(f => f.Key != "unit.geojson").ToDictionary(),
        "version" => Changed("manifest.json", json => json["version"] = "2.0.0"),
        "unknown file" => new(Hall) { ["rooms.geojson"] = Hall["unit.geojson"] },
        "not json" => new(Hall) { ["level.geojson"] = Encoding.UTF8.GetBytes("{") },
        "twice" => Changed("unit.geojson", json => json["features"]![1]!["id"] = json["features"]![0]!["id"]!.GetValue<string>()),
        "no id" => Changed("unit.geojson", json => json["features"]![0]!["id"] = "one"),
        "level of nowhere" => Changed("unit.geojson", json => json["features"]![0]!["properties"]!["level_id"] = "11111111-1111-4111-a111-111111111111"),
        "no level" => Changed("opening.geojson", json => json["features"]![0]!["properties"]!["level_id"] = null),
        "end of nowhere" => Changed("relationship.geojson", json => json["features"]![0]!["properties"]!["origin"]!["id"] = "11111111-1111-4111-a111-111111111111"),
        "unit as point" => Changed("unit.geojson", json => json["features"]![0]!["geometry"] = JsonNode.Parse("""{"type":"Point","coordinates":[120.22,30.2]}""")),
        "opening as area" => Changed("opening.geojson", json => json["features"]![0]!["geometry"] = JsonNode.Parse("""{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}""")),
        "crossing" => Changed("unit.geojson", json => json["features"]![0]!["geometry"] = JsonNode.Parse("""{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}""")),
        "type" => Changed("unit.geojson", json => json["features"]![0]!["feature_type"] = "room"),
        _ => Changed("level.geojson", json => json["features"]![0]!["properties"]!["ordinal"] = "ground"),
    };

    private static Dictionary<string, byte[]> Changed(string file, Action<JsonNode> change)
    {
        var json = JsonNode.Parse(Hall[file])!;
        change(json);
        return new(Hall) { [file] = Encoding.UTF8.GetBytes(json.ToJsonString()) };
    }

    private static MemoryStream Zip(IReadOnlyDictionary<string, byte[]> files) => new(ImdfArchive.Pack(files));

    private static JsonElement Parse(byte[] bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        return document.RootElement.Clone();
    }
}

/// <summary>The floor page as a browser without script sees it.</summary>
public sealed class IndoorPageTests(PlacesApi api) : IClassFixture<PlacesApi>
{
    [Fact, Trait("Standard", "T19")]
    public async Task Floor_OfTheHall_ShowsItsRoomsLevelsAndTheWay()
    {
        var ground = await Page("/places/indoor/one-stop-hall");
        ground.ShouldContain("<svg class=\"floor\"");
        ground.ShouldContain("无障碍卫生间");
        ground.ShouldContain("level=1");
        ground.ShouldNotContain("floor-way");

        var way = await Page($"/places/indoor/one-stop-hall?level=1&from={IndoorTests.Unit("综合窗口")}&to={IndoorTests.Unit("议事厅")}&stepFree=true");
        way.ShouldContain("乘电梯到二层");
        way.ShouldContain("class=\"floor-way\"");
        (await Page("/map/f-desk")).ShouldContain("/places/indoor/one-stop-hall");
        (await api.Client.GetAsync("/places/indoor/nowhere", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await api.Client.GetAsync("/api/v1/places/indoor/one-stop-hall/imdf.zip", TestContext.Current.CancellationToken)).Content.Headers.ContentType!.MediaType.ShouldBe("application/zip");
        (await api.Staff.GetStringAsync("/desk/places/indoor", TestContext.Current.CancellationToken)).ShouldContain("one-stop-hall");
    }

    private Task<string> Page(string path) => api.Client.GetStringAsync(path, TestContext.Current.CancellationToken);
}
