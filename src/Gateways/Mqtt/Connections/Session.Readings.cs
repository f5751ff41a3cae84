using Linli.Mqtt.Messages;
using Linli.Mqtt.Wire;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Linli.Sensing;

namespace Linli.Mqtt.Connections;

/// <summary>What a device publishes.</summary>
internal sealed partial class Session
{
    private void Take(byte first, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var wrong = PublishPacket.Read(first, body, Version, out var packet);
        if (wrong == Reason.Success)
            wrong = Judge(packet);
        if (wrong == Reason.Success)
            wrong = Resolve(ref packet);
        if (wrong != Reason.Success)
        {
            Leave(wrong);
            return;
        }

        if (packet.Qos > 0 && Version == 5 && ++underWay > tools.Options.ReceiveMaximum)
        {
            Leave(Reason.ReceiveMaximumExceeded);
            return;
        }

        var kind = topics!.Of(packet.Topic, out var rest);
        if (kind == TopicKind.Foreign)
            RefuseForeign(packet.Id);
        else if (kind == TopicKind.Answer)
            Answer(rest, packet);
        else
            Decode(kind, rest, packet, now);
    }

    private byte Judge(in PublishPacket packet) =>
        packet.Qos == 2 ? Reason.QosNotSupported : packet.Retain && Version == 5 ? Reason.RetainNotSupported : Reason.Success;

    // A topic of MQTT 5 may be named once and then by number.
    private byte Resolve(ref PublishPacket packet)
    {
        var alias = packet.Properties.TopicAlias;
        if (alias == 0)
            return Reason.Success;
        if (alias > tools.Options.TopicAliases)
            return Reason.TopicAliasInvalid;
        aliases ??= new byte[]?[tools.Options.TopicAliases + 1];
        if (!packet.Topic.IsEmpty)
            aliases[alias] = packet.Topic.ToArray();
        else if (aliases[alias] is { } known)
            packet.Topic = known;
        else
            return Reason.TopicAliasInvalid;
        return Reason.Success;
    }

    private void RefuseForeign(ushort id)
    {
        // Where no answer can say no, the end of the connection does.
        if (Version == 5 && id != 0)
            batch.Messages.Add(new(id, batch.Count, batch.Count, Reason.NotAuthorised, Faults.Foreign));
        else
            Leave(Reason.NotAuthorised);
    }

    private void Answer(ReadOnlySpan<byte> command, in PublishPacket packet)
    {
        desk.Answered(command, packet.Payload);
        if (packet.Id != 0)
            batch.Messages.Add(new(packet.Id, batch.Count, batch.Count, Reason.Success, null));
    }

    private void Decode(TopicKind kind, ReadOnlySpan<byte> rest, in PublishPacket packet, DateTimeOffset now)
    {
        var from = batch.Count;
        Delivery? delivery = null;
        if (packet.Id != 0 && !sessions.Deliveries.Begin(device!.Id, packet.Id, HashOf(packet), packet.IsAgain, out delivery))
        {
            batch.Messages.Add(new(packet.Id, from, from, Reason.Success, null, Before: delivery));
            return;
        }

        batch.Event = null;
        var fault = tools.Decoder.Read(kind, rest, packet, device!, now, batch);
        if (batch.Event is { } key)
            batch.Events.Add(new(key, from, batch.Count));
        batch.Messages.Add(new(packet.Id, from, batch.Count, fault is null ? Reason.Success : Reason.PayloadInvalid, fault, delivery));
    }

    private static int HashOf(in PublishPacket packet)
    {
        var hash = new HashCode();
        hash.AddBytes(packet.Topic);
        hash.AddBytes(packet.Payload);
        return hash.ToHashCode();
    }

    /// <summary>Takes what came in, and acknowledges what is durable now.</summary>
    private async ValueTask Settle()
    {
        // Before anything is asked that waits: a message that is wrong in itself is answered the same either way.
        var intake = batch.Count == 0 ? new(0, 0, []) : await tools.Readings.Take(batch.Readings, batch.Events, CancellationToken.None);
        if (intake is { Later: false, Refused: [var first, ..] })
            line.Note("readings that were refused: " + first.Problem.Code);
        var (taken, refused, busy) = (0, 0, 0);
        var next = 0;
        foreach (var message in batch.Messages)
        {
            var (reason, why, some) = (message.Reason, message.Fault, 0);
            if (message.To > message.From && intake.Busy)
                (reason, why) = (Reason.QuotaExceeded, Faults.Busy);
            else if (message.To > message.From)
                (reason, why, some) = Judge(intake, message, ref next);
            else if (message.Before is { } before && !await before.Taken())
                (reason, why) = (Reason.QuotaExceeded, Faults.Busy);
            // MQTT 3.1.1 has no word for it in a PUBACK: whoever keeps the device reads it on its page.
            if (message.Fault is { } fault)
                line.Note("a message that was refused: " + fault.En);
            message.Delivery?.End(reason != Reason.QuotaExceeded);
            if (reason == Reason.Success)
                taken++;
            else if (reason == Reason.QuotaExceeded)
                busy++;
            else
                refused++;
            if (message.Id != 0)
                Acknowledge(message.Id, reason, why, some);
        }

        underWay = 0;
        batch.Clear();
        MqttFigures.Count(taken, refused, busy);

        // MQTT 3.1.1 cannot be told to wait: without a PUBACK, and with the connection ended, it sends again when it is back.
        if (busy > 0 && Version != 5)
            Leave(Reason.ServerBusy);
    }

    // The refused come in the order of the readings.
    private static (byte Reason, Phrase? Why, int Refused) Judge(Intake intake, in Waiting message, ref int next)
    {
        Phrase? why = null;
        var (refused, later) = (0, false);
        for (; next < intake.Refused.Count && intake.Refused[next].Index < message.To; next++, refused++)
        {
            why ??= intake.Refused[next].Problem.Message;
            later |= intake.Refused[next].Problem.Kind == ProblemKind.TooMany;
        }

        // Acknowledged, the device would forget what came too fast.
        if (later)
            return (Reason.QuotaExceeded, Faults.Busy, refused);
        return refused == message.To - message.From ? (Reason.PayloadInvalid, why, refused) : (Reason.Success, why, refused);
    }

    private void Acknowledge(ushort id, byte reason, Phrase? why, int refused)
    {
        if (Version != 5)
        {
            // What cannot be true is acknowledged all the same: sent again it would be no truer.
            if (reason != Reason.QuotaExceeded)
                answers.Acknowledge(id);
        }
        else if (reason == Reason.Success && why is null)
            answers.Acknowledge(id);
        else if (hello!.WantsProblems)
            answers.Acknowledge(id, reason, why is { } words ? Faults.Say(words) : null, refused, hello.MaximumPacketSize);
        else
            answers.Acknowledge(id, reason, null, 0, hello.MaximumPacketSize);
    }
}
