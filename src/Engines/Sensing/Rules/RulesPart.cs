using Linli.Platform.Modules;
using Linli.Sensing.Fences;
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
        module
            .Pages(
                new NavigationItem(Workspace.Staff, "/desk/sensing/rules", ("告警规则", "Alarm rules"), "bell-cog", SensingPermissions.Rules, Order: 71, NavigationSection.Places),
                new NavigationItem(Workspace.Staff, "/desk/sensing/fences", ("围栏", "Fences"), "polygon", SensingPermissions.Rules, Order: 72, NavigationSection.Places))
            .UseCase<FindRulesHandler>()
            .UseCase<KeepRuleHandler>()
            .UseCase<ReplayRuleHandler>()
            .UseCase<FindFencesHandler>()
            .UseCase<KeepFenceHandler>();
    }
}
