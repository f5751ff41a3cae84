using System.Globalization;
using Linli.Mobility.Roads;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Tables;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Mobility.Parking;

/// <summary>The 8,000 public bays of the demo, and how full its two large lots were in the last weeks.</summary>
internal sealed class ParkingDemo(LinliDb db, IScopeTree tree) : IDemoSeeder
{
    // How full a lot beside shops is, by the hour of the day, in hundredths.
    private static readonly int[] Busy = [12, 10, 9, 9, 9, 10, 14, 22, 35, 48, 60, 72, 78, 70, 64, 62, 66, 76, 88, 90, 80, 58, 34, 18];

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (!File.Exists(samples.File("parking_lots.csv")))
            return;
        await using var stream = File.OpenRead(samples.File("parking_lots.csv"));
        using var table = TableReader.Open(stream);
        foreach (var row in table.Rows())
            db.Insert(new ParkingLot
            {
                Code = row["code"], Scope = tree.FindCode(row["place"])!.Path.Value, NameZh = row["name_zh"], NameEn = row["name_en"], Kind = Enum.Parse<LotKind>(row["kind"], ignoreCase: true),
                Capacity = Number(row["capacity"]), AccessibleBays = Number(row["accessible"]), ChargingBays = Number(row["charging"]),
                Longitude = double.Parse(row["lon"], CultureInfo.InvariantCulture), Latitude = double.Parse(row["lat"], CultureInfo.InvariantCulture), Address = row["address"],
                Hours = row["hours"], TariffZh = row["tariff_zh"], TariffEn = row["tariff_en"], Phone = Or(row["phone"]), Operator = row["operator"], Facility = Or(row["facility"]), Venue = Or(row["venue"]),
            });
        db.Insert(new Road
        {
            Code = "yueya-bridge", Scope = tree.FindCode("hf")!.Path.Value, NameZh = "月牙桥", NameEn = "Yueya Bridge", Longitude = 120.222640, Latitude = 30.204840, FreeSpeed = 40,
            SourceZh = "桐荫路月牙桥断面检测器", SourceEn = "Counters on Yueya Bridge, Tongyin Road",
        });
        await db.SaveChangesAsync(cancel);
        await db.InsertMany(Weeks(samples.Now), cancel);
        // How many stand there on the day of the founding, so that barriers have something to count on from.
        foreach (var lot in await db.Unfiltered<ParkingLot>().AsNoTracking().Where(l => l.Code.StartsWith("park-")).OrderBy(l => l.Code).ToListAsync(cancel))
            db.Records<LotCount>().Add(new() { Lot = lot.Code, Inside = lot.Capacity * Busy[LocalTime.ToLocal(samples.Now).Hour] / 100, Day = LocalTime.DateOf(samples.Now) });
        await db.SaveChangesAsync(cancel);
    }

    private static IEnumerable<LotHour> Weeks(DateTimeOffset now)
    {
        var hour = ParkingRules.HourOf(now).AddDays(-35);
        foreach (var (lot, bays) in new[] { ("park-1", 280), ("park-2", 420) })
            for (var i = 0; i < 35 * 24; i++)
            {
                var at = hour.AddHours(i);
                // A little different from week to week, and the same each time the demo is founded.
                var inside = bays * (Busy[at.ToOffset(TimeSpan.FromHours(8)).Hour] + (i / 168 * 2) - 4) / 100;
                yield return new() { Lot = lot, Hour = at, Sum = Math.Max(0, inside) * 240L, Looks = 240 };
            }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string? Or(string text) => text.Length == 0 ? null : text;
}
