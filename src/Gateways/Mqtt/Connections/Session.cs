using System.Buffers;
using System.Text.Json;
using Linli.Mqtt.Messages;
using Linli.Mqtt.Wire;
using Linli.Sensing;

namespace Linli.Mqtt.Connections;

/// <summary>
/// One connection of a device. All that lies in the buffer is read, its readings are taken in one go, and all that is
/// acknowledged goes out in one write: a busy device makes its own batches.
/// </summary>
internal sealed partial class Session(Line line, Sessions sessions)
{
    // Before it is known who speaks, nobody needs more.
    private const int MostBeforeSignIn = 8 * 1024;

    private readonly Tools tools = sessions.Tools;
    private readonly Answers answers = new();
    private readonly Batch batch = new();
    private readonly CommandDesk desk = new(TimeSpan.FromSeconds(sessions.Tools.Options.AnswerWithin), sessions.Tools.Time);
    private ConnectPacket? hello;
    private Device? device;
    private OwnTopics? topics;
    private byte[]?[]? aliases;
    private DeviceConnection? presence;
    private CancellationTokenRegistration keyEnds;
    private int hangUp;
    private bool isTakenOver;
    private int? listens;
    private bool isOver;
    private byte goodbye;
    private bool tookLeave;
    private bool saidLost;
    private int underWay;
    private byte[] scratch = [];

    private int Version => hello?.Version ?? 4;

    /// <summary>Serves the connection until it ends.</summary>
    /// <param name="stopping">Cancelled when the server stops.</param>
    public async Task Run(CancellationToken stopping)
    {
        using var stops = stopping.Register(static me => ((Session)me!).HangUp(Reason.ShuttingDown), this);
        try
        {
            await Talk();
        }
        finally
        {
            End();
        }
    }

    /// <summary>Ends the connection from this side, from any thread.</summary>
    /// <param name="reason">What a device of MQTT 5 is told.</param>
    public void HangUp(byte reason)
    {
        if (Interlocked.CompareExchange(ref hangUp, reason, 0) == 0)
            line.Input.CancelPendingRead();
    }

    private async Task Talk()
    {
        var input = line.Input;
        while (true)
        {
            var read = await input.ReadAsync();
            if (line.HungUp.IsCancellationRequested)
                return;
            if (hangUp != 0)
            {
                Leave((byte)hangUp);
                SayGoodbye();
                await Send();
                return;
            }

            var (consumed, isAll) = Digest(read.Buffer);
            input.AdvanceTo(consumed, isAll ? read.Buffer.End : consumed);
            if (!batch.IsEmpty)
                await Settle();
            SayGoodbye();
            if (!answers.IsEmpty)
                await Send();

            // Only now, so that no simple device hears a command before it knows that it listens.
            if (listens is { } qos)
                desk.Subscribed(qos);
            listens = null;
            if (isOver || (read.IsCompleted && isAll))
                return;
        }
    }

    /// <summary>Handles every whole packet there is, until the batch is full.</summary>
    private (SequencePosition Consumed, bool IsAll) Digest(ReadOnlySequence<byte> bytes)
    {
        var now = tools.Time.GetUtcNow();
        while (!isOver)
        {
            if (batch.IsFull)
                return (bytes.Start, false);
            if (device is null && new SequenceReader<byte>(bytes).TryPeek(out var door) && door != ConnectPacket.FirstByte)
            {
                // A browser, or somebody trying doors: no need to wait for more.
                isOver = true;
                break;
            }

            var status = Frame.Read(bytes, device is null ? MostBeforeSignIn : sessions.MostPacketSize, out var first, out var head, out var length);
            if (status == FrameStatus.Partial)
                break;
            if (status != FrameStatus.Whole)
            {
                Leave(status == FrameStatus.TooLarge ? Reason.PacketTooLarge : Reason.Malformed);
                break;
            }

            var body = bytes.Slice(head, length);
            line.Heard();
            Handle(first, body.IsSingleSegment ? body.FirstSpan : Gathered(body), now);

            // What comes before the sign-in may hold a key and is never kept.
            if (goodbye is Reason.Malformed or Reason.ProtocolError && device is not null)
                line.Odd(goodbye == Reason.Malformed ? "malformed packet" : "packet against the protocol", bytes.Slice(0, head + length));
            bytes = bytes.Slice(head + length);
        }

        return (bytes.Start, true);
    }

