using Linli.Platform.Data;
using Linli.Sensing.Devices;
using Linli.Sensing.Rules;
using Linli.Sensing.Tests.Alarms;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests;

/// <summary>Rules for groups of devices, and devices that are taken into service by their first word.</summary>
public sealed class DeviceGroupsTests
{
    private const string Key = "a-key-that-its-maker-put-into-it";

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Rule_OfAGroup_LooksAtItsDevicesOnly_AndFollowsTheGroup(DatabaseKind kind)
    {
        await using var town = await WatchTown.FoundWhole(kind);
        await town.Do(async s =>
        {
            var book = s.GetRequiredService<IDeviceBook>();
            await book.KeepGroup("stairs", "楼道电表", SmallTown.First, CancellationToken.None);
            (await book.EnterMany(
                [new("m-1", "表一", "meter", SmallTown.First) { Groups = ["stairs"], InService = true }, new("m-2", "表二", "meter", SmallTown.First) { InService = true }], CancellationToken.None)).Problems.ShouldBeEmpty();
            await s.GetRequiredService<IRules>().Put(
                new()
                {
                    Code = "too-much", Name = ("用电过高", "Too much power"), Scope = SmallTown.Group, Kind = RuleKind.Threshold, Severity = AlarmSeverity.Minor, DeviceKind = "meter", Group = "stairs", Measure = "power",
                    Limit = 5, Side = LimitSide.Above,
                },
                CancellationToken.None);
            return true;
        });
        var rules = town.Services.GetRequiredService<RulesMemory>();
        await rules.Settled;
        var lane = rules.Make();
        Judge("m-1", 0).ShouldHaveSingleItem().Raised.ShouldBeTrue();
        Judge("m-2", 0).ShouldBeEmpty();

        // The group is changed at the desk: the rule goes with it, and what it left open is over.
        var keeper = await town.StaffClient("operator");
        await keeper.Put("/sensing/device-groups/stairs", new { members = new[] { "m-2" } }).Good();
        Judge("m-2", 1).ShouldHaveSingleItem().Raised.ShouldBeTrue();
        Judge("m-1", 1).ShouldHaveSingleItem().Raised.ShouldBeFalse();
        Judge("m-1", 2).ShouldBeEmpty();
        await keeper.Put("/sensing/device-groups/stairs", new { members = new[] { "m-9" } }).Bad("members");

        List<Firing> Judge(string code, int minute)
        {
            var device = town.Services.GetRequiredService<IDevices>().ByCode(code)!;
            var firings = new List<Firing>();
            lane.Judge(device, new Reading(device.Id, "power", TestTown.Start.AddMinutes(minute), 9), false, TestTown.Start.AddMinutes(minute), firings);
            return firings;
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Device_ThatWasExpected_IsInServiceFromItsFirstWord(DatabaseKind kind)
    {
        await using var town = await WatchTown.FoundLive(kind);
        var devices = town.Services.GetRequiredService<IDevices>();
        await town.Do(async s => (await s.GetRequiredService<IDeviceBook>().EnterMany(
            [new("m-1", "表一", "meter", SmallTown.First) { Key = Key }, new("m-2", "表二", "meter", SmallTown.First) { Key = Key }], CancellationToken.None)).Ok);
        var words = town.Services.GetRequiredService<FirstWords>();
        await words.Look(CancellationToken.None);
        State("m-1").ShouldBe(DeviceState.Expected, "it has said nothing");

        (await town.DeviceClient("m-1", "another-key-than-the-one-it-has").Post("/sensing/readings", new { measure = "power", value = 1 })).IsSuccessStatusCode.ShouldBeFalse();
        await words.Look(CancellationToken.None);
        State("m-1").ShouldBe(DeviceState.Expected, "a wrong key is nobody's word");
        await town.DeviceClient("m-1", Key).Post("/sensing/readings", new { measure = "power", value = 1 }).Good();
        await words.Look(CancellationToken.None);
        (State("m-1"), State("m-2")).ShouldBe((DeviceState.InService, DeviceState.Expected));

        // Retired is retired, whatever it says.
        await town.Do(async s =>
        {
            await s.GetRequiredService<IDeviceBook>().Retire(devices.ByCode("m-1")!.Id, CancellationToken.None);
            return true;
        });
        await words.Look(CancellationToken.None);
        State("m-1").ShouldBe(DeviceState.Retired);

        DeviceState State(string code) => devices.ByCode(code)!.State;
    }
}
