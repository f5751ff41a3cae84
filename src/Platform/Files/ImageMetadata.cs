namespace Linli.Platform.Files;

/// <summary>An image that is broken, cut off, too large, or of a kind we do not take.</summary>
public sealed class InvalidImageException : Exception
{
    /// <summary>Says what is wrong with the image.</summary>
    public InvalidImageException(string message)
        : base(message)
    {
    }
}

/// <summary>Width and height in pixels, as stored, before any turning.</summary>
public readonly record struct ImageSize(int Width, int Height)
{
    /// <summary>Width times height: what a viewer must hold in memory.</summary>
    public long Pixels => (long)Width * Height;
}

/// <summary>
/// Takes out of photos what people do not know is in them: where and when they were taken, with which device, by whom,
/// and small copies of what was cropped away. The picture itself is copied byte for byte, never decoded.
/// </summary>
/// <remarks>
/// What may stay is listed, everything else goes, so that a kind of metadata invented tomorrow goes too: EXIF with GPS,
/// XMP, IPTC, maker notes, comments, text, thumbnails, times, and whatever follows the end of the image (further
/// pictures, films). Colour profiles stay. The orientation stays as the only entry of a new EXIF block.
/// </remarks>
public static class ImageMetadata
{
    /// <summary>More pixels than a photo of this community needs; a small file can unpack into more memory than a phone has.</summary>
    public const long MaxPixels = 50_000_000;

    /// <summary>The image without its metadata.</summary>
    /// <param name="image">A whole JPEG, PNG or WebP file.</param>
    /// <param name="maxPixels">The largest image to accept.</param>
    /// <exception cref="InvalidImageException">
    /// The image is malformed, larger than <paramref name="maxPixels"/>, or neither JPEG, PNG nor WebP. No other
    /// exception leaves this method, whatever the bytes.
    /// </exception>
    public static byte[] Strip(ReadOnlySpan<byte> image, long maxPixels = MaxPixels)
    {
        var size = ReadSize(image);
        if (size.Pixels > maxPixels)
            throw new InvalidImageException($"The image has {size.Width} × {size.Height} pixels, more than {maxPixels} in all.");

        return MediaSniffer.Sniff(image) switch
        {
            MediaKind.Jpeg => JpegFile.Strip(image),
            MediaKind.Png => PngFile.Strip(image),
            MediaKind.WebP => WebPFile.Strip(image),
            _ => throw new InvalidImageException("Only JPEG, PNG and WebP images can be freed from metadata."),
        };
    }

    /// <summary>
    /// Copies an image from one stream to another without its metadata. Of an endless stream no more than
    /// <paramref name="maxBytes"/> is read, and nothing is written unless all went well.
    /// </summary>
    /// <exception cref="InvalidImageException">As for <see cref="Strip"/>, or the file is longer than <paramref name="maxBytes"/>.</exception>
    public static async Task StripAsync(
        Stream input, Stream output, int maxBytes, long maxPixels = MaxPixels, CancellationToken cancel = default)
    {
        using var held = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while ((read = await input.ReadAsync(buffer, cancel)) > 0)
        {
            if (held.Length + read > maxBytes)
                throw new InvalidImageException($"The file is longer than {maxBytes} bytes.");
            held.Write(buffer, 0, read);
        }

        await output.WriteAsync(Strip(held.GetBuffer().AsSpan(0, (int)held.Length), maxPixels), cancel);
    }

    /// <summary>
    /// The size of a JPEG, PNG, WebP or GIF image by its headers. Where a file tells more than one size, the largest
    /// counts.
    /// </summary>
    /// <exception cref="InvalidImageException">The headers are broken, a side is zero, or it is another kind of file.</exception>
    public static ImageSize ReadSize(ReadOnlySpan<byte> image)
    {
        var size = MediaSniffer.Sniff(image) switch
        {
            MediaKind.Jpeg => JpegFile.ReadSize(image),
            MediaKind.Png => PngFile.ReadSize(image),
            MediaKind.WebP => WebPFile.ReadSize(image),
            MediaKind.Gif => GifSize(image),
            _ => throw new InvalidImageException("This is not an image of a kind we take."),
        };
        return size is { Width: > 0, Height: > 0 } ? size : throw new InvalidImageException("The image has no size.");
    }

    private static ImageSize GifSize(ReadOnlySpan<byte> image) => image.Length < 10
        ? throw new InvalidImageException("The GIF ends before its size.")
        : new ImageSize(image[6] | (image[7] << 8), image[8] | (image[9] << 8));
}
