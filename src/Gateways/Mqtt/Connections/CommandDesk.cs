using System.Text;
using System.Text.Json;
using Linli.Sensing;

namespace Linli.Mqtt.Connections;

/// <summary>
/// The command a device is asked to carry out, one at a time. The device answers on the command's own topic,
/// <c>linli/{code}/commands/{id}</c>, with <c>{"done": true}</c> or <c>false</c>; a device that never does has answered with its
/// PUBACK.
/// </summary>
internal sealed class CommandDesk(TimeSpan answerWithin, TimeProvider time)
{
    private static readonly TimeSpan WithoutAck = TimeSpan.FromSeconds(30);
    private readonly Lock gate = new();
    private TaskCompletionSource<int> subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Asked? asked;
    private ushort last;
    private bool isOver;

    /// <summary>The device listens for commands.</summary>
    /// <param name="qos">0 or 1, as it was granted.</param>
    public void Subscribed(int qos)
    {
        Unsubscribed();
        subscribed.TrySetResult(qos);
    }

    /// <summary>The device listens no longer: commands wait until it does again.</summary>
    /// <returns>Whether it did.</returns>
    public bool Unsubscribed()
    {
        if (!subscribed.Task.IsCompleted)
            return false;
        subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return true;
    }

    /// <summary>The connection is gone: nothing is answered any more.</summary>
    public void Close()
    {
        Asked? open;
        lock (gate)
        {
            isOver = true;
            open = asked;
        }

        subscribed.TrySetResult(-1);
        open?.Answered.TrySetResult(CommandOutcome.Unanswered);
    }

    /// <summary>Gives a command to the device once it listens, and waits for its answer.</summary>
    /// <param name="command">The command.</param>
    /// <param name="send">Sends it under a packet id, 0 for none.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<CommandOutcome> Deliver(DeviceCommand command, Func<ushort, ValueTask<bool>> send, CancellationToken cancel)
    {
        var qos = await subscribed.Task.WaitAsync(cancel);
        if (qos < 0)
            return CommandOutcome.Unanswered;
        var mine = new Asked(command.Id, qos == 0 ? (ushort)0 : NextId());
        lock (gate)
        {
            if (isOver)
                return CommandOutcome.Unanswered;
            asked = mine;
        }

        try
        {
            // A device that cannot take a packet of this size can never carry it out.
            if (!await send(mine.Packet))
                return CommandOutcome.Refused;
            return await Answer(mine, cancel);
        }
        finally
        {
            lock (gate)
                asked = null;
        }
    }

    private async Task<CommandOutcome> Answer(Asked mine, CancellationToken cancel)
    {
        if (mine.Packet == 0)
        {
            await Task.WhenAny(mine.Answered.Task, Task.Delay(WithoutAck, time, cancel));
            return mine.Answered.Task.IsCompleted ? await mine.Answered.Task : CommandOutcome.Unanswered;
        }

        await Task.WhenAny(mine.Answered.Task, mine.Acknowledged.Task).WaitAsync(cancel);
        if (!mine.Answered.Task.IsCompleted && await mine.Acknowledged.Task is var outcome && outcome != CommandOutcome.Done)
            return outcome;
        if (!mine.Answered.Task.IsCompleted && answerWithin > TimeSpan.Zero)
            await Task.WhenAny(mine.Answered.Task, Task.Delay(answerWithin, time, cancel));
        return mine.Answered.Task.IsCompleted ? await mine.Answered.Task : CommandOutcome.Done;
    }

    /// <summary>The device acknowledged a packet.</summary>
    public void Acknowledged(ushort packet, byte reason)
    {
        lock (gate)
            if (asked is { } open && open.Packet == packet && packet != 0)
                open.Acknowledged.TrySetResult(reason >= 0x80 ? CommandOutcome.Refused : CommandOutcome.Done);
    }

    /// <summary>The device answered on a command's topic.</summary>
    public void Answered(ReadOnlySpan<byte> id, ReadOnlySpan<byte> payload)
    {
        lock (gate)
            if (asked is { } open && Guid.TryParse(Encoding.UTF8.GetString(id), out var command) && command == open.Command)
                open.Answered.TrySetResult(IsDone(payload) ? CommandOutcome.Done : CommandOutcome.Refused);
    }

    // Nothing at all, or anything that does not say false, is a yes: many devices answer with what they know.
    private static bool IsDone(ReadOnlySpan<byte> payload)
    {
        try
        {
            var reader = new Utf8JsonReader(payload);
            if (payload.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return true;
            using var answer = JsonDocument.Parse(payload.ToArray());
            return !answer.RootElement.TryGetProperty("done", out var done) || done.ValueKind != JsonValueKind.False;
        }
        catch (JsonException)
        {
            return true;
        }
    }

    private ushort NextId() => last = last == ushort.MaxValue ? (ushort)1 : (ushort)(last + 1);

    private sealed record Asked(Guid Command, ushort Packet)
    {
        public TaskCompletionSource<CommandOutcome> Acknowledged { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<CommandOutcome> Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
