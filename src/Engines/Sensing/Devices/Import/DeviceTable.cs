using System.Globalization;
using Linli.Platform.Results;
using Linli.Platform.Tables;
using Linli.Sensing.Devices.Enter;

namespace Linli.Sensing.Devices.Import;

/// <summary>Devices as a table: the same columns go out and come in.</summary>
internal static class DeviceTable
{
    public const string Key = "key";

    public static IReadOnlyList<TableColumn> Columns { get; } =
    [
        new("code", true, "编号", "设备编号", "设备编码", "device id", "serial"), new("name", true, "名称", "设备名称", "安装位置"), new("kind", true, "类型", "设备类型", "type"),
        new("place", true, "所属地点", "地点", "社区", "小区", "scope"), new("facility", false, "所属设施", "设施"),
        new("lat", false, "纬度", "latitude"), new("lon", false, "经度", "longitude", "lng"), new("crs", false, "坐标系"), new("coordinates", false, "设备坐标系"),
        new(DeviceProtocols.Jt808, false, "终端手机号", "终端号", "sim"), new(DeviceProtocols.Hj212, false, "MN", "设备唯一标识"), new(DeviceProtocols.Gb26875, false, "源地址", "消防源地址"),
        new(DeviceProtocols.Mqtt, false, "MQTT 客户端", "clientid"), new(DeviceProtocols.Http, false, "HTTP 标识"), new("groups", false, "分组"),
        new(Key, false, "出厂密钥", "密钥", "secret"),
    ];

    public static IReadOnlyCollection<string> KnownHeaders { get; } = [.. Columns.SelectMany(c => c.Names.Append(c.Field))];

    /// <summary>What a row asks for, or the first cell that cannot be read. A column that is not there changes nothing; an empty cell of one that is takes away.</summary>
    public static (KeepDevice Wish, Problem? Problem) Read(TableRow row, ColumnMap map, DeviceKinds kinds)
    {
        var problem = default(Problem);
        string? Text(string field) => map.Get(row, field) is { Length: > 0 } text ? text : null;
        double? Degrees(string field)
        {
            if (Text(field) is not { } text)
                return null;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && double.IsFinite(degrees))
                return degrees;
            problem ??= Problem.Invalid(field, "sensing.cell_unreadable", $"“{text}”不是度数。", $"'{text}' is no number of degrees.");
            return null;
        }

        var kind = Text("kind") ?? "";
        var addresses = DeviceRules.Protocols.Where(p => map.Has(p)).Select(p => (p, Text(p))).Where(p => p.Item2 is not null).ToDictionary(p => p.p, p => p.Item2!);
        var wish = new KeepDevice
        {
            Code = Text("code") ?? "", Name = Text("name") ?? "", Place = Text("place") ?? "",
            Kind = kinds.Find(kind)?.Code ?? kinds.All.FirstOrDefault(k => k.Name.Zh == kind || string.Equals(k.Name.En, kind, StringComparison.OrdinalIgnoreCase))?.Code ?? kind,
            Facility = map.Has("facility") ? Text("facility") ?? "" : null, Latitude = Degrees("lat"), Longitude = Degrees("lon"), Crs = Text("crs"), Coordinates = Text("coordinates"),
            Addresses = DeviceRules.Protocols.Any(map.Has) ? addresses : null,
            Groups = map.Has("groups") ? (Text("groups") ?? "").Split(['|', '、', ',', '，', ';', '；'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : null,
            Key = Text(Key),
        };
        return (wish, problem);
    }
}
