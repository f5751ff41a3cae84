using Linli.People.Accounts;
using Linli.People.Care;
using Linli.People.Codes;
using Linli.People.Contact;
using Linli.People.Import;
using Linli.People.Keys;
using Linli.People.Privacy;
using Linli.People.Provisioning;
using Linli.People.Register;
using Linli.People.Registrations;
using Linli.People.SignIn;
using Linli.People.SignIn.Outside;
using Linli.Platform.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Linli.People;

/// <summary>The tables of the engine.</summary>
internal static class PeopleModel
{
    public static void Map(ModelBuilder model, DatabaseKind kind)
    {
        MapAccounts(model, kind);
        MapPosts(model);
        MapRegister(model);
        PrivacyModel.Map(model);
        CarePart.Map(model);
        MapProvisioning(model);
        MapImports(model);
        MapOutside(model);
        model.Entity<SignInCode>(e =>
        {
            e.ToTable("people_sign_in_code").HasKey(c => c.Id);
            e.HasIndex(c => new { c.PhoneHash, c.At });
            e.HasIndex(c => c.At);
            e.Property(c => c.Tries).IsConcurrencyToken();
            e.Property(c => c.Used).IsConcurrencyToken();
        });
        model.Entity<RefreshFamily>(e =>
        {
            e.ToTable("people_refresh_family").HasKey(f => f.Id);
            e.HasIndex(f => f.AccountId, "ix_people_refresh_family_ended").HasFilter("\"EndedAt\" IS NOT NULL");
            e.HasIndex(f => f.LastAt);
            e.Property(f => f.Serial).IsConcurrencyToken();
        });
        model.Entity<OutsideLogout>(e =>
        {
            e.ToTable("people_outside_logout").HasKey(l => l.TokenHash);
            e.Property(l => l.TokenHash).HasMaxLength(100);
            e.HasIndex(l => l.At);
        });
        model.Entity<ApiKey>(e =>
        {
            e.ToTable("people_api_key").HasKey(k => k.Id);
            e.HasIndex(k => k.Prefix).IsUnique();
            e.Property(k => k.Name).HasMaxLength(80);
        });
        model.Entity<Registration>(e =>
        {
            e.ToTable("people_registration").HasKey(r => r.Id);
            e.HasIndex(r => new { r.State, r.At });
            e.HasIndex(r => new { r.AccountId, r.HomeId }, "ix_people_registration_one_open").IsUnique().HasFilter("\"State\" = 'Open'");
            e.HasIndex(r => r.AccountId);
            e.HasIndex(r => new { r.HomeId, r.State });
            e.Ignore(r => r.Share);
            e.Property(r => r.State).IsConcurrencyToken();
        });
        model.Entity<View>(e =>
        {
            e.ToTable("people_view").HasKey(v => v.Id);
            e.HasIndex(v => new { v.PersonId, v.At });
            e.HasIndex(v => v.At);
            e.HasIndex(v => v.Approval).HasFilter("\"Approval\" IS NOT NULL");
            e.HasIndex(v => v.At, "ix_people_view_of_child").HasFilter("\"OfChild\"");
            e.Property(v => v.What).HasMaxLength(200);
        });
    }

