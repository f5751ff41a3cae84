using System.Net;
using System.Text.Json;
using Linli.Places.Facilities;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Results;
using Linli.Platform.Security;

namespace Linli.Places.Tests;

/// <summary>The life map's facilities: its six layers, search, hours, and how staff keep them.</summary>
public sealed class FacilitiesTests
{
    private static readonly KeepFacility Library = new()
    {
        Code = "f-lib", Place = "k1", Kind = "library", NameZh = "甲图书馆", NameEn = "First Library", Longitude = 120.2105, Latitude = 30.208, OpeningHours = "Tu-Su 09:00-20:30",
    };

    [Fact, Trait("Feature", "S76")]
    public void Layers_OfTheLifeMap_AreExactlyTheSix() =>
        LifeLayers.All.Select(l => l.Name().Zh).ShouldBe(["出行", "托幼", "教育", "医疗", "养老", "休闲"]);

    [Fact, Trait("Feature", "S76")]
    public async Task Facilities_OfTheDemoCommunity_FillEveryLayer()
    {
        await using var bed = await PlacesBed.Demo();
        var all = await bed.Answer(new GetFacilities());

        foreach (var layer in LifeLayers.All)
        {
            var shown = await bed.Answer(new GetFacilities(Layer: layer.Code()));
            shown.Length.ShouldBeGreaterThan(1, layer.Code());
            shown.Select(f => f.Code).ShouldBe(all.Where(f => f.Layer == layer.Code()).Select(f => f.Code));
        }

        (await bed.Ask(new GetFacilities(Layer: "shops"))).Problem.Field.ShouldBe("layer");
    }

    [Theory]
    [InlineData("图书", "f-library")]
    [InlineData("yyh", "f-library")]
    [InlineData("yingyuehu tushu", "f-library")]
    [InlineData("Library", "f-library")]
    [InlineData("影院", "f-cinema")]
    [InlineData("竹笛街 216", "f-library")]
    [InlineData("没有这样的地方", null)]
    public async Task Facilities_ByWhatPeopleType_AreFound(string typed, string? code)
    {
        await using var bed = await PlacesBed.Demo();

        var found = (await bed.Answer(new GetFacilities(Q: typed))).Select(f => f.Code).ToList();

        if (code is null)
            found.ShouldBeEmpty();
        else
            found.ShouldContain(code);
    }

    [Fact, Trait("Feature", "S76")]
    public async Task Facilities_AtEightOnAMonday_SayWhetherTheyAreOpen()
    {
        await using var bed = await PlacesBed.Demo();
        var all = (await bed.Answer(new GetFacilities())).ToDictionary(f => f.Code);

        all["f-canteen"].NowInWords.Zh.ShouldBe("开放中，08:30 关门");
        all["f-library"].NowInWords.En.ShouldBe("Closed, opens 09:00 tomorrow");
        all["f-ioc"].Now.ShouldBe(new(true, null, null));
        (await bed.Answer(new GetFacilities(Open: true))).ShouldAllBe(f => f.Now.IsOpen == true);
    }

