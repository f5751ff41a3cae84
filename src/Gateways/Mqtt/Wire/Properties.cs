namespace Linli.Mqtt.Wire;

/// <summary>Where properties of MQTT 5 stand.</summary>
[Flags]
internal enum PropertyPlace
{
    None = 0,
    Connect = 1,
    Will = 2,
    Publish = 4,
    PubAck = 8,
    Subscribe = 16,
    Unsubscribe = 32,
    Disconnect = 64,
}

/// <summary>Properties of a packet of MQTT 5 as a client sends it.</summary>
internal ref struct Properties
{
    private const PropertyPlace Everywhere = (PropertyPlace)127;

    public Properties()
    {
    }

    public ushort ReceiveMaximum { get; private set; } = ushort.MaxValue;

    public uint MaximumPacketSize { get; private set; } = uint.MaxValue;

    public bool WantsProblems { get; private set; } = true;

    public bool HasAuthentication { get; private set; }

    public bool HasSubscriptionId { get; private set; }

    public bool IsText { get; private set; }

    /// <summary>0 when there is none.</summary>
    public ushort TopicAlias { get; private set; }

    public ReadOnlySpan<byte> ContentType { get; private set; }

    /// <summary>All properties as they came, to look for user properties in.</summary>
    public ReadOnlySpan<byte> Raw { get; private set; }

    public bool HasUserProperties { get; private set; }

    /// <summary>Reads the properties of a packet.</summary>
    /// <returns><see cref="Reason.Success"/>, or what is wrong with them.</returns>
    public static byte Read(scoped ref PacketReader packet, PropertyPlace place, out Properties properties)
    {
        properties = new();
        var length = packet.Variable();
        properties.Raw = packet.Take(length);
        if (packet.IsBad)
            return Reason.Malformed;
        var reader = new PacketReader(properties.Raw);
        ulong seen = 0;
        while (!reader.AtEnd)
        {
            var id = reader.Byte();
            if ((PlacesOf(id) & place) == 0)
                return Reason.Malformed;
            if (id != UserProperty && (seen & (1UL << id)) != 0)
                return Reason.ProtocolError;
            seen |= 1UL << id;
            if (!properties.Take(id, ref reader))
                return reader.IsBad ? Reason.Malformed : id == TopicAliasId ? Reason.TopicAliasInvalid : Reason.ProtocolError;
        }

        return Reason.Success;
    }

    /// <summary>The value of the first user property with a name; empty when there is none.</summary>
    public readonly ReadOnlySpan<byte> User(ReadOnlySpan<byte> name)
    {
        if (!HasUserProperties)
            return [];
        var reader = new PacketReader(Raw);
        var passed = new Properties();
        while (!reader.AtEnd)
        {
            var id = reader.Byte();
            if (id != UserProperty)
            {
                passed.Take(id, ref reader);
                continue;
            }

            var key = reader.Text();
            var value = reader.Text();
            if (key.SequenceEqual(name))
                return value;
        }

        return [];
    }

    public const byte UserProperty = 0x26;
    private const byte TopicAliasId = 0x23;

    private static PropertyPlace PlacesOf(byte id) => id switch
    {
        0x01 or 0x02 or 0x03 or 0x08 or 0x09 => PropertyPlace.Publish | PropertyPlace.Will,
        0x0B => PropertyPlace.Subscribe, // In a PUBLISH only a server may name it.
        0x11 => PropertyPlace.Connect | PropertyPlace.Disconnect,
        0x15 or 0x16 or 0x17 or 0x19 or 0x21 or 0x22 or 0x27 => PropertyPlace.Connect,
        0x18 => PropertyPlace.Will,
        0x1F => PropertyPlace.PubAck | PropertyPlace.Disconnect,
        TopicAliasId => PropertyPlace.Publish,
        UserProperty => Everywhere,
        _ => PropertyPlace.None,
    };

    private bool Take(byte id, scoped ref PacketReader reader)
    {
        byte flag = 0;
        switch (id)
        {
            case 0x01:
                flag = reader.Byte();
                IsText = flag == 1;
                break;
            case 0x02 or 0x11 or 0x18:
                reader.Long();
                break;
            case 0x03:
                ContentType = reader.Text();
                break;
            case 0x08 or 0x1F:
                reader.Text();
                break;
            case 0x09:
                reader.Binary();
                break;
            case 0x0B:
                HasSubscriptionId = true;
                return reader.Variable() > 0 && !reader.IsBad;
            case 0x15:
                reader.Text();
                HasAuthentication = true;
                break;
            case 0x16:
                reader.Binary();
                HasAuthentication = true;
                break;
            case 0x17:
                flag = reader.Byte();
                WantsProblems = flag == 1;
                break;
            case 0x19:
                flag = reader.Byte();
                break;
            case 0x21:
                ReceiveMaximum = reader.Short();
                return ReceiveMaximum > 0 && !reader.IsBad;
            case 0x22:
                reader.Short();
                break;
            case TopicAliasId:
                TopicAlias = reader.Short();
                return TopicAlias > 0 && !reader.IsBad;
            case 0x27:
                MaximumPacketSize = reader.Long();
                return MaximumPacketSize > 0 && !reader.IsBad;
            default:
                reader.Text();
                reader.Text();
                HasUserProperties = true;
                break;
        }

        return flag <= 1 && !reader.IsBad;
    }
}
