using System.Globalization;
using System.Text;
using Linli.Sensing;

namespace Linli.Server.Simulation.Sensors;

/// <summary>How the devices of a stream speak to the server.</summary>
internal enum Way
{
    /// <summary>HTTP batches of many devices with the key of their gateway.</summary>
    Gateway,

    /// <summary>HTTP batches of one device with its own key.</summary>
    Device,

    /// <summary>CloudEvents through a gateway.</summary>
    Events,

    /// <summary>MQTT 5, one connection a device.</summary>
    Mqtt,

    /// <summary>JT/T 808 over TCP.</summary>
    Jt808,

    /// <summary>GB 26875.3 over TCP.</summary>
    Gb26875,

    /// <summary>HJ 212 over TCP.</summary>
    Hj212,
}

/// <summary>A stream of the day.</summary>
/// <param name="Code">What the tables call it; with a number, the code of a device that is entered for it.</param>
/// <param name="Name">What its devices are called.</param>
/// <param name="Kind">Code of the kind of device.</param>
/// <param name="Devices">How many devices speak in a whole town of 20,000 households.</param>
/// <param name="PerDay">How often they speak in a day altogether.</param>
/// <param name="Way">How.</param>
/// <param name="Own">Whether the demo has the devices already, so that none are entered for it.</param>
internal sealed record SensorStream(string Code, string Name, string Kind, int Devices, int PerDay, Way Way, bool Own = false)
{
    /// <summary>How many devices speak in a part of the town; at least one.</summary>
    public int At(double scale) => Math.Max(1, (int)Math.Round(Devices * scale));
}

/// <summary>A device that speaks in the simulation.</summary>
/// <param name="Stream">The stream it belongs to.</param>
/// <param name="Number">Its number within the stream, from 0.</param>
/// <param name="Code">Its code.</param>
internal sealed record SimulatedDevice(SensorStream Stream, int Number, string Code)
{
    /// <summary>The key it signs in with.</summary>
    public string Key => DemoDevices.KeyOf(Code);

    /// <summary>Its name, unlike any other.</summary>
    public string Name => Stream.Own ? Code : string.Create(CultureInfo.InvariantCulture, $"{Stream.Name} {Code}");

    /// <summary>Its number in JT/T 808 or its MN in HJ 212.</summary>
    public string Address => Stream switch
    {
        { Way: Way.Hj212 } => string.Create(CultureInfo.InvariantCulture, $"33990800000000000000S{Number:000}"),
        { Own: true } => $"1390000{Code[^4..]}",
        _ => string.Create(CultureInfo.InvariantCulture, $"1990{Math.Abs(Stream.Code[0] - 'a'):00}{Number:000000}"),
    };
}

/// <summary>
/// The devices that live the sensor day of 20,000 households: how many of each kind, how often they speak, and in which language. Whoever
/// is not in the demo already is entered through the bulk import, as an installer would.
/// </summary>
internal static class SensorFleet
{
    public static readonly SensorStream Cards = new("card", "学生卡", "student-card", 3000, 1_080_000, Way.Jt808, Own: true);
    public static readonly SensorStream Bays = new("bay", "车位检测器", "bay-detector", 8000, 224_000, Way.Gateway);
    public static readonly SensorStream Smoke = new("smoke", "烟感", "smoke-detector", 2500, 60_000, Way.Events, Own: true);
    public static readonly SensorStream Panels = new("panel", "消防主机", "fire-panel", 60, 86_400, Way.Gb26875, Own: true);
    public static readonly SensorStream Lifts = new("lift", "电梯监测", "lift", 200, 576_000, Way.Mqtt);
    public static readonly SensorStream Meters = new("meter", "电能表", "meter", 1200, 115_200, Way.Gateway);
    public static readonly SensorStream Air = new("air", "微型空气站", "air-station", 24, 34_560, Way.Hj212);
    public static readonly SensorStream Levels = new("level", "水位计", "water-level", 8, 11_520, Way.Mqtt);
    public static readonly SensorStream Beds = new("wear", "床垫监测", "bed-sensor", 120, 172_800, Way.Mqtt);
    public static readonly SensorStream Footfall = new("foot", "客流计数器", "footfall-counter", 60, 86_400, Way.Device);
    public static readonly SensorStream Vans = new("van", "送餐车终端", "gps-vehicle", 6, 17_280, Way.Jt808);
    public static readonly SensorStream Doors = new("door", "小区人行门", "footfall-counter", 130, 130_000, Way.Gateway);
    public static readonly SensorStream Barriers = new("barrier", "小区道闸", "parking-gate", 24, 25_000, Way.Device);
    public static readonly SensorStream Radar = new("radar", "水域雷达", "water-radar", 1, 0, Way.Device);

