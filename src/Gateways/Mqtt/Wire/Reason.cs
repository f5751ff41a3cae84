namespace Linli.Mqtt.Wire;

/// <summary>Reason codes of MQTT 5 that are used here.</summary>
internal static class Reason
{
    public const byte Success = 0x00;
    public const byte DisconnectWithWill = 0x04;
    public const byte NoSubscription = 0x11;
    public const byte Malformed = 0x81;
    public const byte ProtocolError = 0x82;
    public const byte UnsupportedVersion = 0x84;
    public const byte ClientIdNotValid = 0x85;
    public const byte BadUserOrPassword = 0x86;
    public const byte NotAuthorised = 0x87;
    public const byte ServerBusy = 0x89;
    public const byte ShuttingDown = 0x8B;
    public const byte BadAuthenticationMethod = 0x8C;
    public const byte KeepAliveTimeout = 0x8D;
    public const byte TakenOver = 0x8E;
    public const byte TopicFilterInvalid = 0x8F;
    public const byte TopicNameInvalid = 0x90;
    public const byte ReceiveMaximumExceeded = 0x93;
    public const byte TopicAliasInvalid = 0x94;
    public const byte PacketTooLarge = 0x95;
    public const byte QuotaExceeded = 0x97;
    public const byte AdministrativeAction = 0x98;
    public const byte PayloadInvalid = 0x99;
    public const byte RetainNotSupported = 0x9A;
    public const byte QosNotSupported = 0x9B;
    public const byte SharedNotSupported = 0x9E;
    public const byte SubscriptionIdsNotSupported = 0xA1;
    public const byte WildcardsNotSupported = 0xA2;

    /// <summary>The code of a CONNACK in MQTT 3.1.1 that says the same.</summary>
    public static byte Before5(byte reason) => reason switch
    {
        Success => 0,
        UnsupportedVersion => 1,
        ClientIdNotValid => 2,
        ServerBusy => 3,
        BadUserOrPassword => 4,
        _ => 5,
    };
}

/// <summary>Kinds of packets: the upper half of their first byte.</summary>
internal enum PacketKind : byte
{
    Connect = 1,
    ConnAck = 2,
    Publish = 3,
    PubAck = 4,
    PubRec = 5,
    PubRel = 6,
    PubComp = 7,
    Subscribe = 8,
    SubAck = 9,
    Unsubscribe = 10,
    UnsubAck = 11,
    PingReq = 12,
    PingResp = 13,
    Disconnect = 14,
    Auth = 15,
}
