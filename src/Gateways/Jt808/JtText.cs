using System.Text;

namespace Linli.Jt808;

/// <summary>Strings of the protocol: GBK, which GB 18030 reads too, ended or padded by zeros.</summary>
internal static class JtText
{
    public static readonly Encoding Encoding = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    public static string Read(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        return Encoding.GetString(end < 0 ? bytes : bytes[..end]).Trim();
    }
}
