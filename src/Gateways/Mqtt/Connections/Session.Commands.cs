using System.Text;
using Linli.Mqtt.Wire;

namespace Linli.Mqtt.Connections;

/// <summary>What a device listens to: its own commands, and nothing else.</summary>
internal sealed partial class Session
{
    private const int MostFilters = 16;

    private void Subscribe(ReadOnlySpan<byte> body)
    {
        if (!ReadHead(body, PropertyPlace.Subscribe, out var reader, out var id))
            return;
        Span<byte> granted = stackalloc byte[MostFilters];
        var count = 0;
        while (!reader.AtEnd)
        {
            var filter = reader.Text();
            var wishes = reader.Byte();
            if (reader.IsBad || filter.IsEmpty || !IsWish(wishes))
            {
                Leave(Reason.Malformed);
                return;
            }

            if (count == MostFilters)
            {
                Leave(Reason.QuotaExceeded);
                return;
            }

            granted[count++] = Grant(filter, wishes & 3);
        }

        if (count == 0)
            Leave(Reason.ProtocolError);
        else
            answers.Granted((byte)PacketKind.SubAck, Version, id, granted[..count]);
    }

    private void Unsubscribe(ReadOnlySpan<byte> body)
    {
        if (!ReadHead(body, PropertyPlace.Unsubscribe, out var reader, out var id))
            return;
        Span<byte> gone = stackalloc byte[MostFilters];
        var count = 0;
        while (!reader.AtEnd)
        {
            var filter = reader.Text();
            if (reader.IsBad || filter.IsEmpty || count == MostFilters)
            {
                Leave(Reason.Malformed);
                return;
            }

            gone[count++] = IsOwn(filter) && StopsListening() ? Reason.Success : Reason.NoSubscription;
        }

        if (count == 0)
            Leave(Reason.ProtocolError);
        else
            answers.Granted((byte)PacketKind.UnsubAck, Version, id, Version == 5 ? gone[..count] : []);
    }

    private bool ReadHead(ReadOnlySpan<byte> body, PropertyPlace place, out PacketReader reader, out ushort id)
    {
        reader = new(body);
        id = reader.Short();
        var wrong = id == 0 ? reader.IsBad ? Reason.Malformed : Reason.ProtocolError : Reason.Success;
        if (wrong == Reason.Success && Version == 5)
        {
            wrong = Properties.Read(ref reader, place, out var properties);
            if (wrong == Reason.Success && properties.HasSubscriptionId)
                wrong = Reason.SubscriptionIdsNotSupported;
        }

        if (wrong != Reason.Success)
            Leave(wrong);
        return wrong == Reason.Success;
    }

    // QoS 3, retain handling 3 and reserved bits are none.
    private bool IsWish(byte wishes) => (wishes & 3) != 3 && (Version == 5 ? (wishes & 0xC0) == 0 && (wishes & 0x30) != 0x30 : (wishes & 0xFC) == 0);

    private byte Grant(ReadOnlySpan<byte> filter, int qos)
    {
        if (IsOwn(filter))
        {
            qos = Math.Min(qos, 1);
            listens = qos;
            return (byte)qos;
        }

        if (Version != 5)
            return 0x80;
        if (filter.StartsWith("$share/"u8))
            return Reason.SharedNotSupported;
        return filter.ContainsAny((byte)'#', (byte)'+') ? Reason.WildcardsNotSupported : Reason.NotAuthorised;
    }

    private bool StopsListening()
    {
        var did = listens is not null | desk.Unsubscribed();
        listens = null;
        return did;
    }

    private bool IsOwn(ReadOnlySpan<byte> filter) => Encoding.UTF8.GetString(filter) == topics!.Commands;
}
