namespace Linli.Mqtt.Wire;

/// <summary>What a client says first.</summary>
internal sealed class ConnectPacket
{
    public const byte FirstByte = 0x10;

    /// <summary>4 for MQTT 3.1.1, 5 for MQTT 5; others are refused.</summary>
    public required byte Version { get; init; }

    public bool IsClean { get; private init; }

    /// <summary>Seconds; 0 for none.</summary>
    public ushort KeepAlive { get; private init; }

    public string ClientId { get; private set; } = "";

    public string? User { get; private set; }

    public string? Password { get; private set; }

    public bool HasWill { get; private init; }

    public int WillQos { get; private init; }

    public bool WillRetain { get; private init; }

    public bool HasAuthentication { get; private set; }

    public bool WantsProblems { get; private set; } = true;

    public uint MaximumPacketSize { get; private set; } = uint.MaxValue;

    /// <summary>Reads a CONNECT.</summary>
    /// <returns>
    /// <see cref="Reason.Success"/>; <see cref="Reason.UnsupportedVersion"/> with the version alone; or what is wrong, with no
    /// packet when not even the version is known.
    /// </returns>
    public static byte Read(ReadOnlySpan<byte> body, out ConnectPacket? packet)
    {
        packet = null;
        var reader = new PacketReader(body);
        var name = reader.Text();
        var version = reader.Byte();
        if (reader.IsBad || !(name.SequenceEqual("MQTT"u8) || name.SequenceEqual("MQIsdp"u8)))
            return Reason.Malformed;
        if (name.Length != 4 || version is not (4 or 5))
        {
            packet = new() { Version = name.Length == 4 && version > 5 ? (byte)5 : (byte)4 };
            return Reason.UnsupportedVersion;
        }

        var flags = reader.Byte();
        packet = new()
        {
            Version = version,
            IsClean = (flags & 0x02) != 0,
            HasWill = (flags & 0x04) != 0,
            WillQos = (flags >> 3) & 3,
            WillRetain = (flags & 0x20) != 0,
            KeepAlive = reader.Short(),
        };
        var wrong = packet.ReadRest(flags, ref reader);
        return wrong != Reason.Success ? wrong : reader.IsBad || !reader.AtEnd ? Reason.Malformed : Reason.Success;
    }

    private byte ReadRest(byte flags, ref PacketReader reader)
    {
        var (hasPassword, hasUser) = ((flags & 0x40) != 0, (flags & 0x80) != 0);
        if ((flags & 1) != 0 || WillQos == 3 || (!HasWill && (flags & 0x38) != 0) || (Version == 4 && hasPassword && !hasUser))
            return Reason.Malformed;
        if (Version == 5)
        {
            var wrong = Properties.Read(ref reader, PropertyPlace.Connect, out var properties);
            if (wrong != Reason.Success)
                return wrong;
            (HasAuthentication, WantsProblems, MaximumPacketSize) =
                (properties.HasAuthentication, properties.WantsProblems, properties.MaximumPacketSize);
        }

        ClientId = reader.String();
        if (HasWill)
        {
            if (Version == 5 && Properties.Read(ref reader, PropertyPlace.Will, out _) is var wrong && wrong != Reason.Success)
                return wrong;
            var topic = reader.Text();
            if (topic.IsEmpty || topic.ContainsAny((byte)'#', (byte)'+'))
                return Reason.Malformed;
            reader.Binary();
        }

        if (hasUser)
            User = reader.String();
        if (hasPassword)
            Password = System.Text.Encoding.UTF8.GetString(reader.Binary());
        return Reason.Success;
    }
}
