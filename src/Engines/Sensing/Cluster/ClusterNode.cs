using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Linli.Platform.Security;
using Microsoft.Extensions.Logging;

namespace Linli.Sensing.Cluster;

/// <summary>This node in the cluster, for the time of one connection to the broker.</summary>
internal sealed class ClusterNode(
    IReadingBroker broker, ClusterIntake intake, TwinBook twins, KeeperParts parts, ClusterOptions options, FieldCipher cipher, TimeProvider time, ILogger<ClusterNode> log)
    : IAsyncDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan GoneAfter = TimeSpan.FromSeconds(15);
    private readonly Guid id = Guid.CreateVersion7(time.GetUtcNow());
    private readonly QueueKeeper[] keepers = [.. Enumerable.Range(0, options.Queues).Select(q => new QueueKeeper(q, parts))];
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> awaited = new();
    private CancellationTokenSource stop = new();
    private CancellationTokenSource giveUp = new();
    private IBrokerSession? session;
    private Task keeping = Task.CompletedTask;
    private Task listening = Task.CompletedTask;

    /// <summary>Queues whose turn is here.</summary>
    public IReadOnlyList<int> Kept => [.. keepers.Where(k => k.IsActive).Select(k => k.Queue)];

    /// <summary>How many nodes were heard of lately, this one included.</summary>
    public int Nodes => keepers.SelectMany(k => k.NodesSince(time.GetUtcNow() - GoneAfter)).Append(id).Distinct().Count();

    /// <summary>Why this node is not connected; <c>null</c> while it is.</summary>
    public string? Trouble { get; private set; } = "It has not connected yet.";

    /// <summary>Joins: from here on readings are taken and queues kept.</summary>
    /// <returns>Cancelled when the connection is lost.</returns>
    /// <exception cref="BrokerException">The broker cannot be used; the message says why and what to do.</exception>
    public async Task<CancellationToken> Join(CancellationToken cancel)
    {
        try
        {
            var agreed = await parts.Store.AgreeOnQueues(options.Queues, cancel);
            if (agreed != options.Queues)
                throw new BrokerException(string.Create(CultureInfo.InvariantCulture,
                    $"{ClusterOptions.Section}:{nameof(ClusterOptions.Queues)} is {options.Queues}, and this installation runs with {agreed}: set it to {agreed}."));
            session = await broker.Connect(cancel);
            // First listened, then read: what is stored in between comes twice rather than never.
            var (kept, events) = await parts.Store.LoadAll(cancel);
            twins.Load(kept);
            intake.Known.Load(events);
            (stop, giveUp) = (new(), new());
            var joined = session;
            listening = Task.Run(() => Listen(joined), CancellationToken.None);
            var turns = new List<IQueueTurn>();
            foreach (var keeper in keepers)
                turns.Add(await joined.Consume(keeper.Queue, cancel));
            keeping = Task.WhenAll(keepers.Zip(turns, (k, t) => Task.Run(() => k.Serve(joined, t, stop.Token, giveUp.Token), CancellationToken.None)));
            intake.Through(joined);
            Trouble = null;
            return joined.Lost;
        }
        catch (Exception e)
        {
            Trouble = e.Message;
            throw;
        }
    }

    /// <summary>Tells all queues what time it is here; their timers run by it, behind everything that was published before.</summary>
    public async Task Beat(CancellationToken cancel)
    {
        if (session is { } joined)
            await Task.WhenAll(keepers.Select(k => Beat(joined, k.Queue, Guid.Empty, cancel)));
    }

    /// <summary>Gives a queue away while this node keeps more than its share.</summary>
    public void Share()
    {
        var kept = keepers.Where(k => k.IsActive).ToList();
        var nodes = Nodes;
        if (nodes > 1 && kept.Count > (keepers.Length + nodes - 1) / nodes)
            kept[^1].Release();
    }

    /// <summary>Ends when everything that was published to the queues before is stored, on whichever node.</summary>
    public async Task Settle(CancellationToken cancel)
    {
        var joined = session ?? throw new BrokerException(Trouble ?? "Not connected.");
        var marks = keepers.Select(k => (k.Queue, Mark: Guid.CreateVersion7(time.GetUtcNow()))).ToList();
        var reached = marks.ConvertAll(m => awaited.GetOrAdd(m.Mark, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task);
        foreach (var (queue, mark) in marks)
            while (!await Beat(joined, queue, mark, cancel))
                await Task.Delay(Retry, time, cancel);
        await Task.WhenAll(reached).WaitAsync(cancel);
    }

    /// <summary>Leaves: takes nothing more, stores what was taken, and gives the queues to the others.</summary>
    /// <param name="within">What is not stored by then comes to the others again.</param>
    public async Task Leave(TimeSpan within)
    {
        intake.Through(null);
        Trouble ??= "It has left.";
        await stop.CancelAsync();
        giveUp.CancelAfter(within);
        if (session is { } joined)
        {
            await keeping;
            await joined.DisposeAsync();
            await listening;
        }

        session = null;
    }

    public async ValueTask DisposeAsync()
    {
        await Leave(TimeSpan.Zero);
        stop.Dispose();
        giveUp.Dispose();
    }

    private async Task<bool> Beat(IBrokerSession joined, int queue, Guid mark, CancellationToken cancel)
    {
        try
        {
            return await joined.PublishTo(queue, Packet.Seal(cipher, Packet.None, Packet.OfBeat(id, time.GetUtcNow(), mark)), cancel);
        }
        catch (BrokerException e)
        {
            log.LogDebug("No beat: {Reason}", e.Message);
            return false;
        }
    }

    private async Task Listen(IBrokerSession joined)
    {
        await foreach (var news in joined.News.ReadAllAsync(CancellationToken.None))
            try
            {
                var (events, marks) = News.Open(cipher, news.Span, twins.Put);
                intake.Known.Load(events);
                foreach (var mark in marks)
                    if (awaited.TryRemove(mark, out var waiting))
                        waiting.TrySetResult();
            }
            catch (Exception e) when (e is CryptographicException or InvalidDataException or EndOfStreamException)
            {
                log.LogWarning("News of another node could not be read: {Reason}", e.Message);
            }
    }
}
