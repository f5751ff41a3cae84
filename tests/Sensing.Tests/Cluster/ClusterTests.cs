using Linli.Sensing.Cluster;
using Linli.Sensing.Storage;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests.Cluster;

/// <summary>Several nodes share the readings through RabbitMQ: accepted is stored, and no alarm is lost or doubled, whichever node goes.</summary>
[Collection(ClusterBed.OneBroker)]
public sealed class ClusterTests
{
    private static readonly DateTimeOffset Now = TestTown.Start;

    [Fact]
    public async Task TwoNodes_ShareTheQueues_AndEachKnowsTheLiveStateOfAll()
    {
        await using var bed = await ClusterBed.Make();
        var devices = Enumerable.Range(0, 60).Select(i => bed.Devices.Add($"P-{i}")).ToList();
        var a = await bed.Join();
        await a.Settle();
        var b = await bed.Join();
        a.Cluster.Kept.Count.ShouldBe(4, "who came first has everything");

        // A second at a time, as the host does it.
        for (var second = 0; second < 4; second++)
        {
            await a.Cluster.Beat(CancellationToken.None);
            await b.Cluster.Beat(CancellationToken.None);
            await a.Settle();
            a.Cluster.Share();
            b.Cluster.Share();
            await a.Settle();
        }

        await a.Settle();
        (a.Cluster.Kept.Count, b.Cluster.Kept.Count).ShouldBe((2, 2));
        a.Cluster.Kept.Concat(b.Cluster.Kept).Order().ShouldBe([0, 1, 2, 3]);

        foreach (var (device, i) in devices.Select((d, i) => (d, i)))
            (await (i % 2 == 0 ? a : b).Take(new Reading(device.Id, "heat", Now, i), new Reading(device.Id, "alarm", Now, 1))).Accepted.ShouldBe(2);
        await b.Settle();
        (await bed.Stored()).ShouldBe(120);
        for (var i = 0; i < devices.Count; i++)
            b.Twins.Of(devices[i].Id).Values["heat"].Value.ShouldBe(i, "whichever node keeps it");

        // What the first one keeps goes to the second when it leaves in order.
        await a.Cluster.Leave(TimeSpan.FromSeconds(30));
        (await a.Take(new Reading(devices[0].Id, "heat", Now.AddSeconds(1), 1))).Busy.ShouldBeTrue();
        (await b.Take([.. devices.Select(d => new Reading(d.Id, "alarm", Now.AddSeconds(5), 0))])).Accepted.ShouldBe(60);
        await b.Settle();
        b.Cluster.Kept.Count.ShouldBe(4);
        await bed.DeliverAlarms();
        var alarms = await bed.Alarms();
        alarms.Values.ShouldAllBe(times => times == 1);
        (alarms.Keys.Count(k => k.StartsWith("alarm:raised:", StringComparison.Ordinal)), alarms.Count).ShouldBe((60, 120));
        (await bed.Read(db => db.Records<FiringRow>().CountAsync(f => f.DeliveredAt == null))).ShouldBe(0);
    }

    [Fact]
    public async Task TurnLost_BeforeOrAfterTheStore_WhatComesAgainChangesNothing()
    {
        await using var bed = await ClusterBed.Make();
        var devices = Enumerable.Range(0, 12).Select(i => bed.Devices.Add($"P-{i}")).ToList();
        var node = await bed.Join();
        await node.Settle();
        var (sent, raised) = (0, 0);
        foreach (var (mishap, round) in new[] { Mishap.BeforeWrite, Mishap.AfterWrite, Mishap.None, Mishap.AfterWrite, Mishap.BeforeWrite, Mishap.Away }.Select((m, i) => (m, i)))
        {
            node.Store.Let(mishap, 5);
            foreach (var device in devices)
            {
                var on = (round + devices.IndexOf(device)) % 2 == 0;
                Reading[] readings =
                [
                    new(device.Id, "heat", Now.AddSeconds(round * 10), round), new(device.Id, "heat", Now.AddSeconds((round * 10) + 1), round),
                    new(device.Id, "alarm", Now.AddSeconds(round * 10), on ? 1 : 0),
                ];
                raised += on ? 1 : 0;
                sent += (await node.Take(readings)).Accepted;

                // The answer was lost on its way, and an old reading comes once more.
                (await node.Take([.. readings, new(device.Id, "heat", Now, 0)])).Accepted.ShouldBe(4);
                await node.Alarms.DeliverAll(CancellationToken.None);
            }

            await node.Settle();
        }

        await bed.DeliverAlarms();
        (await bed.Stored()).ShouldBe(sent);
        var alarms = await bed.Alarms();
        alarms.Values.ShouldAllBe(times => times == 1);
        alarms.Keys.Count(k => k.StartsWith("alarm:raised:", StringComparison.Ordinal)).ShouldBe(raised);
    }

