using System.Buffers.Binary;
using System.Text;
using Linli.Platform.Files;
using MetadataExtractor;
using MetadataExtractor.Formats.Exif;
using MetadataExtractor.Formats.Xmp;

namespace Linli.Platform.Tests.Files;

public class ImageMetadataTests
{
    public static TheoryData<string> Kinds => ["jpeg", "png", "webp"];

    [Fact]
    public void Sample_BeforeStripping_HasItsGpsFoundByAnIndependentReader()
    {
        // Were the sample wrong, the tests below could not fail.
        var gps = Read(SampleImages.Jpeg()).OfType<GpsDirectory>().Single().GetGeoLocation();
        gps!.Latitude.ShouldBe(30.208, 1e-9);
        gps.Longitude.ShouldBe(120.21, 1e-9);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Strip_OfAPhoto_LeavesNothingThatTellsWhereOrWho(string kind)
    {
        var original = Sample(kind);
        Encoding.Latin1.GetString(original).ShouldContain(SampleImages.Secret);

        var stripped = ImageMetadata.Strip(original);
        Encoding.Latin1.GetString(stripped).ShouldNotContain("SECRET");
        var directories = Read(stripped);
        directories.OfType<GpsDirectory>().ShouldBeEmpty();
        directories.OfType<XmpDirectory>().ShouldBeEmpty();
        directories.OfType<ExifIfd0Directory>().SelectMany(d => d.Tags).Select(tag => tag.Type)
            .ShouldBe([ExifDirectoryBase.TagOrientation]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Strip_OfATurnedPhoto_KeepsTheOrientationOnly(string kind)
    {
        foreach (var orientation in Enumerable.Range(2, 7))
            Read(ImageMetadata.Strip(Sample(kind, orientation))).OfType<ExifIfd0Directory>().Single()
                .GetInt32(ExifDirectoryBase.TagOrientation).ShouldBe(orientation);
    }

    [Theory]
    [InlineData("jpeg", 1)]
    [InlineData("jpeg", 9)]
    [InlineData("png", 1)]
    [InlineData("webp", 0)]
    public void Strip_OfAnUprightPhoto_WritesNoExifAtAll(string kind, int orientation) =>
        Read(ImageMetadata.Strip(Sample(kind, orientation))).OfType<ExifDirectoryBase>().ShouldBeEmpty();

    [Fact]
    public void Strip_OfAJpeg_CopiesThePictureByteForByte()
    {
        var stripped = ImageMetadata.Strip(SampleImages.Jpeg());
        byte[] expected =
        [
            0xFF, 0xD8,
            .. SampleImages.Segment(0xE0, [.. "JFIF\0"u8, 1, 1, 1, 0, 72, 0, 72, 0, 0]),
            .. SampleImages.Segment(0xE1, [.. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]),
            .. SampleImages.Segment(0xE2, [.. "ICC_PROFILE\0"u8, 1, 1, 9, 9, 9]),
            .. SampleImages.Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 1]),
            .. SampleImages.Segment(0xDB, [0, .. new byte[64]]),
            .. SampleImages.Segment(0xC0, [8, 0, 30, 0, 40, 1, 1, 0x11, 0]),
            .. SampleImages.Segment(0xC4, [0, .. new byte[16]]),
            .. SampleImages.Segment(0xDA, [1, 1, 0, 0, 63, 0]),
            .. SampleImages.Scan,
            0xFF, 0xD9,
        ];
        stripped.ShouldBe(expected);
    }

    [Fact]
    public void Strip_OfAPng_KeepsPictureAndColoursWithSoundChecksums()
    {
        var stripped = ImageMetadata.Strip(SampleImages.Png());
        var types = new List<string>();
        for (var at = 8; at < stripped.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(stripped.AsSpan(at));
            types.Add(Encoding.ASCII.GetString(stripped, at + 4, 4));
            BinaryPrimitives.ReadUInt32BigEndian(stripped.AsSpan(at + 8 + length))
                .ShouldBe(SampleImages.Crc(stripped.AsSpan(at + 4, 4 + length)));
            at += 12 + length;
        }

        types.ShouldBe(["IHDR", "eXIf", "sRGB", "IDAT", "IDAT", "IEND"]);
    }

    [Fact]
    public void Strip_OfAWebP_CorrectsFlagsAndLength()
    {
        var turned = ImageMetadata.Strip(SampleImages.WebP());
        BinaryPrimitives.ReadInt32LittleEndian(turned.AsSpan(4)).ShouldBe(turned.Length - 8);
        turned[20].ShouldBe((byte)0x28); // colour profile and EXIF, no XMP

        var upright = ImageMetadata.Strip(SampleImages.WebP(orientation: 1));
        upright[20].ShouldBe((byte)0x20);
        Encoding.Latin1.GetString(upright).ShouldContain("ICCP");
    }

    [Fact]
    public void Strip_OfAnAnimatedWebP_LooksIntoTheFrames()
    {
        byte[] frame = [.. new byte[16], .. SampleImages.Riff("VP8L", [0x2F, 0, 0, 0, 0, 7]), .. SampleImages.Riff("EXIF", SampleImages.Text())];
        byte[] content = [.. SampleImages.Riff("VP8X", [0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0]), .. SampleImages.Riff("ANIM", new byte[6]), .. SampleImages.Riff("ANMF", frame)];
        byte[] image = [.. "RIFF"u8, (byte)(content.Length + 4), 0, 0, 0, .. "WEBP"u8, .. content];
        var stripped = ImageMetadata.Strip(image);
        Encoding.Latin1.GetString(stripped).ShouldNotContain("SECRET");
        Encoding.Latin1.GetString(stripped).ShouldContain("VP8L");
        ImageMetadata.ReadSize(stripped).ShouldBe(new ImageSize(1, 1));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Strip_OfAStrippedImage_ChangesNothing(string kind)
    {
        var once = ImageMetadata.Strip(Sample(kind));
        ImageMetadata.Strip(once).ShouldBe(once);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ReadSize_OfAnImage_IsWidthByHeight(string kind) =>
        ImageMetadata.ReadSize(Sample(kind)).ShouldBe(new ImageSize(40, 30));

    [Fact]
    public void ReadSize_OfAGif_IsWidthByHeight() =>
        ImageMetadata.ReadSize([.. "GIF89a"u8, 0x2C, 0x01, 30, 0, 0, 0, 0]).ShouldBe(new ImageSize(300, 30));

    [Fact]
    public void Strip_OfMoreThan50Megapixels_IsRefused()
    {
        Refused(SampleImages.Jpeg(width: 65535, height: 65535)).ShouldContain("65535");
        Refused(SampleImages.Png(width: 100_000, height: 100_000));
        Refused(SampleImages.WebP(width: 16000, height: 16000));
        ImageMetadata.Strip(SampleImages.Jpeg(width: 10_000, height: 5_000)).ShouldNotBeEmpty();
        Refused(SampleImages.Jpeg(width: 10_000, height: 5_001));
    }

    [Fact]
    public void Strip_OfWhatIsNoImage_IsRefused()
    {
        Refused([]);
        Refused("hello"u8.ToArray());
        Refused([0xFF, 0xD8, 0xFF]);
        Refused([.. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0]);
        Refused("%PDF-1.7"u8.ToArray());
        Refused(SampleImages.Jpeg(width: 0));
        Refused([0xFF, 0xD8, .. SampleImages.Segment(0xC0, [8, 0, 1, 0, 1, 0]), 0xFF, 0xD9]).ShouldContain("no picture");
    }

    [Fact]
    public void Strip_OfAJpegWithTwoFrames_IsRefused()
    {
        var small = SampleImages.Segment(0xC0, [8, 0, 1, 0, 1, 0]);
        Refused([0xFF, 0xD8, .. small, .. SampleImages.Segment(0xC2, [8, 0xFF, 0xFF, 0xFF, 0xFF, 0]), 0xFF, 0xD9])
            .ShouldContain("more than one");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Strip_OfAnyBeginningOfAnImage_NeverThrowsAnythingElse(string kind)
    {
        var whole = Sample(kind);
        for (var length = 0; length < whole.Length; length++)
            Try(whole.AsSpan(0, length));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Strip_OfRandomlyDamagedImages_NeverThrowsAnythingElse(string kind)
    {
        var random = new Random(20261103);
        var whole = Sample(kind);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = whole.ToArray();
            for (var changes = random.Next(1, 6); changes > 0; changes--)
            {
                var at = random.Next(bytes.Length);
                bytes[at] = random.Next(4) switch { 0 => 0xFF, 1 => 0x00, 2 => (byte)(bytes[at] + 1), _ => (byte)random.Next(256) };
            }

            if (random.Next(3) == 0)
                bytes = [.. bytes[..random.Next(bytes.Length)], .. bytes[random.Next(bytes.Length)..]];
            Try(bytes);
        }
    }

    [Fact]
    public async Task StripAsync_OfAStreamThatNeverEnds_StopsAtTheLimit()
    {
        using var endless = new EndlessStream();
        using var output = new MemoryStream();
        await Should.ThrowAsync<InvalidImageException>(
            () => ImageMetadata.StripAsync(endless, output, 1_000_000, cancel: TestContext.Current.CancellationToken));
        endless.Given.ShouldBeLessThan(1_200_000);
        output.Length.ShouldBe(0);
    }

    [Fact]
    public async Task StripAsync_OfAnImage_WritesWhatStripGives()
    {
        using var input = new MemoryStream(SampleImages.Jpeg());
        using var output = new MemoryStream();
        await ImageMetadata.StripAsync(input, output, 100_000, cancel: TestContext.Current.CancellationToken);
        output.ToArray().ShouldBe(ImageMetadata.Strip(SampleImages.Jpeg()));
    }

    private static void Try(ReadOnlySpan<byte> bytes)
    {
        try
        {
            ImageMetadata.Strip(bytes);
        }
        catch (InvalidImageException)
        {
        }
    }

    private static string Refused(byte[] image) =>
        Should.Throw<InvalidImageException>(() => ImageMetadata.Strip(image)).Message;

    private static byte[] Sample(string kind, int orientation = 6) => kind switch
    {
        "jpeg" => SampleImages.Jpeg(orientation),
        "png" => SampleImages.Png(orientation),
        _ => SampleImages.WebP(orientation),
    };

    private static IReadOnlyList<MetadataExtractor.Directory> Read(byte[] image)
    {
        using var stream = new MemoryStream(image);
        return ImageMetadataReader.ReadMetadata(stream);
    }

    private sealed class EndlessStream : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Given; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Given += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
