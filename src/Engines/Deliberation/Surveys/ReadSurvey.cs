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

/// <summary>The surveys of the last two years, those that run first; for everybody.</summary>
internal sealed record ListSurveys : IQuery<IReadOnlyList<SurveyLine>>;

/// <summary>A survey in a list.</summary>
/// <param name="Id">Which.</param>
/// <param name="Title">Title.</param>
/// <param name="Place">Whose residents are asked.</param>
/// <param name="State">Where it stands.</param>
/// <param name="ClosesAt">When it ends.</param>
/// <param name="Answers">How many answered.</param>
/// <param name="Target">How many are wanted.</param>
/// <param name="MayAnswer">Whether the caller can answer it now.</param>
/// <param name="Answered">Whether the caller's answer is in.</param>
internal sealed record SurveyLine(Guid Id, string Title, Phrase Place, SurveyState State, DateTimeOffset ClosesAt, int Answers, int? Target, bool MayAnswer, bool Answered);

/// <summary>A survey: its questions while it runs, its results once it is over; for everybody.</summary>
internal sealed record ReadSurvey(Guid Id) : IQuery<SurveyView>;

/// <summary>A survey as residents see it.</summary>
/// <param name="Id">Which.</param>
/// <param name="Title">Title.</param>
/// <param name="Intro">Why it is asked.</param>
/// <param name="Place">Whose residents are asked.</param>
/// <param name="Unit">Who answers once.</param>
/// <param name="Audience">Whom it asks, in words.</param>
/// <param name="State">Where it stands.</param>
/// <param name="OpensAt">When it begins.</param>
/// <param name="ClosesAt">When it ends.</param>
/// <param name="Answers">How many answered.</param>
/// <param name="Target">How many are wanted.</param>
/// <param name="Questions">The questions.</param>
/// <param name="Home">Label of the home one answers for; <c>null</c> while one may not.</param>
/// <param name="Answered">Whether the caller's answer is in.</param>
/// <param name="WhyNot">Why the caller may not answer.</param>
/// <param name="Results">Totals, once it is over; words are not published.</param>
/// <param name="Outcome">What comes of it.</param>
internal sealed record SurveyView(
    Guid Id, string Title, string? Intro, Phrase Place, SurveyUnit Unit, Phrase Audience, SurveyState State, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, int Answers, int? Target,
    IReadOnlyList<SurveyQuestion> Questions, string? Home, bool Answered, Phrase? WhyNot, IReadOnlyList<QuestionResult>? Results, string? Outcome);

internal sealed class ReadSurveyHandler(LinliDb db, SurveyBook book, SurveyAudience audience, CurrentCaller current, TimeProvider time) : IHandler<ListSurveys, IReadOnlyList<SurveyLine>>, IHandler<ReadSurvey, SurveyView>, IUseCase
{
    private const int Most = 100;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/surveys", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListSurveys(), cancel))
            .Needs(Access.Public).WithTags("surveys").WithSummary("Surveys 问卷");
        api.MapGet("/surveys/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ReadSurvey(id), cancel))
            .Needs(Access.Public).WithTags("surveys").WithSummary("A survey, with its results once it is over 问卷与结果");
    }

    public async Task<Result<IReadOnlyList<SurveyLine>>> Handle(ListSurveys request, CancellationToken cancel)
    {
        var (now, since) = (Clock.Now(time), Clock.Now(time).AddYears(-2));
        var surveys = await db.Unfiltered<Survey>().AsNoTracking().Where(s => s.PublishedAt != null && s.ClosesAt > since).OrderByDescending(s => s.ClosesAt).ThenBy(s => s.Id).Take(Most).ToListAsync(cancel);
        var counts = await book.Answers(surveys.ConvertAll(s => s.Id), cancel);
        var lines = new List<SurveyLine>();
        foreach (var survey in surveys)
        {
            var state = survey.StateAt(now);
            var standing = state == SurveyState.Open && current.Value.Account is { } me ? await audience.Of(survey, me, cancel) : default;
            lines.Add(new(
                survey.Id, survey.Title, book.PlaceOf(survey), state, survey.ClosesAt, counts.GetValueOrDefault(survey.Id), survey.Target,
                MayAnswer: standing is { Ok: true, Value: not null }, Answered: IsAnswered(standing)));
        }

        return lines.OrderBy(l => l.State).ThenByDescending(l => l.MayAnswer).ThenBy(l => l.State == SurveyState.Closed ? -l.ClosesAt.UtcTicks : l.ClosesAt.UtcTicks).ToList();
    }

    public async Task<Result<SurveyView>> Handle(ReadSurvey request, CancellationToken cancel)
    {
        if (await book.Published(request.Id, cancel) is not { } survey)
            return SurveyRules.NotFound;
        var state = survey.StateAt(Clock.Now(time));
        var standing = state == SurveyState.Open && current.Value.Account is { } me ? await audience.Of(survey, me, cancel) : default;
        var asked = SurveyBook.Relations(survey).Select(SurveyRules.Of).ToList();
        var ages = SurveyAudience.Ages(survey);
        return new SurveyView(
            survey.Id, survey.Title, survey.Intro, book.PlaceOf(survey), survey.Unit, ($"{string.Join('、', asked.Select(a => a.Zh))}，{ages.Zh}", $"{string.Join(", ", asked.Select(a => a.En))} {ages.En}"),
            state, survey.OpensAt, survey.ClosesAt, await book.Answers(survey.Id, cancel), survey.Target, SurveyBook.Questions(survey),
            standing is { Ok: true, Value: { } respondent } ? respondent.Home : null, IsAnswered(standing), standing is { Ok: false, Problems: [var problem, ..] } ? problem.Message : null,
            state == SurveyState.Closed ? await book.Results(survey, cancel) : null, survey.Outcome);
    }

    private static bool IsAnswered(Result<Respondent> standing) => standing is { Ok: false, Problems: [{ } problem, ..] } && problem.Code == SurveyAudience.Answered.Code;
}
