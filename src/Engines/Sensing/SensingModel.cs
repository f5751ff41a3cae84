using Linli.Platform.Data;
using Linli.Sensing.Alarms;
using Linli.Sensing.Devices;
using Linli.Sensing.Rules;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing;

/// <summary>The tables of the engine.</summary>
internal static class SensingModel
{
    public static void Map(ModelBuilder model, DatabaseKind kind)
    {
        DevicesPart.Map(model);
        RuleTables.Map(model);
        AlarmsPart.Map(model, kind);
        IntakePart.Map(model, kind);
    }
}
