using System.Globalization;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Deliberation.Surveys;

/// <summary>The surveys of the places one looks after, drafts included, the newest first.</summary>
internal sealed record ListDeskSurveys : IQuery<IReadOnlyList<DeskSurveyLine>>;

/// <summary>A survey in the list of the desk.</summary>
internal sealed record DeskSurveyLine(Guid Id, string Title, Phrase Place, SurveyState State, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, int Answers, int? Target);

/// <summary>A survey as its makers see it.</summary>
internal sealed record ReadDeskSurvey(Guid Id) : IQuery<DeskSurveyView>;

/// <summary>A survey with its settings, how far its quotas are met, and what was answered so far.</summary>
/// <param name="Id">Which.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Settings">As <see cref="KeepSurvey"/> takes them.</param>
/// <param name="Answers">How many answered.</param>
/// <param name="Progress">How far each quota is met.</param>
/// <param name="Results">Totals so far.</param>
/// <param name="Words">What was answered in words, without saying by whom; the last 200.</param>
/// <param name="Outcome">What comes of it.</param>
internal sealed record DeskSurveyView(Guid Id, SurveyState State, KeepSurvey Settings, int Answers, IReadOnlyList<QuotaProgress> Progress, IReadOnlyList<QuestionResult> Results, IReadOnlyList<SaidWords> Words, string? Outcome);

/// <summary>Words that were answered.</summary>
internal sealed record SaidWords(int Question, string Text);

/// <summary>Every answer of a survey, without names.</summary>
internal sealed record ReadSurveyAnswers(Guid Id) : IQuery<SurveyAnswers>;

/// <summary>Answers as a table: the group, the day, and a column for each question.</summary>
internal sealed record SurveyAnswers(string Title, IReadOnlyList<SurveyQuestion> Questions, IReadOnlyList<IReadOnlyList<string>> Rows);

internal sealed class DeskSurveyHandler(LinliDb db, SurveyBook book, CurrentCaller current, TimeProvider time)
    : IHandler<ListDeskSurveys, IReadOnlyList<DeskSurveyLine>>, IHandler<ReadDeskSurvey, DeskSurveyView>, IHandler<ReadSurveyAnswers, SurveyAnswers>, IUseCase
{
    private const int Most = 200;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/desk/surveys", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListDeskSurveys(), cancel))
            .Needs(DeliberationPermissions.Surveys).WithTags("surveys").WithSummary("Surveys one looks after 我的问卷");
        api.MapGet("/desk/surveys/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ReadDeskSurvey(id), cancel))
            .Needs(DeliberationPermissions.Surveys).WithTags("surveys").WithSummary("Progress of a survey 进度与配额");
        api.MapGet("/desk/surveys/{id:guid}/answers.csv", Csv).Needs(DeliberationPermissions.Surveys).WithTags("surveys").WithSummary("Every answer without names, as CSV").Produces(StatusCodes.Status200OK, contentType: "text/csv");
    }

    public async Task<Result<IReadOnlyList<DeskSurveyLine>>> Handle(ListDeskSurveys request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var surveys = await db.Scoped<Survey>(current.Value.ScopesFor(DeliberationPermissions.Surveys)).AsNoTracking().OrderByDescending(s => s.OpensAt).ThenByDescending(s => s.Id).Take(Most).ToListAsync(cancel);
        var counts = await book.Answers(surveys.ConvertAll(s => s.Id), cancel);
        return surveys.ConvertAll(s => new DeskSurveyLine(s.Id, s.Title, book.PlaceOf(s), s.StateAt(now), s.OpensAt, s.ClosesAt, counts.GetValueOrDefault(s.Id), s.Target));
    }

    public async Task<Result<DeskSurveyView>> Handle(ReadDeskSurvey request, CancellationToken cancel)
    {
        if (await book.Of(request.Id, current.Value.ScopesFor(DeliberationPermissions.Surveys), cancel) is not { } survey)
            return SurveyRules.NotFound;
        var settings = new KeepSurvey
        {
            Id = survey.Id, Place = ScopePath.Parse(survey.Scope, null).Code, Title = survey.Title, Intro = survey.Intro, Unit = survey.Unit, OpensAt = survey.OpensAt, ClosesAt = survey.ClosesAt, MinAge = survey.MinAge, MaxAge = survey.MaxAge,
            Relations = [.. SurveyBook.Relations(survey)], Target = survey.Target, Quotas = SurveyBook.Quotas(survey), Questions = SurveyBook.Questions(survey),
        };
        var words = await db.Records<SurveyItem>().Where(i => i.Text != null && db.Records<SurveyAnswer>().Any(a => a.Id == i.Answer && a.Survey == survey.Id))
            .OrderBy(i => i.Question).ThenBy(i => i.Answer).Select(i => new SaidWords(i.Question, i.Text!)).Take(Most).ToListAsync(cancel);
        return new DeskSurveyView(survey.Id, survey.StateAt(Clock.Now(time)), settings, await book.Answers(survey.Id, cancel), await book.Progress(survey, cancel), await book.Results(survey, cancel), words, survey.Outcome);
    }

    public async Task<Result<SurveyAnswers>> Handle(ReadSurveyAnswers request, CancellationToken cancel)
    {
        if (await book.Of(request.Id, current.Value.ScopesFor(DeliberationPermissions.Surveys), cancel) is not { } survey)
            return SurveyRules.NotFound;
        var questions = SurveyBook.Questions(survey);
        // In the order of their random ids, which is no order of time.
        var answers = await db.Records<SurveyAnswer>().AsNoTracking().Where(a => a.Survey == survey.Id).OrderBy(a => a.Id).ToListAsync(cancel);
        var items = (await db.Records<SurveyItem>().AsNoTracking().Where(i => db.Records<SurveyAnswer>().Any(a => a.Id == i.Answer && a.Survey == survey.Id)).ToListAsync(cancel)).ToLookup(i => (i.Answer, i.Question));
        string Said(Guid answer, int number) => string.Join('；', items[(answer, number)].OrderBy(i => i.Choice).Select(i =>
            i.Text ?? i.Number?.ToString(CultureInfo.InvariantCulture) ?? (questions[number - 1].Kind == QuestionKind.Scale ? $"{i.Choice}" : questions[number - 1].Options[i.Choice - 1])));
        return new SurveyAnswers(survey.Title, questions, [.. answers.Select(a => (IReadOnlyList<string>)
        [
            AgeBands.Name(a.Band).Zh, SurveyRules.Of(Enum.Parse<HomeRelation>(a.Relation)).Zh, book.Community(a.Community)?.Zh ?? "", a.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            .. Enumerable.Range(1, questions.Count).Select(number => Said(a.Id, number)),
        ])]);
    }

    private static async Task<IResult> Csv(Guid id, UseCaseRunner runner, CancellationToken cancel)
    {
        var found = await runner.Ask(new ReadSurveyAnswers(id), cancel);
        if (!found.Ok)
            return ProblemResults.From(found.Problems);
        return TypedResults.Stream(
            async output =>
            {
                await using var table = TableWriter.Csv(output);
                await table.WriteHeaderAsync(["年龄段", "住户关系", "社区", "日期", .. found.Value.Questions.Select((q, i) => $"{i + 1}. {q.Text}")]);
                foreach (var row in found.Value.Rows)
                    await table.WriteRowAsync([.. row]);
                await table.CompleteAsync();
            },
            "text/csv; charset=utf-8", $"survey-{id}.csv");
    }
}
