using System.Buffers.Binary;
using System.Diagnostics;
using Linli.Sensing;

namespace Linli.Bench.Devices;

/// <summary>
/// The least that durable can mean: readings are written to a file, and everybody who waits shares one sync of the disk. It stands
/// where the engine stands, so that the gateway is measured by itself.
/// </summary>
internal sealed class SyncedJournal : IReadings, IDisposable
{
    private const int Record = 40;
    private readonly Lock gate = new();
    private readonly SemaphoreSlim work = new(0, 1);
    private readonly FileStream file;
    private readonly Thread writer;
    private byte[] filling = new byte[1 << 20];
    private byte[] writing = new byte[1 << 20];
    private int length;
    private TaskCompletionSource durable = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool ends;

    public SyncedJournal(string path)
    {
        file = new(path, FileMode.Create, FileAccess.Write, FileShare.None, 1);
        writer = new(Write) { IsBackground = true };
        writer.Start();
    }

    public async ValueTask<Intake> Take(ReadOnlyMemory<Reading> readings, CancellationToken cancel)
    {
        Task wait;
        lock (gate)
        {
            foreach (ref readonly var reading in readings.Span)
            {
                if (length + Record > filling.Length)
                    Array.Resize(ref filling, filling.Length * 2);
                var record = filling.AsSpan(length, Record);
                reading.Device.Value.TryWriteBytes(record);
                BinaryPrimitives.WriteInt64LittleEndian(record[16..], reading.At.UtcTicks);
                BinaryPrimitives.WriteDoubleLittleEndian(record[24..], reading.Value);
                BinaryPrimitives.WriteInt32LittleEndian(record[32..], string.GetHashCode(reading.Measure, StringComparison.Ordinal));
                length += Record;
            }

            wait = durable.Task;
            if (work.CurrentCount == 0)
                work.Release();
        }

        await wait;
        return new(readings.Length, 0, []);
    }

    public void Dispose()
    {
        ends = true;
        lock (gate)
            if (work.CurrentCount == 0)
                work.Release();
        writer.Join();
        file.Dispose();
        work.Dispose();
    }

    /// <summary>What the disk does by itself: syncs of 4 KiB a second.</summary>
    public static double Syncs(string folder, TimeSpan span)
    {
        var path = Path.Combine(folder, "sync.tmp");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        var page = new byte[4096];
        var started = Stopwatch.GetTimestamp();
        long count = 0;
        for (; Stopwatch.GetElapsedTime(started) < span; count++)
        {
            file.Write(page);
            file.Flush(flushToDisk: true);
        }

        return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private void Write()
    {
        while (true)
        {
            work.Wait();
            int count;
            TaskCompletionSource done;
            lock (gate)
            {
                (filling, writing) = (writing, filling);
                (count, length) = (length, 0);
                (done, durable) = (durable, new(TaskCreationOptions.RunContinuationsAsynchronously));
            }

            if (count > 0)
            {
                file.Write(writing, 0, count);
                file.Flush(flushToDisk: true);
            }

            done.SetResult();
            if (ends)
                return;
        }
    }
}
