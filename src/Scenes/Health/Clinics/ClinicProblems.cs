using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Health.Clinics;

/// <summary>What is refused in more than one place.</summary>
internal static class ClinicProblems
{
    public static readonly Problem NoClinic = Problem.NotFound("health.no_clinic", "没有这家医疗机构，或不在您的范围内。", "There is no such clinic, or it is not yours.");
    public static readonly Problem NoDoctor = Problem.NotFound("health.no_doctor", "没有这位医生，或不在您的范围内。", "There is no such doctor, or they are not yours.");
    public static readonly Problem Place = Problem.Invalid("place", "health.place", "没有这个地点，或不在您的范围内。", "There is no such place, or it is not yours.");

    /// <summary>A house with something that runs stays at its place: who works there, who may read what, and who was told hang on it.</summary>
    public static Problem PlaceFixed(string zh, string en) => Problem.Conflict("health.place_fixed",
        $"不能直接换地点：{zh}。请先结束并通知大家，或按新地点另建一家。", $"It cannot be moved to another place: {en}. End that first, so that everybody is told, or enter it anew at the other place.") with
    { Field = "place" };

    /// <summary>A code of lower-case letters, digits and hyphens.</summary>
    public static bool IsCode(string? code) => code is { Length: >= 2 and <= 40 } && code.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');

    public static IEnumerable<Problem> Names(string? zh, string? en)
    {
        if (!PlainText.TryCleanLine(zh, 60, out var name) || name.Length < 2)
            yield return Problem.Invalid("nameZh", "health.name", "请填写名称（2–60 个字）。", "Give a name of 2–60 characters.");
        if (!PlainText.TryCleanLine(en, 100, out _))
            yield return Problem.Invalid("nameEn", "health.name_en", "英文名称不超过 100 个字符。", "The English name has at most 100 characters.");
    }

    public static IEnumerable<Problem> Text(string field, string? text, int most)
    {
        if (!PlainText.TryCleanLine(text, most, out _))
            yield return Problem.Invalid(field, "health.text", $"不超过 {most} 个字，一行。", $"At most {most} characters on one line.");
    }

    /// <summary>A title of bookings put together of several names: as much of it as such a title may have.</summary>
    public static Phrase Title(string zh, string en) => (zh[..Math.Min(60, zh.Length)], en[..Math.Min(100, en.Length)]);

    public static string Line(string? text, int most) => PlainText.TryCleanLine(text, most, out var line) ? line : "";

    public static string? LineOrNothing(string? text, int most) => Line(text, most) is { Length: > 0 } line ? line : null;
}
