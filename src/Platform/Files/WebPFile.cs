using System.Buffers.Binary;
using System.Text;

namespace Linli.Platform.Files;

/// <summary>The chunks of a WebP file (RFC 9649).</summary>
internal static class WebPFile
{
    private const int HeaderLength = 12;
    private const int FrameHeaderLength = 16;
    private const byte ExifFlag = 0x08;
    private const byte XmpFlag = 0x04;

    private static readonly HashSet<string> kept = ["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"];

    public static ImageSize ReadSize(ReadOnlySpan<byte> image)
    {
        var (width, height) = (0, 0);
        var reader = new Reader(Content(image));
        while (reader.Next())
        {
            var size = SizeOf(reader.Type, reader.Body);
            (width, height) = (Math.Max(width, size.Width), Math.Max(height, size.Height));
        }

        return new ImageSize(width, height);
    }

    public static byte[] Strip(ReadOnlySpan<byte> image)
    {
        var orientation = Orientation(image);
        using var output = new MemoryStream(image.Length);
        output.Write(image[..HeaderLength]);

        var reader = new Reader(Content(image));
        var (first, isExtended, sawPicture) = (true, false, false);
        while (reader.Next())
        {
            if (reader.Type == "VP8X")
            {
                if (!first || reader.Body.Length < 10)
                    throw new InvalidImageException("The WebP's extended header is misplaced or too short.");
                isExtended = true;
                var header = reader.Body.ToArray();
                header[0] = (byte)((header[0] & ~(ExifFlag | XmpFlag)) | (orientation != 1 ? ExifFlag : 0));
                WriteChunk(output, "VP8X"u8, header);
            }
            else if (reader.Type == "ANMF")
            {
                WriteChunk(output, "ANMF"u8, FrameWithoutExtras(reader.Body));
                sawPicture = true;
            }
            else if (kept.Contains(reader.Type))
            {
                WriteChunk(output, reader.TypeBytes, reader.Body);
                sawPicture |= reader.Type is "VP8 " or "VP8L";
            }

            first = false;
        }

        if (!sawPicture)
            throw new InvalidImageException("The WebP has no picture.");
        if (isExtended && orientation != 1)
            WriteChunk(output, "EXIF"u8, ExifOrientation.Write(orientation));

        var stripped = output.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(stripped.AsSpan(4), stripped.Length - 8);
        return stripped;
    }

    // Only an extended file may carry EXIF; in another it is not looked at by viewers either.
    private static int Orientation(ReadOnlySpan<byte> image)
    {
        var reader = new Reader(Content(image));
        var isExtended = false;
        while (reader.Next())
        {
            isExtended |= reader.Type == "VP8X";
            if (isExtended && reader.Type == "EXIF")
                // Some writers put JPEG's prefix here.
                return ExifOrientation.Read(reader.Body.StartsWith("Exif\0\0"u8) ? reader.Body[6..] : reader.Body);
        }

        return 1;
    }

    // What the header says the file holds; anything behind it is not part of the image.
    private static ReadOnlySpan<byte> Content(ReadOnlySpan<byte> image)
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(image[4..]);
        return length < 4 || length > image.Length - 8
            ? throw new InvalidImageException("The WebP is cut off.")
            : image[HeaderLength..(8 + (int)length)];
    }

    private static byte[] FrameWithoutExtras(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < FrameHeaderLength)
            throw new InvalidImageException("A frame of the WebP is too short.");

        using var output = new MemoryStream(frame.Length);
        output.Write(frame[..FrameHeaderLength]);
        var reader = new Reader(frame[FrameHeaderLength..]);
        while (reader.Next())
            if (reader.Type is "ALPH" or "VP8 " or "VP8L")
                WriteChunk(output, reader.TypeBytes, reader.Body);
        return output.ToArray();
    }

    private static ImageSize SizeOf(string type, ReadOnlySpan<byte> body)
    {
        switch (type)
        {
            case "VP8X" when body.Length >= 10:
                return new ImageSize(1 + U24(body[4..]), 1 + U24(body[7..]));
            case "VP8 " when body.Length >= 10 && body[3] == 0x9D && body[4] == 0x01 && body[5] == 0x2A:
                return new ImageSize(
                    BinaryPrimitives.ReadUInt16LittleEndian(body[6..]) & 0x3FFF,
                    BinaryPrimitives.ReadUInt16LittleEndian(body[8..]) & 0x3FFF);
            case "VP8L" when body.Length >= 5 && body[0] == 0x2F:
                var bits = BinaryPrimitives.ReadUInt32LittleEndian(body[1..]);
                return new ImageSize(1 + (int)(bits & 0x3FFF), 1 + (int)((bits >> 14) & 0x3FFF));
            case "ANMF" when body.Length >= FrameHeaderLength:
                return new ImageSize(1 + U24(body[6..]), 1 + U24(body[9..]));
            case "VP8X" or "VP8 " or "VP8L" or "ANMF":
                throw new InvalidImageException("A header of the WebP is broken.");
            default:
                return default;
        }
    }

    private static int U24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);

    private static void WriteChunk(MemoryStream output, ReadOnlySpan<byte> type, ReadOnlySpan<byte> body)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, body.Length);
        output.Write(type);
        output.Write(length);
        output.Write(body);
        if (body.Length % 2 == 1)
            output.WriteByte(0);
    }

    /// <summary>Goes from chunk to chunk of a file or of a frame.</summary>
    private ref struct Reader(ReadOnlySpan<byte> content)
    {
        private readonly ReadOnlySpan<byte> content = content;
        private int at;

        public string Type { get; private set; } = "";

        public ReadOnlySpan<byte> TypeBytes { get; private set; }

        public ReadOnlySpan<byte> Body { get; private set; }

        public bool Next()
        {
            if (at >= content.Length)
                return false;
            if (content.Length - at < 8)
                throw new InvalidImageException("The WebP is cut off.");

            var length = BinaryPrimitives.ReadUInt32LittleEndian(content[(at + 4)..]);
            if (length > content.Length - at - 8)
                throw new InvalidImageException("A chunk of the WebP is longer than the file.");

            TypeBytes = content.Slice(at, 4);
            Type = Encoding.Latin1.GetString(TypeBytes);
            Body = content.Slice(at + 8, (int)length);
            at += 8 + (int)length + ((int)length & 1);
            return true;
        }
    }
}
