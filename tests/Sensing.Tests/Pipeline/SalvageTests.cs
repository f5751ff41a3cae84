using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Sensing.Pipeline;
using Linli.Sensing.Rules;
using Linli.Sensing.Storage;
using Linli.Sensing.Tests.Fences;
using Linli.Sensing.Tests.Rules;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests.Pipeline;

/// <summary>What only the journal of a node has is looked at by the rules while it is recent: no call for help goes under with its node.</summary>
public sealed class SalvageTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static readonly DateTimeOffset Now = TestTown.Start;

    [Theory, MemberData(nameof(Both))]
    public async Task ChildThatLeft_AndNodeThatDied_TheExitIsAnAlarmOnce(DatabaseKind kind)
    {
        var fence = new Fence("fence", ("学校", "School"), SmallTown.First, DrawnFences.Box(-100, -50, 100, 50));
        await using var bed = await PipelineBed.Make(kind, new RealRules([LaneBed.OfFence(RuleKind.ZoneExit, code: "switch") with { Scope = SmallTown.First }], [fence]));
        var child = bed.Devices.Add("C-1", "walker");
        var died = await bed.Live(node: "one");
        await died.Take(At(child, 0, 0), At(child, 10, 0));
        (await died.Pipeline.Store(CancellationToken.None)).ShouldBeTrue();
        bed.Town.Time.Move(TimeSpan.FromMinutes(1));
        await died.Take(At(child, 60, 150));
        await died.Take(At(child, 70, 160), At(child, 80, 170));
        await died.Kill();

        var other = await bed.Live(node: "two");
        bed.Town.Time.Move(Salvage.Recent - TimeSpan.FromMinutes(2));
        (await bed.Salvage("one")).ShouldBe(3);
        (await bed.Alarms()).ShouldHaveSingleItem().Key.ShouldStartWith("alarm:raised:");
        (await bed.Salvage("one")).ShouldBe(0, "once");
        (await bed.Alarms()).Values.ShouldBe([1]);

        // The other node keeps its own states: the child is back, and the desk closes the alarm.
        await other.Take(At(child, 3000, 0), At(child, 3010, 0));
        await other.Stop();
        (await bed.Stored()).ShouldBe(7);
        (await bed.Alarms()).Values.ShouldBe([1]);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task WhatCameLongAgo_IsHistory_AndWhatIsRecentIsJudgedInItsOrder(DatabaseKind kind)
    {
        await using var bed = await PipelineBed.Make(kind);
        var (old, recent) = (bed.Devices.Add("P-old"), bed.Devices.Add("P-recent"));
        var died = await bed.Live(node: "one");
        await died.Take(new Reading(old.Id, "alarm", Now, 1));
        bed.Town.Time.Move(TimeSpan.FromMinutes(30));
        var at = bed.Town.Time.GetUtcNow();
        await died.Take(new Reading(recent.Id, "alarm", at, 1));
        await died.Take(new Reading(recent.Id, "alarm", at.AddSeconds(5), 0));
        await died.Kill();
        var other = await bed.Live(node: "two");
        bed.Town.Time.Move(TimeSpan.FromMinutes(31));
        (await bed.Salvage("one")).ShouldBe(3);
        (await bed.Alarms()).Keys.Select(k => k.Split(':')[1]).Order().ShouldBe(["cleared", "raised"]);
        (await bed.Read(db => db.Records<FiringRow>().CountAsync(f => f.DeliveredAt == null))).ShouldBe(0);
        await other.Stop();
        (await bed.Stored()).ShouldBe(3);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task WhatTheOtherNodeHoldsOpen_IsNotEndedByWhatWasSaidBefore(DatabaseKind kind)
    {
        await using var bed = await PipelineBed.Make(kind, RealRules.Offline());
        var device = bed.Devices.Add("P-1");
        var died = await bed.Live(node: "one");
        await died.Take(new Reading(device.Id, "heat", Now, 1));
        (await died.Pipeline.Store(CancellationToken.None)).ShouldBeTrue();
        bed.Town.Time.Move(TimeSpan.FromMinutes(1));
        await died.Take(new Reading(device.Id, "heat", bed.Town.Time.GetUtcNow(), 2));
        await died.Kill();

        var other = await bed.Live(node: "two");
        bed.Town.Time.Move(TimeSpan.FromMinutes(20));
        await other.Pipeline.Tick();
        await other.Alarms.DeliverAll(CancellationToken.None);
        (await bed.Alarms()).ShouldHaveSingleItem().Key.ShouldStartWith("alarm:raised:");
        (await other.Pipeline.Store(CancellationToken.None)).ShouldBeTrue();
        (await bed.Salvage("one")).ShouldBe(1);
        (await bed.Alarms()).ShouldHaveSingleItem().Key.ShouldStartWith("alarm:raised:", Case.Sensitive, "it is still silent");
        await other.Take(new Reading(device.Id, "heat", bed.Town.Time.GetUtcNow(), 3));
        await other.Stop();
        await other.Alarms.DeliverAll(CancellationToken.None);
        (await bed.Alarms()).Keys.Select(k => k.Split(':')[1]).Order().ShouldBe(["cleared", "raised"]);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task AlarmsThatCannotBeWrittenYet_AreTriedAgain_AndAreNotDoubled(DatabaseKind kind)
    {
        await using var bed = await PipelineBed.Make(kind);
        var device = bed.Devices.Add("P-1");
        var died = await bed.Live(node: "one");
        await died.Take(new Reading(device.Id, "alarm", Now, 1));
        await died.Kill();
        var other = await bed.Live(node: "two");
        var life = await bed.Live(node: "one", opens: false);
        var salvage = bed.SalvageOf(life, "one");
        bed.AlarmTrouble.DatabaseIsAway = true;
        await Should.ThrowAsync<InvalidOperationException>(() => salvage.Bring(CancellationToken.None));
        (await bed.Read(db => db.Records<FiringRow>().CountAsync(f => f.DeliveredAt == null))).ShouldBe(1, "it is kept, should this node go too");
        bed.AlarmTrouble.DatabaseIsAway = false;
        (await salvage.Bring(CancellationToken.None)).ShouldBe(0, "its readings were stored");
        (await bed.Alarms()).Values.ShouldBe([1]);
        await other.Stop();
    }

    private static Reading At(Device device, double seconds, double east)
    {
        var point = DrawnFences.At(east, 0);
        return new(device.Id, Now.AddSeconds(seconds), new Fix(point.Y, point.X, 5));
    }
}
