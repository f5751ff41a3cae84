using Linli.Platform.Text;
using Linli.Sensing;

namespace Linli.Mqtt.Messages;

/// <summary>A message whose readings wait to be taken.</summary>
/// <param name="Id">Of the PUBLISH; 0 when nobody waits for a PUBACK.</param>
/// <param name="From">Its first reading in the batch.</param>
/// <param name="To">Behind its last one.</param>
/// <param name="Reason">What is known of it already.</param>
/// <param name="Fault">Why, when it holds nothing that can be taken.</param>
/// <param name="Delivery">What is remembered of it in case it comes again.</param>
/// <param name="Before">The message that it repeats.</param>
internal readonly record struct Waiting(ushort Id, int From, int To, byte Reason, Phrase? Fault, Delivery? Delivery = null, Delivery? Before = null);

/// <summary>What came in since the last time readings were taken: one call of <see cref="IReadings"/> for all of it.</summary>
internal sealed class Batch
{
    /// <summary>Readings at which a batch is taken before more is read.</summary>
    public const int Full = 4096;

    private const int KeptWhenIdle = 64;
    private Reading[] readings = [];
    private readonly List<Waiting> messages = [];

    public int Count { get; private set; }

    public List<Waiting> Messages => messages;

    public bool IsEmpty => Count == 0 && messages.Count == 0;

    public bool IsFull => Count >= Full || messages.Count >= Full;

    /// <summary>Key of the event that is being read; none for other messages.</summary>
    public Guid? Event { get; set; }

    /// <summary>The events among the messages.</summary>
    public List<SentMessage> Events { get; } = [];

    public ReadOnlyMemory<Reading> Readings => readings.AsMemory(0, Count);

    public void Add(in Reading reading)
    {
        if (Count == readings.Length)
            Array.Resize(ref readings, Math.Max(8, Count * 2));
        readings[Count++] = reading;
    }

    /// <summary>Sets the instant of the readings from a place on.</summary>
    public void SetInstant(int from, DateTimeOffset at)
    {
        for (var i = from; i < Count; i++)
            readings[i] = new(readings[i].Device, readings[i].Measure, at, readings[i].Value);
    }

    /// <summary>Takes back what a message had given before it turned out to be wrong.</summary>
    public void CutTo(int count) => Count = count;

    public void Clear()
    {
        // Thousands of connections are idle most of the time: none keeps the room of its busiest moment.
        if (readings.Length > KeptWhenIdle && Count <= KeptWhenIdle)
            readings = [];
        Count = 0;
        messages.Clear();
        Events.Clear();
    }
}
