using Linli.Tests;

namespace Linli.Open311.Tests;

/// <summary>Clients that send again, or twice at once.</summary>
public sealed class DeviceTests
{
    [Fact]
    public async Task Post_TheSameFromTheSameDeviceWithinTenMinutes_IsOneCase()
    {
        await using var city = await City.Found();
        var first = await city.Report(("device_id", "d-1"));
        city.Time.Move(TimeSpan.FromMinutes(9));
        (await city.Report(("device_id", "d-1"))).ShouldBe(first);
        (await city.Report(("device_id", "d-2"))).ShouldNotBe(first);
        (await city.Report(("device_id", "d-1"), ("description", "另一处也松了"))).ShouldNotBe(first);
        city.Time.Move(TimeSpan.FromMinutes(2));
        (await city.Report(("device_id", "d-1"))).ShouldNotBe(first);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_TheSameFromADeviceManyTimesAtOnce_IsOneCase(bool onPostgres)
    {
        await using var city = await City.Found(onPostgres);
        for (var round = 0; round < 3; round++)
        {
            var text = $"第 {round} 处井盖松动";
            var before = await city.CountCases();
            var ids = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => city.Report(("device_id", "d-1"), ("description", text))));
            ids.Distinct().Count().ShouldBe(1);
            (await city.CountCases()).ShouldBe(before + 1);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_WithOneIdempotencyKeyManyTimesAtOnce_IsOneCase(bool onPostgres)
    {
        await using var city = await City.Found(onPostgres);
        var before = await city.CountCases();
        var replies = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => city.Post("requests.json", "k-1", city.Fields())));
        replies.Select(r => r.Body).Distinct().Count().ShouldBe(1);
        replies.ShouldAllBe(r => (int)r.Status == 200);
        (await city.CountCases()).ShouldBe(before + 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Update_ManyTimesAtOnce_IsOneLine(bool onPostgres)
    {
        await using var city = await City.Found(onPostgres);
        var id = await city.Report();
        var replies = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => city.Post(
            "servicerequestupdates.json", null,
            ("api_key", city.Key), ("service_request_id", id), ("update_id", "u-1"), ("status", "open"), ("description", "井盖又松了"))));
        replies.Select(r => r.Body).Distinct().Count().ShouldBe(1);
        (await city.EntriesOf(await city.IdOf(id))).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Anything_WithAZeroByteOrFarTooLong_IsNoErrorOfOurs(bool onPostgres)
    {
        await using var city = await City.Found(onPostgres);
        foreach (var path in new[]
        {
            "requests.json?service_code=%00", "requests.json?service_request_id=a%00b", "requests.json?jurisdiction_id=%00",
            "servicerequestupdates.json?service_request_id=%00", "requests.json?api_key=%00", "services.json?jurisdiction_id=%ED%A0%80",
        })
            ((int)(await city.Get(path)).Status).ShouldBeLessThan(500, path);
        (await city.PostPhoto(SamplePhoto.Jpeg, "a.jpg", city.Fields(("api_key", "linli\0")))).ShouldBeError(400, "json", "cannot be read");
        var far = new string('9', 5000);
        ((int)(await city.Get($"requests/{far}.json")).Status).ShouldBe(404);
        ((int)(await city.Get($"requests.json?service_request_id={far}")).Status).ShouldBe(200);
    }
}
