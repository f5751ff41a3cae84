using System.Globalization;
using System.Text;
using Linli.Cases;
using Linli.Open311.Speak;
using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Open311.Requests;

/// <summary>Answers to what a category asks: <c>attribute[code]</c>, and <c>attribute[code][]</c> for several. Pure.</summary>
internal static class Attributes
{
    private const int LongestLine = 200;
    private const int LongestText = 1000;

    /// <summary>Every wrong or missing answer.</summary>
    public static IEnumerable<Problem> Problems(IReadOnlyList<Question> questions, IReadOnlyDictionary<string, string[]> arguments)
    {
        foreach (var question in questions)
        {
            var values = ValuesOf(question, arguments);
            if (values.Count == 0 && question.Required)
                yield return Wrong(question, "missing", "必须填写", "is required");
            else if (values.Count > 1 && question.Kind != QuestionKind.ManyOf)
                yield return Wrong(question, "several", "只能有一个值", "takes one value only");
            else
                foreach (var value in values)
                    if (Problem(question, value) is { } problem)
                        yield return problem;
        }
    }

    /// <summary>The answers in words, for those who handle the case; empty when there are none.</summary>
    public static string InWords(IReadOnlyList<Question> questions, IReadOnlyDictionary<string, string[]> arguments)
    {
        var words = new StringBuilder();
        foreach (var question in questions)
            if (ValuesOf(question, arguments) is { Count: > 0 } values)
                words.Append(question.Label.Zh).Append('：').AppendJoin('、', values.Select(v => NameOf(question, v))).Append('\n');
        return words.ToString().TrimEnd('\n');
    }

    // Clients write several values as attribute[code][]=, attribute[code][0]= or by sending attribute[code]= again.
    private static List<string> ValuesOf(Question question, IReadOnlyDictionary<string, string[]> arguments)
    {
        var name = $"attribute[{question.Code}]";
        return [.. arguments.Where(a => a.Key == name || a.Key.StartsWith(name + "[", StringComparison.Ordinal)).SelectMany(a => a.Value)];
    }

    private static Problem? Problem(Question question, string value) => question.Kind switch
    {
        QuestionKind.Line when !PlainText.TryCleanLine(value, LongestLine, out _) => Wrong(question, "length", $"最多 {LongestLine} 个字", $"has at most {LongestLine} characters"),
        QuestionKind.Text when !PlainText.TryClean(value, LongestText, out _) => Wrong(question, "length", $"最多 {LongestText} 个字", $"has at most {LongestText} characters"),
        QuestionKind.Number when !IsNumber(value) => Wrong(question, "number", "应为数字", "is not a number"),
        QuestionKind.Moment when !Moments.TryRead(value, ends: false, out _) => Wrong(question, "datetime", "应为 ISO 8601 日期时间", "is not an ISO 8601 date and time"),
        QuestionKind.OneOf or QuestionKind.ManyOf when question.Options.All(o => o.Key != value) =>
            Wrong(question, "value", "不在可选值中", "is none of the values of the service definition"),
        _ => null,
    };

    private static bool IsNumber(string value) =>
        value.Length <= 30 && double.TryParse(value.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);

    private static string NameOf(Question question, string value)
    {
        PlainText.TryClean(value, LongestText, out var clean);
        return question.Options.FirstOrDefault(o => o.Key == value)?.Name.Zh ?? clean;
    }

    private static Problem Wrong(Question question, string why, string zh, string en) => Platform.Results.Problem.Invalid(
        $"attribute[{question.Code}]", $"open311.attribute_{why}",
        $"attribute[{question.Code}]（{question.Label.Zh}）{zh}。", $"attribute[{question.Code}] ({question.Label.En}) {en}.");
}