    private static void MapAccounts(ModelBuilder model, DatabaseKind kind)
    {
        model.Entity<Person>(e =>
        {
            e.ToTable("people_person").HasKey(p => p.Id);
            e.Property(p => p.Name).HasMaxLength(80);
            e.HasIndex(p => p.PhoneHash).IsUnique();
            e.HasIndex(p => p.IdentityHash).IsUnique();
            e.HasIndex(p => p.PhoneTail);
            e.HasIndex(p => p.Name);
            e.Property(p => p.NameKey).HasMaxLength(160);
            e.HasIndex(p => p.NameKey);
            e.Property(p => p.NameInitials).HasMaxLength(80);
            e.HasIndex(p => p.NameInitials);
            // The same within one community: what begins with a text is read in order and few rows of others are passed.
            e.Property(p => p.SearchPlace).HasMaxLength(400);
            e.HasIndex(p => new { p.SearchPlace, p.Name });
            e.HasIndex(p => new { p.SearchPlace, p.NameKey });
            e.HasIndex(p => new { p.SearchPlace, p.NameInitials });
            e.HasIndex(p => p.BirthDate);
            // Searched by their beginning, as a range of bytes.
            if (kind == DatabaseKind.Postgres)
                foreach (var text in (string[])[nameof(Person.Name), nameof(Person.NameKey), nameof(Person.NameInitials), nameof(Person.SearchPlace)])
                    e.Property(text).UseCollation("C");
        });
        model.Entity<Account>(e =>
        {
            e.ToTable("people_account").HasKey(a => a.Id);
            e.HasOne(a => a.Person).WithMany().HasForeignKey(a => a.PersonId);
            e.HasIndex(a => new { a.PersonId, a.Kind }).IsUnique();
            e.HasIndex(a => a.NormalizedUserName).IsUnique();
            e.Property(a => a.UserName).HasMaxLength(80);
            e.Property(a => a.NormalizedUserName).HasMaxLength(80);
            e.Property(a => a.ConcurrencyStamp).IsConcurrencyToken();
            e.Property(a => a.AccessFailedCount).IsConcurrencyToken();
            e.Property(a => a.TotpStep).IsConcurrencyToken();
            // The phone belongs to the person, encrypted; e-mail is not asked for.
            e.Ignore(a => a.Email).Ignore(a => a.NormalizedEmail).Ignore(a => a.EmailConfirmed);
            e.Ignore(a => a.PhoneNumber).Ignore(a => a.PhoneNumberConfirmed);
            e.Ignore(a => a.TwoFactorEnabled).Ignore(a => a.LockoutEnabled);
        });
        model.Entity<IdentityUserPasskey<Guid>>(e =>
        {
            e.ToTable("people_passkey").HasKey(p => p.CredentialId);
            e.Property(p => p.CredentialId).HasMaxLength(1024);
            e.OwnsOne(p => p.Data).ToJson();
            e.HasOne<Account>().WithMany().HasForeignKey(p => p.UserId).IsRequired();
        });
        model.Entity<RecoveryCode>(e =>
        {
            e.ToTable("people_recovery_code").HasKey(c => c.Id);
            e.HasIndex(c => c.AccountId);
        });
    }

    private static void MapPosts(ModelBuilder model)
    {
        model.Entity<PostHeld>(e =>
        {
            e.ToTable("people_post").HasKey(p => p.Id);
            e.Property(p => p.Post).HasMaxLength(40);
            e.Property(p => p.Team).HasMaxLength(60);
            e.HasIndex(p => p.AccountId);
            e.HasIndex(p => new { p.Post, p.Scope });
            e.HasIndex(p => p.Team);
        });
        model.Entity<TeamRow>(e =>
        {
            e.ToTable("people_team").HasKey(t => t.Code);
            e.Property(t => t.Code).HasMaxLength(60);
            e.Property(t => t.Phone).HasMaxLength(40);
            e.Property(t => t.Hours).HasMaxLength(200);
        });
    }

    private static void MapOutside(ModelBuilder model)
    {
        model.Entity<OutsideProvider>(e =>
        {
            e.ToTable("people_outside_provider").HasKey(p => p.Code);
            e.Property(p => p.Code).HasMaxLength(30);
            e.Ignore(p => p.Name);
        });
        model.Entity<OutsideLink>(e =>
        {
            e.ToTable("people_outside_link").HasKey(l => l.Id);
            e.HasOne<Account>().WithMany().HasForeignKey(l => l.AccountId);
            e.HasOne<OutsideProvider>().WithMany().HasForeignKey(l => l.Provider);
            e.HasIndex(l => new { l.Provider, l.SubjectHash }).IsUnique();
            e.HasIndex(l => new { l.AccountId, l.Provider }).IsUnique();
        });
        model.Entity<OutsideVisit>(e =>
        {
            e.ToTable("people_outside_visit").HasKey(v => v.Id);
            e.HasIndex(v => v.StateHash).IsUnique();
            e.HasIndex(v => v.BrowserHash);
            e.HasIndex(v => v.At);
            e.Property(v => v.ReturnedAt).IsConcurrencyToken();
            e.Property(v => v.DoneAt).IsConcurrencyToken();
        });
        model.Entity<OutsideSession>(e =>
        {
            e.ToTable("people_outside_session").HasKey(s => s.Id);
            e.HasOne<OutsideLink>().WithMany().HasForeignKey(s => s.LinkId);
            e.HasIndex(s => s.SidHash);
        });
        model.Entity<NetworkCheckRow>(e =>
        {
            e.ToTable("people_network_check").HasKey(c => c.Id);
            e.HasIndex(c => c.At);
            e.Property(c => c.Provider).HasMaxLength(30);
            e.Property(c => c.Purpose).HasMaxLength(100);
            e.Property(c => c.Token).HasMaxLength(100);
            e.Property(c => c.UsedAt).IsConcurrencyToken();
        });
        model.Entity<SharedDataRequest>(e =>
        {
            e.ToTable("people_shared_data_request").HasKey(r => r.Id);
            e.HasIndex(r => new { r.PersonId, r.ConsentAt });
            e.HasIndex(r => r.ConsentAt);
            e.Property(r => r.Fields).HasMaxLength(500);
            e.Property(r => r.Subject).HasMaxLength(100);
        });
    }

