using System.Globalization;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Geo;
using Linli.Platform.Tables;

namespace Linli.Sensing.Devices;

/// <summary>
/// The devices of the demo: those round the lake and in public houses by name, sixty fire panels with 2,500 smoke detectors, and a
/// call point and a gauge for the water each, the gates of the compounds, the lifts of high houses. Those of people are brought by their scenes.
/// </summary>
internal sealed class DevicesDemo(LinliDb db, DeviceBook book, DeviceMemory memory, IScopeTree tree) : IDemoSeeder
{
    private const int Panels = DemoDevices.FireUnits;
    private const int Detectors = 2500;
    private const int MostLifts = 120;
    private const int LiftFrom = 9;

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        var buildings = Rows(samples, "buildings.csv").Select(r => (Place: tree.FindCode(r["code"]), Floors: int.Parse(r["floors"], CultureInfo.InvariantCulture), Number: r["number"]))
            .Where(b => b.Place is not null).Select(b => new House(b.Place!, tree.Find(b.Place!.Path.Parent)!, b.Number, b.Floors)).ToList();
        // The highest houses have panels; of equal ones the order of their codes decides.
        var high = buildings.OrderByDescending(b => b.Floors).ThenBy(b => b.Place.Code, StringComparer.Ordinal).ToList();
        var devices = new List<NewDevice>(Named(samples));
        for (var i = 0; i < Panels; i++)
        {
            await book.KeepGroup(PanelCode(i), $"{high[i].Name}消防", high[i].Place.Path, cancel);
            devices.AddRange(FireOf(high[i], i));
        }

        devices.AddRange(tree.All.Where(p => p.Kind == PlaceKind.Compound).Select(p => Made($"gate-{p.Code}", $"{p.Name.Zh}道闸", "parking-gate", p)));
        devices.AddRange(high.Where(b => b.Floors >= LiftFrom).Take(MostLifts).Select(b => Made($"lift-{b.Place.Code}", $"{b.Name}电梯", "lift", b.Place)));
        var entered = await book.EnterMany(devices, cancel);
        if (!entered.Ok)
            throw new InvalidDataException($"devices.csv: {entered.Problem.Message.En}");
        memory.Hold(db);
    }

    private IEnumerable<NewDevice> Named(DemoSamples samples) => Rows(samples, "devices.csv").Select(r => new NewDevice(r["code"], r["name"], r["kind"], tree.FindCode(r["place"])!.Path)
    {
        Place = new GeoPoint(double.Parse(r["lat"], CultureInfo.InvariantCulture), double.Parse(r["lon"], CultureInfo.InvariantCulture)),
        Facility = r["facility"] is { Length: > 0 } facility ? facility : null,
        Addresses = r["hj212"] is { Length: > 0 } mn ? [new(DeviceProtocols.Hj212, mn)] : [],
        Key = DemoDevices.KeyOf(r["code"]),
        InService = true,
    });

    private static IEnumerable<NewDevice> FireOf(House house, int i)
    {
        var (panel, unit) = (PanelCode(i), (i + 1).ToString("X", CultureInfo.InvariantCulture));
        string[] group = [panel];
        yield return Made(panel, $"{house.Name}消防主机", "fire-panel", house.Place) with { Groups = group, Addresses = Calls(unit) };
        yield return Made($"{panel}-water", $"{house.Name}消防水压", "water-pressure", house.Place) with { Groups = group, Addresses = Calls($"{unit}:{DemoDevices.WaterSystem}.1.1") };
        yield return Made($"{panel}-button", $"{house.Name} 1 层手动报警按钮", "manual-call-point", house.Place) with { Groups = group, Addresses = Calls($"{unit}:{DemoDevices.AlarmSystem}.1.{DemoDevices.CallPoint:X}") };
        for (var n = Detectors * i / Panels; n < Detectors * (i + 1) / Panels; n++)
        {
            var one = n - (Detectors * i / Panels);
            yield return Made($"{panel}-s{one + 1:00}", $"{house.Name} {(one % house.Floors) + 1} 层烟感 {(one / house.Floors) + 1}", "smoke-detector", house.Place) with
            {
                Groups = group,
                Addresses = Calls(string.Create(CultureInfo.InvariantCulture, $"{unit}:{DemoDevices.AlarmSystem}.1.{one + 1:X}")),
            };
        }
    }

    private static DeviceAddress[] Calls(string address) => [new(DeviceProtocols.Gb26875, address)];

    private static NewDevice Made(string code, string name, string kind, Place place) => new(code, name, kind, place.Path)
    {
        Place = place is { Latitude: { } latitude, Longitude: { } longitude } ? new GeoPoint(latitude, longitude) : null, Key = DemoDevices.KeyOf(code), InService = true,
    };

    private static string PanelCode(int i) => DemoDevices.FireUnit(i + 1);

    private static List<TableRow> Rows(DemoSamples samples, string name)
    {
        using var file = File.OpenRead(samples.File(name));
        using var table = TableReader.Open(file);
        return [.. table.Rows()];
    }

    private sealed record House(Place Place, Place Compound, string Number, int Floors)
    {
        public string Name => $"{Compound.Name.Zh} {Number} 幢";
    }
}
