using System.Buffers.Binary;
using System.Text;

namespace Linli.Platform.Tests.Files;

/// <summary>Small images put together byte by byte, with everything in them that must not stay.</summary>
internal static class SampleImages
{
    public const string Secret = "SECRET-30.208N-120.21E";

    /// <summary>The coded picture of <see cref="Jpeg"/>, stuffed byte and restart marker included.</summary>
    public static readonly byte[] Scan = [0x12, 0x34, 0xFF, 0x00, 0x56, 0xFF, 0xD0, 0x78, 0x9A];

    /// <summary>A JPEG of 40 × 30 with JFIF and its thumbnail, EXIF with GPS, XMP, ICC, IPTC, comment, a second EXIF after the end.</summary>
    public static byte[] Jpeg(int orientation = 6, ushort width = 40, ushort height = 30) =>
    [
        0xFF, 0xD8,
        .. Segment(0xE0, [.. "JFIF\0"u8, 1, 1, 1, 0, 72, 0, 72, 1, 1, 0xAA, 0xBB, 0xCC]),
        .. Segment(0xE1, [.. "Exif\0\0"u8, .. Tiff(orientation)]),
        .. Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Text()]),
        .. Segment(0xE2, [.. "ICC_PROFILE\0"u8, 1, 1, 9, 9, 9]),
        .. Segment(0xE2, [.. "MPF\0"u8, .. Text()]),
        .. Segment(0xED, [.. "Photoshop 3.0\0"u8, .. Text()]),
        .. Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 1]),
        .. Segment(0xFE, Text()),
        .. Segment(0xDB, [0, .. new byte[64]]),
        0xFF, 0xFF, // fill bytes before a marker are allowed
        .. Segment(0xC0, [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0])[1..],
        .. Segment(0xC4, [0, .. new byte[16]]),
        .. Segment(0xDA, [1, 1, 0, 0, 63, 0]),
        .. Scan,
        0xFF, 0xD9,
        0xFF, 0xD8, .. Segment(0xE1, [.. "Exif\0\0"u8, .. Tiff(1)]), .. Text(),
    ];

    public static byte[] Png(int orientation = 6, int width = 40, int height = 30) =>
    [
        0x89, .. "PNG\r\n\u001a\n"u8,
        .. Chunk("IHDR", [.. Big(width), .. Big(height), 8, 2, 0, 0, 0]),
        .. Chunk("sRGB", [0]),
        .. Chunk("eXIf", Tiff(orientation)),
        .. Chunk("tEXt", [.. "Comment\0"u8, .. Text()]),
        .. Chunk("zTXt", Text()),
        .. Chunk("iTXt", Text()),
        .. Chunk("tIME", [7, 234, 11, 3, 9, 0, 0]),
        .. Chunk("prVt", Text()),
        .. Chunk("IDAT", [1, 2, 3, 4, 5]),
        .. Chunk("IDAT", [6, 7, 8]),
        .. Chunk("IEND", []),
        .. Text(),
    ];

    public static byte[] WebP(int orientation = 6, int width = 40, int height = 30)
    {
        byte[] content =
        [
            .. Riff("VP8X", [0x2C, 0, 0, 0, .. Little24(width - 1), .. Little24(height - 1)]),
            .. Riff("ICCP", [9, 9, 9]),
            .. Riff("VP8 ", [0, 0, 0, 0x9D, 0x01, 0x2A, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 5]),
            .. Riff("EXIF", Tiff(orientation)),
            .. Riff("XMP ", Text()),
            .. Riff("priv", Text()),
        ];
        return [.. "RIFF"u8, .. Little(content.Length + 4), .. "WEBP"u8, .. content, .. Text()];
    }

    public static byte[] Text() => Encoding.ASCII.GetBytes(Secret);

    /// <summary>TIFF with orientation, maker (the secret) and a GPS directory at 30°12'28.8" N 120°12'36" E.</summary>
    private static byte[] Tiff(int orientation)
    {
        var maker = Text();
        var gpsAt = 8 + 2 + (3 * 12) + 4;
        var valuesAt = gpsAt + 2 + (4 * 12) + 4;
        return
        [
            .. "II*\0"u8, 8, 0, 0, 0,
            3, 0,
            .. Entry(0x010F, 2, maker.Length + 1, valuesAt + 48),
            .. Entry(0x0112, 3, 1, orientation),
            .. Entry(0x8825, 4, 1, gpsAt),
            0, 0, 0, 0,
            4, 0,
            .. Entry(1, 2, 2, 'N'),
            .. Entry(2, 5, 3, valuesAt),
            .. Entry(3, 2, 2, 'E'),
            .. Entry(4, 5, 3, valuesAt + 24),
            0, 0, 0, 0,
            .. Little(30), .. Little(1), .. Little(12), .. Little(1), .. Little(288), .. Little(10),
            .. Little(120), .. Little(1), .. Little(12), .. Little(1), .. Little(360), .. Little(10),
            .. maker, 0,
        ];
    }

    private static byte[] Entry(int tag, int type, int count, int value) =>
        [(byte)tag, (byte)(tag >> 8), (byte)type, 0, .. Little(count), .. Little(value)];

    public static byte[] Segment(byte marker, byte[] body) =>
        [0xFF, marker, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body];

    public static byte[] Chunk(string type, byte[] body)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. body];
        return [.. Big(body.Length), .. named, .. Big((int)Crc(named))];
    }

    public static byte[] Riff(string type, byte[] body) =>
        [.. Encoding.ASCII.GetBytes(type), .. Little(body.Length), .. body, .. new byte[body.Length % 2]];

    /// <summary>CRC-32 bit by bit, apart from the table in the code under test.</summary>
    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }

        return ~crc;
    }

    private static byte[] Big(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Little(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Little24(int value) => Little(value)[..3];
}
