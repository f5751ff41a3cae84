using Linli.People.Register.Count;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Register;

/// <summary>The register's tables beyond people, ties, households and guardians.</summary>
internal static class RegisterModel
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Company>(e =>
        {
            e.ToTable("people_company").HasKey(c => c.Id);
            e.Property(c => c.Name).HasMaxLength(120);
            e.Property(c => c.CreditCode).HasMaxLength(18);
            e.HasIndex(c => c.CreditCode).IsUnique();
            e.HasIndex(c => c.Name);
        });
        model.Entity<CompanyHolding>(e =>
        {
            e.ToTable("people_company_holding").HasKey(h => h.Id);
            e.HasIndex(h => h.CompanyId);
            e.HasIndex(h => h.HomeId);
            e.HasIndex(h => h.Scope);
            e.Property(h => h.HomeLabel).HasMaxLength(160);
        });
        model.Entity<OwnersCountRule>(e =>
        {
            e.ToTable("people_owners_count_rule").HasKey(r => r.Id);
            e.Property(r => r.Jurisdiction).HasMaxLength(400);
            e.HasIndex(r => r.Jurisdiction);
            e.Property(r => r.Sources).HasMaxLength(80);
            e.Property(r => r.Source).HasMaxLength(200);
        });
    }
}
