using Linli.Sensing.Devices.Commands;
using Linli.Web;

namespace Linli.Sensing.Devices.Desk;

/// <summary>Colours of states.</summary>
internal static class DeskTones
{
    public static Tone Of(DeviceState state) => state switch
    {
        DeviceState.InService => Tone.Good,
        DeviceState.Maintenance or DeviceState.Test => Tone.Warning,
        DeviceState.Expected => Tone.Info,
        _ => Tone.Plain,
    };

    public static Tone Of(CommandState state) => state switch
    {
        CommandState.Done => Tone.Good,
        CommandState.Refused => Tone.Danger,
        CommandState.Expired => Tone.Warning,
        _ => Tone.Info,
    };
}
