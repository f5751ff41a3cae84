namespace Linli.Cases.Report;

/// <summary>Questions as they are kept and as they are read.</summary>
internal static class Questions
{
    public static Question Of(CategoryQuestion row) => new(
        row.Code, row.Kind, row.Required, (row.LabelZh, row.LabelEn), (row.HintZh, row.HintEn), [.. OptionsOf(row.Options)]);

    public static CategoryQuestion RowOf(string category, Question question, int order) => new()
    {
        Category = category,
        Code = question.Code,
        Order = order,
        Kind = question.Kind,
        Required = question.Required,
        LabelZh = question.Label.Zh,
        LabelEn = question.Label.En,
        HintZh = question.Hint.Zh ?? "",
        HintEn = question.Hint.En ?? "",
        Options = string.Join('|', question.Options.Select(o => $"{o.Key}={o.Name.Zh}={o.Name.En}")),
    };

    /// <summary>Reads <c>key=中文=English|…</c>; a missing name is the one before it.</summary>
    internal static IEnumerable<QuestionOption> OptionsOf(string text)
    {
        foreach (var option in text.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = option.Split('=', 3, StringSplitOptions.TrimEntries);
            var zh = parts.Length > 1 ? parts[1] : parts[0];
            yield return new(parts[0], (zh, parts.Length > 2 ? parts[2] : zh));
        }
    }
}
