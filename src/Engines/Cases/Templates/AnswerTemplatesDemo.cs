using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Tables;

namespace Linli.Cases.Templates;

/// <summary>The templates that the demo community answers with.</summary>
internal sealed class AnswerTemplatesDemo(LinliDb db, IScopeTree tree, TimeProvider time) : IDemoSeeder
{
    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        using var stream = File.OpenRead(samples.File("answer_templates.csv"));
        using var table = TableReader.Open(stream);
        foreach (var row in table.Rows())
            if (tree.FindCode(row["scope"]) is { } place)
                db.Insert(new AnswerTemplate
                {
                    Id = Guid.CreateVersion7(now),
                    Scope = place.Path.Value,
                    Title = row["title"],
                    TextZh = row["text_zh"],
                    TextEn = row["text_en"],
                    ChangedAt = now,
                });
        await db.SaveChangesAsync(cancel);
    }
}
