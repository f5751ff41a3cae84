using System.Buffers.Binary;
using System.Text;

namespace Linli.Server.Tests;

/// <summary>Small files made by hand.</summary>
internal static class Pictures
{
    /// <summary>A JPEG of 16 × 16 pixels whose EXIF block and comment speak of a place.</summary>
    public static byte[] JpegWithGps()
    {
        var exif = Encoding.Latin1.GetBytes("Exif\0\0MM\0*\0\0\0\u0008\0\0\0\0\0\0 GPS 30.2105 120.2105");
        return
        [
            0xFF, 0xD8,
            .. Segment(0xE1, exif),
            .. Segment(0xFE, Encoding.ASCII.GetBytes("taken at 30.2105")),
            .. Segment(0xDB, [0, .. Enumerable.Repeat((byte)16, 64)]),
            .. Segment(0xC0, [8, 0, 16, 0, 16, 1, 1, 0x11, 0]),
            .. Segment(0xC4, [0x00, 1, .. new byte[15], 0]),
            .. Segment(0xC4, [0x10, 1, .. new byte[15], 0]),
            .. Segment(0xDA, [1, 1, 0, 0, 63, 0]),
            0x00, 0x7F,
            0xFF, 0xD9,
        ];
    }

    /// <summary>The head of a PNG that claims to be this large.</summary>
    public static byte[] PngClaiming(int width, int height)
    {
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[9]) = (8, 2);
        return [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR", head), .. Chunk("IEND", [])];
    }

    private static byte[] Segment(byte marker, byte[] body) =>
        [0xFF, marker, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body];

    private static byte[] Chunk(string type, byte[] body)
    {
        byte[] typed = [.. Encoding.ASCII.GetBytes(type), .. body];
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, body.Length);
        var sum = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc(typed));
        return [.. length, .. typed, .. sum];
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var i = 0; i < 8; i++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320u;
        }

        return ~crc;
    }
}
