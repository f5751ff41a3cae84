using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Linli.Notices.Push;

/// <summary>Points of the curve P-256 as Web Push writes them: 65 bytes, uncompressed, in base64url.</summary>
internal static class P256
{
    public const int PointSize = 65;
    private const byte Uncompressed = 4;
    private const int Half = 32;

    public static byte[] Write(ECPoint point) => [Uncompressed, .. point.X!, .. point.Y!];

    /// <summary>The public key of these bytes, or <c>null</c> when they are no point of the curve.</summary>
    public static ECDiffieHellman? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != PointSize || bytes[0] != Uncompressed)
            return null;
        try
        {
            return ECDiffieHellman.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new() { X = bytes.Slice(1, Half).ToArray(), Y = bytes[(1 + Half)..].ToArray() },
            });
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Bytes of a text in base64url, with or without padding.</summary>
    public static bool TryDecode(string? text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = text is { Length: > 0 and <= 200 } && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
        return bytes is not null;
    }
}
