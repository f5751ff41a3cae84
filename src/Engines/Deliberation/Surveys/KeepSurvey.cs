using System.Text.Json.Serialization;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Deliberation.Surveys;

/// <summary>Makes a draft of a survey, or changes one that is not published.</summary>
public sealed record KeepSurvey : ICommand<SurveyKept>, IValidated, IRepeatable, IAudited
{
    /// <summary>Which draft; <c>null</c> for a new one.</summary>
    [JsonIgnore]
    public Guid? Id { get; init; }

    /// <summary>Code of the place whose residents are asked.</summary>
    public string? Place { get; init; }

    /// <summary>2–60 characters.</summary>
    public string? Title { get; init; }

    /// <summary>Why it is asked and what comes of it, at most 500 characters.</summary>
    public string? Intro { get; init; }

    /// <summary>Who answers once.</summary>
    public SurveyUnit Unit { get; init; }

    /// <summary>When answers begin.</summary>
    public DateTimeOffset? OpensAt { get; init; }

    /// <summary>When they end: after the beginning, 92 days later at most.</summary>
    public DateTimeOffset? ClosesAt { get; init; }

    /// <summary>14 to 120 completed years, or <c>null</c>.</summary>
    public int? MinAge { get; init; }

    /// <summary>Not below <see cref="MinAge"/>, or <c>null</c>.</summary>
    public int? MaxAge { get; init; }

    /// <summary>Which ties to a home are asked; all when empty.</summary>
    public IReadOnlyList<HomeRelation> Relations { get; init; } = [];

    /// <summary>How many answers are wanted, 1 to 100,000, or <c>null</c>.</summary>
    public int? Target { get; init; }

    /// <summary>How many of which group.</summary>
    public IReadOnlyList<SurveyQuota> Quotas { get; init; } = [];

    /// <summary>The questions in their order, 40 at most.</summary>
    public IReadOnlyList<SurveyQuestion> Questions { get; init; } = [];

    /// <inheritdoc/>
    public string? IdempotencyKey { get; init; }

    string? IAudited.AuditSubject => Id?.ToString() ?? Title;

    IEnumerable<Problem> IValidated.Problems()
    {
        if (!PlainText.TryCleanLine(Title, 60, out var title) || title.Length < 2)
            yield return Problem.Invalid("title", "survey.title", "标题写 2–60 个字。", "A title has 2 to 60 characters.");
        if (!PlainText.TryClean(Intro, SurveyRules.MostText, out _))
            yield return Problem.Invalid("intro", "survey.intro", "说明最多 500 个字。", "An introduction has 500 characters at most.");
        if (!Enum.IsDefined(Unit))
            yield return Problem.Invalid("unit", "survey.unit", "请选择每人一份或每户一份。", "Choose one answer each, or one a household.");
        if (OpensAt is not { } opens || opens.Year is < 2000 or > 2999)
            yield return Problem.Invalid("opensAt", "survey.opens", "请填写开始时间。", "Say when it begins.");
        else if (ClosesAt is not { } closes || closes <= opens || closes > opens + SurveyRules.Longest)
            yield return Problem.Invalid("closesAt", "survey.closes", "结束时间应在开始之后、不超过 92 天。", "It ends after it begins, 92 days later at most.");
        if (MinAge is < 14 or > 120)
            yield return Problem.Invalid("minAge", "survey.min_age", "年龄下限应为 14–120 岁；更小的孩子由监护人代答。", "The youngest are 14 to 120; guardians answer for younger children.");
        if (MaxAge is { } most && (most > 120 || most < (MinAge ?? 14)))
            yield return Problem.Invalid("maxAge", "survey.max_age", "年龄上限不小于下限、不超过 120 岁。", "The oldest are not younger than the youngest, and 120 at most.");
        if ((Relations ?? []).Any(r => !Enum.IsDefined(r)))
            yield return Problem.Invalid("relations", "survey.relations", "请选择业主、租户或家属。", "Choose owners, tenants or family.");
        if (Target is < 1 or > SurveyRules.MostTarget)
            yield return Problem.Invalid("target", "survey.target", "目标份数应为 1–100000。", "The goal is 1 to 100,000 answers.");
        foreach (var problem in SurveyRules.Problems(Questions ?? []).Concat(SurveyRules.Problems(Quotas ?? [])))
            yield return problem;
    }
}

