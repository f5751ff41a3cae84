using System.Globalization;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Tables;
using Linli.Services.Shops;

namespace Linli.Services;

/// <summary>The shops of the demo community, each with its owner from the list of staff.</summary>
internal sealed class ServicesDemo(LinliDb db, IPeople people) : IDemoSeeder
{
    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (!File.Exists(samples.File("shops.csv")))
            return;
        await using var stream = File.OpenRead(samples.File("shops.csv"));
        using var table = TableReader.Open(stream);
        var at = Clock.ToMicroseconds(samples.Now.AddDays(-60));
        foreach (var row in table.Rows())
        {
            if ((await people.MembersOf(row["team"], cancel)).FirstOrDefault(m => m.Post == Posts.Merchant) is not { } owner)
                continue;
            at = at.AddHours(7);
            db.Insert(new Shop
            {
                Id = Guid.CreateVersion7(at), Account = owner.Account, Scope = owner.Scope.Value, Team = row["team"], Name = row["name"], About = row["about"],
                Address = row["address"], Phone = row["phone"], Hours = row["hours"], Longitude = Degrees(row["lon"]), Latitude = Degrees(row["lat"]),
                State = ShopState.Listed, At = at, DecidedAt = at.AddHours(2),
            });
        }

        await db.SaveChangesAsync(cancel);
    }

    private static double Degrees(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
