using static Linli.Sensing.MeasureUse;

namespace Linli.Sensing.Devices;

/// <summary>
/// Kinds of device that belong to no one scene. Limits are what can be true, not what is good: beyond them a sensor is broken.
/// Switches are 1 while it is so.
/// </summary>
internal static class CommonKinds
{
    private static readonly Measure Fault = new("fault", ("故障", "Fault"), "", 0, 1, Switch);
    private static readonly Measure Tamper = new("tamper", ("被拆动", "Tampered with"), "", 0, 1, Switch);
    private static readonly Measure In = new("in", ("进", "In"), "", 0, 100_000, Count);
    private static readonly Measure Out = new("out", ("出", "Out"), "", 0, 100_000, Count);
    private static readonly Measure Outdoors = new("temperature", ("气温", "Air temperature"), "℃", -60, 60);
    private static readonly Measure Humidity = new("humidity", ("相对湿度", "Relative humidity"), "%", 0, 100);

    /// <summary>How long readings of what happens in a home are kept.</summary>
    private static readonly TimeSpan AtHome = TimeSpan.FromDays(30);

    public static readonly DeviceKind[] All =
    [
        // Fire
        new("smoke-detector", ("烟感探测器", "Smoke detector"), "flame",
            new("smoke", ("烟雾报警", "Smoke alarm"), "", 0, 1, Switch), new("obscuration", ("烟雾浓度", "Obscuration"), "dB/m", 0, 10), Measures.Temperature, Measures.Battery, Fault, Tamper)
        { OfflineAfter = TimeSpan.FromHours(26) },
        new("fire-panel", ("消防主机", "Fire panel"), "server-bolt",
            new("alarm", ("火警", "Fire alarm"), "", 0, 1, Switch), Fault, new("mains-lost", ("主电故障", "Mains power lost"), "", 0, 1, Switch), new("shielded", ("屏蔽点数", "Points shielded"), "", 0, 10_000), Measures.Battery)
        { OfflineAfter = TimeSpan.FromMinutes(5) },
        new("water-pressure", ("消防水压", "Fire water pressure"), "gauge", new("pressure", ("水压", "Pressure"), "MPa", 0, 4), Measures.Battery, Fault) { OfflineAfter = TimeSpan.FromHours(2) },

        // Water and air
        new("water-level", ("水位计", "Water level gauge"), "ripple", new("level", ("水位", "Water level"), "m", -10, 100), new("flow", ("流速", "Flow"), "m/s", 0, 20), Measures.Battery) { OfflineAfter = TimeSpan.FromMinutes(30) },
        new("weather-station", ("气象站", "Weather station"), "cloud-rain",
            Outdoors, Humidity, new("pressure", ("气压", "Air pressure"), "hPa", 500, 1100), new("wind-speed", ("风速", "Wind speed"), "m/s", 0, 100), new("wind-direction", ("风向", "Wind direction"), "°", 0, 360),
            new("rain", ("雨量", "Rain"), "mm", 0, 500, Count), Measures.Battery)
        { OfflineAfter = TimeSpan.FromMinutes(30) },
        new("air-station", ("空气站", "Air quality station"), "wind",
            new("pm25", ("PM2.5", "PM2.5"), "µg/m³", 0, 1000), new("pm10", ("PM10", "PM10"), "µg/m³", 0, 2000), new("so2", ("二氧化硫", "Sulphur dioxide"), "µg/m³", 0, 3000),
            new("no2", ("二氧化氮", "Nitrogen dioxide"), "µg/m³", 0, 2000), new("co", ("一氧化碳", "Carbon monoxide"), "mg/m³", 0, 150), new("o3", ("臭氧", "Ozone"), "µg/m³", 0, 1500),
            new("noise", ("噪声", "Noise"), "dB(A)", 0, 150), Outdoors, Humidity)
        { OfflineAfter = TimeSpan.FromMinutes(30), KeepsOthers = true },
        new("surface-water-station", ("水质站", "Surface water station"), "droplet",
            new("ph", ("pH 值", "pH"), "", 0, 14), new("dissolved-oxygen", ("溶解氧", "Dissolved oxygen"), "mg/L", 0, 25), new("turbidity", ("浊度", "Turbidity"), "NTU", 0, 4000),
            new("ammonia", ("氨氮", "Ammonia nitrogen"), "mg/L", 0, 300), new("permanganate", ("高锰酸盐指数", "Permanganate index"), "mg/L", 0, 500), new("total-phosphorus", ("总磷", "Total phosphorus"), "mg/L", 0, 50),
            new("total-nitrogen", ("总氮", "Total nitrogen"), "mg/L", 0, 100), new("conductivity", ("电导率", "Conductivity"), "µS/cm", 0, 100_000), new("temperature", ("水温", "Water temperature"), "℃", -2, 60))
        { OfflineAfter = TimeSpan.FromHours(5), KeepsOthers = true },
        new("radar", ("水岸雷达", "Shore radar"), "radar", new("intrusion", ("有人进入", "Somebody came in"), "", 0, 1, Switch), new("distance", ("距离", "Distance"), "m", 0, 2000), new("targets", ("目标数", "Targets"), "", 0, 500), Fault),
        new("camera", ("摄像头", "Camera"), "video", new("intrusion", ("有人进入", "Somebody came in"), "", 0, 1, Switch), new("obscured", ("画面遮挡", "View obscured"), "", 0, 1, Switch), Fault)
        { LeadOnly = true },

        // Ways and houses
        // Some send what came since their last word, others a total that only grows and begins at nothing when they are changed.
        new("footfall-counter", ("客流计数器", "Footfall counter"), "walk", In, Out, new("in-total", ("累计进", "In since ever"), "", 0, 1e9, Meter), new("out-total", ("累计出", "Out since ever"), "", 0, 1e9, Meter)) { OfflineAfter = TimeSpan.FromMinutes(20) },
        new("lift", ("电梯监测", "Lift monitor"), "elevator",
            new("trapped", ("困人", "People trapped"), "", 0, 1, Switch), Fault, new("floor", ("楼层", "Floor"), "", -10, 200), new("trips", ("运行次数", "Trips"), "", 0, 100_000_000, Meter), new("maintenance", ("检修", "Under repair"), "", 0, 1, Switch)),
        new("meter", ("电能表", "Electricity meter"), "bolt", new("energy", ("电量", "Energy"), "kWh", 0, 100_000_000, Meter), new("power", ("功率", "Power"), "kW", -10_000, 10_000)) { OfflineAfter = TimeSpan.FromHours(2) },
        new("gps-vehicle", ("车载终端", "Vehicle terminal"), "truck", new("speed", ("速度", "Speed"), "km/h", 0, 200), new("ignition", ("点火", "Ignition"), "", 0, 1, Switch), new("mileage", ("里程", "Mileage"), "km", 0, 10_000_000, Meter))
        { Moves = true, MostSpeed = 60, KeepsOthers = true },

        // At home, with the consent of who lives there
        new("sos-button", ("一键求助", "Call button"), "sos", Measures.Sos, Measures.Battery) { Personal = true, OfflineAfter = TimeSpan.FromHours(26), KeepReadings = AtHome },
        new("fall-detector", ("跌倒探测器", "Fall detector"), "man", new("fall", ("跌倒", "Fall"), "", 0, 1, Switch), new("motion", ("有活动", "Moving"), "", 0, 1, Switch), Measures.Battery, Fault)
        { Personal = true, OfflineAfter = TimeSpan.FromHours(2), KeepReadings = AtHome },
        new("bed-sensor", ("床垫监测", "Bed sensor"), "bed", new("in-bed", ("在床", "In bed"), "", 0, 1, Switch), new("heart-rate", ("心率", "Heart rate"), "次/分", 0, 300), new("breath-rate", ("呼吸", "Breath rate"), "次/分", 0, 120), Measures.Battery)
        { Personal = true, OfflineAfter = TimeSpan.FromHours(2), KeepReadings = AtHome },
        new("door-sensor", ("门磁", "Door sensor"), "door", new("open", ("门开", "Open"), "", 0, 1, Switch), Measures.Battery, Tamper) { Personal = true, OfflineAfter = TimeSpan.FromHours(26), KeepReadings = AtHome },
        new("motion-sensor", ("活动感应", "Motion sensor"), "run", new("motion", ("有活动", "Moving"), "", 0, 1, Switch), Measures.Battery) { Personal = true, OfflineAfter = TimeSpan.FromHours(26), KeepReadings = AtHome },
    ];
}
