using System.Net.Sockets;
using Linli.Sensing;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Linli.RabbitMq;

/// <summary>Connects to RabbitMQ and makes what is missing there.</summary>
internal sealed class RabbitBroker(ClusterOptions options, ILogger<RabbitBroker> log) : IReadingBroker
{
    public const string HashType = "x-consistent-hash";
    private const ushort AccessRefused = 403;
    private const ushort Precondition = 406;
    private const ushort CommandInvalid = 503;
    private const ushort NotAllowed = 530;
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(5);

    public async Task<IBrokerSession> Connect(CancellationToken cancel)
    {
        var names = new Names(options);
        var (connection, at) = await Open(cancel);
        try
        {
            await Declare(connection, names, cancel);
            return await RabbitSession.Begin(connection, names, options, log, cancel);
        }
        catch (OperationInterruptedException e)
        {
            await connection.DisposeAsync();
            throw new BrokerException(Explain(e, at), e);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Connects to the first broker that answers.</summary>
    /// <exception cref="BrokerException">None does, or it refuses.</exception>
    public async Task<(IConnection Connection, Uri At)> Open(CancellationToken cancel)
    {
        BrokerException? refused = null;
        foreach (var uri in options.Brokers)
            try
            {
                var factory = new ConnectionFactory
                {
                    Uri = uri,
                    AutomaticRecoveryEnabled = false,
                    TopologyRecoveryEnabled = false,
                    RequestedHeartbeat = Heartbeat,
                    RequestedConnectionTimeout = ConnectWithin,
                    ClientProvidedName = $"{options.Name} on {Environment.MachineName}",
                };
                return (await factory.CreateConnectionAsync(cancel), uri);
            }
            catch (Exception e) when (e is BrokerUnreachableException or OperationInterruptedException or SocketException or IOException or ArgumentException or TimeoutException)
            {
                refused = new(Explain(e, uri), e);
            }

        throw refused ?? new BrokerException($"{ClusterOptions.Section}:{nameof(ClusterOptions.Broker)} names no broker.");
    }

    private async Task Declare(IConnection connection, Names names, CancellationToken cancel)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancel);
        await channel.ExchangeDeclareAsync(names.Readings, HashType, durable: true, autoDelete: false, cancellationToken: cancel);
        await channel.ExchangeDeclareAsync(names.News, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: cancel);
        await channel.QueueDeclareAsync(
            names.Refused, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: cancel);

        // Always in the same order: where a key leads to depends on it.
        for (var queue = 0; queue < options.Queues; queue++)
        {
            var arguments = new Dictionary<string, object?>
            {
                ["x-queue-type"] = "quorum",
                ["x-single-active-consumer"] = true,
                ["x-max-length-bytes"] = options.MostQueuedBytes,
                ["x-overflow"] = "reject-publish",
            };
            await channel.QueueDeclareAsync(names.Queue(queue), durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancel);
            await channel.QueueBindAsync(names.Queue(queue), names.Readings, "1", cancellationToken: cancel);
        }
    }

    /// <summary>Why the broker refuses, and what to do; never with the password.</summary>
    public static string Explain(Exception e, Uri at)
    {
        const string setting = ClusterOptions.Section + ":" + nameof(ClusterOptions.Broker);
        var user = Uri.UnescapeDataString(at.UserInfo.Split(':')[0]);
        var place = $"{at.Host}:{(at.IsDefaultPort || at.Port < 0 ? 5672 : at.Port)}";
        for (var inner = e; inner is not null; inner = inner.InnerException)
            switch (inner)
            {
                case AuthenticationFailureException:
                case PossibleAuthenticationFailureException:
                    return $"{setting}: the broker at {place} refuses the user “{user}” or the password. Make the user with `rabbitmqctl add_user`, or set the right one.";
                case OperationInterruptedException { ShutdownReason: { } reason }:
                    return reason.ReplyCode switch
                    {
                        NotAllowed => $"{setting}: the broker at {place} has no virtual host “{at.AbsolutePath.TrimStart('/')}”, or “{user}” may not use it. Make it with `rabbitmqctl add_vhost` and `rabbitmqctl set_permissions`.",
                        AccessRefused => $"{setting}: “{user}” may not make exchanges and queues at {place}: `rabbitmqctl set_permissions {user} \".*\" \".*\" \".*\"`. ({reason.ReplyText})",
                        CommandInvalid => $"The broker at {place} lacks the consistent-hash exchange: `rabbitmq-plugins enable rabbitmq_consistent_hash_exchange`.",
                        Precondition => $"A queue at {place} was made with other settings ({reason.ReplyText}). Set {ClusterOptions.Section}:{nameof(ClusterOptions.MostQueuedBytes)} back, or delete the queue while it is empty and all nodes are stopped.",
                        _ => $"The broker at {place} broke off: {reason.ReplyText}",
                    };
            }

        return e.GetBaseException() is SocketException or TimeoutException
            ? $"{setting}: nothing answers at {place}. Start RabbitMQ there, or set its address."
            : $"{setting}: the broker at {place} cannot be used: {e.GetBaseException().Message}";
    }
}
