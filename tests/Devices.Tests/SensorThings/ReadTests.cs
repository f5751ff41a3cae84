using System.Text.Json;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.SensorThings.Things;
using Linli.Tests;

namespace Linli.Devices.Tests.SensorThings;

public sealed class ReadTests : IAsyncLifetime
{
    private readonly ThingsBed bed = new();

    public async ValueTask InitializeAsync() => await bed.Start();

    public ValueTask DisposeAsync() => bed.DisposeAsync();

    [Fact]
    public async Task TheRoot_NamesTheSets_AndWhatIsKept()
    {
        var root = await bed.Get("");
        root.GetProperty("value").EnumerateArray().Select(s => s.GetProperty("name").GetString())
            .ShouldBe(["Things", "Locations", "HistoricalLocations", "Datastreams", "Sensors", "ObservedProperties", "Observations", "FeaturesOfInterest"]);
        root.GetProperty("value")[0].GetProperty("url").GetString().ShouldBe("http://localhost/sensorthings/v1.1/Things");
        root.GetProperty("serverSettings").GetProperty("conformance").EnumerateArray().ShouldContain(c => c.GetString()!.EndsWith("/request-data"));
    }

    [Fact]
    public async Task Clients_AskForTheLatest_ForOneDatastreamAndForAllOfThem()
    {
        var latest = await bed.Get("Observations?$top=1&$orderby=phenomenonTime desc&$filter=" + Uri.EscapeDataString("Datastream/@iot.id eq 'W-1~temperature'").Replace("~", Uri.EscapeDataString(Entity.Sign.ToString())));
        latest.GetProperty("value").EnumerateArray().Select(o => o.GetProperty("result").GetDouble()).ShouldBe([19]);
        var some = await bed.Get("Observations?$top=3");
        (some.GetProperty("value").GetArrayLength(), some.TryGetProperty("@iot.nextLink", out _)).ShouldBe((3, true));
        (await bed.Get("Observations?$top=0")).TryGetProperty("@iot.nextLink", out _).ShouldBeFalse("it would lead round in a circle");
        var both = (await bed.Get("Things('W-1')?$expand=Datastreams/Sensor,Datastreams/ObservedProperty")).GetProperty("Datastreams")[0];
        (both.TryGetProperty("Sensor", out _), both.TryGetProperty("ObservedProperty", out _)).ShouldBe((true, true));
    }

    [Fact]
    public async Task EveryAddressInAnAnswer_LeadsSomewhere()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(["http://localhost/sensorthings/v1.1"]);
        while (open.TryDequeue(out var address))
        {
            if (!seen.Add(address) || seen.Count > 400)
                continue;
            var answer = await bed.Client.GetAsync(address);
            ((int)answer.StatusCode).ShouldBe(200, address);
            Collect(JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement, open);
        }

