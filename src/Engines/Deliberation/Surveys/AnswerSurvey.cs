using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Deliberation.Surveys;

/// <summary>What was answered to a question.</summary>
/// <param name="Question">Its number, from 1.</param>
/// <param name="Choices">Numbers of options from 1, or the points of a scale.</param>
/// <param name="Number">A whole number.</param>
/// <param name="Text">Words, 500 characters at most.</param>
internal sealed record GivenAnswer(int Question, IReadOnlyList<int>? Choices = null, int? Number = null, string? Text = null);

/// <summary>Answers a survey, once for each person or household. Who answered is kept apart from what was answered.</summary>
/// <param name="Id">Which.</param>
/// <param name="Answers">To each question at most one.</param>
/// <param name="IdempotencyKey">Makes sending again harmless.</param>
internal sealed record AnswerSurvey(Guid Id, IReadOnlyList<GivenAnswer>? Answers, string? IdempotencyKey = null) : ICommand<Done>, IRepeatable
{
    // What is kept to know a repetition names its sender: of a few choices even a hash could be guessed back.
    object IRepeatable.Wish => Id;
}

internal sealed class AnswerSurveyHandler(LinliDb db, SurveyBook book, SurveyAudience audience, CurrentCaller current, TimeProvider time) : IHandler<AnswerSurvey, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/surveys/{id:guid}/answers", (Guid id, AnswerSurvey request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(Access.SignedIn).WithTags("surveys").WithSummary("Answer a survey 答问卷");

    public async Task<Result<Done>> Handle(AnswerSurvey request, CancellationToken cancel)
    {
        // Two of a household at the same moment: the second hears that it is done.
        await book.Lock(request.Id, cancel);
        if (await book.Published(request.Id, cancel) is not { } survey)
            return SurveyRules.NotFound;
        var now = Clock.Now(time);
        if (survey.StateAt(now) != SurveyState.Open)
            return Problem.Conflict("survey.not_open", "问卷没有在进行，不能答。", "The survey is not open.");
        var me = current.Value.Account!.Value;
        var found = await audience.Of(survey, me, cancel);
        if (!found.Ok)
            return found.As<Done>();
        var who = found.Value;
        var answer = new SurveyAnswer { Id = SurveyAnswer.RandomId(), Survey = survey.Id, Band = who.Band, Relation = who.Relation.ToString(), Community = who.Community, On = LocalTime.DateOf(now) };
        var items = SurveyRules.Items(SurveyBook.Questions(survey), request.Answers ?? [], answer.Id);
        if (!items.Ok)
            return items.As<Done>();
        db.Records<SurveyPart>().Add(new() { Id = Guid.CreateVersion7(now), Survey = survey.Id, Who = who.Who, Account = me, At = now });
        db.Records<SurveyAnswer>().Add(answer);
        db.Records<SurveyItem>().AddRange(items.Value);
        return Done.It;
    }
}
