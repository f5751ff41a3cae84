using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Linli.Notices.Push;

/// <summary>
/// Encrypts what a push says so that only the browser can read it (T16: RFC 8291 on the content coding <c>aes128gcm</c> of
/// RFC 8188, one record). The push service in between sees a blob whose size says nothing either.
/// </summary>
internal static class PushEncryption
{
    /// <summary>Every text is made this long before it is encrypted.</summary>
    public const int PaddedTo = 512;

    private const int RecordSize = 4096;
    private const int SaltSize = 16;
    private const int TagSize = 16;
    private const byte LastRecord = 2;

    /// <summary>The body of a push message.</summary>
    /// <param name="text">At most 511 bytes.</param>
    /// <param name="browserKey">Public key of the subscription, 65 bytes (<c>p256dh</c>).</param>
    /// <param name="auth">Secret of the subscription, 16 bytes.</param>
    public static byte[] Seal(ReadOnlySpan<byte> text, byte[] browserKey, byte[] auth)
    {
        using var own = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return Seal(text, browserKey, auth, own, RandomNumberGenerator.GetBytes(SaltSize), PaddedTo);
    }

    /// <summary>The same with a known key pair, salt and length: what the test vector of RFC 8291 prescribes.</summary>
    internal static byte[] Seal(ReadOnlySpan<byte> text, byte[] browserKey, byte[] auth, ECDiffieHellman own, byte[] salt, int paddedTo)
    {
        if (text.Length >= paddedTo)
            throw new ArgumentException("A push says less.", nameof(text));
        var ownKey = P256.Write(own.ExportParameters(false).Q);
        var (key, nonce) = Derive(browserKey, auth, own, ownKey, salt);

        var record = new byte[paddedTo];
        text.CopyTo(record);
        record[text.Length] = LastRecord;

        byte[] header = [.. salt, .. BigEndian(RecordSize), P256.PointSize, .. ownKey];
        var body = new byte[header.Length + record.Length + TagSize];
        header.CopyTo(body, 0);
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(nonce, record, body.AsSpan(header.Length, record.Length), body.AsSpan(header.Length + record.Length));
        return body;
    }

    private static (byte[] Key, byte[] Nonce) Derive(byte[] browserKey, byte[] auth, ECDiffieHellman own, byte[] ownKey, byte[] salt)
    {
        using var theirs = P256.Read(browserKey) ?? throw new ArgumentException("Not a point of P-256.", nameof(browserKey));
        var shared = own.DeriveRawSecretAgreement(theirs.PublicKey);
        var input = HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 32, auth, [.. "WebPush: info\0"u8, .. browserKey, .. ownKey]);
        return (
            HKDF.DeriveKey(HashAlgorithmName.SHA256, input, 16, salt, "Content-Encoding: aes128gcm\0"u8.ToArray()),
            HKDF.DeriveKey(HashAlgorithmName.SHA256, input, 12, salt, "Content-Encoding: nonce\0"u8.ToArray()));
    }

    private static byte[] BigEndian(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }
}
