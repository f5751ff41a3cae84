namespace Linli.Platform.Files;

/// <summary>The kinds of files we tell apart by their first bytes.</summary>
public enum MediaKind
{
    /// <summary>None of the others.</summary>
    Unknown,

    /// <summary>JPEG image.</summary>
    Jpeg,

    /// <summary>PNG image.</summary>
    Png,

    /// <summary>WebP image.</summary>
    WebP,

    /// <summary>GIF image.</summary>
    Gif,

    /// <summary>HEIC/HEIF image, as phones take it.</summary>
    Heic,

    /// <summary>PDF document.</summary>
    Pdf,

    /// <summary>MP4 or QuickTime video.</summary>
    Mp4,
}

/// <summary>Tells what a file is by its first bytes; names and declared types are only claims.</summary>
public static class MediaSniffer
{
    /// <summary>As many bytes from the start of a file as can make a difference.</summary>
    public const int BytesNeeded = 32;

    /// <summary>The kind of a file.</summary>
    /// <param name="start">Its first bytes, at best <see cref="BytesNeeded"/>; fewer only make it harder to know.</param>
    public static MediaKind Sniff(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return MediaKind.Jpeg;
        if (start.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
            return MediaKind.Png;
        if (start.StartsWith("GIF87a"u8) || start.StartsWith("GIF89a"u8))
            return MediaKind.Gif;
        if (start.StartsWith("%PDF-"u8))
            return MediaKind.Pdf;
        if (start.Length >= 12 && start.StartsWith("RIFF"u8) && start[8..12].SequenceEqual("WEBP"u8))
            return MediaKind.WebP;
        return start.Length >= 12 && start[4..8].SequenceEqual("ftyp"u8) ? OfBrand(start) : MediaKind.Unknown;
    }

    /// <summary>The media type to serve a kind as; <c>application/octet-stream</c> for <see cref="MediaKind.Unknown"/>.</summary>
    public static string MediaType(this MediaKind kind) => kind switch
    {
        MediaKind.Jpeg => "image/jpeg",
        MediaKind.Png => "image/png",
        MediaKind.WebP => "image/webp",
        MediaKind.Gif => "image/gif",
        MediaKind.Heic => "image/heic",
        MediaKind.Pdf => "application/pdf",
        MediaKind.Mp4 => "video/mp4",
        _ => "application/octet-stream",
    };

    /// <summary>The file name extension of a kind, with its dot; <c>.bin</c> for <see cref="MediaKind.Unknown"/>.</summary>
    public static string Extension(this MediaKind kind) => kind switch
    {
        MediaKind.Jpeg => ".jpg",
        MediaKind.Png => ".png",
        MediaKind.WebP => ".webp",
        MediaKind.Gif => ".gif",
        MediaKind.Heic => ".heic",
        MediaKind.Pdf => ".pdf",
        MediaKind.Mp4 => ".mp4",
        _ => ".bin",
    };

    // The brand of an ISO base media file: the major one first, then those it says it is compatible with. 'mif1' is
    // any HEIF image and comes as a major brand from phones that list 'heic' behind it; AVIF lists it too and is not taken.
    private static MediaKind OfBrand(ReadOnlySpan<byte> start)
    {
        var major = start[8..12];
        if (IsAny(major, "heic"u8, "heix"u8, "hevc"u8, "heim"u8, "heis"u8))
            return MediaKind.Heic;
        if (major.SequenceEqual("mif1"u8) || major.SequenceEqual("msf1"u8))
        {
            for (var at = 16; at + 4 <= start.Length; at += 4)
                if (start.Slice(at, 4).SequenceEqual("avif"u8))
                    return MediaKind.Unknown;
            return MediaKind.Heic;
        }

        return IsAny(major, "isom"u8, "iso2"u8, "mp41"u8, "mp42"u8, "avc1"u8)
            || IsAny(major, "M4V "u8, "qt  "u8, "iso4"u8, "iso5"u8, "iso6"u8)
            || major.SequenceEqual("dash"u8)
                ? MediaKind.Mp4
                : MediaKind.Unknown;
    }

    private static bool IsAny(
        ReadOnlySpan<byte> brand, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, ReadOnlySpan<byte> d, ReadOnlySpan<byte> e) =>
        brand.SequenceEqual(a) || brand.SequenceEqual(b) || brand.SequenceEqual(c) || brand.SequenceEqual(d) || brand.SequenceEqual(e);
}
