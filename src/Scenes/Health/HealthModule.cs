using Linli.Health.AgeScenes;
using Linli.Health.ChildCare;
using Linli.Health.Clinics;
using Linli.Health.ElderCare;
using Linli.Health.ElderWatch;
using Linli.Places;
using Linli.Platform.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Health;

/// <summary>Health (健康) and those who need care: clinics, child-care from birth to three, care of elders.</summary>
public sealed class HealthModule : IModule
{
    /// <inheritdoc/>
    public string Name => "health";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        module.Permissions(HealthPermissions.All);
        ClinicParts.Declare(module);
        NurseryParts.Declare(module);
        CareParts.Declare(module);
        WatchParts.Declare(module);
        AgeSceneParts.Declare(module);
        module.Services.AddScoped<IBookingLinks, HealthLinks>();
        module.Tile(new("/health", ("健康", "Health"), ("预约门诊、托育", "Book a doctor, child-care"), "heartbeat", 30));
    }
}
