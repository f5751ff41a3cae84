using System.Buffers.Text;
using System.Text;

namespace Linli.Bench.Sensing;

/// <summary>Readings as JSON, with instants that go on from run to run so that none is a repetition.</summary>
internal sealed class Words(DateTime from)
{
    private const long Step = 500;
    private long at = from.Ticks;

    /// <summary>Writes one reading; returns its length.</summary>
    public int Reading(Span<byte> to)
    {
        var length = Copy("{\"measure\":\"temperature\",\"value\":21.5,\"at\":\""u8, to);
        Utf8Formatter.TryFormat(new DateTime(at += Step, DateTimeKind.Utc), to[length..], out var more, 'O');
        return length + more + Copy("\"}"u8, to[(length + more)..]);
    }

    /// <summary>A list of so many.</summary>
    public byte[] List(int count)
    {
        var bytes = new byte[(count * 100) + 2];
        var length = 1;
        bytes[0] = (byte)'[';
        for (var i = 0; i < count; i++)
        {
            length += Reading(bytes.AsSpan(length));
            bytes[length++] = (byte)(i == count - 1 ? ']' : ',');
        }

        return bytes[..length];
    }

    /// <summary>Basic credentials of a device.</summary>
    public static string Basic(string code) => Convert.ToBase64String(Encoding.ASCII.GetBytes($"{code}:{Bed.KeyOf(code)}"));

    private static int Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        from.CopyTo(to);
        return from.Length;
    }
}
