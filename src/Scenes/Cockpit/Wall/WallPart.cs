using Linli.Platform.Modules;
using Linli.Sensing;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Cockpit.Wall;

/// <summary>The wall with its eight modules: five of the cockpit itself; parking, the shopping area and care for elders are brought by their scenes.</summary>
internal static class WallPart
{
    public static void Declare(ModuleBuilder module)
    {
        module.UseCase<ReadWallHandler>().UseCase<DeviceMapHandler>();
        module.Services
            .AddScoped<WallFacts>()
            .AddScoped<ICockpitModule, SafetyModule>().AddScoped<ICockpitModule, FireModule>()
            .AddScoped<ICockpitModule, SchoolModule>().AddScoped<ICockpitModule, CasesModule>().AddScoped<ICockpitModule, WaterModule>();
    }
}