    /// <summary>Beams round compounds: 30 times a day somebody climbs through one.</summary>
    public static readonly SensorStream Beams = new("fence", "周界对射", "perimeter-beam", 60, 60, Way.Gateway);

    /// <summary>Devices that only the faults use; each is of the kind it needs.</summary>
    public static readonly SensorStream Fault = new("fault", "故障演示设备", "gps-vehicle", 6, 0, Way.Device);

    /// <summary>Every stream of the day.</summary>
    public static readonly IReadOnlyList<SensorStream> Streams =
        [Cards, Bays, Smoke, Panels, Lifts, Meters, Air, Levels, Beds, Footfall, Vans, Doors, Barriers, Radar, Beams];

    private const string Prefix = "sim-";
    private const int Communities = 3;
    private const int StoryCard = 1007;

    /// <summary>Whether a device was entered for a simulated day, and is silent when none is lived.</summary>
    public static bool IsEntered(string code) => code.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The devices of a stream in a part of the town.</summary>
    public static IEnumerable<SimulatedDevice> Of(SensorStream stream, double scale) =>
        Enumerable.Range(0, stream.At(scale)).Select(i => new SimulatedDevice(stream, i, CodeOf(stream, i)));

    /// <summary>Code of a pupil's card.</summary>
    public static string CardOf(int number) => CodeOf(Cards, number);

    /// <summary>The table that the bulk import takes: whoever the demo does not have.</summary>
    public static byte[] Table(double scale)
    {
        var text = new StringBuilder("code,name,kind,place,jt808,hj212,key\n");
        foreach (var device in Streams.Where(s => !s.Own).SelectMany(s => Of(s, scale)).Concat(Of(Fault, 1)))
            text.Append(CultureInfo.InvariantCulture,
                $"{device.Code},{device.Name},{device.Stream.Kind},{PlaceOf(device)},{(device.Stream.Way == Way.Jt808 || device.Stream == Fault ? device.Address : "")},{(device.Stream.Way == Way.Hj212 ? device.Address : "")},{device.Key}\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    // The lake and the vans belong to all communities, everything else to one of them.
    private static string PlaceOf(SimulatedDevice device) => device.Stream == Radar || device.Stream == Vans || device.Stream == Fault
        ? SimulatedTown.Group
        : string.Create(CultureInfo.InvariantCulture, $"{SimulatedTown.Group}-{(device.Number % Communities) + 1}");

    // Codes of the demo's own devices are those they were entered with: of pupils' cards that of the story comes first.
    private static string CodeOf(SensorStream stream, int number)
    {
        if (stream == Cards)
            return string.Create(CultureInfo.InvariantCulture, $"C-{(number == 0 ? StoryCard : number < StoryCard ? number : number + 1):0000}");
        if (stream == Panels)
            return PanelCode(number);
        if (stream != Smoke)
            return string.Create(CultureInfo.InvariantCulture, $"{Prefix}{stream.Code}-{number + 1:0000}");
        var panel = (int)Math.Ceiling((number + 1) * (double)Panels.Devices / Smoke.Devices) - 1;
        return string.Create(CultureInfo.InvariantCulture, $"{PanelCode(panel)}-s{number - (Smoke.Devices * panel / Panels.Devices) + 1:00}");
    }

    private static string PanelCode(int number) => string.Create(CultureInfo.InvariantCulture, $"fire-{number + 1:00}");
}
