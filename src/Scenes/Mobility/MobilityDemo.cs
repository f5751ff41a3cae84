using System.Globalization;
using Linli.Bookings;
using Linli.Mobility.SlowWays;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Tables;
using Linli.Platform.Time;

namespace Linli.Mobility;

/// <summary>What the slow lane of the demo town should be, its routes, and a run that can be booked.</summary>
internal sealed class MobilityDemo(LinliDb db, IBookings bookings, IScopeTree tree) : IDemoSeeder
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
        await Outing(LocalTime.DateOf(samples.Now), cancel);
        await db.SaveChangesAsync(cancel);
    }

    private async Task Outing(DateOnly today, CancellationToken cancel)
    {
        if (tree.FindCode("hf") is { } town)
            await bookings.Keep(
                new(MobilityModule.Outing.Code, town.Path, ("环湖慢跑（领跑）", "Run around the lake, with a guide"), MobilityModule.Outing.Terms)
                {
                    About = "沿映月湖慢行道两圈约 5 公里，志愿领跑员带队，会按大家的速度分组；雨天改为室内热身。", Capacity = 30,
                    Times = new(today.AddDays((7 - (int)today.DayOfWeek) % 7), new(7, 0), 60, "FREQ=WEEKLY", HolidayRule.AsWritten),
                },
                cancel);
    }
}
