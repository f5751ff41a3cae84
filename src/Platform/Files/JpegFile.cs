using System.Buffers.Binary;

namespace Linli.Platform.Files;

/// <summary>The segments of a JPEG file (ITU-T T.81 annex B).</summary>
internal static class JpegFile
{
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;
    private const byte App0 = 0xE0;
    private const byte App1 = 0xE1;
    private const byte App2 = 0xE2;
    private const byte App14 = 0xEE;

    public static ImageSize ReadSize(ReadOnlySpan<byte> image)
    {
        var size = default(ImageSize);
        var reader = new Reader(image);
        while (reader.Next())
        {
            if (!IsFrame(reader.Marker))
                continue;
            if (reader.Body.Length < 6)
                throw new InvalidImageException("The JPEG's frame is too short.");
            // Two frames would be two sizes, and readers differ in which they believe.
            if (size != default)
                throw new InvalidImageException("The JPEG has more than one frame.");
            size = new ImageSize(
                BinaryPrimitives.ReadUInt16BigEndian(reader.Body[3..]), BinaryPrimitives.ReadUInt16BigEndian(reader.Body[1..]));
        }

        return size;
    }

    public static byte[] Strip(ReadOnlySpan<byte> image)
    {
        var orientation = Orientation(image);
        using var output = new MemoryStream(image.Length);
        output.Write([0xFF, 0xD8]);

        var reader = new Reader(image);
        var wroteOrientation = orientation == 1;
        var sawScan = false;
        while (reader.Next())
        {
            if (reader.Marker == App0 && reader.Body.Length >= 14 && reader.Body.StartsWith("JFIF\0"u8))
            {
                // Its last bytes are a thumbnail: keep version and density, and say that there is none.
                WriteSegment(output, App0, [.. reader.Body[..12], 0, 0]);
                continue;
            }

            // EXIF follows JFIF and precedes all else.
            if (!wroteOrientation)
            {
                WriteSegment(output, App1, [.. "Exif\0\0"u8, .. ExifOrientation.Write(orientation)]);
                wroteOrientation = true;
            }

            if (IsKept(reader.Marker, reader.Body))
                WriteSegment(output, reader.Marker, reader.Body);
            if (reader.Marker == StartOfScan)
            {
                sawScan = true;
                output.Write(reader.ScanData);
            }
        }

        if (!sawScan)
            throw new InvalidImageException("The JPEG has no picture.");
        output.Write([0xFF, EndOfImage]);
        return output.ToArray();
    }

    private static int Orientation(ReadOnlySpan<byte> image)
    {
        var reader = new Reader(image);
        while (reader.Next())
            if (reader.Marker == App1 && reader.Body.StartsWith("Exif\0\0"u8) && ExifOrientation.Read(reader.Body[6..]) is > 1 and var orientation)
                return orientation;
        return 1;
    }

    // Tables, frames and scans make the picture; ICC makes its colours, and Adobe's block says how they are stored.
    private static bool IsKept(byte marker, ReadOnlySpan<byte> body) => marker switch
    {
        >= 0xC0 and <= 0xCF => true,
        StartOfScan or 0xDB or 0xDC or 0xDD => true,
        App2 => body.StartsWith("ICC_PROFILE\0"u8),
        App14 => body.Length == 12 && body.StartsWith("Adobe"u8),
        _ => false,
    };

    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static void WriteSegment(MemoryStream output, byte marker, ReadOnlySpan<byte> body)
    {
        var length = body.Length + 2;
        output.Write([0xFF, marker, (byte)(length >> 8), (byte)length]);
        output.Write(body);
    }

    /// <summary>Goes from segment to segment and stops at the end of the image; what follows it is never seen.</summary>
    private ref struct Reader(ReadOnlySpan<byte> image)
    {
        private readonly ReadOnlySpan<byte> image = image;
        private int at = 2;

        public byte Marker { get; private set; }

        /// <summary>The segment without marker and length.</summary>
        public ReadOnlySpan<byte> Body { get; private set; }

        /// <summary>The coded picture behind a start of scan, up to the next segment.</summary>
        public ReadOnlySpan<byte> ScanData { get; private set; }

        public bool Next()
        {
            if (at >= image.Length || image[at] != 0xFF)
                throw new InvalidImageException("The JPEG is cut off or has bytes between its segments.");
            while (at < image.Length && image[at] == 0xFF)
                at++;
            if (at >= image.Length)
                throw Cut();

            Marker = image[at++];
            if (Marker == EndOfImage)
                return false;
            if (Marker is < 0xC0 or (>= 0xD0 and <= 0xD8))
                throw new InvalidImageException($"The JPEG has a marker {Marker:X2} where a segment is expected.");
            if (at + 2 > image.Length)
                throw Cut();

            var length = BinaryPrimitives.ReadUInt16BigEndian(image[at..]);
            if (length < 2 || length > image.Length - at)
                throw new InvalidImageException("A segment of the JPEG is longer than the file.");

            Body = image.Slice(at + 2, length - 2);
            at += length;
            ScanData = Marker == StartOfScan ? TakeScan() : default;
            return true;
        }

        // In coded data FF is followed by 00, or by a restart marker; anything else ends it.
        private ReadOnlySpan<byte> TakeScan()
        {
            var start = at;
            while (true)
            {
                var next = image[at..].IndexOf((byte)0xFF);
                if (next < 0 || at + next + 1 >= image.Length)
                    throw Cut();
                at += next;
                if (image[at + 1] is not (0x00 or (>= 0xD0 and <= 0xD7)))
                    return image[start..at];
                at += 2;
            }
        }

        private static InvalidImageException Cut() => new("The JPEG is cut off.");
    }
}
