using System.Text.Json;
using System.Text.Json.Serialization;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Deliberation.Surveys;

/// <summary>Finds surveys and counts their answers.</summary>
internal sealed class SurveyBook(LinliDb db, IScopeTree tree)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() }, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write<T>(IReadOnlyList<T> list) => JsonSerializer.Serialize(list, Json);

    public static IReadOnlyList<SurveyQuestion> Questions(Survey survey) => JsonSerializer.Deserialize<SurveyQuestion[]>(survey.Questions, Json) ?? [];

    public static IReadOnlyList<SurveyQuota> Quotas(Survey survey) => JsonSerializer.Deserialize<SurveyQuota[]>(survey.Quotas, Json) ?? [];

    public static IReadOnlySet<HomeRelation> Relations(Survey survey) => survey.Relations.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<HomeRelation>).ToHashSet();

    /// <summary>A survey of the places one looks after.</summary>
    public Task<Survey?> Of(Guid id, ScopeSet scopes, CancellationToken cancel) => db.Scoped<Survey>(scopes).SingleOrDefaultAsync(s => s.Id == id, cancel);

    /// <summary>The same, held until the commit: what is published meanwhile is not changed any more.</summary>
    public async Task<Survey?> Hold(Guid id, ScopeSet scopes, CancellationToken cancel)
    {
        await Lock(id, cancel);
        return await Of(id, scopes, cancel);
    }

    /// <summary>Until the commit nobody else changes or answers it.</summary>
    public Task Lock(Guid id, CancellationToken cancel) => db.LockUntilCommit($"survey.{id}", cancel);

    /// <summary>A survey that was published, whoever asks.</summary>
    public Task<Survey?> Published(Guid id, CancellationToken cancel) => db.Unfiltered<Survey>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == id && s.PublishedAt != null, cancel);

    /// <summary>How many answers came.</summary>
    public Task<int> Answers(Guid survey, CancellationToken cancel) => db.Records<SurveyAnswer>().CountAsync(a => a.Survey == survey, cancel);

    /// <summary>How many answers came to each of several surveys.</summary>
    public Task<Dictionary<Guid, int>> Answers(IReadOnlyCollection<Guid> surveys, CancellationToken cancel) =>
        db.Records<SurveyAnswer>().Where(a => surveys.Contains(a.Survey)).GroupBy(a => a.Survey).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);

    /// <summary>Totals of every question; never by person or group.</summary>
    public async Task<IReadOnlyList<QuestionResult>> Results(Survey survey, CancellationToken cancel)
    {
        var items = db.Records<SurveyItem>().Where(i => db.Records<SurveyAnswer>().Any(a => a.Id == i.Answer && a.Survey == survey.Id));
        var choices = (await items.Where(i => i.Choice > 0).GroupBy(i => new { i.Question, i.Choice }).Select(g => new { g.Key.Question, g.Key.Choice, Count = g.Count() }).ToListAsync(cancel)).ToLookup(c => c.Question);
        var numbers = await items.Where(i => i.Number != null).GroupBy(i => i.Question).Select(g => new { g.Key, Sum = g.Sum(i => (long)i.Number!.Value) }).ToDictionaryAsync(n => n.Key, n => n.Sum, cancel);
        var answered = await items.GroupBy(i => i.Question).Select(g => new { g.Key, Count = g.Select(i => i.Answer).Distinct().Count() }).ToDictionaryAsync(a => a.Key, a => a.Count, cancel);
        return [.. Questions(survey).Select((question, i) =>
        {
            var (number, count) = (i + 1, answered.GetValueOrDefault(i + 1));
            var by = choices[number].ToDictionary(c => c.Choice, c => c.Count);
            var names = question.Kind == QuestionKind.Scale ? [.. Enumerable.Range(1, SurveyRules.ScaleTop).Select(n => $"{n}")] : question.Options;
            decimal? average = count == 0 ? null : question.Kind switch
            {
                QuestionKind.Scale => Math.Round(by.Sum(b => (decimal)b.Key * b.Value) / count, 2),
                QuestionKind.Number => Math.Round((decimal)numbers.GetValueOrDefault(number) / count, 2),
                _ => null,
            };
            return new QuestionResult(number, question.Kind, question.Text, count, [.. names.Select((name, n) => new ChoiceResult(name, by.GetValueOrDefault(n + 1), Share(by.GetValueOrDefault(n + 1), count)))], average);
        })];
    }

    /// <summary>How far the quotas are met.</summary>
    public async Task<IReadOnlyList<QuotaProgress>> Progress(Survey survey, CancellationToken cancel)
    {
        var groups = await db.Records<SurveyAnswer>().Where(a => a.Survey == survey.Id).GroupBy(a => new { a.Band, a.Relation, a.Community }).Select(g => new { g.Key.Band, g.Key.Relation, g.Key.Community, Count = g.Count() }).ToListAsync(cancel);
        return [.. Quotas(survey).Select(quota => new QuotaProgress(
            quota.Kind, quota.Key, SurveyRules.Of(quota, Community), quota.Target,
            groups.Where(g => quota.Key == quota.Kind switch { QuotaKind.Age => g.Band, QuotaKind.Relation => g.Relation, _ => g.Community }).Sum(g => g.Count)))];
    }

    /// <summary>Name of a community.</summary>
    public Phrase? Community(string code) => tree.FindCode(code)?.Name;

    /// <summary>Name of the place of a survey.</summary>
    public Phrase PlaceOf(Survey survey) => tree.Find(ScopePath.Parse(survey.Scope, null))?.Name ?? (survey.Scope, survey.Scope);

    /// <summary>A place that the caller may ask, or the problem beside the field.</summary>
    public Result<Place> Place(string? code, ScopeSet scopes) => tree.FindCode(code ?? "") is { Kind: not PlaceKind.Building } place && scopes.Covers(place.Path)
        ? place
        : Problem.Invalid("place", "survey.place", "请选择归您管理的地点。", "Choose a place that is yours to look after.");

    private static decimal Share(int count, int of) => of == 0 ? 0 : Math.Round(100m * count / of, 1);
}

/// <summary>What came of a question.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Kind">How it was answered.</param>
/// <param name="Text">The question.</param>
/// <param name="Answered">How many answered it.</param>
/// <param name="Choices">Options, or the points of a scale.</param>
/// <param name="Average">Of points or numbers, two decimals.</param>
internal sealed record QuestionResult(int Number, QuestionKind Kind, string Text, int Answered, IReadOnlyList<ChoiceResult> Choices, decimal? Average);

/// <summary>How often something was chosen.</summary>
/// <param name="Name">The option.</param>
/// <param name="Count">How many chose it.</param>
/// <param name="Percent">Of those who answered the question, one decimal; several may be chosen, so they can make more than 100.</param>
internal sealed record ChoiceResult(string Name, int Count, decimal Percent);

/// <summary>How far a quota is met.</summary>
internal sealed record QuotaProgress(QuotaKind Kind, string Key, Phrase Name, int Target, int Answers);
