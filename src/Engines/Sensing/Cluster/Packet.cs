using System.Buffers.Binary;
using System.Security.Cryptography;
using Linli.Platform.Security;
using Linli.Sensing.Pipeline;

namespace Linli.Sensing.Cluster;

/// <summary>What a word in a packet is.</summary>
internal enum WordKind : byte
{
    /// <summary>Readings that came together, as the journal writes them.</summary>
    Readings = 1,

    /// <summary>A device was heard of without a reading.</summary>
    Heard,

    /// <summary>A device took leave, or was lost.</summary>
    Gone,

    /// <summary>The clock of a node: everything that was published before has come.</summary>
    Beat,
}

/// <summary>One word of a packet.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="At">When it was said, by the clock of the node that took it, UTC.</param>
internal sealed record Word(WordKind Kind, DateTimeOffset At)
{
    public Reading[] Readings { get; init; } = [];

    /// <summary>Keys of events that brought readings.</summary>
    public Guid[] Events { get; init; } = [];

    /// <summary>Whom it is about, where it brings no readings.</summary>
    public DeviceId Device { get; init; }

    /// <summary>Whether the device went without a word.</summary>
    public bool Lost { get; init; }

    /// <summary>Which node beat.</summary>
    public Guid Node { get; init; }

    /// <summary>Told back by the news once everything before it is stored; nothing for none.</summary>
    public Guid Mark { get; init; }
}

/// <summary>
/// Words that travel together, sealed with the installation's key: what is about people lies in no broker's files for others to read, and
/// nobody else can slip readings in.
/// </summary>
internal static class Packet
{
    /// <summary>Belongs to no partition.</summary>
    public const int None = 255;

    private const byte Version = 1;

    public static byte[] OfReadings(ReadOnlySpan<Admitted> readings, DateTimeOffset received, ReadOnlySpan<Guid> events)
    {
        var record = JournalCodec.Write(readings, received, events);
        var word = Begin(WordKind.Readings, record.Count - Journal.Head);
        record.AsSpan(Journal.Head).CopyTo(word.AsSpan(5));
        System.Buffers.ArrayPool<byte>.Shared.Return(record.Array!);
        return word;
    }

    public static byte[] OfHeard(DeviceId device, DateTimeOffset at)
    {
        var word = Begin(WordKind.Heard, 24);
        device.Value.TryWriteBytes(word.AsSpan(5));
        BinaryPrimitives.WriteInt64LittleEndian(word.AsSpan(21), at.UtcTicks);
        return word;
    }

    public static byte[] OfGone(DeviceId device, bool lost, DateTimeOffset at)
    {
        var word = Begin(WordKind.Gone, 25);
        device.Value.TryWriteBytes(word.AsSpan(5));
        BinaryPrimitives.WriteInt64LittleEndian(word.AsSpan(21), at.UtcTicks);
        word[29] = lost ? (byte)1 : (byte)0;
        return word;
    }

    public static byte[] OfBeat(Guid node, DateTimeOffset at, Guid mark)
    {
        var word = Begin(WordKind.Beat, 40);
        node.TryWriteBytes(word.AsSpan(5));
        mark.TryWriteBytes(word.AsSpan(21));
        BinaryPrimitives.WriteInt64LittleEndian(word.AsSpan(37), at.UtcTicks);
        return word;
    }

    /// <summary>Puts words into a packet.</summary>
    public static byte[] Seal(FieldCipher cipher, int partition, params IReadOnlyList<byte[]> words)
    {
        var plain = new byte[2 + words.Sum(w => w.Length)];
        (plain[0], plain[1]) = (Version, (byte)partition);
        var at = 2;
        foreach (var word in words)
        {
            word.CopyTo(plain, at);
            at += word.Length;
        }

        return cipher.SealBytes(plain);
    }

    /// <summary>Reads a packet.</summary>
    /// <exception cref="InvalidDataException">It is none; the message says why.</exception>
    public static (int Partition, List<Word> Words) Open(FieldCipher cipher, ReadOnlySpan<byte> packet)
    {
        try
        {
            var plain = cipher.OpenBytes(packet).AsSpan();
            if (plain.Length < 2 || plain[0] != Version)
                throw new InvalidDataException("It was written by another version of the program.");
            var partition = plain[1];
            if (partition is >= Partitions.Count and not None)
                throw new InvalidDataException($"There is no partition {partition}.");
            var words = new List<Word>();
            for (var rest = plain[2..]; rest.Length > 0;)
            {
                var length = BinaryPrimitives.ReadInt32LittleEndian(rest[1..]);
                words.Add(Read((WordKind)rest[0], rest.Slice(5, length)));
                rest = rest[(5 + length)..];
            }

            return (partition, words);
        }
        catch (CryptographicException)
        {
            throw new InvalidDataException("It was not sealed with a key of this installation.");
        }
        catch (Exception e) when (e is ArgumentException or IndexOutOfRangeException or OverflowException or OutOfMemoryException or KeyNotFoundException)
        {
            throw new InvalidDataException("Its words are cut off or not in their form.", e);
        }
    }

    private static Word Read(WordKind kind, ReadOnlySpan<byte> body)
    {
        switch (kind)
        {
            case WordKind.Readings:
                var (received, readings, events) = JournalCodec.Read(body);
                return new(kind, received) { Readings = readings, Events = events };
            case WordKind.Heard:
                return new(kind, Instant(body[16..])) { Device = new(new(body[..16])) };
            case WordKind.Gone:
                return new(kind, Instant(body[16..])) { Device = new(new(body[..16])), Lost = body[24] != 0 };
            case WordKind.Beat:
                return new(kind, Instant(body[32..])) { Node = new(body[..16]), Mark = new(body[16..32]) };
            default:
                throw new InvalidDataException($"Nobody knows words of kind {(byte)kind}.");
        }
    }

    private static DateTimeOffset Instant(ReadOnlySpan<byte> body) => new(BinaryPrimitives.ReadInt64LittleEndian(body), TimeSpan.Zero);

    private static byte[] Begin(WordKind kind, int length)
    {
        var word = new byte[5 + length];
        word[0] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(word.AsSpan(1), length);
        return word;
    }
}
