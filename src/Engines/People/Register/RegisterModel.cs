using Linli.People.Register.Agents;
using Linli.People.Register.Claim;
using Linli.People.Register.Count;
using Linli.People.Register.Invite;
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
        model.Entity<FamilyAct>(e =>
        {
            e.ToTable("people_family_act").HasKey(a => a.Id);
            e.HasIndex(a => new { a.PrincipalId, a.At });
            e.Property(a => a.AgentName).HasMaxLength(80);
            e.Property(a => a.Matter).HasMaxLength(40);
            e.Property(a => a.Subject).HasMaxLength(100);
            e.Property(a => a.WhatZh).HasMaxLength(200);
            e.Property(a => a.WhatEn).HasMaxLength(200);
            e.Property(a => a.Link).HasMaxLength(200);
        });
        model.Entity<ClaimTry>(e =>
        {
            e.ToTable("people_claim_try").HasKey(t => t.Id);
            e.HasIndex(t => new { t.AccountId, t.At });
        });
        model.Entity<HomeInvitation>(e =>
        {
            e.ToTable("people_home_invitation").HasKey(i => i.Id);
            e.HasIndex(i => i.CodeHash).IsUnique();
            e.HasIndex(i => new { i.HomeId, i.At });
            e.HasIndex(i => i.InviterAccount);
            e.Property(i => i.HomeLabel).HasMaxLength(160);
            e.Property(i => i.UsesLeft).IsConcurrencyToken();
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
