using System.Diagnostics.Metrics;

namespace Linli.Mqtt.Connections;

/// <summary>What <c>/metrics</c> tells of MQTT.</summary>
internal static class MqttFigures
{
    private static readonly Meter Meter = new("Linli");

    private static readonly Counter<long> Messages = Meter.CreateCounter<long>(
        "linli.mqtt.messages", description: "Messages of devices: taken, refused because of what they said, busy when nothing could be taken.");

    public static void Count(int taken, int refused, int busy)
    {
        if (taken > 0)
            Messages.Add(taken, new KeyValuePair<string, object?>("outcome", "taken"));
        if (refused > 0)
            Messages.Add(refused, new KeyValuePair<string, object?>("outcome", "refused"));
        if (busy > 0)
            Messages.Add(busy, new KeyValuePair<string, object?>("outcome", "busy"));
    }
}
