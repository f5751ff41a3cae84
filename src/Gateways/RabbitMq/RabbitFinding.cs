using System.Globalization;
using System.Text;
using Linli.Platform.Operations;
using Linli.Sensing;
using Microsoft.Extensions.Logging.Abstractions;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Linli.RabbitMq;

/// <summary>Whether the broker can be used, has its plugin, and what waits in it.</summary>
internal sealed class RabbitFinding(ClusterOptions options) : IHealthFinding
{
    private const string Enable = "rabbitmq-plugins enable rabbitmq_consistent_hash_exchange";

    public async Task<IReadOnlyList<Finding>> Look(CancellationToken cancel)
    {
        IConnection connection;
        Uri at;
        try
        {
            (connection, at) = await new RabbitBroker(options, NullLogger<RabbitBroker>.Instance).Open(cancel);
        }
        catch (BrokerException e)
        {
            return [new(Verdict.Fault, ("消息代理", "message broker"), e.Message)];
        }

        await using (connection)
        {
            var version = connection.ServerProperties is { } said && said.TryGetValue("version", out var told) && told is byte[] text ? Encoding.UTF8.GetString(text) : "?";
            var plugin = await HasPlugin(cancel);
            return
            [
                new(Verdict.Good, ("消息代理", "message broker"), $"RabbitMQ {version} at {at.Host}"),
                new(plugin ? Verdict.Good : Verdict.Fault, ("一致性哈希插件", "consistent-hash plugin"), plugin ? "there" : Enable),
                await Queues(connection, cancel),
            ];
        }
    }

    private async Task<bool> HasPlugin(CancellationToken cancel)
    {
        // An unknown kind of exchange closes the whole connection: asked on one of its own, and nothing stays behind.
        var (other, _) = await new RabbitBroker(options, NullLogger<RabbitBroker>.Instance).Open(cancel);
        await using (other)
            try
            {
                await using var channel = await other.CreateChannelAsync(cancellationToken: cancel);
                var probe = new Names(options).Readings + ".probe";
                await channel.ExchangeDeclareAsync(probe, RabbitBroker.HashType, durable: false, autoDelete: true, cancellationToken: cancel);
                await channel.ExchangeDeleteAsync(probe, ifUnused: false, noWait: false, cancel);
                return true;
            }
            catch (OperationInterruptedException)
            {
                return false;
            }
    }

    private async Task<Finding> Queues(IConnection connection, CancellationToken cancel)
    {
        var names = new Names(options);
        try
        {
            await using var channel = await connection.CreateChannelAsync(cancellationToken: cancel);
            var (waiting, unheard) = (0u, 0);
            for (var queue = 0; queue < options.Queues; queue++)
            {
                var found = await channel.QueueDeclarePassiveAsync(names.Queue(queue), cancel);
                waiting += found.MessageCount;
                unheard += found.ConsumerCount == 0 ? 1 : 0;
            }

            var refused = (await channel.QueueDeclarePassiveAsync(names.Refused, cancel)).MessageCount;
            return new(
                refused > 0 || unheard > 0 ? Verdict.Note : Verdict.Good, ("监测数据队列", "queues of readings"),
                string.Create(CultureInfo.InvariantCulture, $"{waiting} packets wait in {options.Queues} queues")
                    + (unheard > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {unheard} queues have no node: is one running?") : "")
                    + (refused > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {refused} packets could not be read and lie in {names.Refused}: their header “{Names.Reason}” says why") : ""));
        }
        catch (OperationInterruptedException e)
        {
            return new(Verdict.Note, ("监测数据队列", "queues of readings"), "not made yet: the first node that starts makes them (" + e.ShutdownReason?.ReplyText + ")");
        }
    }
}
