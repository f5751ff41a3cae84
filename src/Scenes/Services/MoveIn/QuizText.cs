using System.Text;
using Linli.Platform.Results;

namespace Linli.Services.MoveIn;

/// <summary>
/// A quiz as text that can be written in one field: a question on a line, its answers below, <c>*</c> before the right ones and
/// <c>-</c> before the wrong ones, English after <c>|</c>, an empty line between questions.
/// </summary>
internal static class QuizText
{
    /// <summary>The questions, or what is wrong with the text, by line.</summary>
    public static Result<IReadOnlyList<QuizQuestion>> Read(string? text)
    {
        var questions = new List<(string Zh, string En, List<QuizOption> Options)>();
        var problems = new List<Problem>();
        var lines = (text ?? "").ReplaceLineEndings("\n").Split('\n');
        var open = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0)
            {
                open = false;
                continue;
            }

            var answer = line[0] is '*' or '-' or '＊' or '－';
            var (zh, en) = Both(answer ? line[1..] : line);
            if (zh.Length == 0 || en.Length == 0)
                problems.Add(Wrong(i, "请写成“中文 | English”", "write it as “中文 | English”"));
            else if (answer && questions.Count == 0)
                problems.Add(Wrong(i, "选项前面要先有题目", "an answer needs its question above it"));
            else if (answer)
                questions[^1].Options.Add(new(zh, en, line[0] is '*' or '＊'));
            else if (open)
                problems.Add(Wrong(i, "选项以 * 或 - 开头；两题之间空一行", "an answer begins with * or -; an empty line stands between questions"));
            else
            {
                questions.Add((zh, en, []));
                open = true;
            }
        }

        return problems.Count > 0
            ? Result<IReadOnlyList<QuizQuestion>>.Fail(problems)
            : questions.ConvertAll(q => new QuizQuestion(q.Zh, q.En, q.Options));
    }

    /// <summary>The text of a quiz; reading it gives the same quiz.</summary>
    public static string Write(IEnumerable<QuizQuestion> quiz)
    {
        var text = new StringBuilder();
        foreach (var question in quiz)
        {
            text.Append(question.Zh).Append(" | ").Append(question.En).Append('\n');
            foreach (var option in question.Options)
                text.Append(option.Right ? "* " : "- ").Append(option.Zh).Append(" | ").Append(option.En).Append('\n');
            text.Append('\n');
        }

        return text.ToString().TrimEnd();
    }

    private static (string Zh, string En) Both(string text) =>
        text.Split(['|', '｜'], 2) is [var zh, var en] ? (zh.Trim(), en.Trim()) : (text.Trim(), "");

    private static Problem Wrong(int line, string zh, string en) =>
        Problem.Invalid("questions", "services.quiz_text", $"题目第 {line + 1} 行：{zh}。", $"Quiz, line {line + 1}: {en}.");
}