    private static void MapProvisioning(ModelBuilder model)
    {
        model.Entity<DirectoryEntry>(e =>
        {
            e.ToTable("people_directory_entry").HasKey(d => d.AccountId);
            e.HasOne<Account>().WithOne().HasForeignKey<DirectoryEntry>(d => d.AccountId);
            e.Property(d => d.ExternalId).HasMaxLength(200);
            e.HasIndex(d => d.ExternalId);
            e.HasIndex(d => d.Scope);
            e.Property(d => d.Version).IsConcurrencyToken();
        });
        model.Entity<DirectoryGroup>(e =>
        {
            e.ToTable("people_directory_group").HasKey(g => g.Id);
            e.Property(g => g.Post).HasMaxLength(40);
            e.Property(g => g.Team).HasMaxLength(60);
            e.Property(g => g.DisplayName).HasMaxLength(200);
            e.Property(g => g.ExternalId).HasMaxLength(200);
            e.HasIndex(g => g.Scope);
            e.Property(g => g.Version).IsConcurrencyToken();
        });
    }

    private static void MapRegister(ModelBuilder model)
    {
        model.Entity<HomeTie>(e =>
        {
            e.ToTable("people_home_tie").HasKey(t => t.Id);
            e.HasIndex(t => t.AccountId);
            e.HasIndex(t => t.PersonId);
            e.HasIndex(t => t.HomeId);
            e.HasIndex(t => t.HouseholdId);
            e.HasIndex(t => t.Scope);
            e.HasIndex(t => t.Grid);
            // The list of leases to be asked for.
            e.HasIndex(t => t.Scope, "ix_people_home_tie_lease_unknown").HasFilter("\"Relation\" = 'Tenant' AND \"To\" IS NULL");
        });
        model.Entity<Household>(e =>
        {
            e.ToTable("people_household").HasKey(h => h.Id);
            e.HasIndex(h => h.HomeId);
            e.HasIndex(h => h.Scope);
            e.HasIndex(h => h.Grid);
            e.Property(h => h.HomeLabel).HasMaxLength(160);
        });
        RegisterModel.Map(model);
        model.Entity<UsedCode>(e =>
        {
            e.ToTable("people_used_code").HasKey(c => c.Id);
            e.HasIndex(c => c.Until);
        });
        model.Entity<Guardianship>(e =>
        {
            e.ToTable("people_guardianship").HasKey(g => g.Id);
            e.HasIndex(g => g.GuardianId);
            e.HasIndex(g => g.ChildId);
            e.Property(g => g.Evidence).HasMaxLength(200);
        });
        model.Entity<FamilyAgency>(e =>
        {
            e.ToTable("people_family_agency").HasKey(a => a.Id);
            e.HasIndex(a => a.AgentId);
            e.HasIndex(a => a.PrincipalId);
            e.Property(a => a.Matters).HasMaxLength(200);
        });
    }

    private static void MapImports(ModelBuilder model)
    {
        model.Entity<RegisterImport>(e =>
        {
            e.ToTable("people_import").HasKey(i => i.Id);
            e.Property(i => i.FileName).HasMaxLength(120);
            e.Property(i => i.Compound).HasMaxLength(60);
            e.HasIndex(i => i.State);
            e.HasIndex(i => new { i.By, i.At });
            e.Property(i => i.State).IsConcurrencyToken();
        });
        model.Entity<ImportPart>(e => e.ToTable("people_import_part").HasKey(p => new { p.ImportId, p.Of, p.Number }));
    }
}
