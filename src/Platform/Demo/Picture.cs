using System.Buffers.Binary;
using System.IO.Compression;

namespace Linli.Platform.Demo;

/// <summary>A small picture made of plain shapes, written as PNG: what the demo shows where people would take photos.</summary>
/// <param name="width">Pixels.</param>
/// <param name="height">Pixels.</param>
public sealed class Picture(int width, int height)
{
    private readonly byte[] pixels = new byte[width * height * 3];

    /// <summary>Three bytes a pixel, red first, row by row.</summary>
    public ReadOnlyMemory<byte> Pixels => pixels;

    /// <summary>A rectangle; colours are 0xRRGGBB.</summary>
    public Picture Box(int left, int top, int right, int bottom, int colour) => Fill(left, top, right, bottom, colour, (_, _) => true);

    /// <summary>A disc.</summary>
    public Picture Disc(int x, int y, int radius, int colour) => Fill(x - radius, y - radius, x + radius, y + radius, colour,
        (px, py) => ((px - x) * (px - x)) + ((py - y) * (py - y)) <= radius * radius);

    /// <summary>A shape with an even slope on each side.</summary>
    public Picture Wedge(int top, int topLeft, int topRight, int bottom, int bottomLeft, int bottomRight, int colour) =>
        Fill(Math.Min(topLeft, bottomLeft), top, Math.Max(topRight, bottomRight), bottom, colour, (px, py) =>
        {
            var part = (double)(py - top) / Math.Max(1, bottom - top);
            return px >= topLeft + ((bottomLeft - topLeft) * part) && px <= topRight + ((bottomRight - topRight) * part);
        });

    /// <summary>The sky or a wall: one colour that becomes another.</summary>
    public Picture Shade(int top, int bottom, int from, int to)
    {
        for (var y = top; y < bottom; y++)
        {
            var part = (double)(y - top) / (bottom - top);
            Box(0, y, width - 1, y, (Mix(from >> 16, to >> 16, part) << 16) | (Mix(from >> 8, to >> 8, part) << 8) | Mix(from, to, part));
        }

        return this;
    }

    /// <summary>The picture as PNG.</summary>
    public byte[] ToPng()
    {
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[9]) = (8, 2);
        Chunk(png, "IHDR"u8, head);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            for (var y = 0; y < height; y++)
            {
                zlib.WriteByte(0);
                zlib.Write(pixels, y * width * 3, width * 3);
            }

        Chunk(png, "IDAT"u8, packed.ToArray());
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static int Mix(int a, int b, double part) => (int)((a & 0xFF) + (((b & 0xFF) - (a & 0xFF)) * part));

    private Picture Fill(int left, int top, int right, int bottom, int colour, Func<int, int, bool> inside)
    {
        for (var y = Math.Max(0, top); y <= Math.Min(height - 1, bottom); y++)
            for (var x = Math.Max(0, left); x <= Math.Min(width - 1, right); x++)
                if (inside(x, y))
                {
                    var at = ((y * width) + x) * 3;
                    (pixels[at], pixels[at + 1], pixels[at + 2]) = ((byte)(colour >> 16), (byte)(colour >> 8), (byte)colour);
                }

        return this;
    }

    private static void Chunk(Stream png, ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(name);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(data, Crc(name, 0xFFFFFFFF)) ^ 0xFFFFFFFF);
        png.Write(number);
    }

    private static uint Crc(ReadOnlySpan<byte> data, uint crc)
    {
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }

        return crc;
    }
}
