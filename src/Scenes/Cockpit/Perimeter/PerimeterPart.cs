using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Modules;
using Linli.Sensing;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Cockpit.Perimeter;

/// <summary>The walls of compounds (周界): beams that are broken by whoever climbs over, and the rule that calls a guard.</summary>
internal static class PerimeterPart
{
    public const string Rule = "perimeter";

    /// <summary>周界对射: two posts with a beam between them, which is broken or not.</summary>
    public static readonly DeviceKind Beam = new("perimeter-beam", ("周界对射", "Perimeter beam"), "radar", new("intrusion", ("有人翻越", "Somebody climbed over"), "", 0, 1, MeasureUse.Switch), Measures.Battery)
    {
        OfflineAfter = TimeSpan.FromHours(25),
    };

    public static void Declare(ModuleBuilder module)
    {
        module.Demo<PerimeterDemo>(95);
        module.Services.AddSingleton(Beam);
    }

    /// <summary>A beam is broken: a guard looks. Cats and branches do that too, so that no case is opened by itself.</summary>
    public static SensingRule RuleAt(ScopePath place) => new()
    {
        Code = Rule, Name = ("有人翻越围墙", "Somebody climbed over the wall"), Scope = place, Kind = RuleKind.Threshold, Severity = AlarmSeverity.Major, DeviceKind = Beam.Code, Measure = "intrusion",
        Limit = 1, Side = LimitSide.Above, EscalateAfter = TimeSpan.FromMinutes(5), CallOut = [Posts.Guard],
    };
}

/// <summary>The rule stands in the demo; its beams are entered by whoever lets them speak.</summary>
internal sealed class PerimeterDemo(LinliDb db, IRules rules, IScopeTree tree) : IDemoSeeder
{
    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        if (tree.FindCode("hf") is not { } town)
            return;
        await rules.Put(PerimeterPart.RuleAt(town.Path), cancel);
        await db.SaveChangesAsync(cancel);
    }
}
