namespace Linli.Jt808.Frames;

/// <summary>A message that came in parts and is whole now.</summary>
internal sealed record WholeMessage(JtHeader Last, byte[] Body, ushort FirstSerial);

/// <summary>Parts that are missing of a message.</summary>
/// <param name="FirstSerial">Serial of its first part.</param>
/// <param name="Numbers">Numbers of the missing parts, from 1.</param>
internal sealed record MissingParts(ushort FirstSerial, IReadOnlyList<ushort> Numbers);

/// <summary>
/// Puts messages together that a terminal sent in parts. Few at once and not for long: a terminal that never finishes holds
/// little memory.
/// </summary>
internal sealed class PartsBook(TimeProvider time)
{
    public const int MostMessages = 4;
    public const int MostParts = 512;
    public const int MostAsked = 3;

    /// <summary>Twice the longest message that terminals send in parts: a batch of positions.</summary>
    public const int MostBytes = 256 * 1024;

    public static readonly TimeSpan AskAfter = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan ForgetAfter = TimeSpan.FromMinutes(2);

    private readonly List<Message> messages = [];

    public int Open => messages.Count;

    /// <summary>Takes a part.</summary>
    /// <returns>Whether it can be one; and the whole message when it was the last that was missing.</returns>
    public (bool Fits, WholeMessage? Whole) Add(in JtHeader header, ReadOnlySpan<byte> body)
    {
        if (header.Parts is < 1 or > MostParts || header.Part < 1 || header.Part > header.Parts)
            return (false, null);
        var now = time.GetUtcNow();
        messages.RemoveAll(m => now - m.Since > ForgetAfter);
        var (id, first, parts) = (header.Id, (ushort)(header.Serial - header.Part + 1), header.Parts);
        // A repeated part comes with its own serial again, or with a new one: then it belongs to the message that misses it.
        var message = messages.Find(m => m.Id == id && m.FirstSerial == first && m.Parts.Length == parts)
            ?? messages.Find(m => m.Id == id && m.Parts.Length == parts && m.Asked > 0);
        if (message is null)
        {
            if (messages.Count == MostMessages)
                messages.RemoveAt(0);
            messages.Add(message = new(id, first, new byte[parts][], now));
        }

        message.Heard = now;
        if (message.Parts[header.Part - 1] is null)
        {
            message.Parts[header.Part - 1] = body.ToArray();
            message.Here++;
            message.Bytes += body.Length;
        }

        if (message.Here < parts)
        {
            while (messages.Count > 1 && messages.Sum(m => m.Bytes) > MostBytes)
                messages.RemoveAt(messages[0] == message ? 1 : 0);
            if (message.Bytes <= MostBytes)
                return (true, null);
            messages.Remove(message);
            return (false, null);
        }

        messages.Remove(message);
        return (true, new(header, [.. message.Parts.SelectMany(p => p)], message.FirstSerial));
    }

    /// <summary>What is missing: of messages whose last part came, and of those that fell silent. Each is asked for three times.</summary>
    public List<MissingParts> Missing()
    {
        var missing = new List<MissingParts>();
        var now = time.GetUtcNow();
        messages.RemoveAll(m => now - m.Since > ForgetAfter);
        foreach (var message in messages.ToList())
        {
            var silent = now - message.Heard > AskAfter;
            if (!silent && (message.Asked > 0 || message.Parts[^1] is null))
                continue;
            if (message.Asked == MostAsked)
            {
                messages.Remove(message);
                continue;
            }

            (message.Asked, message.Heard) = (message.Asked + 1, now);
            missing.Add(new(message.FirstSerial, [.. Enumerable.Range(1, message.Parts.Length).Where(n => message.Parts[n - 1] is null).Select(n => (ushort)n)]));
        }

        return missing;
    }

    private sealed class Message(ushort id, ushort firstSerial, byte[][] parts, DateTimeOffset since)
    {
        public ushort Id => id;

        public ushort FirstSerial => firstSerial;

        public byte[][] Parts => parts;

        public DateTimeOffset Since { get; } = since;

        public DateTimeOffset Heard { get; set; } = since;

        public int Here { get; set; }

        public int Bytes { get; set; }

        public int Asked { get; set; }
    }
}
