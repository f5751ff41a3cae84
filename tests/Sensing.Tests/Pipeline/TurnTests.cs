using Linli.Platform.Data;
using Linli.Sensing.Pipeline;
using Linli.Sensing.Storage;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests.Pipeline;

/// <summary>Two nodes without a broker: one has the turn, and what both acknowledged is in the database once.</summary>
public sealed class TurnTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static readonly DateTimeOffset Now = TestTown.Start;

    [Theory, MemberData(nameof(Both))]
    public async Task TurnThatIsLost_LosesNothing_LeavesTheStatesAlone_AndComesBack(DatabaseKind kind)
    {
        await using var bed = await PipelineBed.Make(kind);
        var device = bed.Devices.Add("P-1");
        var first = await bed.Live(node: "one");
        await first.Take(new Reading(device.Id, "heat", Now, 1));
        (await first.Pipeline.Store(CancellationToken.None)).ShouldBeTrue();

        // The database came back, and the second node was quicker.
        var second = await bed.Live(node: "two");
        await second.Take(new Reading(device.Id, "heat", Now.AddSeconds(20), 3));
        (await second.Pipeline.Store(CancellationToken.None)).ShouldBeTrue();
        (await first.Take(new Reading(device.Id, "heat", Now.AddSeconds(10), 2))).Accepted.ShouldBe(1, "it does not know yet");
        first.Pipeline.IsLost.ShouldBeFalse();
        (await first.Pipeline.Store(CancellationToken.None)).ShouldBeTrue();
        first.Pipeline.IsLost.ShouldBeTrue();
        second.Pipeline.IsLost.ShouldBeFalse();
        first.Pipeline.StandBy();
        await first.Stop();
        (await first.Take(new Reading(device.Id, "heat", Now.AddSeconds(30), 4))).Busy.ShouldBeTrue("it stands by");
        (await bed.Stored()).ShouldBe(3, "acknowledged is acknowledged");
        await second.Stop();

        // Its turn again: with the states of the other, and its figures from nothing.
        (await first.Pipeline.Open(CancellationToken.None)).ShouldBeTrue();
        first.Pipeline.IsLost.ShouldBeFalse();
        first.Pipeline.Of(device.Id).Values["heat"].Value.ShouldBe(3);
        first.Figures.Waiting.ShouldBe(0);
        (await first.Take(new Reading(device.Id, "heat", Now.AddSeconds(30), 4))).Accepted.ShouldBe(1);
        await first.Stop();
        (await bed.Stored()).ShouldBe(4);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task NodeThatDied_BringsWhatItAcknowledged_ThoughAnotherHasTheTurn(DatabaseKind kind)
    {
        await using var bed = await PipelineBed.Make(kind);
        var device = bed.Devices.Add("P-1");
        var died = await bed.Live(node: "one");
        await died.Take(new Reading(device.Id, "heat", Now, 1), new Reading(device.Id, "heat", Now.AddSeconds(1), 2));
        await died.Kill();
        var other = await bed.Live(node: "two");
        await other.Take(new Reading(device.Id, "heat", Now.AddSeconds(9), 9));
        (await bed.Salvage("one")).ShouldBe(2);
        (await bed.Salvage("one")).ShouldBe(0, "once");
        await other.Stop();
        (await bed.Stored()).ShouldBe(3);
        other.Pipeline.IsLost.ShouldBeFalse("history takes no turn");
        var again = await bed.Live(node: "one");
        again.Pipeline.Of(device.Id).Values["heat"].Value.ShouldBe(9);
        again.Figures.Waiting.ShouldBe(0);
        await again.Stop();
        (await bed.Stored()).ShouldBe(3);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task OpenThatFailsAndIsTriedAgain_CountsOnce(DatabaseKind kind)
    {
        await using var bed = await PipelineBed.Make(kind);
        var device = bed.Devices.Add("P-1");
        var died = await bed.Live();
        await died.Take(new Reading(device.Id, "heat", Now, 1), new Reading(device.Id, "alarm", Now, 1));
        await died.Kill();
        TroubledStore? store = null;
        var life = await bed.Live(s => store = s, opens: false);
        store!.Trouble = Trouble.AwayAtStart;
        for (var i = 0; i < 3; i++)
            await Should.ThrowAsync<TimeoutException>(() => life.Pipeline.Open(CancellationToken.None));
        (await life.Take(new Reading(device.Id, "heat", Now.AddSeconds(1), 1))).Busy.ShouldBeTrue();
        store.Trouble = Trouble.None;
        (await life.Pipeline.Open(CancellationToken.None)).ShouldBeTrue();
        life.Figures.Waiting.ShouldBe(2);
        await life.Stop();
        life.Figures.Waiting.ShouldBe(0);
        (await bed.Stored()).ShouldBe(2);
        (await bed.Alarms()).Values.ShouldBe([1]);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task RecordOfAnotherVersion_IsLaidAside_AndTheRestComesIn(DatabaseKind kind)
    {
        await using var bed = await PipelineBed.Make(kind);
        var device = bed.Devices.Add("P-1");
        var died = await bed.Live();
        await died.Take(new Reading(device.Id, "heat", Now, 1));
        await died.Kill();
        var folder = new DataFolder(bed.FolderOf(null)).At("sensing", "journal");
        using (var journal = Journal.Open(folder, bed.Options.SegmentBytes)!)
        {
            journal.Read(0).Count().ShouldBe(1);
            journal.Append([new(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 99, 1, 2 })]);
        }

        var life = await bed.Live();
        life.Pipeline.IsOpen.ShouldBeTrue("devices are not kept waiting for ever");
        life.Pipeline.LaidAside.ShouldBe(1);
        (await life.Take(new Reading(device.Id, "heat", Now.AddSeconds(5), 2))).Accepted.ShouldBe(1);
        await life.Stop();
        (await bed.Stored()).ShouldBe(2);
        Directory.GetFiles(folder, "*.unreadable").Length.ShouldBe(1, "kept, for whoever can read it");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task EventOfTheDay_ThatMemoryHadNoRoomFor_IsKnownAllTheSame(DatabaseKind kind)
    {
        await using var bed = await PipelineBed.Make(kind);
        var (device, known) = (bed.Devices.Add("P-1"), new MessageKeys(most: 4));
        var life = await bed.Live();
        for (var i = 0; i < 9; i++)
        {
            await MessagesOnce.Take(new Small(life.Pipeline, known), new[] { new Reading(device.Id, "people", Now.AddSeconds(i), 1) }, [new(SentMessage.KeyOf("gate", $"{i}"), 0, 1)], CancellationToken.None);
            await life.Pipeline.Store(CancellationToken.None);
        }

        known.Forgets.ShouldBeTrue();
        var again = await MessagesOnce.Take(new Small(life.Pipeline, known), new[] { new Reading(device.Id, "people", Now.AddSeconds(60), 1) }, [new(SentMessage.KeyOf("gate", "0"), 0, 1)], CancellationToken.None);
        (again.Accepted, again.Repeated).ShouldBe((0, 1));
        life.Store.Trouble = Trouble.Away;
        (await MessagesOnce.Take(new Small(life.Pipeline, known), new[] { new Reading(device.Id, "people", Now.AddSeconds(61), 1) }, [new(SentMessage.KeyOf("gate", "1"), 0, 1)], CancellationToken.None))
            .Busy.ShouldBeTrue("its sender keeps it until the database can tell");
        life.Store.Trouble = Trouble.None;
        await life.Stop();
        (await bed.Stored()).ShouldBe(9);
    }

    // The pipeline with less memory.
    private sealed class Small(ReadingPipeline inner, MessageKeys known) : IIntake
    {
        public MessageKeys Known => known;

        public async ValueTask<bool> Recall(IReadOnlyCollection<Guid> keys, CancellationToken cancel)
        {
            if (!await inner.Recall(keys, cancel))
                return false;
            known.Load(keys.Where(inner.Known.Has));
            return true;
        }

        public ValueTask<Intake> TakeNew(ReadOnlyMemory<Reading> readings, IReadOnlyList<SentMessage> messages, CancellationToken cancel) => inner.TakeNew(readings, messages, cancel);

        public ValueTask<Intake> Take(ReadOnlyMemory<Reading> readings, CancellationToken cancel) => inner.Take(readings, cancel);

        public ValueTask<Intake> Take(ReadOnlyMemory<Reading> readings, IReadOnlyList<SentMessage> messages, CancellationToken cancel) => MessagesOnce.Take(this, readings, messages, cancel);
    }
}
