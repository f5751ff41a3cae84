using Linli.Notices;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Ledger.Insurance;

/// <summary>Personal accounts of medical insurance and the family account (R35).</summary>
internal static class InsuranceParts
{
    public static void Declare(Platform.Modules.ModuleBuilder module)
    {
        module.Services.AddScoped<InsuranceBook>().AddScoped<IInsuranceAccounts>(s => s.GetRequiredService<InsuranceBook>()).AddScoped<Relatives>().AddScoped<IPersonalData, InsurancePersonalData>();
        module.Services.AddSingleton(new NoticeTopic("insurance", ("医保家庭共济", "Insurance family account"), ("家人请您使用、接受或解除共济", "A relative offers, accepts or ends a sharing")));
        module.UseCase<ShareInsuranceHandler>().UseCase<MyInsuranceHandler>().UseCase<CreditInsuranceHandler>().UseCase<SaveFamilyRuleHandler>();
        module.Job<CarryYears>(TimeSpan.FromHours(1)).Demo<InsuranceDemo>(29);
        module.Pages(new NavigationItem(Workspace.Resident, "/me/insurance", ("医保家庭共济", "Insurance family account"), "heart-handshake", Access.SignedIn, 961));
    }

    public static void Map(Microsoft.EntityFrameworkCore.ModelBuilder model)
    {
        model.Entity<FamilySharing>(e =>
        {
            e.ToTable("ledger_family_sharing").HasKey(s => s.Id);
            e.HasIndex(s => s.Donor);
            // Whoever is given to accepts one donor.
            e.HasIndex(s => s.Beneficiary).IsUnique().HasFilter("\"State\" = 'Active'");
            e.Property(s => s.Version).IsConcurrencyToken();
        });
        model.Entity<FamilyUse>(e =>
        {
            e.ToTable("ledger_family_use", t => t.HasCheckConstraint("ck_ledger_family_use_back", "\"BackFen\" >= 0 AND \"BackFen\" <= \"Fen\"")).HasKey(u => u.Id);
            e.HasIndex(u => u.Sharing);
            e.HasIndex(u => u.Transfer).IsUnique();
        });
        model.Entity<FamilyRule>(e =>
        {
            e.ToTable("ledger_family_rule").HasKey(r => r.Id);
            e.Property(r => r.Source).HasMaxLength(200);
            e.HasIndex(r => new { r.Scope, r.From });
        });
    }
}
