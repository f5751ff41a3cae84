using Linli.Sensing.Pipeline;
using Linli.Tests;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests.Pipeline;

public sealed class TwinTests
{
    private static readonly DateTimeOffset Now = TestTown.Start;
    private static readonly DeviceId Id = new(Guid.CreateVersion7(Now));
    private static readonly KnownKind Walker = new(TestKinds.Walker);
    private static readonly KnownKind Probe = new(TestKinds.Probe);

    [Fact]
    public void Histories_ShuffledAndRepeated_EndInTheSameState_AndEachReadingIsTakenOnce()
    {
        var random = new Random(16);
        for (var run = 0; run < 200; run++)
        {
            var history = Walk(random, 1 + random.Next(120));
            var inOrder = new Twin(Id);
            foreach (var one in history)
                Take(inOrder, one).ShouldNotBeNull();
            var shuffled = history.Concat(history.Where(_ => random.Next(3) == 0)).ToArray();
            random.Shuffle(shuffled);
            var twin = new Twin(Id);
            shuffled.Count(one => Take(twin, one) is not null).ShouldBe(history.Count);
            twin.Fix.ShouldBe(inOrder.Fix);
            twin.FixAt.ShouldBe(inOrder.FixAt);
            twin.All.ToArray().Select(s => (s.Measure, s.Newest, s.Value)).Order().ShouldBe(inOrder.All.ToArray().Select(s => (s.Measure, s.Newest, s.Value)).Order());
        }
    }

    [Fact]
    public void Saved_AndRestored_IsTheSame_AndKnowsItsLastReading()
    {
        var twin = new Twin(Id);
        foreach (var one in Walk(new(3), 50))
            Take(twin, one);
        var again = Twin.Restore(Id, twin.Save(), personal: false);
        again.Save().ShouldBe(twin.Save());
        var last = new Admitted(new(Id, new DateTimeOffset(again.FixAt, TimeSpan.Zero), again.Fix), null, Walker, 0);
        Take(again, last).ShouldBeNull();
    }

    [Fact]
    public void Jump_ThatNothingMovesAsFastAs_IsKeptApart_ButThreeThatAgreeAreBelieved()
    {
        var twin = new Twin(Id);
        Take(twin, At(0, 30.2)).ShouldBe(Marks.None);
        Take(twin, At(10, 31.2)).ShouldBe(Marks.Apart);
        Take(twin, At(11, 31.2)).ShouldBe(Marks.Apart);
        twin.Fix.Latitude.ShouldBe(30.2);
        Take(twin, At(12, 30.2001)).ShouldBe(Marks.None, "it was never away");
        Take(twin, At(13, 31.2)).ShouldBe(Marks.Apart);
        Take(twin, At(14, 31.2)).ShouldBe(Marks.Apart);
        Take(twin, At(15, 31.2)).ShouldBe(Marks.None, "it was the first place that was wrong");
        twin.Fix.Latitude.ShouldBe(31.2);
    }

    [Fact]
    public void Instants_KnowEveryRepetition_OrSayThatTheDatabaseMustBeAsked()
    {
        var random = new Random(7);
        var instants = new Instants(long.MinValue);
        var taken = new HashSet<long>();
        var stored = new HashSet<long>();
        var fresh = new List<(long At, int Cut)>();
        for (var step = 0; step < 20_000; step++)
        {
            var (cut, done) = (step / 500, (step / 500) - 2);
            foreach (var (at, _) in fresh.Where(f => f.Cut <= done))
                stored.Add(at);
            fresh.RemoveAll(f => f.Cut <= done);
            long next = random.Next(4) == 0 ? random.Next(Math.Max(1, step)) : step * 2;
            if (instants.IsDoubtful(next))
            {
                // Then the database knows for certain.
                taken.Contains(next).ShouldBe(stored.Contains(next));
                if (stored.Contains(next))
                    continue;
            }

            instants.Add(next, cut, done).ShouldBe(taken.Add(next), $"step {step}");
            fresh.Add((next, cut));
        }

        instants.Count.ShouldBeLessThan(2500, "what is stored is forgotten");
    }

    [Fact]
    public void Spend_ADeviceThatFloods_IsHeldToItsShare()
    {
        var options = new PipelineOptions { MostPerSecond = 10, MostAtOnce = 100 };
        var twin = new Twin(Id);
        Enumerable.Range(0, 500).Count(_ => twin.Spend(options, Now.UtcTicks)).ShouldBe(100);
        Enumerable.Range(0, 500).Count(_ => twin.Spend(options, Now.AddSeconds(3).UtcTicks)).ShouldBe(30);
    }

    private static Marks? Take(Twin twin, in Admitted one) => twin.Take(one, Now.UtcTicks, 1, 0, out var marks) ? marks : null;

    private static Admitted At(int second, double latitude) => new(new(Id, Now.AddSeconds(second), new Fix(latitude, 120.2, 5)), null, Walker, 0);

    private static List<Admitted> Walk(Random random, int steps)
    {
        var history = new List<Admitted>();
        var (latitude, longitude) = (30.2, 120.2);
        for (var i = 0; i < steps; i++)
        {
            (latitude, longitude) = (latitude + ((random.NextDouble() - 0.5) * 0.00004), longitude + ((random.NextDouble() - 0.5) * 0.00004));
            history.Add(new(new(Id, Now.AddSeconds(i), new Fix(latitude, longitude, 5)), null, Walker, 0));
            if (random.Next(3) == 0)
                history.Add(new(new(Id, "heat", Now.AddSeconds(i), random.Next(50)), null, Probe, 0));
        }

        return history;
    }
}
