using System.Globalization;
using Linli.People;
using Linli.Platform.Time;
using Linli.Web;

namespace Linli.Deliberation.Surveys;

/// <summary>What the pages of surveys read from a posted form.</summary>
internal static class SurveyForm
{
    private const string Minute = "yyyy-MM-dd'T'HH:mm";

    /// <summary>Empty places for questions that follow the last one.</summary>
    public const int Spare = 3;

    /// <summary>A draft as the builder sent it; questions without words are left out, the others in the order of their numbers.</summary>
    public static KeepSurvey Draft(PostedForm form, Guid? id) => new()
    {
        Id = id, Place = form.Text("Place"), Title = form.Text("Title"), Intro = form.Text("Intro"), Unit = form.Word<SurveyUnit>("Unit") ?? (SurveyUnit)(-1),
        OpensAt = Instant(form.Text("OpensAt")), ClosesAt = Instant(form.Text("ClosesAt")), MinAge = Whole(form, "MinAge"), MaxAge = Whole(form, "MaxAge"), Target = Whole(form, "Target"),
        Relations = [.. form.All("Relations").Select(r => Enum.TryParse<HomeRelation>(r, out var relation) ? relation : (HomeRelation)(-1))],
        Quotas = [.. form.All("QuotaKeys").Select(key => (Key: key.Split(':', 2), Target: Whole(form, "Quota:" + key))).Where(q => q.Target is not null && q.Key.Length == 2)
            .Select(q => new SurveyQuota(Enum.TryParse<QuotaKind>(q.Key[0], out var kind) ? kind : (QuotaKind)(-1), q.Key[1], q.Target!.Value))],
        Questions = [.. Enumerable.Range(1, SurveyRules.MostQuestions + Spare).Where(n => form.Text($"Text{n}") is not null)
            .Select(n => (Order: form.Number($"Order{n}") ?? n, Number: n)).OrderBy(n => n.Order).ThenBy(n => n.Number).Select(n => Question(form, n.Number))],
        IdempotencyKey = form.Text("IdempotencyKey"),
    };

    /// <summary>Answers as a resident sent them.</summary>
    public static IReadOnlyList<GivenAnswer> Answers(PostedForm form, IReadOnlyList<SurveyQuestion> questions) => [.. questions.Select((question, i) =>
    {
        var name = SurveyRules.Field(i + 1);
        return question.Kind switch
        {
            QuestionKind.Number => new GivenAnswer(i + 1, Number: Whole(form, name)),
            QuestionKind.Text => new GivenAnswer(i + 1, Text: form.Text(name)),
            _ => new GivenAnswer(i + 1, [.. form.All(name).Select(v => int.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var choice) ? choice : -1)]),
        };
    })];

    /// <summary>An instant as a field with a time shows it, in local time.</summary>
    public static string? Local(DateTimeOffset? at) => at is { } instant ? LocalTime.ToLocal(instant).ToString(Minute, CultureInfo.InvariantCulture) : null;

    private static SurveyQuestion Question(PostedForm form, int n) => new(
        form.Word<QuestionKind>($"Kind{n}") ?? (QuestionKind)(-1), form.Text($"Text{n}")!, form.Ticked($"Required{n}"),
        [.. (form.Text($"Options{n}") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]);

    /// <summary>What a field with a time holds, local time; <c>null</c> for none.</summary>
    public static DateTimeOffset? Instant(string? text) =>
        DateTime.TryParseExact(text, [Minute, Minute + ":ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? LocalTime.At(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local)) : null;

    // What is no number is not taken for nothing: it is out of every range.
    private static int? Whole(PostedForm form, string name) => form.Text(name) is null ? null : form.Whole(name) ?? -1;
}