    private ReadOnlySpan<byte> Gathered(in ReadOnlySequence<byte> body)
    {
        var length = (int)body.Length;
        if (scratch.Length < length)
            scratch = new byte[length];
        body.CopyTo(scratch);
        return scratch.AsSpan(0, length);
    }

    private void Handle(byte first, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var kind = (PacketKind)(first >> 4);
        if (kind != PacketKind.Publish && (first & 15) != (kind is PacketKind.Subscribe or PacketKind.Unsubscribe or PacketKind.PubRel ? 2 : 0))
        {
            Leave(Reason.Malformed);
            return;
        }

        if (device is null)
        {
            SignIn(body);
            return;
        }

        switch (kind)
        {
            case PacketKind.Publish:
                Take(first, body, now);
                break;
            case PacketKind.PubAck:
                TakeAcknowledgement(body);
                break;
            case PacketKind.Subscribe:
                Subscribe(body);
                break;
            case PacketKind.Unsubscribe:
                Unsubscribe(body);
                break;
            case PacketKind.PingReq when body.IsEmpty:
                presence?.Heartbeat();
                answers.Pong();
                break;
            case PacketKind.Disconnect:
                TakeLeave(body);
                break;
            default:
                Leave(kind == PacketKind.PingReq ? Reason.Malformed : Reason.ProtocolError);
                break;
        }
    }

    private void TakeAcknowledgement(ReadOnlySpan<byte> body)
    {
        var reader = new PacketReader(body);
        var id = reader.Short();
        var reason = Version == 5 && !reader.AtEnd ? reader.Byte() : Reason.Success;
        if (Version == 5 && !reader.AtEnd && Properties.Read(ref reader, PropertyPlace.PubAck, out _) is var wrong && wrong != Reason.Success)
            Leave(wrong);
        else if (reader.IsBad || !reader.AtEnd)
            Leave(Reason.Malformed);
        else
            desk.Acknowledged(id, reason);
    }

    private void TakeLeave(ReadOnlySpan<byte> body)
    {
        var reader = new PacketReader(body);
        var reason = Version == 5 && !reader.AtEnd ? reader.Byte() : Reason.Success;
        if (Version == 5 && !reader.AtEnd && Properties.Read(ref reader, PropertyPlace.Disconnect, out _) is var wrong && wrong != Reason.Success)
            Leave(wrong);
        else if (reader.IsBad || !reader.AtEnd)
            Leave(Reason.Malformed);

        // With any other reason the device wants its will to hold: it is lost.
        (tookLeave, saidLost) = (reason == Reason.Success, reason != Reason.Success);
        isOver = true;
    }

    /// <summary>Ends the connection after what came before was taken and answered.</summary>
    private void Leave(byte reason)
    {
        if (!isOver)
            goodbye = reason;
        isOver = true;
    }

    // Behind the last PUBACK; before MQTT 5 a server has no such word.
    private void SayGoodbye()
    {
        if (goodbye != 0 && device is not null && Version == 5)
            answers.Leave(goodbye);
    }

    private async ValueTask Send()
    {
        if (!await line.Send(answers.Written))
            isOver = true;
        answers.Clear();
    }

    private Task<CommandOutcome> Deliver(DeviceCommand command, CancellationToken cancel) => desk.Deliver(
        command,
        async packet =>
        {
            var message = new Answers();
            var payload = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(payload))
            {
                json.WriteStartObject();
                json.WriteString("id", command.Id);
                json.WriteString("name", command.Name);
                json.WritePropertyName("arguments");
                json.WriteRawValue(command.Arguments);
                json.WriteEndObject();
            }

            message.Publish(Version, topics!.Commands, packet, $"{topics.Commands}/{command.Id}", command.Id.ToByteArray(), payload.WrittenSpan);
            if (message.Written.Length > hello!.MaximumPacketSize)
                return false;
            await line.Send(message.Written);
            return true;
        },
        cancel);

    private void End()
    {
        keyEnds.Dispose();
        desk.Close();
        foreach (var message in batch.Messages)
            message.Delivery?.End(taken: false);
        if (device is null)
            return;
        sessions.Leave();
        if (presence is null)
            return;

        // Whoever took its place is there already: the device is not gone. Only a will says that it is lost; of a line that merely
        // broke its silence counts, and when we go nobody is lost.
        if (!isTakenOver && (tookLeave || saidLost || (hello!.HasWill && hangUp != Reason.ShuttingDown)))
            presence.Left(lost: !tookLeave);
        presence.Dispose();
    }
}
