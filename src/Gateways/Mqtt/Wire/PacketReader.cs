using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Linli.Mqtt.Wire;

/// <summary>
/// Reads a packet's body. Reading past the end, or text that is none, gives empty values and is remembered in
/// <see cref="IsBad"/>, which is asked once at the end.
/// </summary>
internal ref struct PacketReader(ReadOnlySpan<byte> body)
{
    private ReadOnlySpan<byte> rest = body;

    /// <summary>Whether something was not there, or was not what it must be.</summary>
    public bool IsBad { get; private set; }

    /// <summary>Whether everything was read.</summary>
    public readonly bool AtEnd => rest.IsEmpty;

    /// <summary>What was not read yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => rest;

    public byte Byte() => Take(1) is [var only] ? only : (byte)0;

    public ushort Short() => Take(2) is { Length: 2 } two ? BinaryPrimitives.ReadUInt16BigEndian(two) : (ushort)0;

    public uint Long() => Take(4) is { Length: 4 } four ? BinaryPrimitives.ReadUInt32BigEndian(four) : 0;

    /// <summary>A number of one to four bytes, seven bits each.</summary>
    public int Variable()
    {
        var value = 0;
        for (var i = 0; i < 4; i++)
        {
            var one = Byte();
            value |= (one & 0x7F) << (7 * i);
            if (one < 0x80)
                return value;
        }

        IsBad = true;
        return 0;
    }

    public ReadOnlySpan<byte> Binary() => Take(Short());

    /// <summary>Text as UTF-8: well formed, and without the character zero.</summary>
    public ReadOnlySpan<byte> Text()
    {
        var text = Take(Short());
        if (Utf8.IsValid(text) && !text.Contains((byte)0))
            return text;
        IsBad = true;
        return [];
    }

    public string String() => Encoding.UTF8.GetString(Text());

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > rest.Length)
        {
            IsBad = true;
            rest = [];
            return [];
        }

        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}
