using System.Globalization;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Tables;
using Linli.Platform.Time;

namespace Linli.Deliberation.Surveys;

/// <summary>Surveys of the demo, one that runs and one that is over; their answers are invented, the same for the same day.</summary>
internal sealed class SurveyDemo(LinliDb db, IScopeTree tree, IPeople people) : IDemoSeeder
{
    private static readonly string[] Words = ["希望早点建好", "晚上灯再亮一点", "谢谢社区", "请考虑老人和推婴儿车的"];

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (!File.Exists(samples.File("surveys.csv")))
            return;
        var questions = Rows(samples.File("survey_questions.csv")).ToLookup(r => r["survey"]);
        foreach (var row in Rows(samples.File("surveys.csv")))
            if (tree.FindCode(row["place"]) is { } place)
                await Make(row, place, [.. questions[row["code"]]], LocalTime.DateOf(samples.Now), samples.Now, cancel);
    }

    private async Task Make(TableRow row, Place place, IReadOnlyList<TableRow> asked, DateOnly today, DateTimeOffset now, CancellationToken cancel)
    {
        var by = (await people.StaffFor(place.Path, [Posts.Operator, Posts.CommunityWorker], cancel)).Select(s => s.Account).Order().FirstOrDefault();
        var (opens, closes) = (today.AddDays(Whole(row["opens_days"])), today.AddDays(Whole(row["closes_days"])));
        var questions = asked.Select(q => new SurveyQuestion(Enum.Parse<QuestionKind>(q["kind"]), q["text"], bool.Parse(q["required"]), Parts(q["options"]))).ToList();
        var begins = LocalTime.At(opens, new(9, 0));
        var survey = new Survey
        {
            Id = Guid.CreateVersion7(begins), Scope = place.Path.Value, Title = row["title"], Intro = row["intro"], Unit = Enum.Parse<SurveyUnit>(row["unit"]),
            OpensAt = begins, ClosesAt = LocalTime.At(closes, TimeOnly.Parse(row["closes_at"], CultureInfo.InvariantCulture)), MinAge = Whole(row["min_age"]), Relations = row["relations"].Replace('|', ','), Target = Whole(row["target"]),
            Questions = SurveyBook.Write(questions), PublishedAt = begins, By = by, At = begins,
            Quotas = SurveyBook.Write<SurveyQuota>([.. Parts(row["quotas"]).Select(q => q.Split(':')).Select(q => new SurveyQuota(Enum.Parse<QuotaKind>(q[0]), q[1], Whole(q[2])))]),
        };
        survey.Told = survey.ClosesAt <= now;
        if (survey.Told)
            survey.Outcome = row["outcome"];
        db.Insert(survey);
        await db.SaveChangesAsync(cancel);
        var (answers, items, parts) = (new List<SurveyAnswer>(), new List<SurveyItem>(), new List<SurveyPart>());
        var communities = tree.Below(place.Path).Where(p => p.Kind == PlaceKind.Community).Select(p => p.Code).DefaultIfEmpty(place.Code).ToList();
        var days = Math.Max(1, (Earlier(closes, today).DayNumber - opens.DayNumber));
        for (var i = 0; i < Whole(row["answers"]); i++)
        {
            var at = begins.AddDays(i % days).AddMinutes(i % 480);
            var id = SurveyAnswer.RandomId();
            answers.Add(new() { Id = id, Survey = survey.Id, Band = Pick(["18-34", "35-59", "60-69", "70+"], [5, 8, 6, 3], i), Relation = Pick(["Owner", "Family", "Tenant"], [5, 2, 3], i), Community = communities[i % communities.Count], On = LocalTime.DateOf(at) });
            parts.Add(new() { Id = Guid.CreateVersion7(at), Survey = survey.Id, Who = SurveyAnswer.RandomId(), Account = Guid.Empty, At = Clock.ToMicroseconds(at) });
            for (var q = 0; q < questions.Count; q++)
                items.AddRange(Said(questions[q], [.. Parts(asked[q]["weights"]).Select(Whole)], id, q + 1, (i * 31) + (q * 17)));
        }

        await db.InsertMany(answers, cancel);
        await db.InsertMany(parts, cancel);
        await db.InsertMany(items, cancel);
    }

    private static IEnumerable<SurveyItem> Said(SurveyQuestion question, int[] weights, Guid answer, int number, int turn)
    {
        SurveyItem Chosen(int choice) => new() { Answer = answer, Question = number, Choice = choice };
        var first = weights.Length == 0 ? 0 : Pick([.. Enumerable.Range(1, weights.Length)], weights, turn);
        return question.Kind switch
        {
            QuestionKind.Many => new[] { first, Pick([.. Enumerable.Range(1, weights.Length)], weights, turn * 3) }.Distinct().Select(Chosen),
            QuestionKind.Number => [new() { Answer = answer, Question = number, Choice = 0, Number = first - 1 }],
            QuestionKind.Text => turn % 13 == 0 ? [new() { Answer = answer, Question = number, Choice = 0, Text = Words[turn % Words.Length] }] : [],
            _ => [Chosen(first)],
        };
    }

    private static T Pick<T>(IReadOnlyList<T> of, int[] weights, int turn)
    {
        var left = turn * 7919 % weights.Sum();
        for (var i = 0; i < of.Count; i++)
            if ((left -= weights[i]) < 0)
                return of[i];
        return of[^1];
    }

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;

    private static List<TableRow> Rows(string file)
    {
        using var stream = File.OpenRead(file);
        using var table = TableReader.Open(stream);
        return [.. table.Rows()];
    }

    private static string[] Parts(string text) => text.Split('|', StringSplitOptions.RemoveEmptyEntries);

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
