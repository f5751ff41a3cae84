using System.Buffers.Binary;

namespace Linli.Jt808;

/// <summary>Header of a message (消息头).</summary>
/// <param name="Id">Message id, one of <see cref="JtMessages"/>.</param>
/// <param name="Serial">消息流水号.</param>
/// <param name="Is2019">Whether it is of the 2019 edition: bit 14 of the attributes.</param>
/// <param name="Length">Length of the body by the header.</param>
/// <param name="Encryption">Bits 10–12 of the attributes; 0 for none.</param>
/// <param name="Parts">消息总包数; 0 when the message is whole.</param>
/// <param name="Part">包序号, from 1; 0 when the message is whole.</param>
/// <param name="Size">Bytes that the header takes.</param>
/// <param name="InParts">Whether it says that it is a part, also where its numbers cannot be.</param>
public readonly record struct JtHeader(ushort Id, ushort Serial, bool Is2019, int Length, int Encryption, int Parts, int Part, int Size, bool InParts = false)
{
    private const int PartsBit = 1 << 13;
    private const int VersionBit = 1 << 14;

    /// <summary>Where the terminal's number lies in the frame: after id and attributes, in 2019 after a version byte too.</summary>
    public int PhoneAt => Is2019 ? 5 : 4;

    /// <summary>How many bytes of BCD it takes.</summary>
    public int PhoneSize => Is2019 ? 10 : 6;

    /// <summary>Reads the header of an unescaped frame without its check byte.</summary>
    public static bool TryRead(ReadOnlySpan<byte> frame, out JtHeader header)
    {
        header = default;
        if (frame.Length < 12)
            return false;
        var attributes = BinaryPrimitives.ReadUInt16BigEndian(frame[2..]);
        var is2019 = (attributes & VersionBit) != 0;
        var size = is2019 ? 17 : 12;
        var inParts = (attributes & PartsBit) != 0;
        var whole = inParts ? size + 4 : size;
        if (frame.Length < whole)
            return false;
        header = new(
            BinaryPrimitives.ReadUInt16BigEndian(frame), BinaryPrimitives.ReadUInt16BigEndian(frame[(size - 2)..]), is2019, attributes & 0x3FF, (attributes >> 10) & 7,
            inParts ? BinaryPrimitives.ReadUInt16BigEndian(frame[size..]) : 0, inParts ? BinaryPrimitives.ReadUInt16BigEndian(frame[(size + 2)..]) : 0, whole, inParts);
        return true;
    }

    /// <summary>The terminal's number as it is entered for the device: BCD without leading zeros.</summary>
    public string Phone(ReadOnlySpan<byte> frame) => Convert.ToHexString(frame.Slice(PhoneAt, PhoneSize)).TrimStart('0');

    /// <summary>Writes a header; <paramref name="target"/> has room for 21 bytes.</summary>
    /// <returns>How many bytes it took.</returns>
    internal static int Write(Span<byte> target, ushort id, string phone, ushort serial, int length, bool is2019, int parts, int part)
    {
        BinaryPrimitives.WriteUInt16BigEndian(target, id);
        BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)(length | (parts > 0 ? PartsBit : 0) | (is2019 ? VersionBit : 0)));
        var at = 4;
        if (is2019)
            target[at++] = 1;
        var digits = is2019 ? 20 : 12;
        for (var i = 0; i < digits; i += 2, at++)
            target[at] = (byte)((Digit(phone, digits, i) << 4) | Digit(phone, digits, i + 1));
        BinaryPrimitives.WriteUInt16BigEndian(target[at..], serial);
        at += 2;
        if (parts > 0)
        {
            BinaryPrimitives.WriteUInt16BigEndian(target[at..], (ushort)parts);
            BinaryPrimitives.WriteUInt16BigEndian(target[(at + 2)..], (ushort)part);
            at += 4;
        }

        return at;
    }

    // Padded with zeros in front. Some makers number their terminals in hexadecimal.
    private static int Digit(string phone, int digits, int index)
    {
        var i = index - (digits - phone.Length);
        return i < 0 ? 0 : char.IsAsciiHexDigit(phone[i]) ? Convert.ToInt32(phone[i].ToString(), 16) : 0;
    }
}
