using Linli.Platform.Modules;
using Linli.Sensing;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Cockpit.Wall;

/// <summary>The wall with its eight modules.</summary>
internal static class WallPart
{
    public static void Declare(ModuleBuilder module)
    {
        module.UseCase<ReadWallHandler>().UseCase<DeviceMapHandler>();
        module.Services
            .AddScoped<WallFacts>()
            .AddScoped<ICockpitModule, SafetyModule>().AddScoped<ICockpitModule, FireModule>().AddScoped<ICockpitModule, ParkingModule>().AddScoped<ICockpitModule, RetailModule>()
            .AddScoped<ICockpitModule, SchoolModule>().AddScoped<ICockpitModule, EldersModule>().AddScoped<ICockpitModule, CasesModule>().AddScoped<ICockpitModule, WaterModule>();
    }
}
