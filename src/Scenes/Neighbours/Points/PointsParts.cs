using Linli.Cases;
using Linli.Platform.Files;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Neighbours.Points;

/// <summary>What the covenant and the acts it rewards (S31, S33) bring to the module and its tables.</summary>
internal static class PointsParts
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddScoped<Misses>().AddScoped<IFileGuard, ActPhotos>().AddScoped<IPersonalData, PointsPersonalData>();
        module.Permissions(PointsPermissions.All);
        module.UseCase<SaveClauseHandler>().UseCase<HowToEarnHandler>().UseCase<DeclareActHandler>().UseCase<DecideActHandler>()
            .After<CaseMoved, EarnByCases>().Job<GiveOwedPoints>(TimeSpan.FromHours(1)).Demo<PointsDemo>(74);
        module.Pages(
            new NavigationItem(Workspace.Resident, "/points", ("怎么得积分", "How points are earned"), "coin", Access.Public, 965),
            new NavigationItem(Workspace.Staff, "/desk/covenant", ("公约与积分", "Covenant and points"), "coin", PointsPermissions.Confirm, 327, NavigationSection.Offers));
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<CovenantClause>(e =>
        {
            e.ToTable("neighbours_covenant_clause").HasKey(c => c.Id);
            e.HasIndex(c => new { c.Scope, c.Number, c.Version }).IsUnique();
            e.Ignore(c => c.Text);
        });
        model.Entity<DeclaredAct>(e =>
        {
            e.ToTable("neighbours_declared_act").HasKey(a => a.Id);
            e.HasOne<CovenantClause>().WithMany().HasForeignKey(a => a.Clause);
            e.HasIndex(a => new { a.Scope, a.State });
            e.HasIndex(a => a.Person);
            e.Property(a => a.State).IsConcurrencyToken();
        });
        model.Entity<MissedPoints>(e =>
        {
            e.ToTable("neighbours_missed_points").HasKey(m => m.Id);
            e.HasIndex(m => new { m.Person, m.At });
            e.HasIndex(m => m.At, "ix_neighbours_missed_points_owed").HasFilter("\"Key\" IS NOT NULL");
            e.Property(m => m.Key).HasMaxLength(100);
            e.Property(m => m.Proof).HasMaxLength(200);
        });
    }
}
