using System.Buffers.Binary;

namespace Linli.Platform.Files;

/// <summary>The chunks of a PNG file (W3C PNG, third edition).</summary>
internal static class PngFile
{
    private const int SignatureLength = 8;

    // The picture, its transparency, colours and density, and animation. iTXt, tEXt, zTXt, tIME, eXIf and all private
    // chunks are not here.
    private static readonly HashSet<string> kept =
    [
        "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI",
        "bKGD", "hIST", "pHYs", "acTL", "fcTL", "fdAT",
    ];

    private static readonly uint[] crcTable = MakeCrcTable();

    public static ImageSize ReadSize(ReadOnlySpan<byte> image)
    {
        var reader = new Reader(image);
        if (!reader.Next() || reader.Type != "IHDR" || reader.Body.Length != 13)
            throw new InvalidImageException("The PNG does not begin with its header.");

        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(reader.Body), BinaryPrimitives.ReadUInt32BigEndian(reader.Body[4..]));
        return width > int.MaxValue || height > int.MaxValue
            ? throw new InvalidImageException("The PNG's size is out of range.")
            : new ImageSize((int)width, (int)height);
    }

    public static byte[] Strip(ReadOnlySpan<byte> image)
    {
        var orientation = Orientation(image);
        using var output = new MemoryStream(image.Length);
        output.Write(image[..SignatureLength]);

        var reader = new Reader(image);
        var (headers, sawPicture) = (0, false);
        while (reader.Next())
        {
            headers += reader.Type == "IHDR" ? 1 : 0;
            if (headers != 1)
                throw new InvalidImageException("The PNG has no header, or more than one.");

            if (kept.Contains(reader.Type))
                output.Write(reader.Whole);
            if (reader.Type == "IHDR" && orientation != 1)
                WriteChunk(output, "eXIf"u8, ExifOrientation.Write(orientation));
            sawPicture |= reader.Type == "IDAT";
        }

        return sawPicture ? output.ToArray() : throw new InvalidImageException("The PNG has no picture.");
    }

    private static int Orientation(ReadOnlySpan<byte> image)
    {
        var reader = new Reader(image);
        while (reader.Next())
            if (reader.Type == "eXIf")
                return ExifOrientation.Read(reader.Body);
        return 1;
    }

    private static void WriteChunk(MemoryStream output, ReadOnlySpan<byte> type, ReadOnlySpan<byte> body)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, body.Length);
        output.Write(number);
        output.Write(type);
        output.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), body));
        output.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
            crc = crcTable[(crc ^ b) & 0xFF] ^ (crc >> 8);
        return crc;
    }

    private static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
            table[i] = crc;
        }

        return table;
    }

    /// <summary>Goes from chunk to chunk; IEND is the last one seen, whatever follows.</summary>
    private ref struct Reader(ReadOnlySpan<byte> image)
    {
        private readonly ReadOnlySpan<byte> image = image;
        private int at = SignatureLength;
        private bool ended;

        public string Type { get; private set; } = "";

        public ReadOnlySpan<byte> Body { get; private set; }

        /// <summary>Length, type, body and checksum.</summary>
        public ReadOnlySpan<byte> Whole { get; private set; }

        public bool Next()
        {
            if (ended)
                return false;
            if (image.Length - at < 12)
                throw new InvalidImageException("The PNG is cut off.");

            var length = BinaryPrimitives.ReadUInt32BigEndian(image[at..]);
            if (length > image.Length - at - 12)
                throw new InvalidImageException("A chunk of the PNG is longer than the file.");

            var type = image.Slice(at + 4, 4);
            foreach (var letter in type)
                if (!char.IsAsciiLetter((char)letter))
                    throw new InvalidImageException("The PNG has a chunk without a name.");

            Type = System.Text.Encoding.ASCII.GetString(type);
            Body = image.Slice(at + 8, (int)length);
            Whole = image.Slice(at, (int)length + 12);
            at += (int)length + 12;
            ended = Type == "IEND";
            return true;
        }
    }
}