    [Fact]
    public async Task NodeThatWasThoughtDead_CanStoreNoMore_AndNothingIsLost()
    {
        await using var bed = await ClusterBed.Make();
        var device = bed.Devices.Add("P-1");
        var node = await bed.Join();
        (await node.Take(new Reading(device.Id, "heat", Now, 1))).Accepted.ShouldBe(1);
        await node.Settle();

        // Another one counts up the turns, as if the broker had led the queues to it.
        for (var queue = 0; queue < bed.Options.Queues; queue++)
            await node.Store.TakeOver(queue, CancellationToken.None);
        (await node.Take(new Reading(device.Id, "heat", Now.AddSeconds(1), 2))).Accepted.ShouldBe(1);
        await node.Settle();
        (await bed.Stored()).ShouldBe(2);
        (await bed.Read(db => db.Records<QueueRow>().MaxAsync(q => q.Epoch))).ShouldBeGreaterThan(2, "it stood in line again");
    }

    [Fact]
    public async Task PartitionLedElsewhere_IsBroughtBackToWhoKnowsItsDevices()
    {
        await using var bed = await ClusterBed.Make();
        var device = bed.Devices.Add("P-1");
        var node = await bed.Join();
        (await node.Take(new Reading(device.Id, "alarm", Now, 1))).Accepted.ShouldBe(1);
        await node.Settle();
        var owner = await bed.Read(db => db.Records<PartitionRow>().SingleAsync());
        owner.Partition.ShouldBe(Partitions.Of(device.Id));

        // The key of its partition leads to another queue, as after somebody changed the bindings.
        await bed.Ask(async (channel, names) =>
        {
            await channel.QueueUnbindAsync(names.Queue(owner.Queue), names.Readings, "1");
            return true;
        });
        (await node.Take(new Reading(device.Id, "alarm", Now.AddSeconds(1), 0))).Accepted.ShouldBe(1);
        await node.Settle();
        await node.Settle();
        await bed.DeliverAlarms();
        (await bed.Stored()).ShouldBe(2);
        (await bed.Alarms()).Count.ShouldBe(2, "raised and cleared by the one that knew of it");
        (await bed.Read(db => db.Records<PartitionRow>().SingleAsync())).Queue.ShouldBe(owner.Queue);
    }

    [Fact]
    public async Task DatabaseAway_QueuesFill_ThenItSaysBusy_AndWhatWasAcceptedIsStoredLater()
    {
        await using var bed = await ClusterBed.Make();
        var device = bed.Devices.Add("P-1");
        bed.Intake.MostPerSecond = 0;
        bed.Options.MostQueuedBytes = 1 << 20;
        bed.Options.MostTaken = 10;
        var node = await bed.Join();
        await node.Settle();
        node.Store.Let(Mishap.Away, int.MaxValue);
        var (accepted, busy) = (0, 0);
        for (var round = 0; busy == 0 && round < 200; round++)
        {
            var taken = await node.Take([.. Enumerable.Range(0, 1000).Select(i => new Reading(device.Id, "heat", Now.AddMinutes(-300).AddMilliseconds((round * 1000) + i), i))]);
            accepted += taken.Accepted;
            busy += taken.Busy ? 1 : 0;
        }

        busy.ShouldBe(1, "the queue is full, and the device is told");
        accepted.ShouldBeGreaterThan(10_000);
        node.Store.Let(Mishap.None, 0);
        await node.Settle();
        (await bed.Stored()).ShouldBe(accepted);
    }
}
