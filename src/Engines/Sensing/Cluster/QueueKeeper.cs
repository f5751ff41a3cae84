using System.Data.Common;
using Linli.Platform.Security;
using Linli.Sensing.Pipeline;
using Linli.Sensing.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Linli.Sensing.Cluster;

/// <summary>What all queues of a node share.</summary>
internal sealed record KeeperParts(
    IDevices Devices, DeviceKinds Kinds, IRuleLanes? Rules, IQueueStore Store, FiringDesk Alarms, CoordinateWatch Coordinates, Figures Figures,
    PipelineOptions Intake, FieldCipher Cipher, TimeProvider Time, Action? LookForDevices, ILogger Log)
{
    /// <summary>A device; one that another node entered just now is looked for once more.</summary>
    public Device? Find(DeviceId id)
    {
        if (Devices.Find(id) is { } known)
            return known;
        LookForDevices?.Invoke();
        return Devices.Find(id);
    }
}

/// <summary>
/// Stands in line for one queue, and while it is this node's turn judges what comes, stores it, and only then tells the broker that it is
/// done. A turn that breaks off leaves no trace: the next one begins with what the database has, and the broker gives the rest again.
/// </summary>
internal sealed class QueueKeeper(int queue, KeeperParts parts)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);
    private readonly Dictionary<Guid, DateTimeOffset> nodes = [];
    private volatile QueueState? state;
    private volatile bool leaves;
    private DateTimeOffset storedAt;
    private ulong last;
    private int packets;
    private int readings;

    /// <summary>Whether it is this node's turn.</summary>
    public bool IsActive => state is not null;

    public int Queue => queue;

    /// <summary>Readings of this queue that are judged and not stored.</summary>
    public int Waiting => readings;

    /// <summary>Nodes that beat into this queue since an instant.</summary>
    public IReadOnlyList<Guid> NodesSince(DateTimeOffset instant)
    {
        lock (nodes)
            return [.. nodes.Where(n => n.Value >= instant).Select(n => n.Key)];
    }

    /// <summary>Gives the turn to the next node in line, once everything taken is stored.</summary>
    public void Release()
    {
        leaves = IsActive;
    }

    /// <summary>Stands in line again and again until it is stopped or the connection is lost.</summary>
    /// <param name="session">The connection.</param>
    /// <param name="first">The first turn, in line already.</param>
    /// <param name="stopping">Nothing more is begun; what was taken is stored.</param>
    /// <param name="giveUp">What was not stored by now comes to the next node again.</param>
    public async Task Serve(IBrokerSession session, IQueueTurn first, CancellationToken stopping, CancellationToken giveUp)
    {
        IQueueTurn? next = first;
        while (!stopping.IsCancellationRequested && !session.Lost.IsCancellationRequested)
            try
            {
                await using var turn = next ?? await session.Consume(queue, stopping);
                next = null;
                await Work(session, turn, stopping, giveUp);
            }
            catch (TurnLostException e)
            {
                parts.Log.LogWarning("{Reason} What was not stored here is judged there.", e.Message);
            }
            catch (BrokerException e) when (!stopping.IsCancellationRequested)
            {
                parts.Log.LogWarning("Queue {Queue} broke off: {Reason}", queue, e.Message);
                await Pause(stopping);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e)
            {
                parts.Log.LogError(e, "Queue {Queue} stumbled and begins again with what the database has.", queue);
                await Pause(stopping);
            }
    }

    private async Task Work(IBrokerSession session, IQueueTurn turn, CancellationToken stopping, CancellationToken giveUp)
    {
        (last, packets, readings) = (0, 0, 0);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(giveUp, session.Lost);
        try
        {
            while (!stopping.IsCancellationRequested && await More(turn, stopping))
            {
                if (state is null)
                    await TakeOver(session, end.Token);
                while (packets * 2 < turn.Most && readings < parts.Intake.StoreAt && turn.Packets.TryRead(out var packet))
                    await Take(session, packet, end.Token);
                var ends = leaves;
                if (ends || packets * 2 >= turn.Most || readings >= parts.Intake.StoreAt || parts.Time.GetUtcNow() - storedAt >= parts.Intake.StoreEvery)
                    await Store(session, turn, end.Token);
                if (ends)
                    return;
            }

            // Stopping: what was taken is stored and done; the rest goes to the next node.
            if (state is not null && !session.Lost.IsCancellationRequested)
                await Store(session, turn, end.Token);
        }
        finally
        {
            var ended = state;
            (state, leaves) = (null, false);
            parts.Figures.Went(readings);
            if (ended is not null)
                await ended.End();
        }
    }

    private static async Task<bool> More(IQueueTurn turn, CancellationToken stopping)
    {
        try
        {
            return await turn.Packets.WaitToReadAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task TakeOver(IBrokerSession session, CancellationToken cancel)
    {
        var taken = await Persist(() => parts.Store.TakeOver(queue, cancel), cancel);
        var made = new QueueState(parts, taken);
        (state, storedAt) = (made, parts.Time.GetUtcNow());
        parts.Log.LogInformation("Queue {Queue} is kept here now: {Partitions} partitions, {Devices} devices.", queue, taken.Partitions.Count, taken.Twins.Count);

        // What the last keeper stored and could not tell any more.
        await session.Spread(News.Seal(parts.Cipher, made.States(), [], []), cancel);
    }

    private async Task Take(IBrokerSession session, QueuedPacket packet, CancellationToken cancel)
    {
        var held = state!;
        List<Word> words;
        int partition;
        try
        {
            (partition, words) = Packet.Open(parts.Cipher, packet.Body.Span);
        }
        catch (InvalidDataException e)
        {
            parts.Log.LogError("A packet of queue {Queue} was laid aside: {Reason}", queue, e.Message);
            await session.Park(queue, packet.Body, e.Message, cancel);
            (last, packets) = (packet.Number, packets + 1);
            return;
        }

        if (await Persist(() => held.OwnerOf(partition, queue, cancel), cancel) is var owner && owner != queue)
        {
            while (!await session.PublishTo(owner, packet.Body, cancel))
                await Task.Delay(Retry, parts.Time, cancel);
        }
        else
        {
            foreach (var word in words)
            {
                if (word.Kind == WordKind.Beat)
                    lock (nodes)
                        nodes[word.Node] = parts.Time.GetUtcNow();
                readings += await Persist(() => held.Take(word, cancel), cancel);
            }
        }

        (last, packets) = (packet.Number, packets + 1);
    }

    private async Task Store(IBrokerSession session, IQueueTurn turn, CancellationToken cancel)
    {
        if (packets == 0)
            return;
        var held = state!;
        var cut = await held.Cut();
        var marks = held.TakeMarks();
        if (cut.Count + cut.Twins.Count + cut.Firings.Count + cut.Events.Count > 0)
            await Persist(
                async () =>
                {
                    await parts.Store.Write(cut, queue, held.Epoch, cancel);
                    return true;
                },
                cancel);
        cut.Stored();
        parts.Figures.Stored(cut.Count);
        parts.Figures.Went(cut.Count);
        storedAt = parts.Time.GetUtcNow();
        await turn.Done(last, cancel);
        (packets, readings) = (0, 0);
        if (cut.Twins.Count + cut.Events.Count + marks.Count > 0)
            await session.Spread(News.Seal(parts.Cipher, cut.Twins, cut.Events, marks), cancel);
    }

    // While the database is away nothing is done: the broker keeps what comes, and turns more away once its queues are full.
    private async Task<T> Persist<T>(Func<Task<T>> act, CancellationToken cancel)
    {
        for (var told = false; ; told = true)
            try
            {
                return await act();
            }
            catch (Exception e) when (e is DbException or DbUpdateException or TimeoutException or InvalidOperationException { InnerException: DbException })
            {
                if (!told)
                    parts.Log.LogError(e, "Queue {Queue} waits for the database; the broker keeps what comes meanwhile.", queue);
                await Task.Delay(Retry, parts.Time, cancel);
            }
    }

    private async Task Pause(CancellationToken stopping)
    {
        try
        {
            await Task.Delay(Retry, parts.Time, stopping);
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }
}
