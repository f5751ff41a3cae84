using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Sensing.Cluster;
using Linli.Sensing.Pipeline;
using Linli.Sensing.Rules;
using Linli.Sensing.Storage;
using Linli.Sensing.Tests.Pipeline;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests.Cluster;

/// <summary>The clocks of a cluster are set: a queue knows the time by the beats of its nodes alone, and nobody counts as silent for it.</summary>
public sealed class ClockStepTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static readonly DateTimeOffset Now = TestTown.Start;

    [Theory, MemberData(nameof(Both))]
    public async Task ClocksThatAreSet_RaiseNothing_AndWhoIsSilentIsFoundOut(DatabaseKind kind)
    {
        foreach (var minutes in new[] { 11, -11, 480, -480 })
        {
            await using var bed = await PipelineBed.Make(kind, RealRules.Offline());
            var (spoke, silent) = (bed.Devices.Add("P-1"), bed.Devices.Add("P-2"));
            var (queue, alarms) = Queue(bed);
            (await Say(queue, spoke, Now, 1) + await Say(queue, silent, Now, 1)).ShouldBe(2);
            await Beat(queue, Now, 5);
            var set = Now.AddSeconds(5).AddMinutes(minutes);
            await Beat(queue, set, 40);
            (await Say(queue, spoke, set.AddSeconds(41), 2)).ShouldBe(1);
            ValueOf(queue, spoke).ShouldBe(2, $"what comes by the new clock is not late: {minutes} minutes");
            await alarms.DeliverAll(CancellationToken.None);
            (await bed.Alarms()).ShouldBeEmpty($"{minutes} minutes");

            await Beat(queue, set.AddSeconds(42), 500);
            (await Say(queue, spoke, set.AddSeconds(542), 3)).ShouldBe(1);
            await Beat(queue, set.AddSeconds(543), 200);
            await alarms.DeliverAll(CancellationToken.None);
            (await bed.Alarms()).ShouldHaveSingleItem().Key.ShouldStartWith("alarm:raised:", Case.Sensitive, "the one that did not speak");
            await queue.End();
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task OneNodeWhoseClockIsBehind_PutsNothingBack(DatabaseKind kind)
    {
        await using var bed = await PipelineBed.Make(kind, RealRules.Offline());
        var device = bed.Devices.Add("P-1");
        var (queue, alarms) = Queue(bed);
        await Say(queue, device, Now, 1);
        for (var second = 1; second <= 640; second++)
        {
            await Beat(queue, Now.AddSeconds(second), 1);
            await Beat(queue, Now.AddSeconds(second).AddMinutes(-11), 1);
        }

        await alarms.DeliverAll(CancellationToken.None);
        (await bed.Alarms()).ShouldHaveSingleItem().Key.ShouldStartWith("alarm:raised:", Case.Sensitive, "ten minutes passed by the others");
        await queue.End();
    }

    private static (QueueState Queue, FiringDesk Alarms) Queue(PipelineBed bed)
    {
        var s = bed.Town.Services;
        var scopes = s.GetRequiredService<IServiceScopeFactory>();
        var alarms = new FiringDesk(scopes, bed.Town.Time, NullLogger<FiringDesk>.Instance);
        var parts = new KeeperParts(
            bed.Devices, s.GetRequiredService<DeviceKinds>(), s.GetRequiredService<IRuleLanes>(), (IQueueStore)s.GetRequiredService<IReadingStore>(), alarms,
            new CoordinateWatch(scopes, bed.Devices), new Figures(), bed.Options, s.GetRequiredService<FieldCipher>(), bed.Town.Time, null, NullLogger.Instance);
        return (new(parts, new(1, null, new HashSet<int>(), [], [])), alarms);
    }

    private static Task<int> Say(QueueState queue, Device device, DateTimeOffset at, double value) =>
        queue.Take(new(WordKind.Readings, at) { Readings = [new(device.Id, "heat", at, value)] }, CancellationToken.None);

    private static async Task Beat(QueueState queue, DateTimeOffset from, int seconds)
    {
        for (var second = 0; second < seconds; second++)
            await queue.Take(new(WordKind.Beat, from.AddSeconds(second)), CancellationToken.None);
    }

    private static double ValueOf(QueueState queue, Device device)
    {
        var state = queue.States().Single(s => s.Device == device.Id);
        return Twin.Restore(device.Id, state.State, false).Show(KnownKind.Unknown, Now).Values["heat"].Value;
    }
}
