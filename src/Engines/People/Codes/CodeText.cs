using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Linli.Platform.Security;

namespace Linli.People.Codes;

/// <summary>What a code on a phone says: whose it is, until when, and which of many it is.</summary>
internal sealed record PersonCode(Guid Person, DateTimeOffset Until, Guid Nonce);

/// <summary>Codes and tickets as text: sealed, so that neither says anything to whoever photographs it, and nobody makes one up.</summary>
internal sealed class CodeText(FieldCipher cipher)
{
    // A code is no ticket and a ticket no code, whatever is pasted where.
    private const string CodePrefix = "LLP1.";
    private const string TicketPrefix = "LLT1.";
    private const int CodeSize = 40;
    private const int TicketSize = 41;

    public string Write(PersonCode code)
    {
        Span<byte> plain = stackalloc byte[CodeSize];
        code.Person.TryWriteBytes(plain);
        BinaryPrimitives.WriteInt64BigEndian(plain[16..], code.Until.ToUnixTimeSeconds());
        code.Nonce.TryWriteBytes(plain[24..]);
        return CodePrefix + Base64Url.EncodeToString(cipher.SealBytes(plain));
    }

    public PersonCode? ReadCode(string text) => Open(text, CodePrefix) is { Length: CodeSize } plain
        ? new(new(plain.AsSpan(0, 16)), TimeAt(plain, 16), new(plain.AsSpan(24, 16)))
        : null;

    /// <summary>A ticket for the caller who read the code.</summary>
    public string Ticket(Guid reader, Guid person, PresentedWay way, string name, DateTimeOffset until)
    {
        var plain = new byte[TicketSize + Encoding.UTF8.GetByteCount(name)];
        reader.TryWriteBytes(plain);
        person.TryWriteBytes(plain.AsSpan(16));
        BinaryPrimitives.WriteInt64BigEndian(plain.AsSpan(32), until.ToUnixTimeSeconds());
        plain[40] = (byte)way;
        Encoding.UTF8.GetBytes(name, plain.AsSpan(TicketSize));
        return TicketPrefix + Base64Url.EncodeToString(cipher.SealBytes(plain));
    }

    public (Guid Reader, Presented Presented, DateTimeOffset Until)? ReadTicket(string text) => Open(text, TicketPrefix) is { Length: >= TicketSize } plain
        ? (new(plain.AsSpan(0, 16)),
            new(text.Trim(), new(plain.AsSpan(16, 16)), Encoding.UTF8.GetString(plain.AsSpan(TicketSize)), (PresentedWay)plain[40]), TimeAt(plain, 32))
        : null;

    private static DateTimeOffset TimeAt(byte[] plain, int at) => DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(plain.AsSpan(at)));

    private byte[]? Open(string text, string prefix)
    {
        text = text.Trim();
        if (text.Length > 600 || !text.StartsWith(prefix, StringComparison.Ordinal) || !Base64Url.IsValid(text.AsSpan(prefix.Length)))
            return null;
        try
        {
            return cipher.OpenBytes(Base64Url.DecodeFromChars(text.AsSpan(prefix.Length)));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
