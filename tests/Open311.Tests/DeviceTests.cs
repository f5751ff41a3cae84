namespace Linli.Open311.Tests;

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
}
