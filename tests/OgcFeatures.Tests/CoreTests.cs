using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Linli.Tests;

namespace Linli.OgcFeatures.Tests;

/// <summary>Requirements of OGC API – Features Part 1: core, geojson, html, oas30.</summary>
public sealed class CoreTests(OgcServer server) : IClassFixture<OgcServer>
{
    [Fact]
    public async Task Landing_LinksToEverything()
    {
        var landing = await server.Json("/");

        var links = landing.GetProperty("links").EnumerateArray().ToList();
        links.Select(l => l.GetProperty("rel").GetString()).ShouldBe(["self", "alternate", "service-desc", "service-doc", "conformance", "data"], ignoreOrder: true);
        foreach (var link in links)
            (await server.Client.GetAsync(link.GetProperty("href").GetString())).StatusCode.ShouldBe(HttpStatusCode.OK, link.ToString());
    }

    [Fact]
    public async Task Conformance_NamesWhatTheseTestsProve_AndNoMore() =>
        (await server.Json("/conformance")).GetProperty("conformsTo").EnumerateArray().Select(c => c.GetString()).ShouldBe(
        [
            "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
            "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
            "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
            "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
            "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
            "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
            "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
            "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
            "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
            "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
            "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
        ]);

    [Fact]
    public async Task Collections_TellExtentLinksAndCoordinateSystem()
    {
        var collections = (await server.Json("/collections")).GetProperty("collections").EnumerateArray().ToList();

        collections.Select(c => c.GetProperty("id").GetString()).ShouldBe(["facilities", "spaces", "grids"], ignoreOrder: true);
        foreach (var collection in collections)
        {
            var box = collection.GetProperty("extent").GetProperty("spatial").GetProperty("bbox")[0].EnumerateArray().Select(n => n.GetDouble()).ToArray();
            box.Length.ShouldBe(4);
            box[0].ShouldBeInRange(120.1, 120.3);
            box[1].ShouldBeInRange(30.1, 30.3);
            box[0].ShouldBeLessThan(box[2]);
            box[1].ShouldBeLessThan(box[3]);
            collection.GetProperty("crs")[0].GetString().ShouldBe("http://www.opengis.net/def/crs/OGC/1.3/CRS84");
            collection.GetProperty("itemType").GetString().ShouldBe("feature");
            collection.GetProperty("links").EnumerateArray().Select(l => l.GetProperty("rel").GetString()).ShouldContain("items");
            var one = await server.Json($"/collections/{collection.GetProperty("id").GetString()}");
            one.GetProperty("title").GetString().ShouldBe(collection.GetProperty("title").GetString());
        }
    }

