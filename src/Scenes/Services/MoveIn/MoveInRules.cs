using System.Globalization;
using Linli.Platform.Results;

namespace Linli.Services.MoveIn;

/// <summary>What moving in depends on, without a database.</summary>
internal static class MoveInRules
{
    /// <summary>How many questions were answered right: exactly the right options, no more and no fewer.</summary>
    public static int Right(IReadOnlyList<QuizQuestion> quiz, IReadOnlyList<IReadOnlyList<int>> answers) =>
        quiz.Where((question, i) => RightOptions(question).SetEquals(answers[i])).Count();

    /// <summary>Whether so many right answers pass.</summary>
    public static bool Passes(int right, int total, int passMark) => total > 0 && right * 100 >= total * passMark;

    /// <summary>Whether the list lets keys be given: every compulsory item is done.</summary>
    public static bool IsReady(IEnumerable<MoveInItem> items) => items.All(i => !i.Compulsory || i.DoneAt is not null);

    /// <summary>What is wrong with the answers as they were sent.</summary>
    public static Problem? Malformed(IReadOnlyList<QuizQuestion> quiz, IReadOnlyList<IReadOnlyList<int>> answers)
    {
        if (answers.Count != quiz.Count)
            return Problem.Invalid("answers", "services.answers_count",
                $"共 {quiz.Count} 题，请每题都作答。", $"There are {quiz.Count} questions: answer each of them.");
        for (var i = 0; i < quiz.Count; i++)
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"answers[{i}]");
            if (answers[i].Count == 0)
                return Problem.Invalid(field, "services.answer_missing", $"第 {i + 1} 题还没有作答。", $"Question {i + 1} has no answer yet.");
            if (answers[i].Any(o => o < 0 || o >= quiz[i].Options.Count) || answers[i].Distinct().Count() != answers[i].Count)
                return Problem.Invalid(field, "services.answer_unknown", $"第 {i + 1} 题没有这个选项。", $"Question {i + 1} has no such option.");
        }

        return null;
    }

    /// <summary>What is wrong with a quiz as it was written.</summary>
    public static IEnumerable<Problem> Faults(IReadOnlyList<QuizQuestion> quiz)
    {
        if (quiz.Count > 50)
            yield return Problem.Invalid("questions", "services.questions_many", "最多 50 题。", "At most 50 questions.");
        for (var i = 0; i < Math.Min(quiz.Count, 50); i++)
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"questions[{i}]");
            var question = quiz[i];
            if (!Fits(question.Zh, 2, 300) || !Fits(question.En, 2, 600))
                yield return Problem.Invalid($"{field}.zh", "services.question_text", "请写出题目（2–300 个字，中英文都要）。", "Write the question in Chinese and English (2–300 characters).");
            if (question.Options is not { Count: >= 2 and <= 6 } options)
                yield return Problem.Invalid($"{field}.options", "services.options_count", "每题 2–6 个选项。", "Each question has 2 to 6 options.");
            else if (options.Any(o => !Fits(o.Zh, 1, 200) || !Fits(o.En, 1, 400)))
                yield return Problem.Invalid($"{field}.options", "services.option_text", "每个选项都要写中文和英文。", "Write each option in Chinese and English.");
            else if (options.All(o => o.Right) || !options.Any(o => o.Right))
                yield return Problem.Invalid($"{field}.options", "services.options_right", "至少一个正确选项，也至少一个错误选项。", "At least one option is right and at least one is wrong.");
        }
    }

    internal static bool Fits(string? text, int least, int most) => text?.Trim() is { } trimmed && trimmed.Length >= least && trimmed.Length <= most;

    private static HashSet<int> RightOptions(QuizQuestion question) =>
        [.. question.Options.Select((option, i) => (option, i)).Where(o => o.option.Right).Select(o => o.i)];
}
