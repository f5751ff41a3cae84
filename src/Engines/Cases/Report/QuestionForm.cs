namespace Linli.Cases.Report;

/// <summary>Answers to the questions of a category as a form sends them.</summary>
internal static class QuestionForm
{
    /// <summary>Name of the field of a question: every category's questions stand on the page, so each carries its category.</summary>
    public static string NameOf(string category, string question) => $"Q.{category}.{question}";

    /// <summary>What was answered to the questions of one category.</summary>
    /// <param name="category">The category that was chosen.</param>
    /// <param name="typed">What was typed under a name.</param>
    public static IReadOnlyList<QuestionAnswer> Answers(CategoryLine? category, Func<string, IReadOnlyList<string>> typed) => category is null
        ? []
        : [.. category.Questions.Select(q => new QuestionAnswer(q.Code, [.. typed(NameOf(category.Code, q.Code)).Select(v => Sent(q, v))])).Where(a => a.Values.Count > 0)];

    /// <summary>Name of the form's field that a problem of the command is about.</summary>
    public static string FieldName(string field, string? category) =>
        category is not null && field.StartsWith("answers.", StringComparison.Ordinal) ? NameOf(category, field["answers.".Length..]) : field;

    // A browser writes a local time without its zone.
    private static string Sent(Question question, string value) =>
        question.Kind == QuestionKind.Moment && value.Contains('T', StringComparison.Ordinal) ? value + "+08:00" : value;
}
