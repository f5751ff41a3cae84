using System.Net.Security;
using Linli.Sensing;

namespace Linli.Mqtt.Connections;

/// <summary>MQTT on one port: without encryption, or with the certificate.</summary>
internal sealed class MqttProtocol(string name, LineOptions options, Lazy<Sessions> sessions, TlsCertificate? certificate) : ILineProtocol
{
    public const int LongestPacket = 256 * 1024;
    public const string TlsName = DeviceProtocols.Mqtt + "-tls";

    public string Name => name;

    public LineOptions Options => options;

    public SslServerAuthenticationOptions? Tls => certificate?.ForTheNext();

    public Task Serve(Line line, CancellationToken cancel) => new Session(line, sessions.Value).Run(cancel);
}
