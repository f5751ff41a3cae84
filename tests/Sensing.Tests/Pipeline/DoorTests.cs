using Linli.Platform.Geo;
using Linli.Sensing.Pipeline;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests.Pipeline;

public sealed class DoorTests
{
    private static readonly DateTimeOffset Now = TestTown.Start;
    private readonly KnownDevices devices = new();
    private readonly Door door;

    public DoorTests() => door = new(devices, new DeviceKinds([TestKinds.Probe, TestKinds.Walker]), new());

    [Theory]
    [InlineData("heat", 201, "sensing.value_out_of_range", "value")]
    [InlineData("heat", double.NaN, "sensing.value_not_a_number", "value")]
    [InlineData("heat", double.PositiveInfinity, "sensing.value_not_a_number", "value")]
    [InlineData("cold", 1, "sensing.measure_unknown", "measure")]
    [InlineData("Heat!", 1, "sensing.measure_malformed", "measure")]
    [InlineData("", 1, "sensing.measure_malformed", "measure")]
    [InlineData("battery", 55, null, null)]
    [InlineData("heat", 200, null, null)]
    public void Values_ThatCannotBeTrue_AreRefused_WithTheFieldAndWhatToDo(string measure, double value, string? code, string? field)
    {
        var problem = Judge(new(devices.Add("P").Id, measure, Now, value));
        (problem?.Code, problem?.Field).ShouldBe((code, field));
    }

    [Fact]
    public void Time_EightHoursAhead_IsToldApartFromAnyOtherWrongClock()
    {
        var device = devices.Add("P").Id;
        var eight = Judge(new(device, "heat", Now.AddHours(8).AddMinutes(-3), 1))!;
        eight.Code.ShouldBe("sensing.clock_eight_hours_ahead");
        eight.Message.En.ShouldContain("+08:00");
        Judge(new(device, "heat", Now.AddMinutes(3), 1))!.Code.ShouldBe("sensing.clock_ahead");
        Judge(new(device, "heat", Now.AddMinutes(1), 1)).ShouldBeNull();
        Judge(new(device, "heat", Now.AddDays(-31), 1))!.Code.ShouldBe("sensing.too_old");
        Judge(new(device, "heat", Now.AddHours(-8), 1)).ShouldBeNull("late is not wrong");
        Judge(new(devices.Add("W", "walker").Id, Now.AddDays(-8), new Fix(30.2, 120.2)))!.Code.ShouldBe("sensing.too_old", "its track would be deleted at once");
    }

    [Fact]
    public void Devices_UnknownOrRetired_AreRefused_AndThoseOfUnknownKindsAreKept()
    {
        Judge(new(new(Guid.Empty), "heat", Now, 1))!.Code.ShouldBe("sensing.device_unknown");
        Judge(new(devices.Add("R", state: DeviceState.Retired).Id, "heat", Now, 1))!.Code.ShouldBe("sensing.device_unknown");
        Judge(new(devices.Add("U", "nobody-knows").Id, "whatever", Now, 1e9)).ShouldBeNull();
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(91, 120)]
    [InlineData(30, double.NaN)]
    public void Positions_ThatAreNoPlace_AreRefused(double latitude, double longitude) =>
        Judge(new(devices.Add("W", "walker").Id, Now, new Fix(latitude, longitude)))!.Field.ShouldBe("latitude");

    [Fact]
    public void Readings_ThatMayNotBeKeptNow_AreKnownByTheirKind()
    {
        var card = new DeviceKinds([TestKinds.Card, TestKinds.Walker], [new OnTheWay()]).Of("card");
        card.MayKeep(new(new(Guid.Empty), Now, new Fix(30.2, 120.2))).ShouldBeTrue();
        card.MayKeep(new(new(Guid.Empty), Now.AddMinutes(-1), new Fix(30.2, 120.2))).ShouldBeFalse();
        new DeviceKinds([TestKinds.Walker], [new OnTheWay()]).Of("walker").AsksWhen.ShouldBeFalse();
    }

    [Fact]
    public void Position_OfAMountedDevice_IsRefused() =>
        Judge(new(devices.Add("P").Id, Now, new Fix(30.2, 120.2)))!.Code.ShouldBe("sensing.position_not_expected");

    [Fact]
    public void Position_OfADeviceEnteredAsGcj02_IsBroughtIntoWgs84() // R51, with its own vector
    {
        var device = devices.Add("G", "walker", CoordinateSystem.Gcj02);
        door.Judge(new(device.Id, Now, new Fix(30.205570, 120.214534, 5)), Now, out var admitted).ShouldBeNull();
        new GeoPoint(admitted.Reading.Fix.Latitude, admitted.Reading.Fix.Longitude).DistanceTo(new(30.208, 120.21)).ShouldBeLessThan(1);
    }

    [Fact]
    public void Degrees_OfAnotherSystemThanEntered_AreNoticed_AndNothingIsMoved()
    {
        var place = new GeoPoint(30.208, 120.21);
        var wrong = devices.Add("W", "walker", place: place);
        var right = devices.Add("R", "walker", place: place);
        var watch = new CoordinateWatch(new ServiceCollection().BuildServiceProvider().GetRequiredService<IServiceScopeFactory>(), devices);
        var (one, other) = (new Twin(wrong.Id), new Twin(right.Id));
        for (var i = 0; i < 25; i++)
        {
            watch.Look(one, wrong, new(wrong.Id, Now.AddSeconds(10 * i), new Fix(30.205570, 120.214534)));
            watch.Look(other, right, new(right.Id, Now.AddSeconds(10 * i), new Fix(30.208, 120.2101)));
        }

        watch.Found.ShouldBe([wrong.Id]);
        devices.Put(wrong with { Coordinates = CoordinateSystem.Gcj02 });
        watch.Found.ShouldBeEmpty("somebody set it right");
    }

    private sealed class OnTheWay : ICollectWhen
    {
        public string Kind => "card";

        public bool MayKeep(DeviceId device, string measure, DateTimeOffset at) => at >= Now;
    }

    private Linli.Platform.Results.Problem? Judge(in Reading reading) => door.Judge(reading, Now, out _);
}
