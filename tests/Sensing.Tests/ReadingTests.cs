using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests;

public sealed class ReadingTests
{
    [Fact]
    public void Reading_WithAFix_IsAPosition()
    {
        var device = new DeviceId(Guid.Empty);
        new Reading(device, DateTimeOffset.UnixEpoch, new Fix(30.2, 120.2)).IsPosition.ShouldBeTrue();
        new Reading(device, Measures.Battery.Code, DateTimeOffset.UnixEpoch, 8).IsPosition.ShouldBeFalse();
    }
}
