namespace Linli.Tests;

/// <summary>A clock that stands still until a test moves it. Timers never fire: what they would do is called by the test.</summary>
public sealed class FakeTime(DateTimeOffset start) : TimeProvider
{
    private readonly DateTimeOffset began = start;
    private DateTimeOffset now = start;
    private TimeSpan stepped;

    /// <summary>Whether time that passes is measured by this clock alone, and not by the machine's with what it was moved on top.</summary>
    public bool Measures { get; init; }

    public override long TimestampFrequency => Measures ? TimeSpan.TicksPerSecond : base.TimestampFrequency;

    public override long GetTimestamp() => Measures ? (now - stepped).Ticks : base.GetTimestamp() + (long)((now - stepped - began).TotalSeconds * base.TimestampFrequency);

    public override DateTimeOffset GetUtcNow() => now;

    public void Move(TimeSpan by) => now += by;

    /// <summary>Sets the clock without time passing, as a time server does.</summary>
    public void Step(TimeSpan by)
    {
        now += by;
        stepped += by;
    }

    public void SetTo(DateTimeOffset instant) => now = instant;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Never();

    private sealed class Never : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
