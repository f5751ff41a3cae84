using Linli.Platform.Text;
using Linli.Sensing.Devices.Commands;

namespace Linli.Sensing.Devices;

/// <summary>Words about devices.</summary>
internal static class DeviceWords
{
    public static Phrase State(DeviceState state) => state switch
    {
        DeviceState.Expected => ("待安装", "Expected"),
        DeviceState.InService => ("在用", "In service"),
        DeviceState.Maintenance => ("维保中", "Maintenance"),
        DeviceState.Test => ("测试中", "Test"),
        _ => ("已停用", "Retired"),
    };

    public static Phrase Protocol(string protocol) => protocol switch
    {
        DeviceProtocols.Http => ("HTTP", "HTTP"),
        DeviceProtocols.Mqtt => ("MQTT", "MQTT"),
        DeviceProtocols.Jt808 => ("JT/T 808 终端号", "JT/T 808 terminal"),
        DeviceProtocols.Hj212 => ("HJ 212 设备号 MN", "HJ 212 MN"),
        DeviceProtocols.Gb26875 => ("GB 26875 源地址", "GB 26875 source address"),
        _ => (protocol, protocol),
    };

    public static Phrase State(CommandState state) => state switch
    {
        CommandState.Waiting => ("等待送达", "Waiting"),
        CommandState.Sent => ("已送出", "Sent"),
        CommandState.Done => ("已执行", "Done"),
        CommandState.Refused => ("设备拒绝", "Refused by the device"),
        _ => ("已过期", "Expired"),
    };
}
