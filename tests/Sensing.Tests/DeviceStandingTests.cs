using Linli.Sensing.Devices;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests;

public sealed class DeviceStandingTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void TestMode_WhenItsEndHasCome_IsOver()
    {
        var until = Now.AddHours(1);
        DeviceStanding.At(DeviceState.InService, until, [], Now).ShouldBe((DeviceState.Test, until));
        DeviceStanding.At(DeviceState.InService, until, [], until).ShouldBe((DeviceState.InService, null));
    }

    [Fact]
    public void Maintenance_FromItsBeginningToItsEnd_GoesBeforeTest()
    {
        (DateTimeOffset From, DateTimeOffset To)[] windows = [(Now.AddHours(1), Now.AddHours(2))];
        DeviceStanding.At(DeviceState.InService, null, windows, Now).ShouldBe((DeviceState.InService, Now.AddHours(1)));
        DeviceStanding.At(DeviceState.InService, Now.AddHours(3), windows, Now.AddHours(1)).ShouldBe((DeviceState.Maintenance, Now.AddHours(2)));
        DeviceStanding.At(DeviceState.InService, Now.AddHours(3), windows, Now.AddHours(2)).ShouldBe((DeviceState.Test, Now.AddHours(3)));
    }

    [Fact]
    public void Retired_WhateverRuns_StaysRetired() =>
        DeviceStanding.At(DeviceState.Retired, Now.AddHours(1), [(Now.AddHours(-1), Now.AddHours(1))], Now).ShouldBe((DeviceState.Retired, null));
}
