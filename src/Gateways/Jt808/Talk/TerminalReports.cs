using System.Buffers.Binary;
using System.Globalization;

namespace Linli.Jt808.Talk;

/// <summary>What terminals say about themselves when they are asked, as parameters by name.</summary>
internal static class TerminalReports
{
    private const int Most = 100;

    /// <summary>The list of parameters of an answer (0x0104): id, length and value of each, by ids such as <c>0x0001</c>.</summary>
    public static Dictionary<string, string> Parameters(ReadOnlySpan<byte> list)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        for (; list.Length >= 5 && list.Length >= 5 + list[4] && parameters.Count < Most; list = list[(5 + list[4])..])
        {
            var id = BinaryPrimitives.ReadUInt32BigEndian(list);
            parameters[$"0x{id:X4}"] = Value(id, list.Slice(5, list[4]));
        }

        return parameters;
    }

    /// <summary>Attributes (0x0107): maker, model and versions; the number of the SIM is nobody's business.</summary>
    public static Dictionary<string, string> Attributes(bool is2019, ReadOnlySpan<byte> body)
    {
        var (maker, model, id) = is2019 ? (11, 30, 30) : (5, 20, 7);
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        if (body.Length < 2 + maker + model + id + 10)
            return attributes;
        attributes["maker"] = JtText.Read(body.Slice(2, maker));
        attributes["model"] = JtText.Read(body.Slice(2 + maker, model));
        var rest = body[(2 + maker + model + id + 10)..];
        foreach (var name in new[] { "hardware", "firmware" })
        {
            if (rest.IsEmpty || rest.Length < 1 + rest[0])
                break;
            attributes[name] = JtText.Read(rest.Slice(1, rest[0]));
            rest = rest[(1 + rest[0])..];
        }

        return attributes;
    }

    // Addresses, names and numbers to call; a text of four letters must not be read as a number.
    private static bool IsText(uint id) => id is >= 0x10 and <= 0x17 or 0x1A or 0x1D or >= 0x23 and <= 0x26 or >= 0x40 and <= 0x44 or 0x48 or 0x49 or 0x83;

    private static string Value(uint id, ReadOnlySpan<byte> value) => value.Length switch
    {
        _ when IsText(id) => JtText.Read(value),
        1 => value[0].ToString(CultureInfo.InvariantCulture),
        2 => BinaryPrimitives.ReadUInt16BigEndian(value).ToString(CultureInfo.InvariantCulture),
        4 => BinaryPrimitives.ReadUInt32BigEndian(value).ToString(CultureInfo.InvariantCulture),
        _ => JtText.Read(value),
    };
}
