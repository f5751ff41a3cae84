using Linli.Platform.Text;

namespace Linli.Cases;

/// <summary>What kind of answer a question wants.</summary>
public enum QuestionKind
{
    /// <summary>One line.</summary>
    Line,

    /// <summary>Several lines.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A date, or a date and time.</summary>
    Moment,

    /// <summary>One of the options.</summary>
    OneOf,

    /// <summary>Any of the options.</summary>
    ManyOf,
}

/// <summary>What a category asks beyond the text (分类附加问题).</summary>
/// <param name="Code">Unique within the category, such as <c>pole</c>.</param>
/// <param name="Kind">What kind of answer it wants.</param>
/// <param name="Required">Whether a report must answer it.</param>
/// <param name="Label">The question.</param>
/// <param name="Hint">How to find the answer; may be empty.</param>
/// <param name="Options">What can be chosen.</param>
public sealed record Question(string Code, QuestionKind Kind, bool Required, Phrase Label, Phrase Hint, IReadOnlyList<QuestionOption> Options);

/// <summary>An answer that can be chosen.</summary>
/// <param name="Key">What is sent.</param>
/// <param name="Name">What people read.</param>
public sealed record QuestionOption(string Key, Phrase Name);

/// <summary>What somebody answers to a question of the category.</summary>
/// <param name="Code">Code of the question.</param>
/// <param name="Values">The answer; of options their keys, of a moment ISO 8601 with its zone. Several only where any of the options can be chosen.</param>
public sealed record QuestionAnswer(string Code, IReadOnlyList<string> Values);

/// <summary>A question and its answer in words, as they were when it was asked.</summary>
/// <param name="Code">Code of the question.</param>
/// <param name="Label">The question.</param>
/// <param name="Value">The answer.</param>
public sealed record AnsweredQuestion(string Code, Phrase Label, Phrase Value);

/// <summary>A category (分类) as those who report read it.</summary>
/// <param name="Code">Unique code.</param>
/// <param name="Parent">Code of the group it lies in, if any.</param>
/// <param name="Name">What people read.</param>
/// <param name="Description">What belongs in it; may be empty.</param>
/// <param name="Icon">Name of a Tabler icon.</param>
/// <param name="Type">Code of the case type a report becomes.</param>
/// <param name="IsPublic">Whether neighbours see the public face of such a case.</param>
/// <param name="Open311">Whether Open311 clients may report it.</param>
/// <param name="Keywords">Words that suggest it.</param>
/// <param name="Questions">What it asks beyond the text, in order.</param>
public sealed record CategoryLine(
    string Code, string? Parent, Phrase Name, Phrase Description, string Icon, string Type, bool IsPublic, bool Open311,
    IReadOnlyList<string> Keywords, IReadOnlyList<Question> Questions);
