using Linli.Platform.Data;
using Linli.Tests;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests.Pipeline;

/// <summary>A clock that somebody sets, and devices that are waited for: from the pipeline to the alarms, through restarts.</summary>
public sealed class ClockTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static readonly DateTimeOffset Now = TestTown.Start;

    [Theory, MemberData(nameof(Both))]
    public async Task ClockThatIsSet_RaisesNothing_NorAfterACrash_AndWhoIsSilentIsFoundOut(DatabaseKind kind)
    {
        foreach (var minutes in new[] { 11, -11, 480, -480 })
        {
            await using var bed = await PipelineBed.Make(kind, RealRules.Offline());
            Device[] devices = [.. Enumerable.Range(0, 9).Select(i => bed.Devices.Add($"P-{i}"))];
            var life = await bed.Live();
            await life.Take([.. devices.Select(d => new Reading(d.Id, "heat", Now, 1))]);
            bed.Town.Time.Move(TimeSpan.FromSeconds(5));
            bed.Town.Time.Step(TimeSpan.FromMinutes(minutes));
            // The first word after the step is not the clock's but a device's.
            (await life.Take(new Reading(devices[0].Id, "heat", bed.Town.Time.GetUtcNow(), 2))).Accepted.ShouldBe(1);
            await life.Pipeline.Tick();
            life.Pipeline.Of(devices[0].Id).Values["heat"].Value.ShouldBe(2, "what comes by the new clock is not late");
            life.Pipeline.Of(devices[1].Id).Online.ShouldBeTrue();
            await life.Alarms.DeliverAll(CancellationToken.None);
            await life.Kill();

            life = await bed.Live();
            await life.Pipeline.Tick();
            await life.Alarms.DeliverAll(CancellationToken.None);
            (await bed.Alarms()).ShouldBeEmpty($"{minutes} minutes");
            bed.Town.Time.Move(TimeSpan.FromMinutes(9));
            await life.Take(new Reading(devices[0].Id, "heat", bed.Town.Time.GetUtcNow(), 3));
            bed.Town.Time.Move(TimeSpan.FromSeconds(70));
            await life.Pipeline.Tick();
            await life.Alarms.DeliverAll(CancellationToken.None);
            (await bed.Alarms()).Count.ShouldBe(devices.Length - 1, "all but the one that spoke");
            await life.Stop();
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task PutInServiceAndNeverHeard_IsOfflineOnce_UnlessTestedOrUnderMaintenance(DatabaseKind kind)
    {
        await using var bed = await PipelineBed.Make(kind, RealRules.Offline());
        var dead = Awaited(bed, "P-dead", DeviceState.InService);
        var alive = Awaited(bed, "P-alive", DeviceState.InService);
        Awaited(bed, "P-test", DeviceState.Test);
        Awaited(bed, "P-repair", DeviceState.Maintenance);
        bed.Devices.Add("P-demo");
        var life = await bed.Live();
        for (var day = 0; day < 3; day++)
        {
            life.Pipeline.Expect();
            await life.Take(new Reading(alive.Id, "heat", bed.Town.Time.GetUtcNow(), day));
            bed.Town.Time.Move(TimeSpan.FromMinutes(5));
            await life.Pipeline.Tick();
            await life.Alarms.DeliverAll(CancellationToken.None);
            if (day == 0)
                (await bed.Alarms()).ShouldBeEmpty("it has as long as anybody");
            await life.Take(new Reading(alive.Id, "heat", bed.Town.Time.GetUtcNow(), day));
            bed.Town.Time.Move(TimeSpan.FromMinutes(5));
            await life.Pipeline.Tick();
            await life.Alarms.DeliverAll(CancellationToken.None);
            (await bed.Alarms()).Single().Key.ShouldStartWith("alarm:raised:", Case.Sensitive, $"start {day}");
            (await bed.Alarms()).Single().Value.ShouldBe(1);
            life.Pipeline.Of(dead.Id).SeenAt.ShouldBeNull();
            await life.Stop();
            life = await bed.Live();
        }

        await life.Take(new Reading(dead.Id, "heat", bed.Town.Time.GetUtcNow(), 1));
        await life.Alarms.DeliverAll(CancellationToken.None);
        (await bed.Alarms()).Keys.Count(k => k.StartsWith("alarm:cleared:", StringComparison.Ordinal)).ShouldBe(1, "its first word ends it");
        await life.Stop();
    }

    private static Device Awaited(PipelineBed bed, string code, DeviceState state)
    {
        var device = bed.Devices.Add(code, state: state) with { AwaitedSince = Now };
        bed.Devices.Put(device);
        return device;
    }
}