        seen.Count.ShouldBeGreaterThan(60);
        seen.ShouldNotContain(a => a.Contains("C-1"), "what a child wears is never here");
    }

    [Theory]
    [InlineData("name eq '设备 W-1'", "W-1")]
    [InlineData("startswith(name,'设备 W') and not endswith(name,'1')", "W-2")]
    [InlineData("properties/kind eq 'gate'", "G-1")]
    [InlineData("properties/facility ne null", "G-1,W-1")]
    [InlineData("Datastreams/ObservedProperty/id eq 'came' or id eq 'W-2'", "G-1,W-2")]
    [InlineData("Datastreams/unitOfMeasurement/symbol eq '℃'", "W-1,W-2")]
    [InlineData("geo.distance(Locations/location, geography'POINT (120.2 30.2)') lt 0.01", "W-1")]
    [InlineData("st_within(Locations/location, geography'POLYGON ((120.25 30.25, 120.35 30.25, 120.35 30.35, 120.25 30.35, 120.25 30.25))')", "W-2")]
    [InlineData("length(name) add 1 ge 7 and (substringof('G',name) or false)", "G-1")]
    [InlineData("HistoricalLocations/time ge 2026-11-23T00:00:00Z", "W-1,W-2")]
    [InlineData("name eq 'it''s'", "")]
    [InlineData("name gt 5", "")]
    public async Task Filter_FindsThings(string filter, string expected)
    {
        var found = await bed.Get("Things?$filter=" + Uri.EscapeDataString(filter));
        string.Join(',', Ids(found)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("result gt 15 and result le 17", "16,17")]
    [InlineData("phenomenonTime ge 2026-11-22T22:00:00Z", "18,19")]
    [InlineData("phenomenonTime gt 2026-11-23T06:00:00+08:00", "19")]
    [InlineData("phenomenonTime lt 2026-11-22T15:30:00Z or result eq 19", "10,11,19")]
    [InlineData("hour(phenomenonTime) eq 18 and result mod 2 eq 0", "14")]
    [InlineData("phenomenonTime eq 2026-11-22T18:00:00Z", "14")]
    [InlineData("date(phenomenonTime) eq 2026-11-22 and phenomenonTime lt now()", "10,11,12,13,14,15,16,17,18,19")]
    [InlineData("round(result div 10) eq 1 and floor(result) eq ceiling(result)", "10,11,12,13,14")]
    public async Task Filter_FindsObservations(string filter, string expected)
    {
        var found = await bed.Get("Datastreams('W-1~temperature')/Observations?$filter=" + Uri.EscapeDataString(filter));
        string.Join(',', Results(found)).ShouldBe(expected);
        found = await bed.Get("Observations?$filter=" + Uri.EscapeDataString($"({filter}) and Datastream/id eq 'W-1~temperature'"));
        string.Join(',', Results(found)).ShouldBe(expected);
    }

    [Fact]
    public async Task Pages_FollowEachOther_UntilTheEnd()
    {
        var all = new List<double>();
        var address = "Datastreams('W-1~temperature')/Observations?$top=4&$count=true&$orderby=phenomenonTime desc&$select=result";
        for (var pages = 0; ; pages++)
        {
            var page = await bed.Get(address);
            page.GetProperty("@iot.count").GetInt32().ShouldBe(10);
            page.GetProperty("value")[0].EnumerateObject().Select(p => p.Name).ShouldBe(["result"]);
            all.AddRange(Results(page));
            if (!page.TryGetProperty("@iot.nextLink", out var next))
            {
                pages.ShouldBe(2);
                break;
            }

            address = next.GetString()![("http://localhost" + ThingsBed.Root).Length..];
        }

        all.ShouldBe([19, 18, 17, 16, 15, 14, 13, 12, 11, 10]);
    }

    [Fact]
    public async Task TheLastObservation_OfEachDatastream_ComesWithItsThing()
    {
        var thing = await bed.Get("Things('W-1')?$select=name&$expand=Locations,Datastreams($select=name,Observations;$orderby=id desc;$count=true;$expand=ObservedProperty,Observations($orderby=phenomenonTime desc;$top=1))");
        thing.GetProperty("name").GetString().ShouldBe("设备 W-1");
        thing.TryGetProperty("description", out _).ShouldBeFalse();
        thing.GetProperty("Locations")[0].GetProperty("location").GetProperty("coordinates").GetRawText().ShouldBe("[120.2,30.2]");
        thing.GetProperty("Datastreams@iot.count").GetInt32().ShouldBe(2);
        var stream = thing.GetProperty("Datastreams")[0];
        stream.GetProperty("ObservedProperty").GetProperty("@iot.id").GetString().ShouldBe("temperature");
        Results(stream, "Observations").ShouldBe([19]);
        stream.GetProperty("Observations@iot.nextLink").GetString()!.ShouldContain("$skip=1");
        (await bed.Get("Things?$expand=Datastreams/Observations($top=1)")).GetProperty("value").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task Paths_LeadToPropertiesAndReferences()
    {
        (await bed.Get("Things('W-1')/name")).GetProperty("name").GetString().ShouldBe("设备 W-1");
        (await bed.Get("Things('W-1')/properties/kind")).GetProperty("kind").GetString().ShouldBe("weather");
        (await bed.Client.GetStringAsync(ThingsBed.Root + "Things('W-1')/name/$value")).ShouldBe("设备 W-1");
        (await bed.Get("Datastreams('W-1~temperature')/unitOfMeasurement/symbol")).GetProperty("symbol").GetString().ShouldBe("℃");
        (await bed.Get("Things('W-1')/Datastreams/$ref")).GetProperty("value")[0].GetProperty("@iot.selfLink").GetString()!.ShouldEndWith("Datastreams('W-1~temperature')");
        var observation = (await bed.Get("Datastreams('W-1~temperature')/Observations?$top=1")).GetProperty("value")[0].GetProperty("@iot.id").GetString();
        (await bed.Get($"Observations('{observation}')/Datastream/Thing")).GetProperty("@iot.id").GetString().ShouldBe("W-1");
        (await bed.Get($"Things('W-1')/Datastreams('W-1~temperature')/Observations('{observation}')/FeatureOfInterest")).GetProperty("name").GetString().ShouldBe("lake");
        await bed.Get($"Things('W-2')/Datastreams('W-1~temperature')", 404);
        await bed.Get("Things('G-1')/Locations('W-1')", 404);
    }

    [Theory]
    [InlineData("phenomenonTime ge now() sub duration'PT3H30M'", 3)]
    [InlineData("now() sub phenomenonTime le duration'PT2H'", 2)]
    [InlineData("phenomenonTime add duration'P1D' gt now()", 10)]
    [InlineData("time(phenomenonTime) ge 00:00:00 and time(phenomenonTime) le 23:59:59.9", 10)]
    [InlineData("result add duration'P1D' gt 1", 0)]
    public async Task Filter_ReadsDurationsAndTimesOfDay(string filter, int count) =>
        (await bed.Get($"Datastreams('W-1~temperature')/Observations?$count=true&$filter={filter}")).GetProperty("@iot.count").GetInt32().ShouldBe(count);

    [Fact]
    public async Task SwitchThatIsOn_IsOne_AndWhatIsMountedNowhereStillHasItsFeature()
    {
        bed.Tracks.Add(bed.Devices.ByCode("W-1")!.Id, "rain", TestTown.Start.AddHours(-2), 1);
        bed.Tracks.Add(bed.Devices.ByCode("W-1")!.Id, "rain", TestTown.Start.AddHours(-1), 0);
        (await bed.Get("Datastreams('W-1~rain')/Observations?$count=true&$filter=result gt 0")).GetProperty("@iot.count").GetInt32().ShouldBe(1);
        (await bed.Get("Datastreams('W-1~rain')/Observations?$count=true&$filter=result eq false")).GetProperty("@iot.count").GetInt32().ShouldBe(1);
        (await bed.Get("FeaturesOfInterest('G-1')")).GetProperty("feature").GetProperty("geometry").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("Thing", 404)]
    [InlineData("Things(1)", 404)]
    [InlineData("Things('C-1')", 404)]
    [InlineData("Datastreams('C-1~battery')", 404)]
    [InlineData("Observations('C-1~battery~1')", 404)]
    [InlineData("Observations('W-1~temperature~99999999999999999999')", 404)]
    [InlineData("Things('W-1')/colour", 404)]
    [InlineData("Things?$filter=name eq", 400)]
    [InlineData("Things?$filter=name eq duration'tomorrow'", 400)]
    [InlineData("Things?$filter=colour eq 1", 400)]
    [InlineData("Things?$filter=name eq 'a", 400)]
    [InlineData("Things?$filter=explode(name)", 400)]
    [InlineData("Things?$filter=length(name,1) eq 2", 400)]
    [InlineData("Things?$filter=Datastreams/Observations/result gt 1", 400)]
    [InlineData("Things?$filter=st_within(Locations/location,geography'POLYGON')", 400)]
    [InlineData("Things?$top=-1", 400)]
    [InlineData("Things?$top=many", 400)]
    [InlineData("Things?$count=yes", 400)]
    [InlineData("Things?$select=colour", 400)]
    [InlineData("Things?$expand=Sensors", 400)]
    [InlineData("Things?$search=a", 400)]
    [InlineData("Things?$filter=name%20eq%20%00", 400)]
    public async Task WhatCannotBeAnswered_IsSaidInTheWayOfOData(string path, int status)
    {
        var error = (await bed.Get(path.Replace(" ", "%20"), status)).GetProperty("error");
        error.GetProperty("code").GetString()!.ShouldStartWith("sensorthings.");
        error.GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task AFilter_NestedWithoutEnd_IsRefused()
    {
        var filter = new string('(', 3000) + "true" + new string(')', 3000);
        await bed.Get("Things?$filter=" + filter, 400);
    }

    [Fact]
    public async Task WhereItIsNotPublic_ReadersNeedThePermission_AndSeeTheirPlaces()
    {
        await using var closed = new ThingsBed(isPublic: false);
        await closed.Start();
        await closed.Get("Things", 401);
        var elsewhere = new Caller(Guid.CreateVersion7(), "a", [new("duty", ScopePath.Parse("/zj/other/", null), null, new HashSet<string> { "sensing.watch" })]);
        await using var other = new ThingsBed(isPublic: false, elsewhere);
        await other.Start();
        (await other.Get("Things")).GetProperty("value").GetArrayLength().ShouldBe(0);
        await other.Get("Things('W-1')", 404);
        var here = new Caller(Guid.CreateVersion7(), "a", [new("duty", ThingsBed.Here, null, new HashSet<string> { "sensing.watch" })]);
        await using var own = new ThingsBed(isPublic: false, here);
        await own.Start();
        (await own.Get("Things")).GetProperty("value").GetArrayLength().ShouldBe(3);
        await own.Get("Things('C-1')", 404);
    }

    private static IEnumerable<string?> Ids(JsonElement page) => page.GetProperty("value").EnumerateArray().Select(e => e.GetProperty("@iot.id").GetString());

    private static IEnumerable<double> Results(JsonElement page, string name = "value") => page.GetProperty(name).EnumerateArray().Select(e => e.GetProperty("result").GetDouble());

    private static void Collect(JsonElement element, Queue<string> addresses)
    {
        if (element.ValueKind == JsonValueKind.Array)
            foreach (var one in element.EnumerateArray())
                Collect(one, addresses);
        if (element.ValueKind != JsonValueKind.Object)
            return;
        foreach (var member in element.EnumerateObject())
            if (member.Name == "url" || member.Name.EndsWith("Link", StringComparison.Ordinal))
                addresses.Enqueue(member.Value.GetString()!);
            else
                Collect(member.Value, addresses);
    }
}
