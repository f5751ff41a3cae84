using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Deliberation.Surveys;

/// <summary>Publishes a draft: from its beginning on it can be answered, and its questions stay.</summary>
internal sealed record PublishSurvey(Guid Id) : ICommand<Done>, IAudited
{
    string? IAudited.AuditSubject => Id.ToString();
}

/// <summary>Ends a survey now, or moves its end.</summary>
/// <param name="Id">Which.</param>
/// <param name="ClosesAt">The new end, 92 days after the beginning at most; <c>null</c> for now.</param>
internal sealed record MoveEndOfSurvey(Guid Id, DateTimeOffset? ClosesAt = null) : ICommand<Done>, IAudited
{
    string? IAudited.AuditSubject => Id.ToString();
}

/// <summary>Says what comes of a survey that is over (结果回应); shown with its results.</summary>
/// <param name="Id">Which.</param>
/// <param name="Text">2–500 characters.</param>
internal sealed record SayOutcome(Guid Id, string? Text) : ICommand<Done>, IValidated, IAudited
{
    string? IAudited.AuditSubject => Id.ToString();

    IEnumerable<Problem> IValidated.Problems()
    {
        if (!PlainText.TryClean(Text, SurveyRules.MostText, out var text) || text.Length < 2)
            yield return Problem.Invalid("text", "survey.outcome", "回应写 2–500 个字。", "Say it in 2 to 500 characters.");
    }
}

internal sealed class RunSurveyHandler(SurveyBook book, CurrentCaller current, TimeProvider time) : IHandler<PublishSurvey, Done>, IHandler<MoveEndOfSurvey, Done>, IHandler<SayOutcome, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/surveys/{id:guid}/publish", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new PublishSurvey(id), cancel))
            .Needs(DeliberationPermissions.Surveys).WithTags("surveys").WithSummary("Publish a survey 发布问卷");
        api.MapPost("/surveys/{id:guid}/end", (Guid id, MoveEndOfSurvey request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(DeliberationPermissions.Surveys).WithTags("surveys").WithSummary("End a survey now, or move its end 结束或延期");
        api.MapPost("/surveys/{id:guid}/outcome", (Guid id, SayOutcome request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(DeliberationPermissions.Surveys).WithTags("surveys").WithSummary("Say what comes of it 结果回应");
    }

    public async Task<Result<Done>> Handle(PublishSurvey request, CancellationToken cancel)
    {
        if (await Find(request.Id, cancel) is not { } survey)
            return SurveyRules.NotFound;
        var now = Clock.Now(time);
        if (survey.PublishedAt is not null)
            return Done.It;
        if (SurveyBook.Questions(survey).Count == 0)
            return Problem.Invalid("questions", "survey.no_questions", "请先加至少一题。", "Add a question first.");
        if (survey.ClosesAt <= now)
            return Problem.Invalid("closesAt", "survey.over", "结束时间已过，请先改时间。", "It would be over already: change its end first.");
        survey.PublishedAt = now;
        return Done.It;
    }

    public async Task<Result<Done>> Handle(MoveEndOfSurvey request, CancellationToken cancel)
    {
        if (await Find(request.Id, cancel) is not { } survey)
            return SurveyRules.NotFound;
        var now = Clock.Now(time);
        if (survey.StateAt(now) is SurveyState.Draft or SurveyState.Closed)
            return Problem.Conflict("survey.not_running", "问卷没有在进行；结果公布后不再接受答卷。", "It is not running; no answers are taken once results are published.");
        var closes = Clock.ToMicroseconds(request.ClosesAt ?? now);
        if (request.ClosesAt is not null && (closes <= now || closes <= survey.OpensAt || closes > survey.OpensAt + SurveyRules.Longest))
            return Problem.Invalid("closesAt", "survey.closes", "结束时间应在现在和开始之后、不超过开始后 92 天。", "It ends after now and after it begins, 92 days after that at most.");
        survey.ClosesAt = closes;
        return Done.It;
    }

    public async Task<Result<Done>> Handle(SayOutcome request, CancellationToken cancel)
    {
        if (await Find(request.Id, cancel) is not { } survey)
            return SurveyRules.NotFound;
        if (survey.StateAt(Clock.Now(time)) != SurveyState.Closed)
            return Problem.Conflict("survey.not_over", "问卷结束后再写回应。", "Say what comes of it once it is over.");
        PlainText.TryClean(request.Text, SurveyRules.MostText, out var text);
        survey.Outcome = text;
        return Done.It;
    }

    private Task<Survey?> Find(Guid id, CancellationToken cancel) => book.Hold(id, current.Value.ScopesFor(DeliberationPermissions.Surveys), cancel);
}
