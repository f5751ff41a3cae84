using System.Threading.Channels;
using Linli.Sensing;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Linli.RabbitMq;

/// <summary>A place in the line of consumers of a queue. RabbitMQ gives packets to the first of them only.</summary>
internal sealed class RabbitTurn : IQueueTurn
{
    private readonly IChannel channel;
    private readonly Channel<QueuedPacket> packets = Channel.CreateUnbounded<QueuedPacket>(new() { SingleReader = true, SingleWriter = true });

    private RabbitTurn(IChannel channel, int most) => (this.channel, Most) = (channel, most);

    public ChannelReader<QueuedPacket> Packets => packets.Reader;

    public int Most { get; }

    public static async Task<RabbitTurn> Begin(IChannel channel, string queue, ushort most, CancellationToken cancel)
    {
        var turn = new RabbitTurn(channel, most);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += turn.OnReceived;
        consumer.UnregisteredAsync += turn.OnEnded;
        channel.ChannelShutdownAsync += turn.OnShutdown;
        await channel.BasicQosAsync(0, most, global: false, cancel);
        await channel.BasicConsumeAsync(queue, autoAck: false, consumer, cancel);
        return turn;
    }

    public Task Done(ulong number, CancellationToken cancel) => RabbitSession.Guard(async () =>
    {
        await channel.BasicAckAsync(number, multiple: true, cancel);
        return true;
    });

    public async ValueTask DisposeAsync()
    {
        packets.Writer.TryComplete();
        try
        {
            await channel.CloseAsync();
        }
        catch (Exception e) when (e is RabbitMQClientException or IOException or ObjectDisposedException or TimeoutException or OperationCanceledException)
        {
            // It went with its connection.
        }

        await channel.DisposeAsync();
    }

    private Task OnReceived(object sender, BasicDeliverEventArgs e)
    {
        // The library uses its buffer again.
        packets.Writer.TryWrite(new(e.DeliveryTag, e.Body.ToArray()));
        return Task.CompletedTask;
    }

    private Task OnEnded(object sender, ConsumerEventArgs e) => OnShutdown(sender, null!);

    private Task OnShutdown(object sender, ShutdownEventArgs e)
    {
        packets.Writer.TryComplete();
        return Task.CompletedTask;
    }
}
