using System.Globalization;
using Linli.Mobility.SlowWays;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Tables;

namespace Linli.Mobility;

/// <summary>What the slow lane of the demo town should be, and its routes.</summary>
internal sealed class MobilityDemo(LinliDb db) : IDemoSeeder
{
    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (!File.Exists(samples.File("slow_routes.csv")))
            return;
        db.Records<SlowLanePlan>().Add(new()
        {
            Jurisdiction = "/", Metres = 1300, LaneCm = 150, CarriagewayCm = 550, TolerancePercent = 1, Source = "慢行系统：5.5 米车行道 + 1.5 米慢行道，1.3 公里（S74）",
        });
        await using var stream = File.OpenRead(samples.File("slow_routes.csv"));
        using var table = TableReader.Open(stream);
        foreach (var row in table.Rows())
            db.Records<SlowRoute>().Add(new()
            {
                Code = row["code"], NameZh = row["name_zh"], NameEn = row["name_en"], Stops = row["stops"],
                Pace = Enum.Parse<SlowPace>(row["pace"], ignoreCase: true), Order = int.Parse(row["order"], CultureInfo.InvariantCulture),
            });
        await db.SaveChangesAsync(cancel);
    }
}
