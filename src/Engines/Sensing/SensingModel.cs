using Linli.Platform.Data;
using Linli.Sensing.Alarms;
using Linli.Sensing.Devices;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing;

/// <summary>The tables of the engine.</summary>
internal static class SensingModel
{
    public static void Map(ModelBuilder model, DatabaseKind kind)
    {
        AlarmsPart.Map(model, kind);
        DevicesPart.Map(model);
        DevicesPart.Map(model);
        IntakePart.Map(model, kind);
        Rules.RuleTables.Map(model);
    }
}
