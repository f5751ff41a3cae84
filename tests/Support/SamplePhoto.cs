namespace Linli.Tests;

/// <summary>A real photo, if a dull one.</summary>
public static class SamplePhoto
{
    /// <summary>24 by 16 grey pixels, with the smallest tables that every decoder takes.</summary>
    public static readonly byte[] Jpeg =
    [
        0xFF, 0xD8,
        0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0,
        0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)1, 64),
        0xFF, 0xC0, 0, 11, 8, 0, 16, 0, 24, 1, 1, 0x11, 0,

        // One code of one bit in each table: "no difference" and "end of block".
        0xFF, 0xC4, 0, 20, 0x00, 1, .. new byte[15], 0,
        0xFF, 0xC4, 0, 20, 0x10, 1, .. new byte[15], 0,
        0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0,
        0x00, 0x0F, // six blocks of two zero bits, filled up with ones
        0xFF, 0xD9,
    ];
}