    [Fact]
    public async Task Items_AreGeoJson_WithCountsAndTimeStamp()
    {
        using var response = await server.Client.GetAsync(OgcServer.Root + "/collections/facilities/items?limit=5");

        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/geo+json");
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
        var page = (await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync())).RootElement;
        page.GetProperty("type").GetString().ShouldBe("FeatureCollection");
        page.GetProperty("numberReturned").GetInt32().ShouldBe(5);
        page.GetProperty("numberMatched").GetInt32().ShouldBeGreaterThan(30);
        page.GetProperty("timeStamp").GetDateTimeOffset().ShouldBe(TestTown.Start);
        page.TryGetProperty("crs", out _).ShouldBeFalse("RFC 7946 has none");
        var feature = page.GetProperty("features")[0];
        feature.GetProperty("type").GetString().ShouldBe("Feature");
        feature.GetProperty("geometry").GetProperty("type").GetString().ShouldBe("Point");
        feature.GetProperty("geometry").GetProperty("coordinates")[0].GetDouble().ShouldBeInRange(120, 121, "longitude first");
    }

    [Fact]
    public async Task Items_FollowedByNextLinks_GiveEveryFeatureOnce()
    {
        var all = await server.Ids("");
        var seen = new List<string>();
        string? next = "/collections/facilities/items?limit=7";
        while (next is not null)
        {
            var page = await server.Json(next);
            var features = page.GetProperty("features").EnumerateArray().ToList();
            page.GetProperty("numberReturned").GetInt32().ShouldBe(features.Count);
            seen.AddRange(features.Select(f => f.GetProperty("id").GetString()!));
            next = page.GetProperty("links").EnumerateArray().Where(l => l.GetProperty("rel").GetString() == "next")
                .Select(l => l.GetProperty("href").GetString()).SingleOrDefault();
        }

        seen.ShouldBe(all);
        seen.Distinct().Count().ShouldBe(seen.Count);
    }

    [Fact]
    public async Task Item_IsTheSameFeatureAsInTheList_WithItsLinks()
    {
        var feature = await server.Json("/collections/facilities/items/f-library");

        feature.GetProperty("id").GetString().ShouldBe("f-library");
        feature.GetProperty("properties").GetProperty("kind").GetString().ShouldBe("library");
        feature.GetProperty("links").EnumerateArray().Select(l => l.GetProperty("rel").GetString()).ShouldBe(["self", "alternate", "collection"]);
    }

    [Fact]
    public async Task Grids_ArePolygons_WithoutTheirSteward()
    {
        var page = await server.Json("/collections/grids/items?limit=1000");

        page.GetProperty("numberMatched").GetInt32().ShouldBe(50);
        foreach (var grid in page.GetProperty("features").EnumerateArray())
        {
            grid.GetProperty("geometry").GetProperty("type").GetString()!.ShouldContain("Polygon");
            grid.GetProperty("properties").EnumerateObject().Select(p => p.Name).ShouldNotContain("steward");
        }
    }

    [Theory]
    [InlineData("bbox=120.2205,30.2060,120.2212,30.2066", 30)]
    [InlineData("bbox=120.2205,30.2060,0,120.2212,30.2066,100", 30)]
    public async Task Bbox_GivesWhatLiesWithin(string query, int fewerThan)
    {
        var ids = await server.Ids(query);

        ids.ShouldContain("f-library");
        ids.Length.ShouldBeLessThan(fewerThan);
        foreach (var id in ids)
        {
            var point = (await server.Json("/collections/facilities/items/" + id)).GetProperty("geometry").GetProperty("coordinates");
            point[0].GetDouble().ShouldBeInRange(120.2205, 120.2212);
            point[1].GetDouble().ShouldBeInRange(30.2060, 30.2066);
        }
    }

    [Fact]
    public async Task Bbox_WhereNothingIs_IsAnEmptyAnswer() => (await server.Ids("bbox=0,0,1,1")).ShouldBeEmpty();

    [Fact]
    public async Task Bbox_AcrossThe180thMeridian_IsTakenAsTwo()
    {
        (await server.Ids("bbox=170,-10,-170,10")).ShouldBeEmpty();
        (await server.Ids("bbox=100,20,-170,40")).ShouldBe(await server.Ids(""));
    }

    [Theory]
    [InlineData("2026-11-23T00:00:00Z")]
    [InlineData("2026-11-23T00:00:00%2B08:00/..")]
    [InlineData("../2026-11-23T00:00:00Z")]
    [InlineData("2018-02-12T00:00:00Z/2018-03-18T12:31:12Z")]
    [InlineData("/2026-11-23T00:00:00Z")]
    [InlineData("2026-11-23")]
    public async Task Datetime_OfFeaturesWithoutTime_LeavesAll(string datetime) =>
        (await server.Ids("datetime=" + datetime)).Length.ShouldBe((await server.Ids("")).Length);

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("offset=-1", "offset")]
    [InlineData("bbox=1,2,3", "bbox")]
    [InlineData("bbox=a,b,c,d", "bbox")]
    [InlineData("bbox=120,31,121,30", "bbox")]
    [InlineData("bbox=30.2,120.2,30.3,120.3", "bbox")]
    [InlineData("bbox=NaN,0,1,1", "bbox")]
    [InlineData("open_from=tomorrow", "open_from")]
    [InlineData("datetime=yesterday", "datetime")]
    [InlineData("datetime=2026-13-01T00:00:00Z", "datetime")]
    [InlineData("datetime=2026-11-23T00:00:00Z/2026-11-22T00:00:00Z", "datetime")]
    [InlineData("colour=red", "colour")]
    [InlineData("f=xml", "f")]
    [InlineData("area_m2=large", "area_m2")]
    [InlineData("filter-lang=cql2-json&filter=1", "filter-lang")]
    [InlineData("filter-crs=http://www.opengis.net/def/crs/EPSG/0/3857&filter=area_m2=1", "filter-crs")]
    public async Task Items_WithAWrongArgument_AreRefusedAndTheFieldIsNamed(string query, string field)
    {
        using var response = await server.Client.GetAsync($"{OgcServer.Root}/collections/facilities/items?{query}");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync())).RootElement.GetProperty("field").GetString().ShouldBe(field);
    }

    [Fact]
    public async Task Limit_AboveTheHighest_IsTheHighest() => (await server.Json("/collections/grids/items?limit=1000000")).GetProperty("numberReturned").GetInt32().ShouldBe(50);

    [Theory]
    [InlineData("/collections/homes")]
    [InlineData("/collections/homes/items")]
    [InlineData("/collections/homes/queryables")]
    [InlineData("/collections/facilities/items/nothing")]
    [InlineData("/nowhere")]
    public async Task Get_WhatIsNotThere_Is404(string path) =>
        (await server.Client.GetAsync(OgcServer.Root + path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

    [Theory]
    [InlineData("/")]
    [InlineData("/conformance")]
    [InlineData("/api")]
    [InlineData("/collections")]
    [InlineData("/collections/facilities")]
    [InlineData("/collections/facilities/queryables")]
    [InlineData("/collections/grids/items")]
    [InlineData("/collections/facilities/items/f-library")]
    public async Task EveryResource_AsHtml_IsAPageWithItsLinks(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, OgcServer.Root + path);
        request.Headers.Accept.Add(new("text/html"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*", 0.8));

        using var response = await server.Client.SendAsync(request);

        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        var html = await response.Content.ReadAsStringAsync();
        html.ShouldStartWith("<!DOCTYPE html>");
        html.ShouldContain("This document as JSON");
    }

    [Fact]
    public async Task ApiDefinition_IsOpenApi30_WithEveryCollection()
    {
        using var response = await server.Client.GetAsync(OgcServer.Root + "/api");

        response.Content.Headers.ContentType!.ToString().ShouldBe("application/vnd.oai.openapi+json; version=3.0");
        var api = (await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync())).RootElement;
        api.GetProperty("openapi").GetString().ShouldBe("3.0.3");
        var items = api.GetProperty("paths").GetProperty("/collections/facilities/items").GetProperty("get").GetProperty("parameters");
        var names = items.EnumerateArray().Select(p => p.TryGetProperty("$ref", out var r) ? r.GetString()!.Split('/')[^1] : p.GetProperty("name").GetString()!);
        new[] { "limit", "offset", "bbox", "datetime", "filter", "filter-lang", "filter-crs", "kind", "f" }.ShouldBeSubsetOf(names);
    }

    [Fact]
    public async Task ApiDefinition_OfLimitBoxAndTime_IsAsTheStandardWritesThem()
    {
        var parameters = (await server.Json("/api")).GetProperty("components").GetProperty("parameters");
        foreach (var name in new[] { "limit", "bbox", "datetime" })
        {
            var parameter = parameters.GetProperty(name);
            (parameter.GetProperty("in").GetString(), parameter.GetProperty("style").GetString(), parameter.GetProperty("explode").GetBoolean(), parameter.GetProperty("required").GetBoolean())
                .ShouldBe(("query", "form", false, false), name);
        }
    }

    [Fact]
    public async Task Offset_AtItsEnd_IsAnEmptyPageWithoutNext()
    {
        var page = await server.Json("/collections/facilities/items?offset=2147483647");

        page.GetProperty("numberReturned").GetInt32().ShouldBe(0);
        page.GetProperty("links").EnumerateArray().Select(l => l.GetProperty("rel").GetString()).ShouldNotContain("next");
    }

    [Fact]
    public async Task Spaces_AreThoseOfThePublicPageOnly()
    {
        var ids = await server.Ids("", "spaces");

        ids.ShouldContain("sp-canteen");
        ids.ShouldNotContain("sp-depot", "it belongs to no centre: its line is for staff");
        (await server.Client.GetAsync(OgcServer.Root + "/collections/spaces/items/sp-depot")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Resource_ThatHasNotChanged_IsNotSentAgain()
    {
        using var first = await server.Client.GetAsync(OgcServer.Root + "/collections/facilities");
        using var again = new HttpRequestMessage(HttpMethod.Get, OgcServer.Root + "/collections/facilities");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        (await server.Client.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        using var head = new HttpRequestMessage(HttpMethod.Head, OgcServer.Root + "/collections/facilities");
        (await server.Client.SendAsync(head)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var unwanted = new HttpRequestMessage(HttpMethod.Get, OgcServer.Root + "/collections");
        unwanted.Headers.TryAddWithoutValidation("Accept", "text/html;q=0, application/json;q=0.5");
        (await server.Client.SendAsync(unwanted)).Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
    }
}
