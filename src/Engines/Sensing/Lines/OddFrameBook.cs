using System.Buffers;
using System.Collections.Concurrent;

namespace Linli.Sensing.Lines;

/// <summary>The last odd frames, in memory only: they may hold whereabouts, and nobody but technicians needs them.</summary>
internal sealed class OddFrameBook(TimeProvider time)
{
    private const int Kept = 200;
    private const int Longest = 512;

    private readonly ConcurrentQueue<OddFrame> frames = new();

    public IReadOnlyList<OddFrame> Newest() => [.. frames.Reverse()];

    public void Add(string protocol, Line line, string why, ReadOnlySequence<byte> frame)
    {
        var head = frame.Slice(0, Math.Min(frame.Length, Longest)).ToArray();
        frames.Enqueue(new(time.GetUtcNow(), protocol, line.Remote, line.Device, why, Convert.ToHexString(head), frame.Length));
        while (frames.Count > Kept)
            frames.TryDequeue(out _);
    }
}
