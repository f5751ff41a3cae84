using System.Globalization;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Linli.Platform.Time;

namespace Linli.Cases;

/// <summary>What answers a question of a category takes, and how they read. Pure.</summary>
public static class QuestionRules
{
    private const int LongestLine = 200;
    private const int LongestText = 1000;

    /// <summary>Every wrong or missing answer; its field is <c>answers.</c> and the code of the question.</summary>
    /// <param name="questions">What the category asks.</param>
    /// <param name="answers">What was answered; answers to other questions do not count.</param>
    /// <param name="complete">Whether what is required must be there.</param>
    public static IEnumerable<Problem> Problems(IReadOnlyList<Question> questions, IReadOnlyList<QuestionAnswer> answers, bool complete = true)
    {
        foreach (var question in questions)
        {
            var values = ValuesOf(question, answers);
            if (values.Count == 0 && question.Required && complete)
                yield return Wrong(question, "missing", "必须填写", "is required");
            else if (values.Count > 1 && question.Kind != QuestionKind.ManyOf)
                yield return Wrong(question, "several", "只能有一个值", "takes one value only");
            else if (values.Select(v => Problem(question, v)).FirstOrDefault(p => p is not null) is { } problem)
                yield return problem;
        }
    }

    /// <summary>The answers in words, in the order of the questions.</summary>
    public static IEnumerable<AnsweredQuestion> InWords(IReadOnlyList<Question> questions, IReadOnlyList<QuestionAnswer> answers)
    {
        foreach (var question in questions)
            if (ValuesOf(question, answers) is { Count: > 0 } values)
            {
                var names = values.ConvertAll(v => NameOf(question, v));
                yield return new(question.Code, question.Label, (string.Join('、', names.Select(n => n.Zh)), string.Join(", ", names.Select(n => n.En))));
            }
    }

    /// <summary>Reads an instant as forms and other systems write it: ISO 8601 with its zone, or a local day.</summary>
    public static bool TryReadMoment(string text, out DateTimeOffset instant)
    {
        if (DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1900 and < 9999)
        {
            instant = LocalTime.StartOfDay(day);
            return true;
        }

        return DateTimeOffset.TryParseExact(
            text.Trim(), ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant)
            && instant.Year is > 1900 and < 9999;
    }

    private static List<string> ValuesOf(Question question, IReadOnlyList<QuestionAnswer> answers) =>
        [.. answers.Where(a => a.Code == question.Code).SelectMany(a => a.Values).Where(v => !string.IsNullOrWhiteSpace(v)).Distinct()];

    private static Problem? Problem(Question question, string value) => question.Kind switch
    {
        QuestionKind.Line when !PlainText.TryCleanLine(value, LongestLine, out _) => Wrong(question, "length", $"最多 {LongestLine} 个字", $"has at most {LongestLine} characters"),
        QuestionKind.Text when !PlainText.TryClean(value, LongestText, out _) => Wrong(question, "length", $"最多 {LongestText} 个字", $"has at most {LongestText} characters"),
        QuestionKind.Number when !IsNumber(value) => Wrong(question, "number", "应为数字", "is not a number"),
        QuestionKind.Moment when !TryReadMoment(value, out _) => Wrong(question, "datetime", "应为 ISO 8601 日期时间", "is not an ISO 8601 date and time"),
        QuestionKind.OneOf or QuestionKind.ManyOf when question.Options.All(o => o.Key != value) =>
            Wrong(question, "value", "不在可选值中", "is none of the values that can be chosen"),
        _ => null,
    };

    private static bool IsNumber(string value) =>
        value.Length <= 30 && double.TryParse(value.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);

    private static Phrase NameOf(Question question, string value)
    {
        if (question.Options.FirstOrDefault(o => o.Key == value) is { } option)
            return option.Name;
        if (question.Kind == QuestionKind.Moment && TryReadMoment(value, out var instant))
            value = instant.ToOffset(LocalTime.Offset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        PlainText.TryClean(value, LongestText, out var clean);
        return (clean, clean);
    }

    private static Problem Wrong(Question question, string why, string zh, string en) => Platform.Results.Problem.Invalid(
        $"answers.{question.Code}", $"cases.answer_to_question_{why}", $"“{question.Label.Zh}”{zh}。", $"“{question.Label.En}” {en}.");
}
