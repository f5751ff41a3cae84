using Linli.Platform.Modules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Places.Import;

/// <summary>What taking in and giving out lists of homes adds to the module.</summary>
internal static class HomesImportPart
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddScoped<HomesPlanning>();
        module.Pages(new NavigationItem(Workspace.Staff, "/desk/places/homes", ("房屋清册", "Homes"), "home-edit", PlacesPermissions.Manage, Order: 308, NavigationSection.People));
        module.UseCase<ImportHomesHandler>()
            .UseCase<StageHomesHandler>()
            .UseCase<CheckHomesHandler>()
            .UseCase<CarryOutHomesHandler>()
            .UseCase<DropHomesHandler>()
            .UseCase<GetHomesImportHandler>()
            .UseCase<ListHomesImportsHandler>()
            .UseCase<ExportHomesHandler>()
            .Job<OldHomesImports>(TimeSpan.FromMinutes(15));
    }

    public static void Map(ModelBuilder model) => model.Entity<StagedHomes>(e =>
    {
        e.ToTable("places_homes_import").HasKey(i => i.Id);
        e.Property(i => i.FileName).HasMaxLength(120);
        e.Property(i => i.Compound).HasMaxLength(60);
        e.HasIndex(i => new { i.By, i.At });
        e.HasIndex(i => i.At);
        e.Property(i => i.State).IsConcurrencyToken();
    });
}
