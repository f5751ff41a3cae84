using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Linli.Services;

/// <summary>
/// How gates prove PINs, cards and QR codes without asking the server. Public because a gate, or its simulator, does the
/// same sums; <c>docs/gates.md</c> describes them.
/// </summary>
public static class GateSecrets
{
    /// <summary>Rounds of PBKDF2-HMAC-SHA256: a fraction of a second on a gate, years for whoever would try all codes of a list.</summary>
    public const int Iterations = 120_000;

    /// <summary>How long a QR code is good.</summary>
    public static readonly TimeSpan QrLife = TimeSpan.FromSeconds(60);

    /// <summary>By how much a gate's clock may differ.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    /// <summary>A new salt, 16 bytes.</summary>
    public static byte[] NewSalt() => RandomNumberGenerator.GetBytes(16);

    /// <summary>The slow hash of a PIN or a visitor's code.</summary>
    public static byte[] Slow(string digits, ReadOnlySpan<byte> salt) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.ASCII.GetBytes(digits), salt, Iterations, HashAlgorithmName.SHA256, 32);

    /// <summary>The digest of a card's number, upper-case hexadecimal.</summary>
    public static byte[] Card(string number) => SHA256.HashData(Encoding.ASCII.GetBytes(number));

    /// <summary>What one gate is told of a proof: of no use to any other gate.</summary>
    public static string Verifier(ReadOnlySpan<byte> gateSecret, ReadOnlySpan<byte> proof) => Convert.ToBase64String(HMACSHA256.HashData(gateSecret, proof));

    /// <summary>Signs a QR code: <c>L1.{credential}.{end, Unix seconds}.{signature}</c>, ECDSA P-256 with SHA-256.</summary>
    public static string SignQr(ECDsa key, Guid credential, DateTimeOffset until)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"L1.{credential:N}.{until.ToUnixTimeSeconds()}");
        return $"{text}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256))}";
    }

    /// <summary>The credential of a QR code that is signed and not out of date; <c>null</c> otherwise.</summary>
    public static Guid? ReadQr(ECDsa publicKey, string token, DateTimeOffset now)
    {
        if (token.Length > 400 || token.Split('.') is not ["L1", var id, var end, var signature])
            return null;
        if (!Guid.TryParseExact(id, "N", out var credential) || !long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return null;
        var until = seconds - now.ToUnixTimeSeconds();
        if (until < -Skew.TotalSeconds || until > (QrLife + Skew).TotalSeconds || !Base64Url.IsValid(signature))
            return null;
        return publicKey.VerifyData(Encoding.ASCII.GetBytes($"L1.{id}.{end}"), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256)
            ? credential
            : null;
    }
}
