using Linli.Platform.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Sensing.Lines;

/// <summary>Connections of devices over TCP.</summary>
internal static class LinesPart
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddOptions<LinesOptions>().Bind(module.Configuration.GetSection(LinesOptions.Section));
        module.Services
            .AddSingleton<OddFrameBook>()
            .AddSingleton<LineService>()
            .AddSingleton<ILines>(s => s.GetRequiredService<LineService>())
            .AddHostedService(s => s.GetRequiredService<LineService>());
        module.UseCase<ListOddFramesHandler>();
    }
}
