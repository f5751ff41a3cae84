using System.Text;
using Linli.Platform.Results;

namespace Linli.Platform.Files;

/// <summary>The decisions about files.</summary>
internal static class FileRules
{
    private const int LongestName = 100;

    /// <summary>What is wrong with a file of this kind for this purpose, if anything.</summary>
    public static Problem? Refuse(MediaKind kind, FilePurpose purpose, string field) => (kind, purpose) switch
    {
        (MediaKind.Jpeg or MediaKind.Png or MediaKind.WebP, _) => null,
        (MediaKind.Pdf or MediaKind.Mp4, FilePurpose.Attachment) => null,
        (MediaKind.Heic, _) => new(
            "files.heic", ("请把手机照片格式改为“兼容性最佳”（JPEG）后再上传。", "HEIC photos are not taken: set the camera to 'most compatible' (JPEG)."),
            ProblemKind.Unsupported, field),
        (_, FilePurpose.Photo) => new(
            "files.not_a_photo", ("这不是照片：只接受 JPEG、PNG 或 WebP。", "This is not a photo, whatever its name says: send JPEG, PNG or WebP."),
            ProblemKind.Unsupported, field),
        _ => new(
            "files.kind", ("只接受 JPEG、PNG、WebP、PDF 或 MP4。", "Send JPEG, PNG, WebP, PDF or MP4."), ProblemKind.Unsupported, field),
    };

    public static Problem TooLarge(int megabytes, string field) => new(
        "files.too_large", ($"文件太大，最多 {megabytes} MB。", $"The file is too large: at most {megabytes} MB."), ProblemKind.TooLarge, field);

    public static Problem Broken(string field) => new(
        "files.broken", ("图片已损坏或尺寸过大，请重新拍摄或另选一张。", "The picture is damaged or has too many pixels: take it again or choose another."),
        ProblemKind.Unsupported, field);

    /// <summary>
    /// A name that is safe to show and to save under: no folders, no control or direction characters, not too long, and
    /// with the extension of what the file is.
    /// </summary>
    public static string CleanName(string name, MediaKind kind)
    {
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var dot = last.LastIndexOf('.');
        var stem = new StringBuilder();
        foreach (var rune in (dot > 0 ? last[..dot] : last).EnumerateRunes())
            if (Rune.IsLetterOrDigit(rune) || rune.Value is '-' or '_' or ' ' or '.' or '(' or ')')
                stem.Append(rune.ToString());
        var clean = stem.ToString().Trim(' ', '.');
        if (clean.Length > LongestName)
            clean = clean[..(char.IsHighSurrogate(clean[LongestName - 1]) ? LongestName - 1 : LongestName)];
        return (clean.Length == 0 ? "file" : clean) + kind.Extension();
    }
}
