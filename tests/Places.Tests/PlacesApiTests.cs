using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Linli.Places.Tests;

/// <summary>The routes as programs see them, over the demo community, signed in as nobody.</summary>
public sealed class PlacesApiTests(PlacesApi api) : IClassFixture<PlacesApi>
{
    [Fact]
    public async Task Map_AskedForAgain_IsNotSentTwice()
    {
        var first = await api.Client.GetAsync("/api/v1/places/map.geojson?scope=hf-1", TestContext.Current.CancellationToken);
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        first.Content.Headers.ContentType!.MediaType.ShouldBe("application/geo+json");

        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/v1/places/map.geojson?scope=hf-1");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        (await api.Client.SendAsync(again, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task Map_ForAnEnglishReader_HasEnglishNamesAndAnotherTag()
    {
        var chinese = await api.Client.GetAsync("/api/v1/places/map.geojson?scope=hf-1", TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/places/map.geojson?scope=hf-1");
        request.Headers.AcceptLanguage.Add(new StringWithQualityHeaderValue("en"));

        var english = await api.Client.SendAsync(request, TestContext.Current.CancellationToken);

        english.Headers.ETag.ShouldNotBe(chinese.Headers.ETag);
        (await english.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("Wangxi New Village West");
    }

    [Theory]
    [InlineData("/api/v1/places/communities", "hf-3")]
    [InlineData("/api/v1/places/scopes", "hf-2-c08")]
    [InlineData("/api/v1/places/scopes?under=hf-2-c08&buildings=true", "hf-2-c08-07")]
    [InlineData("/api/v1/places/buildings?community=hf-2", "和二-7")]
    [InlineData("/api/v1/places/facilities?scope=hf-2", "映月湖图书分馆")]
    [InlineData("/api/v1/places/facilities.geojson?kind=library", "周二–周日 09:00–20:30")]
    [InlineData("/api/v1/places/grid-at?lon=120.2135&lat=30.2112", "hf-1-g01")]
    public async Task Get_WhatIsPublic_IsAnswered(string address, string expected) =>
        (await api.Client.GetStringAsync(address, TestContext.Current.CancellationToken)).ShouldContain(expected);

    [Theory]
    [InlineData("GET", "/api/v1/places/homes?building=hf-2-c08-07")]
    [InlineData("GET", "/api/v1/places/homes/search?q=和二-7-502")]
    [InlineData("GET", "/api/v1/places/grids/coverage")]
    [InlineData("POST", "/api/v1/places/scopes")]
    [InlineData("POST", "/api/v1/places/homes")]
    [InlineData("POST", "/api/v1/places/grids/import")]
    [InlineData("PUT", "/api/v1/places/grids/hf-1-g01/steward")]
    [InlineData("PUT", "/api/v1/places/scopes/hf-1/name")]
    public async Task Call_WhatIsNotPublic_IsRefused(string method, string address)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);

        (await api.Client.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task GridAt_WithSwappedDegrees_IsAProblemDocumentThatNamesTheField()
    {
        var answer = await api.Client.GetAsync("/api/v1/places/grid-at?lon=30.208&lat=120.21", TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        problem.RootElement.GetProperty("field").GetString().ShouldBe("lat");
        problem.RootElement.GetProperty("code").GetString().ShouldBe("places.swapped");
    }
}
