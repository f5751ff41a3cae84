using System.Globalization;
using System.Text;

namespace Linli.Hj212;

/// <summary>A packet of HJ 212: the data segment between <c>##</c>, its length and its check.</summary>
/// <param name="Qn">请求编码: the instant, to the millisecond, that names a request; empty when there is none.</param>
/// <param name="St">系统编码: 21 surface water, 22 air, 91 the conversation itself.</param>
/// <param name="Cn">命令编码.</param>
/// <param name="Pw">访问密码.</param>
/// <param name="Mn">设备唯一标识.</param>
/// <param name="Flag">拆分包及应答标志; <c>null</c> in the 2005 edition, where it may be left out.</param>
/// <param name="Cp">指令参数: what lies between the <c>&amp;&amp;</c>.</param>
public sealed record HjPacket(string Qn, string St, string Cn, string Pw, string Mn, int? Flag, string Cp)
{
    /// <summary>The longest data segment that is taken; the standard says 1024, stations send more.</summary>
    public const int LongestSegment = 9999;

    /// <summary>总包号; 0 when the packet is whole.</summary>
    public int Packets { get; init; }

    /// <summary>包号, from 1.</summary>
    public int Packet { get; init; }

    /// <summary>Whether the station wants an answer: bit 0 of the flag.</summary>
    public bool WantsAnswer => (Flag & 1) == 1;

    /// <summary>Whether it is of the 2017 edition or later: bits 2–7 of the flag.</summary>
    public bool Is2017 => Flag >> 2 > 0;

    /// <summary>The packet as it goes over the wire.</summary>
    public byte[] Write()
    {
        var segment = new StringBuilder();
        if (Qn.Length > 0)
            segment.Append("QN=").Append(Qn).Append(';');
        segment.Append(CultureInfo.InvariantCulture, $"ST={St};CN={Cn};PW={Pw};MN={Mn};");
        if (Flag is { } flag)
            segment.Append(CultureInfo.InvariantCulture, $"Flag={flag};");
        if (Packets > 0)
            segment.Append(CultureInfo.InvariantCulture, $"PNUM={Packets};PNO={Packet};");
        segment.Append("CP=&&").Append(Cp).Append("&&");
        var bytes = Encoding.ASCII.GetBytes(segment.ToString());
        return Encoding.ASCII.GetBytes($"##{bytes.Length:D4}{segment}{Check(bytes):X4}\r\n");
    }

    /// <summary>The check of a data segment (附录 A): a CRC-16 whose register is shifted before each byte is put to its low half.</summary>
    public static ushort Check(ReadOnlySpan<byte> segment)
    {
        var register = 0xFFFF;
        foreach (var b in segment)
        {
            register = (register >> 8) ^ b;
            for (var bit = 0; bit < 8; bit++)
                register = (register & 1) == 1 ? (register >> 1) ^ 0xA001 : register >> 1;
        }

        return (ushort)register;
    }

    /// <summary>Reads a data segment.</summary>
    /// <returns>The packet, or <c>null</c> when there is no command in it.</returns>
    public static HjPacket? Read(ReadOnlySpan<byte> segment)
    {
        var text = Encoding.ASCII.GetString(segment);
        var start = text.IndexOf("CP=&&", StringComparison.Ordinal);
        var cp = start < 0 ? "" : text[(start + 5)..];
        if (cp.IndexOf("&&", StringComparison.Ordinal) is >= 0 and var end)
            cp = cp[..end];
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in (start < 0 ? text : text[..start]).Split(';', StringSplitOptions.RemoveEmptyEntries))
            if (field.IndexOf('=', StringComparison.Ordinal) is > 0 and var at)
                fields[field[..at].Trim()] = field[(at + 1)..].Trim();
        if (!fields.TryGetValue("CN", out var cn))
            return null;
        return new(
            fields.GetValueOrDefault("QN", ""), fields.GetValueOrDefault("ST", ""), cn, fields.GetValueOrDefault("PW", ""), fields.GetValueOrDefault("MN", ""),
            int.TryParse(fields.GetValueOrDefault("Flag"), CultureInfo.InvariantCulture, out var flag) ? flag & 0xFF : null, cp)
        {
            Packets = Number(fields, "PNUM"),
            Packet = Number(fields, "PNO"),
        };
    }

    private static int Number(Dictionary<string, string> fields, string name) =>
        int.TryParse(fields.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
