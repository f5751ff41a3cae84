using System.Buffers.Binary;

namespace Linli.Platform.Files;

/// <summary>The one thing in EXIF that a picture needs: which way is up.</summary>
internal static class ExifOrientation
{
    private const ushort Tag = 0x0112;

    /// <summary>Orientation 2–8 of a TIFF block, or 1 (upright) when it says nothing or nothing sensible.</summary>
    public static int Read(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 14)
            return 1;

        bool little;
        if (tiff.StartsWith("II*\0"u8))
            little = true;
        else if (tiff.StartsWith("MM\0*"u8))
            little = false;
        else
            return 1;

        var at = U32(tiff[4..], little);
        if (at > tiff.Length - 2)
            return 1;

        var directory = tiff[(int)at..];
        var entries = U16(directory, little);
        for (var i = 0; i < entries && 2 + (12 * i) + 12 <= directory.Length; i++)
        {
            var entry = directory.Slice(2 + (12 * i), 12);
            // Type 3 is SHORT; its value stands in the entry itself.
            if (U16(entry, little) == Tag)
                return U16(entry[2..], little) == 3 && U16(entry[8..], little) is >= 2 and <= 8 and var value ? value : 1;
        }

        return 1;
    }

    /// <summary>A TIFF block with nothing but an orientation.</summary>
    public static byte[] Write(int orientation) =>
    [
        (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, // big-endian, directory at 8
        0, 1, // one entry
        Tag >> 8, Tag & 0xFF, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0,
        0, 0, 0, 0, // no next directory
    ];

    private static ushort U16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint U32(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
