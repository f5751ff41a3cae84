using Linli.People;
using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Deliberation.Surveys;

/// <summary>What makes a survey, and an answer to it, well-formed.</summary>
internal static class SurveyRules
{
    public const int MostQuestions = 40;
    public const int MostOptions = 20;
    public const int MostText = 500;
    public const int MostNumber = 1_000_000;
    public const int MostTarget = 100_000;
    public const int ScaleTop = 5;
    public static readonly TimeSpan Longest = TimeSpan.FromDays(92);

    public static readonly Problem NotFound = Problem.NotFound("survey.not_found", "没有找到这份问卷，或不归您管理。", "There is no such survey, or it is not yours to look after.");

    public static Phrase Of(QuestionKind kind) => kind switch
    {
        QuestionKind.One => ("单选", "One of several"),
        QuestionKind.Many => ("多选", "Any of several"),
        QuestionKind.Scale => ("1–5 分", "1 to 5"),
        QuestionKind.Number => ("数字", "A number"),
        _ => ("文字（不公开）", "Words (not published)"),
    };

    public static Phrase Of(SurveyState state) => state switch
    {
        SurveyState.Draft => ("草稿", "Draft"),
        SurveyState.Planned => ("待开始", "To begin"),
        SurveyState.Open => ("进行中", "Open"),
        _ => ("已结束", "Closed"),
    };

    public static Phrase Of(SurveyUnit unit) => unit == SurveyUnit.Person ? ("每人一份", "One answer each") : ("每户一份", "One answer a household");

    public static Phrase Of(HomeRelation relation) => relation switch
    {
        HomeRelation.Owner => ("业主", "Owners"),
        HomeRelation.Tenant => ("租户", "Tenants"),
        _ => ("家属", "Family"),
    };

    /// <summary>The group a quota counts.</summary>
    public static Phrase Of(SurveyQuota quota, Func<string, Phrase?> community) => quota.Kind switch
    {
        QuotaKind.Age => AgeBands.Name(quota.Key),
        QuotaKind.Relation => Enum.TryParse<HomeRelation>(quota.Key, out var relation) ? Of(relation) : (quota.Key, quota.Key),
        _ => community(quota.Key) ?? (quota.Key, quota.Key),
    };

    public static bool HasOptions(QuestionKind kind) => kind is QuestionKind.One or QuestionKind.Many;

    /// <summary>What is wrong with the questions, each named by its number.</summary>
    public static IEnumerable<Problem> Problems(IReadOnlyList<SurveyQuestion?> questions)
    {
        if (questions.Count > MostQuestions)
            yield return Problem.Invalid("questions", "survey.questions", $"最多 {MostQuestions} 题。", $"A survey has {MostQuestions} questions at most.");
        for (var i = 0; i < Math.Min(questions.Count, MostQuestions); i++)
        {
            var (zh, en) = ($"第 {i + 1} 题", $"Question {i + 1}");
            if (questions[i] is not { } question || !Enum.IsDefined(question.Kind) || !PlainText.TryCleanLine(question.Text, 120, out var text) || text.Length < 2)
            {
                yield return Problem.Invalid("questions", "survey.question", $"{zh}：请选择题型，题目写 2–120 个字。", $"{en}: choose a kind, and ask in 2 to 120 characters.");
                continue;
            }

            var options = question.Options ?? [];
            if (HasOptions(question.Kind)
                ? options.Count is < 2 or > MostOptions || options.Any(o => !PlainText.TryCleanLine(o, 60, out var option) || option.Length == 0) || options.Select(o => o.Trim()).Distinct().Count() < options.Count
                : options.Count > 0)
                yield return Problem.Invalid("questions", "survey.options", $"{zh}：选择题写 2–{MostOptions} 个不同的选项（每个 60 字以内），其他题型不写选项。", $"{en}: give 2 to {MostOptions} different options of 60 characters at most, and none for the other kinds.");
        }
    }

