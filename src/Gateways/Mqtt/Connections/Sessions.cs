using Linli.Mqtt.Messages;
using Linli.Sensing;
using Microsoft.Extensions.Options;

namespace Linli.Mqtt.Connections;

/// <summary>What every session works with.</summary>
internal sealed record Tools(
    IDevices Devices, IDeviceLines Lines, IReadings Readings, Decoder Decoder, IOptions<MqttOptions> Configured, TimeProvider Time)
{
    public MqttOptions Options => Configured.Value;
}

/// <summary>The places for devices that sign in, over all ports.</summary>
internal sealed class Sessions(Tools tools)
{
    private int signedIn;

    /// <summary>How many devices are connected.</summary>
    public int SignedIn => Volatile.Read(ref signedIn);

    public Tools Tools => tools;

    public Deliveries Deliveries { get; } = new();

    /// <summary>Largest packet in bytes.</summary>
    public int MostPacketSize { get; init; } = MqttProtocol.LongestPacket;

    /// <summary>Takes a place for a device that signs in; <c>false</c> when all are taken.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref signedIn) <= tools.Options.MostDevices)
            return true;
        Interlocked.Decrement(ref signedIn);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref signedIn);
}
