namespace Linli.Mqtt;

/// <summary>Configuration section <c>Mqtt</c>; ports, limits and times of connections stand in the same section, see <see cref="Linli.Sensing.LineOptions"/>.</summary>
public sealed class MqttOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Mqtt";

    /// <summary>Port with TLS, opened when there is a certificate; 0 takes any free one, less than 0 none.</summary>
    public int TlsPort { get; set; } = 8883;

    /// <summary>File of the server's certificate: PEM with <see cref="CertificateKey"/>, or PFX.</summary>
    public string? Certificate { get; set; }

    /// <summary>File of the certificate's private key, PEM.</summary>
    public string? CertificateKey { get; set; }

    /// <summary>Password of the PFX file.</summary>
    public string? CertificatePassword { get; set; }

    /// <summary>
    /// SHA-256 thumbprints of client certificates in hexadecimal, by device code. A device named here is let in only over TLS with
    /// that certificate, beside its key.
    /// </summary>
    public Dictionary<string, string> ClientCertificates { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Devices signed in at the same time; the next one is told that the server is busy.</summary>
    public int MostDevices { get; set; } = 20_000;

    /// <summary>QoS 1 messages a device of MQTT 5 may have under way.</summary>
    public ushort ReceiveMaximum { get; set; } = 1024;

    /// <summary>Topic aliases a device of MQTT 5 may use.</summary>
    public ushort TopicAliases { get; set; } = 32;

    /// <summary>Longest keep-alive in seconds; a device of MQTT 5 that asks for more, or for none, is given this.</summary>
    public ushort MostKeepAlive { get; set; } = 3600;

    /// <summary>
    /// Seconds for which an answer on the command's own topic is awaited after its PUBACK; without one, the PUBACK is the answer.
    /// </summary>
    public int AnswerWithin { get; set; } = 5;
}