    public static IEnumerable<Problem> Problems(IReadOnlyList<SurveyQuota?> quotas)
    {
        if (quotas.Any(q => q is null || !Enum.IsDefined(q.Kind) || q.Target is < 1 or > MostTarget
            || (q.Kind == QuotaKind.Age && !AgeBands.Keys.Contains(q.Key)) || (q.Kind == QuotaKind.Relation && !Enum.GetNames<HomeRelation>().Contains(q.Key)) || (q.Key ?? "").Length is 0 or > 60)
            || quotas.DistinctBy(q => (q?.Kind, q?.Key)).Count() < quotas.Count)
            yield return Problem.Invalid(
                "quotas", "survey.quotas", $"配额应写明群体（年龄段、住户关系或社区），每个群体一次，目标 1–{MostTarget} 份。", $"A quota names a group (age band, tie or community) once and wants 1 to {MostTarget:N0} answers.");
    }

    /// <summary>What is given as rows, or what is wrong, beside the field <c>q1</c>, <c>q2</c> and so on.</summary>
    public static Result<IReadOnlyList<SurveyItem>> Items(IReadOnlyList<SurveyQuestion> questions, IReadOnlyList<GivenAnswer?> given, Guid answer)
    {
        var (items, problems) = (new List<SurveyItem>(), new List<Problem>());
        if (given.Any(g => g is null || g.Question < 1 || g.Question > questions.Count) || given.DistinctBy(g => g?.Question).Count() < given.Count)
            return Problem.Invalid("answers", "survey.unknown_question", $"每题答一次，题号 1–{questions.Count}。", $"Answer each question once; they are numbered 1 to {questions.Count}.");
        for (var i = 0; i < questions.Count; i++)
        {
            var said = given.FirstOrDefault(g => g!.Question == i + 1);
            var before = items.Count;
            var problem = Add(items, questions[i], i + 1, said, answer);
            if (problem is null && items.Count == before && questions[i].Required)
                problem = Problem.Invalid(Field(i + 1), "survey.missing", $"第 {i + 1} 题必答。", $"Question {i + 1} must be answered.");
            if (problem is not null)
                problems.Add(problem);
        }

        return problems.Count > 0 ? Result<IReadOnlyList<SurveyItem>>.Fail(problems) : items;
    }

    public static string Field(int question) => $"q{question}";

    private static Problem? Add(List<SurveyItem> items, SurveyQuestion question, int number, GivenAnswer? said, Guid answer)
    {
        var chosen = said?.Choices ?? [];
        switch (question.Kind)
        {
            case QuestionKind.One or QuestionKind.Many or QuestionKind.Scale:
                var top = question.Kind == QuestionKind.Scale ? ScaleTop : question.Options.Count;
                if (chosen.Any(c => c < 1 || c > top) || chosen.Distinct().Count() < chosen.Count || (question.Kind != QuestionKind.Many && chosen.Count > 1))
                    return Problem.Invalid(Field(number), "survey.choice", $"第 {number} 题：请从 {top} 个选项里选{(question.Kind == QuestionKind.Many ? "" : "一个")}。", $"Question {number}: choose {(question.Kind == QuestionKind.Many ? "among" : "one of")} the {top}.");
                items.AddRange(chosen.Select(c => new SurveyItem { Answer = answer, Question = number, Choice = c }));
                return null;
            case QuestionKind.Number:
                if (said?.Number is { } count)
                {
                    if (count is < 0 or > MostNumber)
                        return Problem.Invalid(Field(number), "survey.number", $"第 {number} 题：请填 0–{MostNumber} 的整数。", $"Question {number}: give a whole number from 0 to {MostNumber:N0}.");
                    items.Add(new() { Answer = answer, Question = number, Choice = 0, Number = count });
                }

                return null;
            default:
                if (!PlainText.TryClean(said?.Text, MostText, out var text))
                    return Problem.Invalid(Field(number), "survey.text", $"第 {number} 题：最多 {MostText} 个字，不含特殊控制符。", $"Question {number}: at most {MostText} characters, without control characters.");
                if (text.Length > 0)
                    items.Add(new() { Answer = answer, Question = number, Choice = 0, Text = text });
                return null;
        }
    }
}
