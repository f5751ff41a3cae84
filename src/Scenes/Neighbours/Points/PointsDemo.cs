using System.Globalization;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Tables;
using Linli.Platform.Time;

namespace Linli.Neighbours.Points;

/// <summary>The covenant of the demo: eight clauses, each tied to a rule.</summary>
internal sealed class PointsDemo(LinliDb db, IScopeTree tree) : IDemoSeeder
{
    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (!File.Exists(samples.File("covenant.csv")) || tree.FindCode("hf") is not { } town)
            return;
        var from = LocalTime.DateOf(samples.Now).AddDays(-35);
        var at = LocalTime.At(from, new(9, 0));
        using var stream = File.OpenRead(samples.File("covenant.csv"));
        using var table = TableReader.Open(stream);
        await db.InsertMany(
            table.Rows().Select((r, i) => new CovenantClause
            {
                Id = Guid.CreateVersion7(at.AddMilliseconds(i)), Scope = town.Path.Value, Number = int.Parse(r["number"], CultureInfo.InvariantCulture), Version = 1, TextZh = r["text_zh"], TextEn = r["text_en"],
                Event = r["event"], Declared = r["declared"] == "yes", From = from, Source = r["source"], At = at,
            }),
            cancel);
    }
}