/// <summary>A draft that was kept.</summary>
public sealed record SurveyKept(Guid Id);

/// <summary>Throws a draft away.</summary>
internal sealed record DropSurvey(Guid Id) : ICommand<Done>, IAudited
{
    string? IAudited.AuditSubject => Id.ToString();
}

internal sealed class KeepSurveyHandler(LinliDb db, SurveyBook book, CurrentCaller current, TimeProvider time) : IHandler<KeepSurvey, SurveyKept>, IHandler<DropSurvey, Done>, IUseCase
{
    private static readonly Problem Published = Problem.Conflict("survey.published", "问卷已发布，题目不能再改；可以提前结束后另发一份。", "It was published, so its questions stay: close it and make another.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/surveys", (KeepSurvey request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = null }, cancel))
            .Needs(DeliberationPermissions.Surveys).WithTags("surveys").WithSummary("Draft a survey 新建问卷");
        api.MapPut("/surveys/{id:guid}", (Guid id, KeepSurvey request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(DeliberationPermissions.Surveys).WithTags("surveys").WithSummary("Change a draft 修改问卷");
        api.MapDelete("/surveys/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new DropSurvey(id), cancel))
            .Needs(DeliberationPermissions.Surveys).WithTags("surveys").WithSummary("Throw a draft away 删除草稿");
    }

    public async Task<Result<SurveyKept>> Handle(KeepSurvey request, CancellationToken cancel)
    {
        var scopes = current.Value.ScopesFor(DeliberationPermissions.Surveys);
        var place = book.Place(request.Place, scopes);
        if (!place.Ok)
            return place.As<SurveyKept>();
        var now = Clock.Now(time);
        Survey survey;
        if (request.Id is not { } id)
        {
            survey = new()
            {
                Id = Guid.CreateVersion7(now), Scope = "", Title = "", Unit = default, OpensAt = now, ClosesAt = now, Relations = "", Questions = "", Quotas = "", By = current.Value.Account ?? Guid.Empty, At = now,
            };
            db.Insert(survey);
        }
        else if (await book.Hold(id, scopes, cancel) is { } known)
        {
            if (known.PublishedAt is not null)
                return Published;
            survey = known;
        }
        else
        {
            return SurveyRules.NotFound;
        }

        PlainText.TryCleanLine(request.Title, 60, out var title);
        PlainText.TryClean(request.Intro, SurveyRules.MostText, out var intro);
        var relations = request.Relations is { Count: > 0 } named ? named.Distinct().Order() : Enum.GetValues<HomeRelation>().AsEnumerable();
        (survey.Scope, survey.Title, survey.Intro, survey.Unit) = (place.Value.Path.Value, title, intro.Length == 0 ? null : intro, request.Unit);
        (survey.OpensAt, survey.ClosesAt) = (Clock.ToMicroseconds(request.OpensAt!.Value), Clock.ToMicroseconds(request.ClosesAt!.Value));
        (survey.MinAge, survey.MaxAge, survey.Target, survey.Relations) = (request.MinAge, request.MaxAge, request.Target, string.Join(',', relations));
        survey.Questions = SurveyBook.Write<SurveyQuestion>([.. (request.Questions ?? []).Select(q => new SurveyQuestion(q.Kind, Line(q.Text), q.Required, [.. (q.Options ?? []).Select(Line)]))]);
        survey.Quotas = SurveyBook.Write(request.Quotas ?? []);
        return new SurveyKept(survey.Id);
    }

    public async Task<Result<Done>> Handle(DropSurvey request, CancellationToken cancel)
    {
        if (await book.Hold(request.Id, current.Value.ScopesFor(DeliberationPermissions.Surveys), cancel) is not { } survey)
            return SurveyRules.NotFound;
        if (survey.PublishedAt is not null)
            return Published;
        db.Delete(survey);
        return Done.It;
    }

    private static string Line(string text)
    {
        PlainText.TryCleanLine(text, 120, out var line);
        return line;
    }
}
