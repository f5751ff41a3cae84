using Linli.Notices;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Cockpit.Roster;

/// <summary>The watch: shifts and hand-overs.</summary>
internal static class RosterPart
{
    public static void Declare(ModuleBuilder module)
    {
        module.UseCase<PlanShiftHandler>().UseCase<RemoveShiftHandler>().UseCase<GiveWatchHandler>().UseCase<TakeWatchHandler>().UseCase<ReadWatchHandler>()
            .Job<WatchSignatures>(TimeSpan.FromMinutes(1))
            .Demo<RosterDemo>(90);
        module.Services
            .AddScoped<WatchBook>()
            .AddScoped<IPersonalData, RosterPersonalData>()
            .AddSingleton(new NoticeTopic("watch", ("值守交接", "The watch"), ("交接班缺签字时", "When a signature of the hand-over is missing"), CockpitPermissions.Roster, Urgent: true));
    }
}
