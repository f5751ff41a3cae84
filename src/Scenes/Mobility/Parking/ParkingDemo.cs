using System.Globalization;
using Linli.Mobility.Roads;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Tables;
using Linli.Platform.Time;
using Linli.Sensing;

namespace Linli.Mobility.Parking;

/// <summary>
/// The 8,000 public bays of the demo with their gates and detectors, and how full the lots were in the last weeks. Lots off the street have a
/// gate, <c>gate-{lot}</c>; the first has a detector on every bay besides, and bays along streets have nothing else: <c>bay-{lot}-001</c>.
/// </summary>
internal sealed class ParkingDemo(LinliDb db, IScopeTree tree, IDeviceBook book) : IDemoSeeder
{
    private const string Detected = "park-1";

    private static readonly HashSet<string> Listed = [.. Enumerable.Range(1, 7).Select(n => string.Create(CultureInfo.InvariantCulture, $"park-{n}"))];

    // How full a lot beside shops is, by the hour of the day, in hundredths.
    private static readonly int[] Busy = [12, 10, 9, 9, 9, 10, 14, 22, 35, 48, 60, 72, 78, 70, 64, 62, 66, 76, 88, 90, 80, 58, 34, 18];

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (!File.Exists(samples.File("parking_lots.csv")))
            return;
        await using var stream = File.OpenRead(samples.File("parking_lots.csv"));
        using var table = TableReader.Open(stream);
        var lots = new List<ParkingLot>();
        foreach (var row in table.Rows())
            lots.Add(new ParkingLot
            {
                Code = row["code"], Scope = tree.FindCode(row["place"])!.Path.Value, NameZh = row["name_zh"], NameEn = row["name_en"], Kind = Enum.Parse<LotKind>(row["kind"], ignoreCase: true),
                Capacity = Number(row["capacity"]), AccessibleBays = Number(row["accessible"]), ChargingBays = Number(row["charging"]),
                Longitude = double.Parse(row["lon"], CultureInfo.InvariantCulture), Latitude = double.Parse(row["lat"], CultureInfo.InvariantCulture), Address = row["address"],
                Hours = row["hours"], TariffZh = row["tariff_zh"], TariffEn = row["tariff_en"], Phone = Or(row["phone"]), Operator = row["operator"], Facility = Or(row["facility"]), Venue = Or(row["venue"]),
            });
        lots.ForEach(db.Insert);
        // A gate tells its totals, not how many are inside: somebody counted when it was put up.
        foreach (var lot in lots)
            db.Records<LotCount>().Add(new() { Lot = lot.Code, Inside = Inside(lot, samples.Now, 0), Day = LocalTime.DateOf(samples.Now) });
        db.Insert(new Road
        {
            Code = "yueya-bridge", Scope = tree.FindCode("hf")!.Path.Value, NameZh = "月牙桥", NameEn = "Yueya Bridge", Longitude = 120.222640, Latitude = 30.204840, FreeSpeed = 40,
            SourceZh = "桐荫路月牙桥断面检测器", SourceEn = "Counters on Yueya Bridge, Tongyin Road",
        });
        await db.SaveChangesAsync(cancel);
        await db.InsertMany(Weeks(lots, samples.Now), cancel);
        var entered = await book.EnterMany([.. lots.SelectMany(Devices), .. Counters(tree.FindCode("hf")!.Path), BridgeCamera(tree.FindCode("hf")!.Path)], cancel);
        if (!entered.Ok)
            throw new InvalidDataException(entered.Problem.Message.En);
    }

    // What the samples list by name is there already.
    private static IEnumerable<NewDevice> Devices(ParkingLot lot)
    {
        var (scope, place) = (ScopePath.Parse(lot.Scope, null), new Platform.Geo.GeoPoint(lot.Latitude, lot.Longitude));
        if (lot.Kind != LotKind.Street && !Listed.Contains(lot.Code))
            yield return new("gate-" + lot.Code, lot.NameZh + "道闸", ParkingDevices.Gate.Code, scope) { Place = place, Facility = lot.Code, Key = DemoDevices.KeyOf("gate-" + lot.Code), InService = true };
        for (var n = 1; n <= lot.Capacity && (lot.Kind == LotKind.Street || lot.Code == Detected); n++)
        {
            var code = string.Create(CultureInfo.InvariantCulture, $"bay-{lot.Code}-{n:000}");
            yield return new(code, string.Create(CultureInfo.InvariantCulture, $"{lot.NameZh} {n:000} 号车位"), ParkingDevices.Bay.Code, scope) { Place = place, Facility = lot.Code, Key = DemoDevices.KeyOf(code), InService = true };
        }
    }

    private static IEnumerable<NewDevice> Counters(ScopePath town) => new[] { "traffic-yueya-in", "traffic-yueya-out" }.Select(code => new NewDevice(code, code.EndsWith("in", StringComparison.Ordinal) ? "月牙桥进城断面" : "月牙桥出城断面", RoadRules.Counter.Code, town)
    {
        Place = new(30.204840, 120.222640), Facility = "yueya-bridge", Key = DemoDevices.KeyOf(code), InService = true,
    });

    private static NewDevice BridgeCamera(ScopePath town) => new("cam-yueya-bridge", "月牙桥摄像机", WatchKinds.Camera, town)
    {
        Place = new(30.204900, 120.222500), Facility = "yueya-bridge", Key = DemoDevices.KeyOf("cam-yueya-bridge"), InService = true,
    };

    private static IEnumerable<LotHour> Weeks(IEnumerable<ParkingLot> lots, DateTimeOffset now)
    {
        var hour = ParkingRules.HourOf(now).AddDays(-28);
        foreach (var lot in lots.Where(l => l.Kind != LotKind.Shared))
            for (var i = 0; i < 28 * 24; i++)
                yield return new() { Lot = lot.Code, Hour = hour.AddHours(i), Sum = Inside(lot, hour.AddHours(i), i / 168) * 240L, Looks = 240 };
    }

    // A little different from week to week and from lot to lot, and the same each time the demo is founded.
    private static int Inside(ParkingLot lot, DateTimeOffset at, int week) =>
        Math.Clamp(lot.Capacity * (Busy[at.ToOffset(TimeSpan.FromHours(8)).Hour] + (week * 2) - 4 - (lot.Code[^1] % 5)) / 100, 0, lot.Capacity);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string? Or(string text) => text.Length == 0 ? null : text;
}
