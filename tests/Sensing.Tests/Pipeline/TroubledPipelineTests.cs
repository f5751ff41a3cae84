using System.Collections.Concurrent;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Sensing.Pipeline;
using Linli.Sensing.Rules;
using Linli.Sensing.Storage;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests.Pipeline;

/// <summary>Too much at once, mistakes in the program and disks that fail: nothing that was acknowledged is lost, and nobody waits for ever.</summary>
public sealed class TroubledPipelineTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static readonly DateTimeOffset Now = TestTown.Start;

    [Theory, MemberData(nameof(Both))]
    public async Task WhatComesTooFast_IsForLater_AndComesInWhenAllOfItIsSentAgain(DatabaseKind kind)
    {
        await using var bed = await PipelineBed.Make(kind);
        (bed.Options.MostAtOnce, bed.Options.MostPerSecond) = (10, 1);
        var device = bed.Devices.Add("P-1");
        var life = await bed.Live();
        await life.Take(new Reading(device.Id, "heat", Now.AddMinutes(-30), 1));
        Reading[] kept = [.. Enumerable.Range(0, 25).Select(i => new Reading(device.Id, "heat", Now.AddSeconds(-1500 + i), i))];
        var first = await life.Take(kept);
        (first.Accepted, first.Later, first.Busy).ShouldBe((10, true, false));
        first.Refused.ShouldAllBe(r => r.Problem.Kind == ProblemKind.TooMany);
        for (var round = 1; round <= 2; round++)
        {
            bed.Town.Time.Move(TimeSpan.FromSeconds(10));
            var again = await life.Take(kept);
            (again.Accepted, again.Repeated, again.Later).ShouldBe((round == 1 ? 10 : 5, round * 10, round == 1));
        }

        await life.Stop();
        (await bed.Stored()).ShouldBe(26);
    }

    [Fact]
    public async Task Standby_SaysAtOnceThatItTakesNothing()
    {
        await using var bed = await PipelineBed.Make(DatabaseKind.Sqlite);
        var device = bed.Devices.Add("P-1");
        var life = await bed.Live();
        await life.Stop();
        var services = bed.Town.Services;
        var standby = new ReadingPipeline(
            new Door(bed.Devices, services.GetRequiredService<DeviceKinds>(), bed.Options), bed.Devices, services.GetRequiredService<DeviceKinds>(), null, services.GetRequiredService<IReadingStore>(),
            new FiringDesk(services.GetRequiredService<IServiceScopeFactory>(), bed.Town.Time, NullLogger<FiringDesk>.Instance), life.Coordinates, new Figures(), bed.Options,
            new DataFolder(bed.Town.Folder), bed.Town.Time, NullLogger<ReadingPipeline>.Instance);
        standby.StandBy();
        (await standby.Take(new Reading[] { new(device.Id, "heat", Now, 2) }, CancellationToken.None)).Busy.ShouldBeTrue("nobody waits for a node that stands by");
    }

    [Fact]
    public async Task MistakeOfARule_StopsNeitherItsLaneNorTheStoring()
    {
        await using var bed = await PipelineBed.Make(DatabaseKind.Sqlite);
        var (lane, twins) = (new BrokenRules(), new ConcurrentDictionary<DeviceId, Twin>());
        var life = await bed.Live();
        var one = new Lane(0, twins, lane, life.Alarms, new Figures(), life.Coordinates, NullLogger.Instance);
        var running = one.Run();
        var device = bed.Devices.Add("P-1");
        one.Post(_ => throw new InvalidOperationException("a mistake"));
        one.Post(l => l.Tick(Now));
        var batch = new Batch(new Admitted[] { new(new(device.Id, "heat", Now, 1), device, KnownKind.Unknown, 0) }, Now);
        batch.Written(1, [one]);
        (await batch.Done).ShouldBe(0);
        var cut = new Cut(1, []);
        cut.Written(1, [one]);
        await cut.Done;
        (cut.Count, cut.Twins.Count).ShouldBe((1, 1));
        one.Close();
        await running;
    }

    [Fact]
    public async Task Event_IsKnownOnceItIsDurable_AndNotWhenItWasNotTaken()
    {
        var (keys, key) = (new MessageKeys(), SentMessage.KeyOf("gate", "7"));
        keys.Begin(key, out _).ShouldBeTrue();
        keys.Begin(key, out var first).ShouldBeFalse();
        first.IsCompleted.ShouldBeFalse("the first is still on its way");
        keys.Undo(key);
        (await first).ShouldBeFalse("send it again");
        keys.Begin(key, out _).ShouldBeTrue();
        keys.Begin(key, out var second).ShouldBeFalse();
        keys.Done(key);
        (await second).ShouldBeTrue();
        keys.Begin(key, out var third).ShouldBeFalse();
        (await third).ShouldBeTrue();
    }

    [Fact]
    public void Station_WithManyFactors_HasRoomForAll_AndKnownMeasuresAlwaysHaveSome()
    {
        var station = new KnownKind(new DeviceKind("station", ("站", "Station"), "gauge", Measures.Temperature) { KeepsOthers = true });
        var (twin, plain) = (new Twin(new(Guid.CreateVersion7(Now))), new KnownKind(TestKinds.Probe));
        for (var i = 0; i < 100; i++)
            twin.Take(new(new(twin.Device, $"a{i}-hour", Now, 1), null, station, 0), Now.UtcTicks, 1, 0, out _);
        (twin.HasRoomFor("another", station), twin.HasRoomFor("another", plain), twin.HasRoomFor("heat", plain)).ShouldBe((true, false, true));
        var options = new PipelineOptions { MostPerSecond = 1, MostAtOnce = 2 };
        (twin.Spend(options, Now.UtcTicks), twin.Spend(options, Now.UtcTicks), twin.Spend(options, Now.UtcTicks)).ShouldBe((true, true, false));
        twin.GiveBack(options);
        twin.Spend(options, Now.UtcTicks).ShouldBeTrue("what was turned away costs nothing");
    }

    private sealed class BrokenRules : IRuleLane
    {
        public DateTimeOffset? NextTimer => throw new InvalidOperationException("a mistake");

        public void Judge(Device device, in Reading reading, bool late, DateTimeOffset received, List<Firing> firings) => throw new InvalidOperationException("a mistake");

        public void Heard(Device device, DateTimeOffset received, List<Firing> firings) => throw new InvalidOperationException("a mistake");

        public void Tick(DateTimeOffset now, List<Firing> firings) => throw new InvalidOperationException("a mistake");

        public byte[]? Save(DeviceId device) => throw new InvalidOperationException("a mistake");

        public void Restore(DeviceId device, ReadOnlySpan<byte> state) => throw new InvalidOperationException("a mistake");
    }
}