    [Theory, MemberData(nameof(PlacesBed.Both), MemberType = typeof(PlacesBed))]
    public async Task Keep_AFacility_AddsChangesClosesAndRemovesIt(DatabaseKind kind)
    {
        await using var bed = await PlacesBed.Small(kind);

        (await bed.Done(Library)).Added.ShouldBeTrue();
        (await bed.Done(Library with { IsClosed = true, ClosedNote = "装修到十二月" })).Added.ShouldBeFalse();
        (await bed.Answer(new GetFacilities())).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            f => f.Now.IsOpen.ShouldBe(false), f => f.NowInWords.Zh.ShouldContain("装修到十二月"), f => f.Layer.ShouldBe("education"));
        await bed.Done(new RemoveFacility("f-lib"));
        (await bed.Answer(new GetFacilities())).ShouldBeEmpty();
        (await bed.Run(new RemoveFacility("f-lib"))).Problem.Kind.ShouldBe(ProblemKind.NotFound);
    }

    [Fact]
    public async Task Keep_WithBadInput_NamesEveryField()
    {
        await using var bed = await PlacesBed.Small();

        (await bed.Run(Library with { Code = "", Kind = "castle", NameZh = "", Latitude = null, SquareMetres = 0, OpeningHours = "9-17", IsClosed = true }))
            .Problems.Select(p => p.Field).ShouldBe(["code", "kind", "nameZh", "latitude", "squareMetres", "openingHours", "closedNote"], ignoreOrder: true);
        (await bed.Run(Library with { Longitude = 30.208, Latitude = 120.2105 })).Problem.Code.ShouldBe("places.swapped");
        (await bed.Run(Library with { Longitude = 116.39, Latitude = 39.9 })).Problem.Code.ShouldBe("places.outside");
        (await bed.Run(Library with { Within = "f-none" })).Problem.Field.ShouldBe("within");
        (await bed.Run(Library, PlacesBed.StaffAt("/c/k2/"))).Problem.Code.ShouldBe("places.not_here");
        (await bed.Run(Library, new Caller(null, "", []))).Ok.ShouldBeFalse();
    }

    [Theory, MemberData(nameof(PlacesBed.Both), MemberType = typeof(PlacesBed))]
    public async Task Import_OfItsOwnExport_ChangesNothingAndTellsBadFeatures(DatabaseKind kind)
    {
        await using var bed = await PlacesBed.Demo(kind);
        var before = await bed.Answer(new GetFacilities());
        var file = JsonDocument.Parse(GeoJson.Write(before.Select(f => FacilityGeoJson.Feature(f, CoordinateSystem.Wgs84)))).RootElement;

        var imported = await bed.Done(new ImportFacilities(file));

        imported.ShouldSatisfyAllConditions(i => i.Added.ShouldBe(0), i => i.Changed.ShouldBe(before.Length), i => i.Refused.ShouldBeEmpty());
        (await bed.Answer(new GetFacilities())).ShouldBe(before);
        var bad = JsonDocument.Parse("""
            {"type":"FeatureCollection","features":[
             {"type":"Feature","id":"x-1","geometry":{"type":"Point","coordinates":[120.2153,30.2029]},"properties":{"facility":"library","name_zh":"新书房","place":"hf-1"}},
             {"type":"Feature","id":"x-2","geometry":{"type":"LineString","coordinates":[[120.2,30.2],[120.3,30.2]]},"properties":{"facility":"library","name_zh":"线"}},
             {"type":"Feature","id":"x-3","geometry":{"type":"Point","coordinates":[120.2153,30.2029]},"properties":{"facility":"castle","name_zh":"城堡","place":"hf-1"}}]}
            """).RootElement;
        var tried = await bed.Done(new ImportFacilities(bad, DryRun: true));
        tried.Added.ShouldBe(1);
        tried.Refused.Select(r => (r.At, r.Field)).ShouldBe([("features[1]", "geometry"), ("features[2]", "kind")]);
        (await bed.Answer(new GetFacilities())).Length.ShouldBe(before.Length);
        (await bed.Run(new ImportFacilities(JsonDocument.Parse("{}").RootElement))).Problem.Code.ShouldBe("places.geojson_unreadable");
    }

    [Theory, InlineData(CoordinateSystem.Gcj02), InlineData(CoordinateSystem.Bd09), Trait("Rule", "R51")]
    public async Task Import_InAnotherSystemThanSaid_IsRefusedWithItsNameAndTakenWhenSaid(CoordinateSystem system)
    {
        await using var bed = await PlacesBed.Demo();
        var before = await bed.Answer(new GetFacilities());
        var file = JsonDocument.Parse(GeoJson.Write(before.Select(f => FacilityGeoJson.Feature(f, system)))).RootElement;

        (await bed.Run(new ImportFacilities(file))).Problem.ShouldSatisfyAllConditions(
            p => p.Code.ShouldBe("places.wrong_system"), p => p.Field.ShouldBe("crs"), p => p.Message.En.ShouldContain(PointCheck.Name(system).En));
        await bed.Done(new ImportFacilities(file, Crs: system.ToString()));
        foreach (var (was, now) in before.Zip(await bed.Answer(new GetFacilities())))
            new GeoPoint(was.Latitude, was.Longitude).DistanceTo(new(now.Latitude, now.Longitude)).ShouldBeLessThan(0.2);
    }

    [Theory, MemberData(nameof(PlacesBed.Both), MemberType = typeof(PlacesBed))]
    public async Task FeatureSources_ForGateways_HaveEveryPropertyTheyName(DatabaseKind kind)
    {
        await using var bed = await PlacesBed.Demo(kind);
        var sources = await bed.InScope<IEnumerable<IFeatureSource>, Dictionary<string, IFeatureSource>>(all => Task.FromResult(all.ToDictionary(s => s.Collection)));
        sources.Keys.ShouldBe(["facilities", "spaces", "grids"], ignoreOrder: true);
        foreach (var (name, source) in sources)
            (await All(name)).ShouldAllBe(f => source.Properties.All(p => f.Properties.ContainsKey(p.Name)));

        (await All("grids")).Count.ShouldBe(50);
        (await All("spaces")).ShouldContain(s => s.Id == "sp-hub" && Equals(s.Properties["area_m2"], 6400.0));
        (await All("facilities")).Select(f => f.Id).ShouldBeInOrder(SortDirection.Ascending, StringComparer.Ordinal);

        Task<IReadOnlyList<PlaceFeature>> All(string collection) => bed.InScope<IEnumerable<IFeatureSource>, IReadOnlyList<PlaceFeature>>(
            all => all.Single(s => s.Collection == collection).All(CancellationToken.None));
    }
}

