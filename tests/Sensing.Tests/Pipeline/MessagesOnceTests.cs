using Linli.Platform.Results;
using Linli.Sensing.Pipeline;
using Linli.Tests;

namespace Linli.Sensing.Tests.Pipeline;

/// <summary>A message is taken once, and what was not taken of it may come again.</summary>
public sealed class MessagesOnceTests
{
    private static readonly DeviceId Device = new(Guid.CreateVersion7(TestTown.Start));
    private static readonly Guid First = SentMessage.KeyOf("gate", "1");
    private static readonly Guid Second = SentMessage.KeyOf("gate", "2");
    private readonly Way way = new();

    [Fact]
    public async Task Message_ThatComesAgain_IsRepeated_AndWhatCameBesideItIsTaken()
    {
        (await Take([1, 2], new SentMessage(First, 0, 2))).ShouldBe((2, 2, 0));
        (await Take([1, 2, 7, 3, 1, 2], new(First, 0, 2), new(Second, 3, 4), new(First, 4, 6))).ShouldBe((6, 2, 4), "the plain reading and the second message");
        way.Taken.ShouldBe([1, 2, 7, 3]);
        way.Kept.ShouldBe([First, Second]);
    }

    [Fact]
    public async Task RefusedReading_IsNumberedAsItWasGiven()
    {
        await Take([1], new SentMessage(First, 0, 1));
        var intake = await way.Take(Readings(1, 5, Way.Wrong), [new(First, 0, 1)], CancellationToken.None);
        intake.Refused.ShouldHaveSingleItem().Index.ShouldBe(2);
        (intake.Accepted, intake.Repeated).ShouldBe((1, 1));
    }

    [Theory]
    [InlineData(Way.Wrong)]
    [InlineData(Way.TooFast)]
    public async Task Message_OfWhichNothingCouldBeTaken_MayComeAgain_AlsoAfterARestart(double bad)
    {
        await way.Take(Readings(bad, 4), [new(First, 0, 1), new(Second, 1, 2)], CancellationToken.None);
        way.Kept.ShouldBe([Second]);
        (await Take([1], new SentMessage(First, 0, 1))).ShouldBe((1, 1, 0));
    }

    [Fact]
    public async Task Message_OfWhichAPartCameTooFast_ComesAgainWhole()
    {
        (await way.Take(Readings(1, Way.TooFast), [new(First, 0, 2)], CancellationToken.None)).Later.ShouldBeTrue();
        (await Take([1, 2], new SentMessage(First, 0, 2))).ShouldBe((2, 2, 0));
    }

    [Fact]
    public async Task Message_UnderWayElsewhere_IsWaitedFor_AndIsLaterWhenThatWasNotTaken()
    {
        way.Disk = new();
        var first = way.Take(Readings(1), [new(First, 0, 1)], CancellationToken.None).AsTask();
        var second = way.Take(Readings(1), [new(First, 0, 1)], CancellationToken.None).AsTask();
        way.Busy = true;
        way.Disk.SetResult();
        (await first).Busy.ShouldBeTrue();
        (await second).Later.ShouldBeTrue("nobody has it");
        way.Busy = false;
        (await Take([1], new SentMessage(First, 0, 1))).ShouldBe((1, 1, 0));
    }

    private static Reading[] Readings(params double[] values) => [.. values.Select(v => new Reading(Device, "people", TestTown.Start, v))];

    private async Task<(int Of, int Accepted, int Repeated)> Take(double[] values, params SentMessage[] messages)
    {
        var intake = await way.Take(Readings(values), messages, CancellationToken.None);
        intake.Refused.ShouldBeEmpty();
        return (values.Length, intake.Accepted, intake.Repeated);
    }

    /// <summary>Takes all but two values.</summary>
    private sealed class Way : IIntake
    {
        public const double Wrong = -1;
        public const double TooFast = -2;

        public MessageKeys Known { get; } = new();

        public List<double> Taken { get; } = [];

        public List<Guid> Kept { get; } = [];

        public bool Busy { get; set; }

        public TaskCompletionSource? Disk { get; set; }

        public ValueTask<Intake> Take(ReadOnlyMemory<Reading> readings, CancellationToken cancel) => TakeNew(readings, [], cancel);

        public ValueTask<Intake> Take(ReadOnlyMemory<Reading> readings, IReadOnlyList<SentMessage> messages, CancellationToken cancel) =>
            MessagesOnce.Take(this, readings, messages, cancel);

        public ValueTask<bool> Recall(IReadOnlyCollection<Guid> keys, CancellationToken cancel) => ValueTask.FromResult(true);

        public async ValueTask<Intake> TakeNew(ReadOnlyMemory<Reading> readings, IReadOnlyList<SentMessage> messages, CancellationToken cancel)
        {
            if (readings.IsEmpty)
                return new(0, 0, []);
            if (Disk is { } disk)
                await disk.Task;
            if (Busy)
                return Intake.TooBusy;
            var refused = new List<RefusedReading>();
            for (var i = 0; i < readings.Length; i++)
                if (readings.Span[i].Value == Wrong)
                    refused.Add(new(i, DoorProblems.NotANumber));
                else if (readings.Span[i].Value == TooFast)
                    refused.Add(new(i, DoorProblems.Flood));
                else
                    Taken.Add(readings.Span[i].Value);
            Kept.AddRange(messages.Where(m => MessagesOnce.Counts(m, refused)).Select(m => m.Key));
            return new(readings.Length - refused.Count, 0, refused);
        }
    }
}
