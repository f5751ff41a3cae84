using System.Text;
using Linli.Platform.Files;

namespace Linli.Platform.Tests.Files;

public class MediaSnifferTests
{
    [Theory]
    [InlineData("\u00ff\u00d8\u00ff\u00e0", MediaKind.Jpeg)]
    [InlineData("\u0089PNG\r\n\u001a\n....", MediaKind.Png)]
    [InlineData("GIF87a", MediaKind.Gif)]
    [InlineData("GIF89a", MediaKind.Gif)]
    [InlineData("RIFF....WEBPVP8 ", MediaKind.WebP)]
    [InlineData("RIFF....WAVEfmt ", MediaKind.Unknown)]
    [InlineData("....ftypheic....mif1heic", MediaKind.Heic)]
    [InlineData("....ftypmif1....mif1heic", MediaKind.Heic)]
    [InlineData("....ftypmif1....avifmif1", MediaKind.Unknown)]
    [InlineData("....ftypavif....", MediaKind.Unknown)]
    [InlineData("....ftypisom....", MediaKind.Mp4)]
    [InlineData("....ftypmp42....", MediaKind.Mp4)]
    [InlineData("....ftypqt  ....", MediaKind.Mp4)]
    [InlineData("%PDF-1.7", MediaKind.Pdf)]
    [InlineData("<svg xmlns=", MediaKind.Unknown)]
    [InlineData("<html><!--GIF89a-->", MediaKind.Unknown)]
    [InlineData("GIF8", MediaKind.Unknown)]
    [InlineData("", MediaKind.Unknown)]
    public void Sniff_OfTheFirstBytes_TellsTheKind(string start, MediaKind expected) =>
        MediaSniffer.Sniff(Encoding.Latin1.GetBytes(start)).ShouldBe(expected);

    [Fact]
    public void MediaTypeAndExtension_OfEveryKind_AreSet()
    {
        foreach (var kind in Enum.GetValues<MediaKind>())
        {
            kind.MediaType().ShouldContain("/");
            kind.Extension().ShouldStartWith(".");
        }

        MediaKind.Unknown.MediaType().ShouldBe("application/octet-stream");
    }

    [Fact]
    public void Sniff_OfAnyBytes_NeverThrows()
    {
        var random = new Random(7);
        for (var round = 0; round < 10_000; round++)
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            if (bytes.Length > 12 && random.Next(2) == 0)
                "ftypmif1"u8.CopyTo(bytes.AsSpan(4));
            MediaSniffer.Sniff(bytes).ShouldBeOneOf(Enum.GetValues<MediaKind>());
        }
    }
}
