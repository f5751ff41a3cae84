using System.Globalization;
using System.Threading.Channels;
using Linli.Sensing;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Linli.RabbitMq;

/// <summary>One connection: a channel for packets with confirmations, one for news, and one for each turn.</summary>
internal sealed class RabbitSession : IBrokerSession
{
    private const long MostNewsBytes = 64 << 20;
    private readonly IConnection connection;
    private readonly IChannel packets;
    private readonly IChannel news;
    private readonly Names names;
    private readonly ClusterOptions options;
    private readonly ILogger log;
    private readonly CancellationTokenSource lost = new();
    private readonly Channel<ReadOnlyMemory<byte>> heard = Channel.CreateUnbounded<ReadOnlyMemory<byte>>(new() { SingleReader = true });
    private volatile bool blocked;

    private RabbitSession(IConnection connection, IChannel packets, IChannel news, Names names, ClusterOptions options, ILogger log) =>
        (this.connection, this.packets, this.news, this.names, this.options, this.log) = (connection, packets, news, names, options, log);

    public CancellationToken Lost => lost.Token;

    public ChannelReader<ReadOnlyMemory<byte>> News => heard.Reader;

    public static async Task<RabbitSession> Begin(IConnection connection, Names names, ClusterOptions options, ILogger log, CancellationToken cancel)
    {
        var packets = await connection.CreateChannelAsync(new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null), cancel);
        var news = await connection.CreateChannelAsync(cancellationToken: cancel);
        var session = new RabbitSession(connection, packets, news, names, options, log);
        connection.ConnectionShutdownAsync += session.OnShutdown;
        packets.ChannelShutdownAsync += session.OnShutdown;
        news.ChannelShutdownAsync += session.OnShutdown;
        connection.ConnectionBlockedAsync += session.OnBlocked;
        connection.ConnectionUnblockedAsync += session.OnUnblocked;
        await session.ListenToNews(cancel);
        return session;
    }

    public Task<bool> Publish(int partition, ReadOnlyMemory<byte> packet, CancellationToken cancel) =>
        Publish(names.Readings, partition.ToString(CultureInfo.InvariantCulture), packet, cancel);

    public Task<bool> PublishTo(int queue, ReadOnlyMemory<byte> packet, CancellationToken cancel) => Publish("", names.Queue(queue), packet, cancel);

    public Task Park(int queue, ReadOnlyMemory<byte> packet, string reason, CancellationToken cancel) => Guard(async () =>
    {
        var properties = new BasicProperties { Persistent = true, Headers = new Dictionary<string, object?> { [Names.Reason] = reason, [Names.From] = names.Queue(queue) } };
        await packets.BasicPublishAsync("", names.Refused, mandatory: true, properties, packet, cancel);
        return true;
    });

    public Task<IQueueTurn> Consume(int queue, CancellationToken cancel) => Guard<IQueueTurn>(async () =>
        await RabbitTurn.Begin(await connection.CreateChannelAsync(cancellationToken: cancel), names.Queue(queue), (ushort)options.MostTaken, cancel));

    public Task Spread(ReadOnlyMemory<byte> told, CancellationToken cancel) => Guard(async () =>
    {
        await news.BasicPublishAsync(names.News, "", mandatory: false, new BasicProperties(), told, cancel);
        return true;
    });

    public async ValueTask DisposeAsync()
    {
        await End();
        try
        {
            await connection.CloseAsync(TimeSpan.FromSeconds(5));
        }
        catch (Exception e) when (IsOfBroker(e))
        {
            // It is closed already.
        }

        await connection.DisposeAsync();
    }

    /// <summary>Says in one way that the broker broke off.</summary>
    /// <exception cref="BrokerException">It did.</exception>
    internal static async Task<T> Guard<T>(Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception e) when (IsOfBroker(e))
        {
            throw new BrokerException("The broker broke off: " + e.Message, e);
        }
    }

    private static bool IsOfBroker(Exception e) => e is RabbitMQClientException or IOException or ObjectDisposedException or TimeoutException;

    private Task<bool> Publish(string exchange, string key, ReadOnlyMemory<byte> packet, CancellationToken cancel) => Guard(async () =>
    {
        // Short of memory or disk, the broker reads nothing: better said at once than after a while.
        if (blocked)
            return false;
        try
        {
            await packets.BasicPublishAsync(exchange, key, mandatory: true, new BasicProperties { Persistent = true }, packet, cancel);
            return true;
        }
        catch (PublishException e)
        {
            if (e.IsReturn)
                log.LogError("No queue takes what goes to {Exchange}{Key}: its queues were deleted or unbound. Restart a node to make them again.", exchange, key);
            return false;
        }
    });

    private async Task ListenToNews(CancellationToken cancel)
    {
        // Whoever cannot follow hears the newest; at the next connection everything is read from the database.
        var queue = await news.QueueDeclareAsync(
            "", durable: false, exclusive: true, autoDelete: true, new Dictionary<string, object?> { ["x-max-length-bytes"] = MostNewsBytes }, cancellationToken: cancel);
        await news.QueueBindAsync(queue.QueueName, names.News, "", cancellationToken: cancel);
        var consumer = new AsyncEventingBasicConsumer(news);
        consumer.ReceivedAsync += (_, e) =>
        {
            heard.Writer.TryWrite(e.Body.ToArray());
            return Task.CompletedTask;
        };
        await news.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer, cancel);
    }

    private Task OnShutdown(object sender, ShutdownEventArgs e) => End();

    private Task OnBlocked(object sender, ConnectionBlockedEventArgs e)
    {
        blocked = true;
        log.LogWarning("The broker takes nothing while it is short of {Reason}; devices are told to keep their readings.", e.Reason);
        return Task.CompletedTask;
    }

    private Task OnUnblocked(object sender, AsyncEventArgs e)
    {
        blocked = false;
        return Task.CompletedTask;
    }

    private async Task End()
    {
        heard.Writer.TryComplete();
        await lost.CancelAsync();
    }
}
