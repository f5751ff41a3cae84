using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Linli.Sensing.Pipeline;

/// <summary>
/// Brings what waits for the journal onto the disk, and from there to the lanes: one thread writes all that came together, and one sync
/// serves it.
/// </summary>
internal sealed class JournalWriter(Lane[] lanes, Figures figures, ILogger log) : IDisposable
{
    private readonly object gate = new();
    private List<JournalWork> waiting = [];
    private List<Guid> events = [];
    private Thread? thread;
    private Journal? journal;
    private bool closed;
    private bool ended;

    // A full disk is not made fuller by saying so with every batch.
    private static readonly TimeSpan SayAgain = TimeSpan.FromMinutes(1);
    private long? failedAt;

    /// <summary>The journal, once it is open.</summary>
    public Journal Journal => journal!;

    /// <summary>Whether no more readings are taken.</summary>
    public bool IsClosed => closed;

    /// <summary>Opens the journal; <c>false</c> when another node or process has it.</summary>
    public bool Open(string folder, int segmentBytes) => (journal ??= Journal.Open(folder, segmentBytes)) is not null;

    public void Start()
    {
        // Under the gate: whoever ends it meanwhile finds a thread that runs, or none.
        lock (gate)
        {
            if (ended)
                return;
            thread = new(Write) { IsBackground = true, Name = "Linli sensing journal" };
            thread.Start();
        }
    }

    /// <summary>Puts readings at the end of what waits, with the keys of the events that brought them; <c>false</c> when no more are taken.</summary>
    public bool Put(Batch batch, IReadOnlyList<Guid> keys)
    {
        lock (gate)
        {
            if (closed || !Enqueue(batch))
                return false;
            events.AddRange(keys);
            return true;
        }
    }

    /// <summary>Puts there that the clock was set.</summary>
    public void Put(SteppedClock step)
    {
        lock (gate)
            Enqueue(step);
    }

    /// <summary>Puts a cut there; <c>null</c> at the end of all.</summary>
    public Cut? PutCut()
    {
        lock (gate)
        {
            // In one step: the keys are those of exactly the records before it.
            var cut = new Cut(lanes.Length, events);
            if (!Enqueue(cut))
                return null;
            events = [];
            return cut;
        }
    }

    /// <summary>Keys of events that go to the database with the next cut.</summary>
    public void Remember(Guid[] keys)
    {
        lock (gate)
            events.AddRange(keys);
    }

    /// <summary>Takes no more readings; cuts go on.</summary>
    public void Close()
    {
        lock (gate)
            closed = true;
    }

    /// <summary>Takes nothing more, and returns when all that waited is written.</summary>
    public void End()
    {
        lock (gate)
        {
            (closed, ended) = (true, true);
            Monitor.Pulse(gate);
        }

        thread?.Join();
    }

    public void Dispose() => journal?.Dispose();

    private bool Enqueue(JournalWork work)
    {
        if (ended)
            return false;
        waiting.Add(work);
        Monitor.Pulse(gate);
        return true;
    }

    private void Write()
    {
        var work = new List<JournalWork>();
        var records = new List<ArraySegment<byte>>();
        while (true)
        {
            lock (gate)
            {
                while (waiting.Count == 0 && !ended)
                    Monitor.Wait(gate);
                if (waiting.Count == 0)
                    break;
                (work, waiting) = (waiting, work);
            }

            Write(work, records);
            work.Clear();
            records.Clear();
        }

        // After the last work, and nothing comes behind it: they finish what they have.
        foreach (var lane in lanes)
            lane.Close();
    }

    private void Write(List<JournalWork> work, List<ArraySegment<byte>> records)
    {
        var end = journal!.End;
        foreach (var one in work)
            if (one.Record.Count > 0)
                records.Add(one.Record);
        try
        {
            if (records.Count > 0)
            {
                var started = Stopwatch.GetTimestamp();
                journal.Append(records);
                figures.Synced(Stopwatch.GetElapsedTime(started));
            }
        }
        catch (Exception e)
        {
            if (failedAt is null || Stopwatch.GetElapsedTime(failedAt.Value) > SayAgain)
            {
                failedAt = Stopwatch.GetTimestamp();
                log.LogCritical(e, "The journal of readings cannot be written; devices are told to keep theirs.");
            }

            foreach (var one in work)
                if (one.Record.Count > 0)
                    one.Failed(e);
            work.RemoveAll(w => w.Record.Count > 0);
        }

        foreach (var one in work)
        {
            end += one.Record.Count;
            one.Written(end, lanes);
        }
    }
}
