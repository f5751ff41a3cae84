using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Linli.Mqtt.Connections;

/// <summary>The server's certificate for MQTT; its file is read again when it was written, so that a renewed one needs no restart.</summary>
internal sealed class TlsCertificate(IOptions<MqttOptions> configured, ILogger<TlsCertificate> log)
{
    private readonly Lock gate = new();
    private DateTime written;
    private SslServerAuthenticationOptions? current;

    /// <summary>What to encrypt the next connection with.</summary>
    public SslServerAuthenticationOptions ForTheNext()
    {
        lock (gate)
        {
            var now = File.GetLastWriteTimeUtc(configured.Value.Certificate!);
            if (current is not null && now == written)
                return current;
            try
            {
                current = Make(Load(configured.Value));
                written = now;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException && current is not null)
            {
                log.LogWarning("The new certificate for MQTT cannot be read yet, the old one goes on: {Reason}", e.Message);
            }

            return current!;
        }
    }

    /// <summary>Whether there is a certificate that can be read; says in the log why not.</summary>
    public bool IsThere()
    {
        if (string.IsNullOrEmpty(configured.Value.Certificate))
            return false;
        try
        {
            using var read = Load(configured.Value);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            log.LogWarning("MQTT over TLS is not offered: the certificate {File} cannot be read: {Reason} Set Mqtt:Certificate and Mqtt:CertificateKey.", configured.Value.Certificate, e.Message);
            return false;
        }
    }

    /// <summary>Whether a certificate has a SHA-256 thumbprint, written with or without colons.</summary>
    public static bool Is(X509Certificate shown, string thumbprint) =>
        string.Equals(shown.GetCertHashString(HashAlgorithmName.SHA256), thumbprint.Replace(":", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);

    private SslServerAuthenticationOptions Make(X509Certificate2 certificate) => new()
    {
        ServerCertificate = certificate,

        // Asked for, not insisted on. Devices sign their own: what counts is the thumbprint, looked at again when they say who they are.
        ClientCertificateRequired = configured.Value.ClientCertificates.Count > 0,
        RemoteCertificateValidationCallback = (_, shown, _, _) => shown is null || configured.Value.ClientCertificates.Values.Any(named => Is(shown, named)),
    };

    private static X509Certificate2 Load(MqttOptions options)
    {
        if (options.CertificateKey is not { Length: > 0 } key)
            return X509CertificateLoader.LoadPkcs12FromFile(options.Certificate!, options.CertificatePassword);
        using var pem = X509Certificate2.CreateFromPemFile(options.Certificate!, key);
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }
}
