using Linli.Platform.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Sensing.Rules;

/// <summary>What fences and rules bring to the module.</summary>
internal static class RulesPart
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services
            .AddSingleton<RulesMemory>().AddSingleton<IRuleLanes>(s => s.GetRequiredService<RulesMemory>()).AddHostedService<RulesWatch>()
            .AddScoped<RuleBook>().AddScoped<IRules>(s => s.GetRequiredService<RuleBook>()).AddScoped<IFences>(s => s.GetRequiredService<RuleBook>());
    }
}
