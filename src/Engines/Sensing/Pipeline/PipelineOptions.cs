namespace Linli.Sensing.Pipeline;

/// <summary>How much is taken in: configuration section <c>Sensing:Intake</c>.</summary>
internal sealed class PipelineOptions
{
    public const string Section = "Sensing:Intake";

    /// <summary>What a reading that waits to be stored is reckoned at, in bytes: with its place in the twin's memory of instants.</summary>
    public const int BytesEach = 160;

    /// <summary>Lanes beside each other; 0 for one a processor.</summary>
    public int Lanes { get; set; }

    /// <summary>Readings that are durable in the journal and wait for the database may take so much memory; more is turned away.</summary>
    public long MostWaitingBytes { get; set; } = 256L << 20;

    /// <summary>Size of a file of the journal.</summary>
    public int SegmentBytes { get; set; } = 32 << 20;

    /// <summary>How often readings go to the database.</summary>
    public TimeSpan StoreEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>So many waiting readings go to the database at once.</summary>
    public int StoreAt { get; set; } = 20_000;

    /// <summary>A device may send so many readings a second in the long run; 0 sets no limit.</summary>
    public double MostPerSecond { get; set; } = 100;

    /// <summary>And so many at once after a silence, such as what it kept while it had no network.</summary>
    public int MostAtOnce { get; set; } = 20_000;

    /// <summary>An instant so far ahead of our clock is no longer one clock's drift.</summary>
    public TimeSpan MostAhead { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Older readings are not taken any more.</summary>
    public TimeSpan MostBehind { get; set; } = TimeSpan.FromDays(30);

    public int LaneCount => Math.Clamp(Lanes > 0 ? Lanes : Environment.ProcessorCount, 1, 64);
}
