using System.Text.Json.Serialization;
using Linli.Cases.Report;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Rules;

/// <summary>Says what a category asks beyond the text, in the place of what it asked before.</summary>
public sealed record SaveQuestions : ICommand<Done>, IValidated, IAudited
{
    private const int Most = 20;

    /// <summary>Code of the category.</summary>
    [JsonIgnore]
    public string Category { get; init; } = "";

    /// <summary>The questions in order, at most 20.</summary>
    public IReadOnlyList<Question> Questions { get; init; } = [];

    string? IAudited.AuditSubject => Category;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Questions.Count > Most || Questions.DistinctBy(q => q.Code).Count() != Questions.Count)
            yield return Problem.Invalid("questions", "cases.questions", $"最多 {Most} 个问题，编码不能重复。", $"At most {Most} questions, each with a code of its own.");
        foreach (var question in Questions)
            if (!IsSound(question))
                yield return Problem.Invalid("questions", "cases.question",
                    "每个问题要有编码（字母、数字、下划线）和中英文名称；选择题要有选项，选项中不能有“|”和“=”。",
                    "Every question has a code (letters, digits, underscores) and a label in both languages; one to choose from has options, without '|' and '='.");
    }

    private static bool IsSound(Question question) =>
        question.Code.Length is > 0 and <= 40 && question.Code.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
        && question.Label.Zh is { Length: > 0 and <= 100 } && question.Label.En is { Length: > 0 and <= 100 }
        && question.Options.Count > 0 == question.Kind is QuestionKind.OneOf or QuestionKind.ManyOf
        && question.Options.All(o => o.Key.Length > 0 && new[] { o.Key, o.Name.Zh ?? "", o.Name.En ?? "" }.All(t => t.IndexOfAny(['|', '=']) < 0));
}

internal sealed class SaveQuestionsHandler(LinliDb db, Categories categories) : IHandler<SaveQuestions, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/cases/categories/{code}/questions", (string code, SaveQuestions request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Category = code }, cancel))
            .Needs(CasesPermissions.Rules).WithTags("Rules").WithSummary("Say what a category asks beyond the text 维护附加问题");

    public async Task<Result<Done>> Handle(SaveQuestions request, CancellationToken cancel)
    {
        if (await categories.Find(request.Category, cancel) is null)
            return Problem.NotFound("cases.category_unknown", "没有这个分类。", "There is no such category.");
        await db.Records<CategoryQuestion>().Where(q => q.Category == request.Category).ExecuteDeleteAsync(cancel);
        db.Records<CategoryQuestion>().AddRange(request.Questions.Select((question, i) => Report.Questions.RowOf(request.Category, question, i + 1)));
        db.AfterCommit(categories.Forget);
        return Done.It;
    }
}
