using Linli.Cases;
using Linli.Platform.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Services;

/// <summary>Services (服务): the one-stop desk and property work, inside the compounds and on the streets around them.</summary>
public sealed class ServicesModule : IModule
{
    /// <inheritdoc/>
    public string Name => "services";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        module.Services
            .AddSingleton(new CaseType("help", ("求助服务", "Help and service")))
            .AddSingleton(new CaseType("consultation", ("咨询", "Question")))
            .AddSingleton(new CaseType("property", ("物业服务", "Property service")) { NeedsAfterPhoto = true });
        module.Pages().Tile(new("/services", ("服务", "Services"), ("找物业、求助、预约上门", "Property, help, home visits"), "home-heart", 80));
    }
}
