namespace Linli.Platform.Files;

/// <summary>Configuration section <c>Files</c>: the largest file of each kind, in MiB.</summary>
public sealed class FileLimits
{
    /// <summary>Photos.</summary>
    public int PhotoMegabytes { get; set; } = 10;

    /// <summary>PDF documents.</summary>
    public int DocumentMegabytes { get; set; } = 20;

    /// <summary>Short films.</summary>
    public int VideoMegabytes { get; set; } = 50;

    internal int MegabytesOf(MediaKind kind) => kind switch
    {
        MediaKind.Pdf => DocumentMegabytes,
        MediaKind.Mp4 => VideoMegabytes,
        _ => PhotoMegabytes,
    };
}
