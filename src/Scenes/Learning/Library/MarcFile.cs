using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Linli.Learning.Library;

/// <summary>A book as a file describes it.</summary>
/// <param name="Number">Which record or line of the file, from 1.</param>
/// <param name="Fault">Why it cannot be read; <c>null</c> for one that can.</param>
internal sealed record BookRecord(int Number, string? Fault = null)
{
    public string? Isbn { get; init; }
    /// <summary>Which volume of a set it is, where it is one: 第5卷.</summary>
    public string? Volume { get; init; }
    public string Title { get; init; } = "";
    public string? Author { get; init; }
    public string? Publisher { get; init; }
    public string? Year { get; init; }
    public string? Class { get; init; }
    public string? Audience { get; init; }
    public string? Shelf { get; init; }
    public IReadOnlyList<string> Barcodes { get; init; } = [];
}

/// <summary>
/// Reads MARC records: ISO 2709 and MARCXML, CNMARC and MARC 21, the few fields a small library needs. Files of old systems are dirty:
/// lengths in leaders lie, so records are cut at their terminators; text is UTF-8 or GB18030 whatever the leader says; a record that
/// cannot be read is told apart and the rest goes on.
/// </summary>
internal static partial class MarcFile
{
    private const byte RecordEnd = 0x1D;
    private const byte FieldEnd = 0x1E;
    private const char Subfield = '\x1F';
    private const int Leader = 24;

    private static readonly Encoding strict = new UTF8Encoding(false, throwOnInvalidBytes: true);

    static MarcFile() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Whether the bytes look like ISO 2709: five digits, and a record terminator somewhere.</summary>
    public static bool IsIso2709(ReadOnlySpan<byte> file) => file.Length > Leader && file.Contains(RecordEnd) && Skip(file) is var start && file[start..].Length > 5 && IsLength(file.Slice(start, 5));

    public static bool IsXml(ReadOnlySpan<byte> file)
    {
        var head = Encoding.UTF8.GetString(file[..Math.Min(file.Length, 400)]).TrimStart('\uFEFF', ' ', '\r', '\n', '\t');
        return head.StartsWith('<');
    }

    public static IEnumerable<BookRecord> ReadIso2709(byte[] file)
    {
        var number = 0;
        for (var at = 0; at < file.Length;)
        {
            var end = Array.IndexOf(file, RecordEnd, at);
            var record = file.AsSpan(at, (end < 0 ? file.Length : end) - at);
            record = record[Skip(record)..];
            at = end < 0 ? file.Length : end + 1;
            if (record.Length == 0)
                continue;
            number++;
            yield return end < 0 ? new(number, "记录不完整，文件可能被截断 the file was cut off") : Read(number, record);
        }
    }

