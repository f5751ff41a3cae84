namespace Linli.Places.Tests;

/// <summary>The pages as a browser without script sees them.</summary>
public sealed class PlacesPagesTests(PlacesApi api) : IClassFixture<PlacesApi>
{
    [Fact, Trait("Feature", "S76")]
    public async Task Map_ForAnybody_ListsFacilitiesWithTheirHours()
    {
        var page = await api.Client.GetStringAsync("/map?scope=hf-2", TestContext.Current.CancellationToken);

        page.ShouldContain("映月湖图书分馆");
        page.ShouldContain("周二–周日 09:00–20:30");
        page.ShouldNotContain("和三社区服务中心");
    }

    [Fact]
    public async Task Map_OfAPlaceThatIsNot_SaysSo() =>
        (await api.Client.GetStringAsync("/map?scope=nowhere", TestContext.Current.CancellationToken)).ShouldContain("没有这个地点");

    [Fact]
    public async Task Grids_ForNobody_AreNotShown()
    {
        var answer = await api.Client.GetAsync("/places/grids", TestContext.Current.CancellationToken);

        answer.IsSuccessStatusCode.ShouldBeFalse();
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotContain("hf-1-g01");
    }

    [Fact, Trait("Feature", "S14")]
    public async Task Grids_ForStaff_ShowCoverageAndEveryGrid()
    {
        var page = await api.Staff.GetStringAsync("/places/grids", TestContext.Current.CancellationToken);

        page.ShouldContain("20,000 / 20,000");
        page.ShouldContain("href=\"/places/grids/hf-3-g");
        page.ShouldContain("望汐新村西网格");
    }

    [Theory]
    [InlineData("hf-1-g01", "换成")]
    [InlineData("nowhere", "没有这个网格")]
    public async Task Grid_ForStaff_ShowsItsStewardOrSaysThatItIsNot(string code, string expected) =>
        (await api.Staff.GetStringAsync("/places/grids/" + code, TestContext.Current.CancellationToken)).ShouldContain(expected);
}
