using Linli.Platform.Security;
using Microsoft.Extensions.Logging;

namespace Linli.Sensing.Cluster;

/// <summary>
/// Packs what comes for one partition: while a packet is under way the next gathers, so that however much comes, one confirmation of the
/// broker serves all of it, and the order stays.
/// </summary>
internal sealed class Packer(int partition, FieldCipher cipher, ClusterOptions options, ILogger log)
{
    private const int MostBytes = 1 << 20;
    private readonly Lock gate = new();
    private readonly Queue<(byte[] Word, TaskCompletionSource<bool> Told)> waiting = new();
    private bool busy;
    private long bytes;

    /// <summary>How much waits to be published.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>Ends with <c>true</c> when the broker has the word safe, with <c>false</c> when it has not or nobody knows.</summary>
    public Task<bool> Send(IBrokerSession session, byte[] word)
    {
        var told = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waiting.Enqueue((word, told));
            bytes += word.Length;
            if (busy)
                return told.Task;
            busy = true;
        }

        _ = Task.Run(() => Pump(session));
        return told.Task;
    }

    private async Task Pump(IBrokerSession session)
    {
        while (Next() is { } next)
        {
            var safe = await Publish(session, next.ConvertAll(n => n.Word));
            foreach (var (word, told) in next)
            {
                Interlocked.Add(ref bytes, -word.Length);
                told.TrySetResult(safe);
            }
        }
    }

    private List<(byte[] Word, TaskCompletionSource<bool> Told)>? Next()
    {
        lock (gate)
        {
            var next = new List<(byte[] Word, TaskCompletionSource<bool>)>();
            for (var size = 0; waiting.TryPeek(out var one) && (next.Count == 0 || size + one.Word.Length <= MostBytes); size += one.Word.Length)
                next.Add(waiting.Dequeue());
            busy = next.Count > 0;
            return busy ? next : null;
        }
    }

    private async Task<bool> Publish(IBrokerSession session, List<byte[]> words)
    {
        // A clock of the machine, not of the town: it limits waiting and decides nothing.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(session.Lost);
        limit.CancelAfter(options.ConfirmWithin);
        try
        {
            return await session.Publish(partition, Packet.Seal(cipher, partition, words), limit.Token);
        }
        catch (Exception e)
        {
            // Whatever it was: nobody knows whether the broker has it, and whoever waits must hear that.
            log.LogWarning("A packet of readings was not confirmed: {Reason}", e.Message);
            return false;
        }
    }
}
