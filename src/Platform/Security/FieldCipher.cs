using System.Security.Cryptography;
using System.Text;

namespace Linli.Platform.Security;

/// <summary>A sensitive value as it lies in the database: key number, nonce, ciphertext and tag, base64.</summary>
/// <param name="Cipher">What the database holds.</param>
public readonly record struct Sealed(string Cipher)
{
    /// <summary>Never the plain text.</summary>
    public override string ToString() => "•••";
}

/// <summary>Encrypts sensitive fields (AES-256-GCM) and makes the keyed hashes (HMAC-SHA256) that find them.</summary>
public sealed class FieldCipher(KeyRing ring)
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    /// <summary>Encrypts a value with the newest key.</summary>
    public Sealed Seal(string plain) => new(Convert.ToBase64String(SealBytes(Encoding.UTF8.GetBytes(plain))));

    /// <summary>Encrypts bytes with the newest key, such as a part of a file that waits to be imported.</summary>
    public byte[] SealBytes(ReadOnlySpan<byte> plain)
    {
        var packet = new byte[4 + NonceSize + plain.Length + TagSize];
        BitConverter.TryWriteBytes(packet, ring.Newest);
        var nonce = packet.AsSpan(4, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(ring.Key(ring.Newest), TagSize);
        aes.Encrypt(nonce, plain, packet.AsSpan(4 + NonceSize, plain.Length), packet.AsSpan(4 + NonceSize + plain.Length));
        return packet;
    }

    /// <summary>Decrypts a value. Whoever calls this for a person other than the subject logs the view.</summary>
    /// <exception cref="CryptographicException">The value was tampered with, or its key is missing.</exception>
    public string Open(Sealed value) => Encoding.UTF8.GetString(OpenBytes(Convert.FromBase64String(value.Cipher)));

    /// <summary>Decrypts what <see cref="SealBytes"/> made.</summary>
    /// <exception cref="CryptographicException">It was tampered with, or its key is missing.</exception>
    public byte[] OpenBytes(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < 4 + NonceSize + TagSize)
            throw new CryptographicException("The encrypted field is too short to be one.");
        var length = packet.Length - 4 - NonceSize - TagSize;
        var plain = new byte[length];
        using var aes = new AesGcm(ring.Key(BitConverter.ToInt32(packet)), TagSize);
        aes.Decrypt(packet.Slice(4, NonceSize), packet.Slice(4 + NonceSize, length), packet[(4 + NonceSize + length)..], plain);
        return plain;
    }

    /// <summary>A keyed hash by which an encrypted value is found; the purpose keeps equal values of two fields apart.</summary>
    public string Hash(string purpose, string plain) =>
        Convert.ToHexString(HMACSHA256.HashData(ring.HashKey, Encoding.UTF8.GetBytes(purpose + "\0" + plain)));
}
