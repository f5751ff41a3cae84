using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Linli.People.SignIn;

/// <summary>
/// Codes of authenticator apps (RFC 6238: HMAC-SHA1, six digits, steps of 30 seconds). Unlike the framework's provider it
/// takes the time from outside and says which step matched, so that a code can be accepted once only.
/// </summary>
internal static class Totp
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>A new secret of 160 bits, Base32.</summary>
    public static string NewKey()
    {
        var bits = RandomNumberGenerator.GetBytes(32);
        return string.Create(32, bits, static (text, bytes) =>
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = Alphabet[bytes[i] & 31];
        });
    }

    /// <summary>The step in which a code fits, one step of clock drift either way allowed; <c>null</c> when it does not.</summary>
    /// <param name="key">The secret, Base32.</param>
    /// <param name="code">What was typed; blanks are forgiven.</param>
    /// <param name="lastStep">The last step accepted: its code and older ones are spent.</param>
    /// <param name="now">The instant.</param>
    public static long? Match(string key, string code, long lastStep, DateTimeOffset now)
    {
        var typed = Encoding.UTF8.GetBytes(code.Replace(" ", "", StringComparison.Ordinal));
        var current = StepAt(now);
        for (var step = Math.Max(current - 1, lastStep + 1); step <= current + 1; step++)
            if (CryptographicOperations.FixedTimeEquals(typed, Encoding.UTF8.GetBytes(CodeAt(key, step))))
                return step;
        return null;
    }

    /// <summary>Number of the 30-second step since 1970.</summary>
    public static long StepAt(DateTimeOffset instant) => instant.ToUnixTimeSeconds() / 30;

    /// <summary>The code of one step.</summary>
    public static string CodeAt(string key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[20];
#pragma warning disable CA5350 // RFC 6238 and every authenticator app use SHA-1 here; as an HMAC it is not broken
        HMACSHA1.HashData(FromBase32(key), counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[19] & 15)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }

    /// <summary>What the QR code says to an authenticator app.</summary>
    public static string Address(string key, string login) =>
        $"otpauth://totp/Linli:{Uri.EscapeDataString(login)}?secret={key}&issuer=Linli";

    private static byte[] FromBase32(string text)
    {
        var bytes = new byte[text.Length * 5 / 8];
        var (buffer, bits, at) = (0, 0, 0);
        foreach (var letter in text)
        {
            buffer = (buffer << 5) | Alphabet.IndexOf(letter, StringComparison.Ordinal);
            bits += 5;
            if (bits < 8)
                continue;
            bits -= 8;
            bytes[at++] = (byte)(buffer >> bits);
        }

        return bytes;
    }
}
