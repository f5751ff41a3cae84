using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Tables;

namespace Linli.Cases.Report;

/// <summary>What the categories of the demo community ask beyond the text.</summary>
internal sealed class CategoryQuestionsDemo(LinliDb db, Categories categories) : IDemoSeeder
{
    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        using var stream = File.OpenRead(samples.File("category_questions.csv"));
        using var table = TableReader.Open(stream);
        foreach (var row in table.Rows())
            db.Records<CategoryQuestion>().Add(new()
            {
                Category = row["category"],
                Code = row["code"],
                Order = int.Parse(row["order"], System.Globalization.CultureInfo.InvariantCulture),
                Kind = Enum.Parse<QuestionKind>(row["kind"]),
                Required = row["required"] == "yes",
                LabelZh = row["label_zh"],
                LabelEn = row["label_en"],
                HintZh = row["hint_zh"],
                HintEn = row["hint_en"],
                Options = row["options"],
            });
        db.AfterCommit(categories.Forget);
        await db.SaveChangesAsync(cancel);
    }
}
