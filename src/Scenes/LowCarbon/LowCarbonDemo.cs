using System.Globalization;
using Linli.LowCarbon.Green;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Tables;

namespace Linli.LowCarbon;

/// <summary>Greenery of the demo community, and the fictional project with its facts.</summary>
internal sealed class LowCarbonDemo(LinliDb db, IScopeTree tree) : IDemoSeeder
{
    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        foreach (var row in Rows(samples, "green_assets.csv"))
            db.Insert(new GreenAsset
            {
                Code = row["code"], Scope = tree.FindCode(row["place"])!.Path.Value, NameZh = row["name_zh"], NameEn = row["name_en"],
                Kind = Enum.Parse<GreenKind>(row["kind"]), State = Enum.Parse<GreenState>(row["state"]), AreaDm2 = Dm2(row["area_m2"]), Planted = Day(row["planted"]),
                Keeper = row["keeper"], Species = Text(row["species"]), Note = Text(row["note"]), Project = Text(row["project"]), Longitude = Degrees(row["lon"]), Latitude = Degrees(row["lat"]),
            });
        foreach (var row in Rows(samples, "green_projects.csv"))
            db.Records<GreenProject>().Add(new() { Code = row["code"], NameZh = row["name_zh"], NameEn = row["name_en"], AboutZh = row["about_zh"], AboutEn = row["about_en"] });
        var position = 0;
        foreach (var row in Rows(samples, "green_project_facts.csv"))
            db.Records<ProjectFact>().Add(new()
            {
                Project = row["project"], Code = row["code"], Position = position++, LabelZh = row["label_zh"], LabelEn = row["label_en"],
                Value = Text(row["value"]) is { } value ? decimal.Parse(value, CultureInfo.InvariantCulture) : null,
                Exactness = Text(row["exactness"]) is { } exactness ? Enum.Parse<Exactness>(exactness) : Exactness.Exact, UnitZh = Text(row["unit_zh"]), UnitEn = Text(row["unit_en"]),
                TextZh = Text(row["text_zh"]), TextEn = Text(row["text_en"]), AsOf = Day(row["as_of"])!.Value, Source = row["source"],
            });
        await db.SaveChangesAsync(cancel);
    }

    private static IEnumerable<TableRow> Rows(DemoSamples samples, string file)
    {
        if (!File.Exists(samples.File(file)))
            yield break;
        using var stream = File.OpenRead(samples.File(file));
        using var table = TableReader.Open(stream);
        foreach (var row in table.Rows())
            yield return row;
    }

    private static string? Text(string text) => text.Length == 0 ? null : text;

    private static int? Dm2(string text) => text.Length == 0 ? null : (int)(decimal.Parse(text, CultureInfo.InvariantCulture) * 100);

    private static DateOnly? Day(string text) => text.Length == 0 ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static double? Degrees(string text) => text.Length == 0 ? null : double.Parse(text, CultureInfo.InvariantCulture);
}
