using System.Text;

namespace Linli.Devices.Tests.Mqtt;

/// <summary>Packets as a device writes them, byte by byte.</summary>
internal static class Packets
{
    public static readonly byte[] Ping = [0xC0, 0];
    public static readonly byte[] Leave = [0xE0, 0];

    public static byte[] Connect(int version, string user, string? password, string clientId = "client", ushort keepAlive = 0, byte flags = 2, bool will = false, byte[]? properties = null)
    {
        var body = new List<byte>();
        body.AddRange(Text(version == 3 ? "MQIsdp" : "MQTT"));
        body.Add((byte)version);
        body.Add((byte)(flags | 0x80 | (password is null ? 0 : 0x40) | (will ? 4 : 0)));
        body.AddRange([(byte)(keepAlive >> 8), (byte)keepAlive]);
        if (version >= 5)
            body.AddRange(Properties(properties));
        body.AddRange(Text(clientId));
        if (will)
        {
            if (version == 5)
                body.Add(0);
            body.AddRange([.. Text($"linli/{user}/status"), .. Text("gone")]);
        }

        body.AddRange(Text(user));
        if (password is not null)
            body.AddRange(Text(password));
        return Packet(0x10, [.. body]);
    }

    public static byte[] Publish(int version, string topic, string payload, ushort id = 0, byte flags = 0, byte[]? properties = null)
    {
        var body = new List<byte>(Text(topic));
        if (id != 0)
            body.AddRange([(byte)(id >> 8), (byte)id]);
        if (version == 5)
            body.AddRange(Properties(properties));
        body.AddRange(Encoding.UTF8.GetBytes(payload));
        return Packet((byte)(0x30 | flags | (id != 0 && (flags & 6) == 0 ? 2 : 0)), [.. body]);
    }

    public static byte[] Subscribe(int version, ushort id, params string[] filters)
    {
        var body = new List<byte> { (byte)(id >> 8), (byte)id };
        if (version == 5)
            body.Add(0);
        foreach (var filter in filters)
            body.AddRange([.. Text(filter), 1]);
        return Packet(0x82, [.. body]);
    }

    public static byte[] Unsubscribe(int version, ushort id, string filter) =>
        Packet(0xA2, [(byte)(id >> 8), (byte)id, .. version == 5 ? [(byte)0] : Array.Empty<byte>(), .. Text(filter)]);

    public static byte[] PubAck(ushort id) => [0x40, 2, (byte)(id >> 8), (byte)id];

    public static byte[] User(string name, string value) => [0x26, .. Text(name), .. Text(value)];

    public static byte[] ContentType(string type) => [3, .. Text(type)];

    public static byte[] Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [(byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];
    }

    public static byte[] Packet(byte first, byte[] body)
    {
        var length = new List<byte>();
        for (var rest = body.Length; ; rest >>= 7)
        {
            length.Add((byte)((rest & 0x7F) | (rest > 0x7F ? 0x80 : 0)));
            if (rest <= 0x7F)
                break;
        }

        return [first, .. length, .. body];
    }

    private static byte[] Properties(byte[]? properties) => properties is null ? [0] : [(byte)properties.Length, .. properties];
}
