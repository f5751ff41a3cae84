using System.Globalization;
using Linli.Cases;
using Linli.Open311.Speak;
using Linli.Platform.Results;

namespace Linli.Open311.Requests;

/// <summary>Answers to what a category asks: <c>attribute[code]</c>, and <c>attribute[code][]</c> for several. Pure.</summary>
internal static class Attributes
{
    /// <summary>The answers that were sent.</summary>
    public static IReadOnlyList<QuestionAnswer> Of(IReadOnlyList<Question> questions, IReadOnlyDictionary<string, string[]> arguments) =>
        [.. questions.Select(q => new QuestionAnswer(q.Code, ValuesOf(q, arguments)))];

    /// <summary>Every wrong or missing answer, under the name the client knows.</summary>
    public static IEnumerable<Problem> Problems(IReadOnlyList<Question> questions, IReadOnlyList<QuestionAnswer> answers) =>
        QuestionRules.Problems(questions, answers).Select(Named);

    private static Problem Named(Problem problem)
    {
        var name = $"attribute[{problem.Field!["answers.".Length..]}]";
        return problem with { Field = name, Message = ($"{name}：{problem.Message.Zh}", $"{name}: {problem.Message.En}") };
    }

    // Clients write several values as attribute[code][]=, attribute[code][0]= or by sending attribute[code]= again.
    private static List<string> ValuesOf(Question question, IReadOnlyDictionary<string, string[]> arguments)
    {
        var name = $"attribute[{question.Code}]";
        return [.. arguments.Where(a => a.Key == name || a.Key.StartsWith(name + "[", StringComparison.Ordinal)).SelectMany(a => a.Value)
            .Select(v => question.Kind == QuestionKind.Moment && Moments.TryRead(v, ends: false, out var instant) ? instant.ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture) : v)];
    }
}