/// <summary>The life map and the desk's pages as a browser without script sees them.</summary>
public sealed class LifeMapPagesTests(PlacesApi api) : IClassFixture<PlacesApi>
{
    [Fact, Trait("Feature", "S76")]
    public async Task Map_WithoutScript_SwitchesItsSixLayers()
    {
        var all = await Page("/map");
        LifeLayers.All.ShouldAllBe(l => all.Contains($"name=\"layer\" value=\"{l.Code()}\" checked", StringComparison.Ordinal));
        LifeLayers.All.ShouldAllBe(l => all.Contains($"data-url=\"/api/v1/places/facilities.geojson?layer={l.Code()}\"", StringComparison.Ordinal));
        all.Split("name=\"layer\"").Length.ShouldBe(7);

        var health = await Page("/map?layer=health&q=fengdayao");
        health.ShouldContain("和风大药房");
        health.ShouldContain("value=\"health\" checked");
        health.ShouldNotContain("value=\"education\" checked");
        health.ShouldNotContain("桐荫小学");
        (await Page("/map?q=没有的词")).ShouldContain("没有找到");
    }

    [Fact, Trait("Feature", "S76"), Trait("Feature", "S85")]
    public async Task Facility_OnItsPage_SaysHoursAndTelephoneAndWhatLiesInside()
    {
        var page = await Page("/map/f-mall");
        page.ShouldContain("tel:0571-55501182");
        page.ShouldContain("和风影城");
        page.ShouldContain("27,000");
        // Minutes along the walking network, and the form that asks it for the way.
        page.ShouldContain("从这里步行可达");
        page.ShouldMatch("步行 [1-9][0-9]? 分钟");
        page.ShouldContain("action=\"/walk\"");
        (await api.Client.GetAsync("/map/f-none", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact, Trait("Feature", "S78")]
    public async Task Centres_ForAnybody_SumTo10500WithHoursAndTelephone()
    {
        var page = await Page("/centres");
        page.ShouldContain("10,500");
        page.ShouldContain("和风里生鲜汇");
        page.ShouldContain("tel:0571-55501302");
        page.ShouldNotContain("国有资产");
    }

    [Theory, Trait("Feature", "S118")]
    [InlineData("/desk/places/spaces", "10,500")]
    [InlineData("/desk/places/spaces?by=Scene&scene=Learning", "映月共享书房")]
    [InlineData("/desk/places/spaces/sp-hub", "闲置旅游集散中心")]
    [InlineData("/desk/places/spaces/new", "登记空间")]
    [InlineData("/desk/places/shared", "未分开")]
    [InlineData("/desk/places/facilities?q=yyh", "映月湖图书分馆")]
    [InlineData("/desk/places/facilities/f-library", "竹笛街 216 号")]
    public async Task Desk_ForStaff_ShowsTheLedgerAndFacilities(string path, string expected)
    {
        (await api.Staff.GetStringAsync(path, TestContext.Current.CancellationToken)).ShouldContain(expected);
        (await api.Client.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode.ShouldNotBe(HttpStatusCode.OK);
    }

    [Theory, InlineData("csv"), InlineData("xlsx"), Trait("Feature", "S118")]
    public async Task Export_OfTheLedger_ComesInAgainWithoutAChange(string format)
    {
        var token = TestContext.Current.CancellationToken;
        var file = await api.Staff.GetByteArrayAsync($"/api/v1/places/spaces/export.{format}", token);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(file), "file", "spaces." + format } };

        var answer = await api.Staff.PostAsync("/api/v1/places/spaces/import?dryRun=true", form, token);

        var report = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(token)).RootElement;
        report.TryGetProperty("refused", out _).ShouldBeTrue(report.ToString());
        report.GetProperty("refused").GetArrayLength().ShouldBe(0, report.ToString());
        (report.GetProperty("added").GetInt32(), report.GetProperty("changed").GetInt32()).ShouldBe((0, 0));
        report.GetProperty("same").GetInt32().ShouldBeGreaterThan(20);
    }

    private Task<string> Page(string path) => api.Client.GetStringAsync(path, TestContext.Current.CancellationToken);
}
