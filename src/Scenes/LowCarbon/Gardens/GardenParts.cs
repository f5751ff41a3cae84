using Linli.Ledger;
using Linli.LowCarbon.Privacy;
using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.LowCarbon.Gardens;

/// <summary>What garden plots bring to the scene.</summary>
internal static class GardenParts
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddScoped<GardenBook>().AddScoped<ITransferOwner, GardenFees>().AddScoped<IPersonalData, GardenPersonalData>()
            .AddSingleton(new NoticeTopic("garden", ("一米菜园", "Garden plots"), ("分到地块、需要打理", "A plot is yours, or needs you")));
        module.Tables(Map).Permissions(new Permission(
            LowCarbonPermissions.Plots, ("管理一米菜园", "Keep garden plots"), Posts.CommunityWorker, Posts.Operator));
        module.UseCase<SeasonsHandler>().UseCase<ApplyForPlotHandler>().UseCase<CheckPlotHandler>().UseCase<MoveOnHandler>();
        module.Job<WatchGardens>(TimeSpan.FromMinutes(1)).Demo<GardenDemo>(72);
        module.Pages(new NavigationItem(Workspace.Staff, "/desk/gardens", ("一米菜园", "Garden plots"), "seeding", LowCarbonPermissions.Plots, 341, NavigationSection.Places));
    }

    private static void Map(ModelBuilder model, DatabaseKind kind)
    {
        model.Entity<GardenSeason>(e => e.ToTable("lowcarbon_garden_season").HasKey(s => s.Id));
        model.Entity<GardenPlot>(e =>
        {
            e.ToTable("lowcarbon_garden_plot").HasKey(p => p.Id);
            e.HasIndex(p => new { p.Season, p.Number }).IsUnique();
            e.HasIndex(p => p.Application);
        });
        model.Entity<PlotApplication>(e =>
        {
            e.ToTable("lowcarbon_plot_application").HasKey(a => a.Id);
            e.HasIndex(a => new { a.Season, a.Home });
            e.HasIndex(a => a.Account);
            e.Property(a => a.State).IsConcurrencyToken();
        });
        model.Entity<PlotCheck>(e =>
        {
            e.ToTable("lowcarbon_plot_check").HasKey(c => c.Id);
            e.HasIndex(c => c.Plot);
        });
    }
}
