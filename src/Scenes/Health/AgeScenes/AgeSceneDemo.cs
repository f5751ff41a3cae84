using System.Globalization;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Tables;
using Linli.Platform.UseCases;

namespace Linli.Health.AgeScenes;

/// <summary>Five scenes for elders and five for children of the demo, with an hour of each week where nothing else can be booked.</summary>
internal sealed class AgeSceneDemo(LinliDb db, IScopeTree tree, IHandler<KeepAgeSceneItem, Guid> items) : IDemoSeeder
{
    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (!File.Exists(samples.File("age_scenes.csv")))
            return;
        var later = new List<KeepAgeSceneItem>();
        using (var stream = File.OpenRead(samples.File("age_scenes.csv")))
        using (var table = TableReader.Open(stream))
            foreach (var row in table.Rows())
            {
                db.Insert(new AgeScene
                {
                    Code = row["code"], Scope = tree.FindCode(row["place"])!.Path.Value, Side = Enum.Parse<AgeSide>(row["side"]), NameZh = row["name_zh"], NameEn = row["name_en"], About = row["about"], Facility = Text(row["facility"]),
                    Space = Text(row["space"]), Position = later.Count,
                });
                if (row["item_zh"].Length > 0)
                    later.Add(new(row["item_zh"], Whole(row["weekday"]), TimeOnly.ParseExact(row["from"], "HH:mm", CultureInfo.InvariantCulture), 90, Whole(row["places"]), row["item_en"]) { Scene = row["code"] });
            }

        await db.SaveChangesAsync(cancel);
        foreach (var item in later)
            await items.Handle(item, cancel);
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
    }

    private static string? Text(string text) => text.Length == 0 ? null : text;

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
