using System.Collections.Concurrent;

namespace Linli.Server.Simulation.Sensors;

/// <summary>What was sent and what the server answered, by stream.</summary>
internal sealed class SensorTally
{
    private readonly ConcurrentDictionary<string, Line> lines = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> reasons = new(StringComparer.Ordinal);

    /// <summary>One stream.</summary>
    public sealed class Line
    {
        private long sent;
        private long accepted;
        private long repeated;
        private long refused;
        private long again;

        /// <summary>Readings that were to be sent, each counted once.</summary>
        public long Sent => Volatile.Read(ref sent);

        /// <summary>Readings the server acknowledged as durable, or forgot because it may not keep them.</summary>
        public long Accepted => Volatile.Read(ref accepted);

        /// <summary>Readings the server had taken before.</summary>
        public long Repeated => Volatile.Read(ref repeated);

        /// <summary>Readings the server refused for a reason.</summary>
        public long Refused => Volatile.Read(ref refused);

        /// <summary>Batches that were sent again: the server was busy, or the line was cut before the answer.</summary>
        public long Again => Volatile.Read(ref again);

        public void Send(int count) => Interlocked.Add(ref sent, count);

        public void Answer(int taken, int known, int wrong)
        {
            Interlocked.Add(ref accepted, taken);
            Interlocked.Add(ref repeated, known);
            Interlocked.Add(ref refused, wrong);
        }

        public void Repeat() => Interlocked.Increment(ref again);
    }

    public IReadOnlyList<KeyValuePair<string, Line>> Lines => [.. lines.OrderBy(l => l.Key, StringComparer.Ordinal)];

    /// <summary>Why readings were refused, and how many.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Reasons => [.. reasons.OrderBy(r => r.Key, StringComparer.Ordinal)];

    public long Sent => lines.Values.Sum(l => l.Sent);

    public long Accepted => lines.Values.Sum(l => l.Accepted);

    public long Repeated => lines.Values.Sum(l => l.Repeated);

    public long Refused => lines.Values.Sum(l => l.Refused);

    public Line Of(string stream) => lines.GetOrAdd(stream, _ => new());

    public void Reason(string code, int count) => reasons.AddOrUpdate(code, count, (_, n) => n + count);
}

/// <summary>Sends again what could not be sent, with longer and longer pauses, until it is taken: as devices do that keep what they measured.</summary>
internal static class Persistence
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>After so long without an answer the server is given up.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Tries until it went well.</summary>
    /// <param name="line">Where repetitions are counted.</param>
    /// <param name="attempt">Does it; <c>false</c> when the server asks to wait.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">Ends the trying.</param>
    /// <exception cref="CommandFailure">The server did not answer for <see cref="Patience"/>.</exception>
    public static async Task Until(SensorTally.Line line, Func<Task<bool>> attempt, TimeProvider time, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var pause = TimeSpan.FromMilliseconds(100);
        while (true)
        {
            var why = "busy";
            try
            {
                if (await attempt())
                    return;
            }
            catch (Exception e) when (e is IOException or HttpRequestException or System.Net.Sockets.SocketException or TimeoutException or ObjectDisposedException
                || (e is TaskCanceledException && !cancel.IsCancellationRequested))
            {
                why = e.Message;
            }

            line.Repeat();
            if (time.GetElapsedTime(began) > Patience)
                throw new CommandFailure($"服务器十分钟没有收下数据。 · The server took nothing for ten minutes: {why}");
            await Task.Delay(pause, time, cancel);
            pause = pause * 2 < Longest ? pause * 2 : Longest;
        }
    }
}

/// <summary>The simulation cannot go on; the message is for the person at the keyboard.</summary>
internal sealed class CommandFailure(string message) : Exception(message);
