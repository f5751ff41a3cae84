using Linli.Platform.Modules;
using Linli.Sensing.Alarms;
using Linli.Sensing.Devices;
using Linli.Sensing.Lines;
using Linli.Sensing.Rules;

namespace Linli.Sensing;

/// <summary>Sensing (感知): devices and what they say, rules over it, and the alarms that somebody owns until they are closed.</summary>
public sealed class SensingModule : IModule
{
    /// <inheritdoc/>
    public string Name => "sensing";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        module.Tables(SensingModel.Map).Permissions(SensingPermissions.All);
        LinesPart.Declare(module);
        DevicesPart.Declare(module);
        IntakePart.Declare(module);
        RulesPart.Declare(module);
        AlarmsPart.Declare(module);
    }
}
