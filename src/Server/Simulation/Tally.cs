using System.Collections.Concurrent;

namespace Linli.Server.Simulation;

/// <summary>What happened in a simulation: how often, how fast, and what went wrong.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, Line> lines = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> faults = new();

    /// <summary>Faults kept for showing.</summary>
    private const int ShownFaults = 6;

    /// <summary>One kind of step.</summary>
    public sealed class Line
    {
        private readonly List<double> milliseconds = [];
        private readonly Lock gate = new();

        public int Refused { get; private set; }

        public int Failed { get; private set; }

        public int Done
        {
            get
            {
                lock (gate)
                    return milliseconds.Count;
            }
        }

        public void Add(TimeSpan took, int status)
        {
            lock (gate)
            {
                if (status is >= 200 and < 300)
                    milliseconds.Add(took.TotalMilliseconds);
                else if (status is >= 400 and < 500)
                    Refused++;
                else
                    Failed++;
            }
        }

        /// <summary>The latency that so large a part stays below.</summary>
        public double Percentile(double part)
        {
            lock (gate)
            {
                if (milliseconds.Count == 0)
                    return 0;
                var sorted = milliseconds.Order().ToList();
                return sorted[Math.Min(sorted.Count - 1, (int)(part * sorted.Count))];
            }
        }
    }

    public IReadOnlyList<KeyValuePair<string, Line>> Lines => [.. lines.OrderBy(l => l.Key, StringComparer.Ordinal)];

    public IReadOnlyList<string> Faults => [.. faults];

    /// <summary>How many requests failed: not refused with a reason, but broken.</summary>
    public int Broken => lines.Values.Sum(l => l.Failed);

    /// <summary>How often a step was done.</summary>
    public int Of(string step) => lines.TryGetValue(step, out var line) ? line.Done : 0;

    public void Add(string step, TimeSpan took, int status) => lines.GetOrAdd(step, _ => new()).Add(took, status);

    public void Fault(string what)
    {
        faults.Enqueue(what);
        while (faults.Count > ShownFaults)
            faults.TryDequeue(out _);
    }
}
