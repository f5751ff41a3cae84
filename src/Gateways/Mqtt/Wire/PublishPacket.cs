namespace Linli.Mqtt.Wire;

/// <summary>A message from a client, pointing into the bytes it came in.</summary>
internal ref struct PublishPacket
{
    public ReadOnlySpan<byte> Topic;
    public ReadOnlySpan<byte> Payload;
    public Properties Properties;
    public int Qos;
    public bool Retain;

    /// <summary>DUP: it was sent before.</summary>
    public bool IsAgain;

    /// <summary>0 without QoS.</summary>
    public ushort Id;

    /// <summary>Reads a PUBLISH.</summary>
    /// <param name="first">Its first byte, with the flags.</param>
    /// <param name="body">The rest.</param>
    /// <param name="version">Version of MQTT.</param>
    /// <param name="packet">What it says.</param>
    /// <returns><see cref="Reason.Success"/>, or why the connection cannot go on.</returns>
    public static byte Read(byte first, ReadOnlySpan<byte> body, int version, out PublishPacket packet)
    {
        packet = new() { Qos = (first >> 1) & 3, Retain = (first & 1) != 0, IsAgain = (first & 8) != 0, Properties = new() };
        if (packet.Qos == 3 || (packet.Qos == 0 && (first & 8) != 0))
            return Reason.Malformed;
        var reader = new PacketReader(body);
        packet.Topic = reader.Text();
        if (packet.Qos > 0)
        {
            packet.Id = reader.Short();
            if (packet.Id == 0)
                return reader.IsBad ? Reason.Malformed : Reason.ProtocolError;
        }

        if (version == 5)
        {
            var wrong = Properties.Read(ref reader, PropertyPlace.Publish, out packet.Properties);
            if (wrong != Reason.Success)
                return wrong;
        }

        packet.Payload = reader.Rest;
        if (reader.IsBad)
            return Reason.Malformed;
        if (packet.Topic.ContainsAny((byte)'#', (byte)'+'))
            return Reason.TopicNameInvalid;
        return packet.Topic.IsEmpty && packet.Properties.TopicAlias == 0 ? Reason.ProtocolError : Reason.Success;
    }
}
