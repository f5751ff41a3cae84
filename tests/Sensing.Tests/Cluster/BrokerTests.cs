using System.Diagnostics;
using System.Text;
using Linli.Platform.Operations;
using Linli.RabbitMq;
using Linli.Sensing.Cluster;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests.Cluster;

/// <summary>The broker goes and comes back, gets what is no packet, or is not as the settings say.</summary>
[Collection(ClusterBed.OneBroker)]
public sealed class BrokerTests
{
    private static readonly DateTimeOffset Now = TestTown.Start;

    [Fact]
    public async Task PoisonPacket_IsLaidAsideWithItsReason_AndBlocksNobody()
    {
        await using var bed = await ClusterBed.Make();
        var device = bed.Devices.Add("P-1");
        var node = await bed.Join();
        await bed.Ask(async (channel, names) =>
        {
            for (var partition = 0; partition < Partitions.Count; partition++)
                await channel.BasicPublishAsync(names.Readings, $"{partition}", new byte[] { 1, 2, 3, (byte)partition });
            return true;
        });
        (await node.Take(new Reading(device.Id, "heat", Now, 1))).Accepted.ShouldBe(1);
        await node.Settle();
        (await bed.Stored()).ShouldBe(1);
        (await LaidAside(bed, Partitions.Count)).ShouldAllBe(why => why.Contains("not sealed with a key of this installation"));
    }

    [Fact]
    public async Task BrokerStoppedAndStarted_SaysBusyMeanwhile_AndWhatWasConfirmedIsThere()
    {
        var control = Environment.GetEnvironmentVariable("LINLI_TEST_RABBITMQ_CTL");
        Assert.SkipWhen(string.IsNullOrEmpty(control), "LINLI_TEST_RABBITMQ_CTL is not set to a program that is called like rabbitmqctl.");
        await using var bed = await ClusterBed.Make();
        var devices = Enumerable.Range(0, 40).Select(i => bed.Devices.Add($"P-{i}")).ToList();
        var node = bed.Make(bed.Options);
        var lost = await node.Cluster.Join(CancellationToken.None);
        (await node.Take([.. devices.Select(d => new Reading(d.Id, "alarm", Now, 1))])).Accepted.ShouldBe(40);
        await node.Settle();

        // Judged and not stored when the broker goes.
        bed.Intake.StoreEvery = TimeSpan.FromHours(1);
        (await node.Take([.. devices.Select(d => new Reading(d.Id, "alarm", Now.AddSeconds(1), 0))])).Accepted.ShouldBe(40);
        var before = await Map(bed);
        await Control(control!, "stop_app");
        try
        {
            await Ended(lost);
            (await node.Take(new Reading(devices[0].Id, "heat", Now, 1))).Busy.ShouldBeTrue();
            await node.Cluster.Leave(TimeSpan.Zero);
            (await node.Take(new Reading(devices[0].Id, "heat", Now, 1))).Busy.ShouldBeTrue();
            (await Should.ThrowAsync<BrokerException>(() => node.Cluster.Join(CancellationToken.None))).Message.ShouldContain("Sensing:Cluster:Broker");
        }
        finally
        {
            await Control(control!, "start_app");
        }

        bed.Intake.StoreEvery = TimeSpan.Zero;
        await node.Cluster.Join(CancellationToken.None);
        (await node.Take([.. devices.Select(d => new Reading(d.Id, "heat", Now, 1))])).Accepted.ShouldBe(40);
        await node.Settle();
        await node.Settle();
        await bed.DeliverAlarms();
        (await bed.Stored()).ShouldBe(120);
        var alarms = await bed.Alarms();
        alarms.Values.ShouldAllBe(times => times == 1);
        alarms.Count.ShouldBe(80);
        (await Map(bed)).ShouldBe(before);
    }

    [Fact]
    public async Task WrongSettings_AreNamed_WithWhatToDo()
    {
        await using var bed = await ClusterBed.Make();
        var right = new Uri(ClusterBed.Broker);
        var place = $"{right.Host}:{right.Port}";
        (await Refused($"amqp://guest:wrong@{place}/")).ShouldSatisfyAllConditions(m => m.ShouldContain("Sensing:Cluster:Broker"), m => m.ShouldContain("refuses the user “guest”"), m => m.ShouldNotContain("wrong@"));
        (await Refused($"amqp://{right.UserInfo}@{right.Host}:1/")).ShouldContain("nothing answers");
        (await Refused($"amqp://{right.UserInfo}@{place}/nowhere")).ShouldContain("no virtual host “nowhere”");

        await bed.Join();
        (await Should.ThrowAsync<BrokerException>(() => bed.Join(ClusterBed.Settings(ClusterBed.Broker, o => (o.Name, o.Queues) = (bed.Options.Name, 5))))).Message.ShouldContain("Sensing:Cluster:Queues is 5, and this installation runs with 4");
        (await Should.ThrowAsync<BrokerException>(() => bed.Join(ClusterBed.Settings(ClusterBed.Broker, o => (o.Name, o.MostQueuedBytes) = (bed.Options.Name, 2 << 20))))).Message.ShouldContain("Sensing:Cluster:MostQueuedBytes");

        static async Task<string> Refused(string broker) => (await Should.ThrowAsync<BrokerException>(() =>
            new RabbitBroker(ClusterBed.Settings(broker), NullLogger<RabbitBroker>.Instance).Connect(CancellationToken.None))).Message;
    }

    [Fact]
    public async Task Doctor_LooksAtBrokerPluginAndQueues()
    {
        await using var bed = await ClusterBed.Make();
        var finding = new RabbitFinding(bed.Options);
        (await finding.Look(CancellationToken.None)).Select(f => f.Verdict).ShouldBe([Verdict.Good, Verdict.Good, Verdict.Note], "no node has made the queues yet");
        var node = await bed.Join();
        await node.Settle();
        (await finding.Look(CancellationToken.None)).ShouldAllBe(f => f.Verdict == Verdict.Good);
        (await new RabbitFinding(ClusterBed.Settings("amqp://guest:guest@127.0.0.1:1/")).Look(CancellationToken.None)).Single().Detail.ShouldContain("nothing answers");
    }

    private static Task<List<string>> Map(ClusterBed bed) =>
        bed.Read(db => db.Records<PartitionRow>().OrderBy(p => p.Partition).Select(p => p.Partition + " in " + p.Queue).ToListAsync());

    /// <summary>The reasons of so many packets that were laid aside, as they arrive.</summary>
    private static Task<List<string>> LaidAside(ClusterBed bed, int count) => bed.Ask(async (channel, names) =>
    {
        var (reasons, all) = (new List<string>(), new TaskCompletionSource());
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, packet) =>
        {
            reasons.Add(Encoding.UTF8.GetString((byte[])packet.BasicProperties.Headers![Names.Reason]!));
            if (reasons.Count == count)
                all.SetResult();
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(names.Refused, autoAck: true, consumer);
        await all.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        return reasons;
    });

    private static async Task Ended(CancellationToken token)
    {
        var ended = new TaskCompletionSource();
        await using var registered = token.Register(() => ended.TrySetResult());
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None);
    }

    private static async Task Control(string program, string verb)
    {
        using var process = Process.Start(new ProcessStartInfo(program, [verb]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, string.Join('\n', await said));
    }
}
