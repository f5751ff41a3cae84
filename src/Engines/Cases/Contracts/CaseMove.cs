using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Cases;

/// <summary>Where a case stands after an act.</summary>
/// <param name="Id">Which case.</param>
/// <param name="Number">Its short number.</param>
/// <param name="State">Where it stands now.</param>
/// <param name="Version">Counts changes.</param>
public sealed record CaseMove(CaseId Id, string Number, CaseState State, int Version)
{
    internal static CaseMove Of(Case item) => new(item.Id, item.Number, item.State, item.Version);

    /// <summary>A free text that must be there and fit.</summary>
    internal static Problem? Missing(string? text, int max, string field, string zh, string en) =>
        PlainText.TryClean(text, max, out var clean) && clean.Length >= 2
            ? null
            : Problem.Invalid(field, $"cases.{field}_missing", $"{zh}（2–{max} 个字）。", $"{en} (2 to {max} characters).");

    /// <summary>A free text as it is kept: without what only hides or reorders it.</summary>
    internal static string Clean(string? text)
    {
        PlainText.TryClean(text, int.MaxValue, out var clean);
        return clean;
    }

    /// <summary>A free text that may be left out but must fit.</summary>
    internal static Problem? TooLong(string? text, int max, string field) =>
        PlainText.TryClean(text, max, out _)
            ? null
            : Problem.Invalid(field, $"cases.{field}_length", $"最多 {max} 个字。", $"At most {max} characters.");
}
