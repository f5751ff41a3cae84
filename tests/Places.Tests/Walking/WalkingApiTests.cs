using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Linli.Places.Circles;
using Linli.Places.Walking;
using Linli.Places.Walking.Import;
using Linli.Places.Walking.Network;
using Linli.Places.Walking.Routing;
using Linli.Platform.Data;
using Linli.Platform.Security;

namespace Linli.Places.Tests.Walking;

/// <summary>The routes of the walking network as programs see them.</summary>
public sealed class WalkingApiTests(PlacesApi api) : IClassFixture<PlacesApi>
{
    [Theory]
    [InlineData("GET", "/api/v1/places/gaps")]
    [InlineData("GET", "/api/v1/places/gaps.csv")]
    [InlineData("GET", "/api/v1/places/what-if?category=bus&lon=120.2&lat=30.2")]
    [InlineData("POST", "/api/v1/places/walking/import?source=x")]
    [InlineData("GET", "/api/v1/places/circles/0193c000-0000-7000-8000-000000000101")]
    public async Task Call_WhatIsNotPublic_IsRefused(string method, string address)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        (await api.Client.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Import_ThenAskForAReach_IsGeoJson()
    {
        using var file = new ByteArrayContent(await File.ReadAllBytesAsync(PlacesBed.Samples.File("walking.geojson"), TestContext.Current.CancellationToken));
        file.Headers.ContentType = new MediaTypeHeaderValue("application/geo+json");
        var imported = await api.Staff.PostAsync("/api/v1/places/walking/import?source=hefengli", file, TestContext.Current.CancellationToken);
        imported.StatusCode.ShouldBe(HttpStatusCode.OK, await imported.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        var answer = await api.Client.GetAsync("/api/v1/places/isochrone?lon=120.2175&lat=30.2055", TestContext.Current.CancellationToken);

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/geo+json");
        var features = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("features");
        features.EnumerateArray().Select(f => f.GetProperty("properties").GetProperty("minutes").GetInt32()).ShouldBe([15, 10, 5]);
        features[0].GetProperty("properties").GetProperty("area_m2").GetDouble().ShouldBeInRange(800_000, 3_200_000);
        (await api.Client.GetStringAsync("/api/v1/places/isochrone?lon=10&lat=10", TestContext.Current.CancellationToken)).ShouldBe("""{"type":"FeatureCollection","features":[]}""");
        (await api.Client.GetStringAsync("/api/v1/places/route?from=30.2055,120.2175&to=f-mall", TestContext.Current.CancellationToken)).ShouldContain("\"found\":true");
    }
}
