using Linli.Platform.Results;

namespace Linli.Services.Gates;

/// <summary>
/// What a gate may tell the server of a face: the handle of an entry in its own memory. Too short, and of too few letters, to
/// hold anything of the face itself (R41).
/// </summary>
internal static class FaceHandle
{
    /// <summary>Letters a handle may have.</summary>
    public const int Longest = 24;

    public static Problem? Fault(string? handle) =>
        handle is { Length: >= 1 and <= Longest } && handle.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? null
            : Problem.Invalid("reference", "services.face_handle",
                "只接受设备内部编号（1–24 个字母、数字或短横线）；人脸图像和特征值不得上传。",
                "Only the device's own handle is taken (1–24 letters, digits or hyphens): pictures and templates of faces must not be sent.");
}
