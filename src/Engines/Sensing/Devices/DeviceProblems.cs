using Linli.Platform.Results;

namespace Linli.Sensing.Devices;

/// <summary>What can be wrong with devices.</summary>
internal static class DeviceProblems
{
    public static Problem NotFound { get; } = Problem.NotFound("sensing.device_not_found", "没有找到这台设备，请核对编号。", "This device was not found: check its code.");

    public static Problem Code { get; } = Problem.Invalid("code", "sensing.device_code", "设备编号为 2–60 个字母、数字或 - _ . :。", "A code has 2 to 60 Latin letters, digits, '-', '_', '.' or ':'.");

    public static Problem Name { get; } = Problem.Invalid("name", "sensing.device_name", "名称为 1–60 个字。", "A name has 1 to 60 characters.");

    public static Problem WeakKey { get; } = Problem.Invalid("key", "sensing.device_key_weak",
        $"出厂密钥至少 {DeviceKeys.ShortestKey} 个字符且不能太简单；不填则由系统发放。", $"A maker's key has at least {DeviceKeys.ShortestKey} characters and is not a simple one; leave it out and one is handed out.");

    public static Problem Address { get; } = Problem.Invalid("address", "sensing.device_address", "协议地址为 1–60 个字符，不含空格。", "An address has 1 to 60 characters without spaces.");

    public static Problem TwoAddresses { get; } = Problem.Invalid("addresses", "sensing.device_addresses", "每种协议只能有一个地址。", "A device has one address in each protocol.");

    public static Problem Retired { get; } = Problem.Conflict("sensing.device_retired", "这台设备已停用，不能再改；需要时请登记新设备。", "This device is retired and is not changed any more: enter a new one.");

    public static Problem NoKind(string? kind) => Problem.Invalid("kind", "sensing.device_kind", $"没有“{kind}”这种设备类型，请从列表中选择。", $"There is no kind of device '{kind}': choose one of the list.");

    public static Problem NoProtocol(string? protocol) => Problem.Invalid("protocol", "sensing.device_protocol",
        $"不支持协议“{protocol}”，可用：{string.Join("、", DeviceRules.Protocols)}。", $"There is no protocol '{protocol}': {string.Join(", ", DeviceRules.Protocols)}.");

    public static Problem NoPlace(string? place) => Problem.Invalid("place", "sensing.device_place", $"请选择您范围内的地点（“{place}”不是）。", $"Choose a place within yours ('{place}' is not).");

    public static Problem KeyByRenewal { get; } = Problem.Invalid("key", "sensing.device_key_renewal", "密钥不能这样改，请用“更换密钥”。", "A key is not changed this way: renew it.");

    public static Problem Degrees { get; } = Problem.Invalid("latitude", "sensing.device_degrees", "经纬度要同时填写，且在地球范围内。", "Give latitude and longitude together, within the degrees of the earth.");

    public static Problem Crs(string field, string text) => Problem.Invalid(field, "sensing.device_crs", $"不认识坐标系“{text}”，可用 wgs84、cgcs2000、gcj02、bd09。", $"'{text}' is no coordinate system: wgs84, cgcs2000, gcj02 or bd09.");

    public static Problem NoGroup(string group) => Problem.Invalid("groups", "sensing.no_group", $"没有分组“{group}”，请先建立。", $"There is no group '{group}': make it first.");

    public static Problem CodeTaken(string code) => Problem.Conflict("sensing.device_code_taken", $"编号 {code} 已被另一台设备占用。", $"The code {code} belongs to another device.") with { Field = "code" };

    public static Problem AddressTaken(DeviceAddress address, string holder) => Problem.Conflict("sensing.device_address_taken",
        $"{address.Protocol} 地址 {address.Address} 已属于设备 {holder}。", $"The {address.Protocol} address {address.Address} belongs to the device {holder}.") with
    { Field = "addresses" };
}