    /// <exception cref="XmlException">It is no XML.</exception>
    public static IEnumerable<BookRecord> ReadXml(Stream file)
    {
        using var reader = XmlReader.Create(file, new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        var number = 0;
        foreach (var record in XDocument.Load(reader).Descendants().Where(e => e.Name.LocalName == "record"))
        {
            var fields = record.Elements().Where(e => e.Name.LocalName == "datafield")
                .Select(f => new Field((string?)f.Attribute("tag") ?? "", [.. f.Elements().Where(s => s.Name.LocalName == "subfield").Select(s => ((string?)s.Attribute("code") is { Length: > 0 } code ? code[0] : ' ', s.Value.Trim()))]))
                .ToList();
            yield return Describe(++number, fields);
        }
    }

    /// <summary>The volume that a title names: 第五卷, 下册, vol. 2.</summary>
    public static string? VolumeIn(string title) => VolumePart().Match(title) is { Success: true } found ? found.Value : null;

    [GeneratedRegex("第?[0-9０-９一二三四五六七八九十百]+[卷册辑集]|[上中下][卷册部]|卷[0-9一二三四五六七八九十]+|\\bvol(ume|\\.)?\\s*[0-9]+", RegexOptions.IgnoreCase)]
    private static partial Regex VolumePart();

    private static BookRecord Read(int number, ReadOnlySpan<byte> record)
    {
        if (record.Length <= Leader || record.IndexOf(FieldEnd) is not (> Leader and var directoryEnd))
            return new(number, "没有目次区 there is no directory");
        var directory = record[Leader..directoryEnd];
        if (directory.Length % 12 != 0)
            return new(number, "目次区长度不对 the directory is broken");
        var data = record[(directoryEnd + 1)..];
        var fields = new List<Field>();
        for (var i = 0; i < directory.Length; i += 12)
        {
            var entry = directory.Slice(i, 12);
            if (!AllDigits(entry[3..]))
                return new(number, "目次区有非数字 the directory holds something else than digits");
            var (length, start) = (Number(entry.Slice(3, 4)), Number(entry.Slice(7, 5)));
            if (start + length > data.Length + 1 || start > data.Length)
                return new(number, "字段超出记录 a field reaches past the record");
            var content = Text(data.Slice(start, Math.Min(length, data.Length - start)));
            fields.Add(new(Encoding.ASCII.GetString(entry[..3]), [.. content.Split(Subfield).Skip(1).Where(s => s.Length > 0).Select(s => (s[0], s[1..].Trim('\x1E', ' ', '\r', '\n')))]));
        }

        return Describe(number, fields);
    }

    // CNMARC has its title in 200, MARC 21 in 245.
    private static BookRecord Describe(int number, List<Field> fields)
    {
        var chinese = fields.Exists(f => f.Tag == "200");
        var title = chinese ? Join(First("200", 'a'), First("200", 'e')) : Join(First("245", 'a'), First("245", 'b'));
        if (string.IsNullOrWhiteSpace(title))
            return new(number, "没有题名 there is no title");
        // Number and name of the volume stand apart from the title of the set.
        var volume = Trim(string.Join(' ', (chinese ? new[] { First("200", 'h'), First("200", 'i') } : [First("245", 'n'), First("245", 'p')]).OfType<string>()));
        var whole = volume is null ? Trim(title)! : $"{Trim(title)!.TrimEnd('.', '。')} {volume}";
        return new(number)
        {
            Title = whole, Volume = volume ?? VolumeIn(whole), Isbn = chinese ? First("010", 'a') : First("020", 'a'), Author = Trim(chinese ? First("200", 'f') ?? First("701", 'a') : First("245", 'c') ?? First("100", 'a')),
            Publisher = Trim(chinese ? First("210", 'c') : First("264", 'b') ?? First("260", 'b')), Year = chinese ? First("210", 'd') : First("264", 'c') ?? First("260", 'c'),
            Class = Trim(chinese ? First("690", 'a') : First("084", 'a') ?? First("093", 'a') ?? First("090", 'a')), Audience = Trim(chinese ? First("333", 'a') : First("521", 'a')),
            // Copies stand where each system puts them.
            Barcodes = [.. fields.Where(f => f.Tag is "905" or "995" or "996" or "952" or "852").SelectMany(f => f.Parts.Where(p => p.Code == (f.Tag is "852" or "952" ? 'p' : f.Tag == "995" ? 'f' : 'b')).Select(p => p.Text)).Where(b => b.Length > 0)],
        };

        string? First(string tag, char code) => fields.Where(f => f.Tag == tag).SelectMany(f => f.Parts).Where(p => p.Code == code && p.Text.Length > 0).Select(p => p.Text).FirstOrDefault();
    }

    private static string? Join(string? title, string? rest) => rest is null ? title : $"{title?.TrimEnd(' ', ':', '/')}：{rest}";

    // ISBD writes its marks after the parts.
    private static string? Trim(string? text) => text?.Trim().TrimEnd('/', ':', ';', ',', ' ', '=') is { Length: > 0 } clean ? clean : null;

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.GetEncoding("GB18030").GetString(bytes);
        }
    }

    private static int Skip(ReadOnlySpan<byte> bytes)
    {
        var start = bytes.StartsWith("\uFEFF"u8) ? 3 : 0;
        while (start < bytes.Length && bytes[start] is (byte)'\r' or (byte)'\n' or (byte)' ' or 0)
            start++;
        // Old systems write the length at the head of a leader with blanks instead of noughts: they are part of it.
        var digits = 0;
        while (digits < 5 && start + digits < bytes.Length && bytes[start + digits] is >= (byte)'0' and <= (byte)'9')
            digits++;
        for (; digits is > 0 and < 5 && start > 0 && bytes[start - 1] == (byte)' '; digits++)
            start--;
        return start;
    }

    private static bool AllDigits(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
            if (b is < (byte)'0' or > (byte)'9')
                return false;
        return true;
    }

    private static bool IsLength(ReadOnlySpan<byte> five) => five.TrimStart((byte)' ') is { Length: > 0 } digits && AllDigits(digits);

    private static int Number(ReadOnlySpan<byte> digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    private sealed record Field(string Tag, IReadOnlyList<(char Code, string Text)> Parts);
}
