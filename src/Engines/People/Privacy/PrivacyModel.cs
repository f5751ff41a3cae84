using Linli.People.Privacy.Assessments;
using Linli.People.Privacy.Breaches;
using Linli.People.Privacy.Children;
using Linli.People.Privacy.Consents;
using Linli.People.Privacy.Erasures;
using Linli.People.Privacy.MyData;
using Linli.People.Privacy.Phone;
using Linli.People.Privacy.Report;
using Linli.People.Privacy.Retention;
using Linli.People.Privacy.Sharing;
using Linli.People.Privacy.Terms;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy;

/// <summary>The tables in which the handling of personal data is written down.</summary>
internal static class PrivacyModel
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<PurposeText>(e =>
        {
            e.ToTable("people_purpose_text").HasKey(t => t.Id);
            e.Property(t => t.Purpose).HasMaxLength(60);
            e.HasIndex(t => new { t.Purpose, t.Version }).IsUnique();
            e.Property(t => t.ChangeZh).HasMaxLength(500);
            e.Property(t => t.ChangeEn).HasMaxLength(500);
        });
        model.Entity<Consent>(e =>
        {
            e.ToTable("people_consent").HasKey(c => c.Id);
            e.Property(c => c.Purpose).HasMaxLength(60);
            e.HasIndex(c => new { c.PersonId, c.Purpose }, "ix_people_consent_one_open").IsUnique().HasFilter("\"WithdrawnAt\" IS NULL");
            e.HasIndex(c => new { c.PersonId, c.GivenAt });
            e.HasIndex(c => c.WithdrawnAt);
            e.HasIndex(c => new { c.Purpose, c.TextVersion }, "ix_people_consent_open_by_text").HasFilter("\"WithdrawnAt\" IS NULL");
            e.Property(c => c.WithdrawnAt).IsConcurrencyToken();
        });
        model.Entity<ConsentPaper>(e =>
        {
            e.ToTable("people_consent_paper").HasKey(p => p.Id);
            e.HasOne<Consent>().WithMany().HasForeignKey(p => p.ConsentId);
            e.HasIndex(p => p.PersonId);
            e.Property(p => p.Reference).HasMaxLength(100);
            e.Property(p => p.Witness).HasMaxLength(40);
        });
        model.Entity<Assessment>(e =>
        {
            e.ToTable("people_assessment").HasKey(a => a.Id);
            e.Property(a => a.Purpose).HasMaxLength(60);
            e.HasIndex(a => new { a.Purpose, a.ValidUntil });
        });
        model.Entity<ChildAccess>(e =>
        {
            e.ToTable("people_child_access").HasKey(a => a.Id);
            e.Property(a => a.Fields).HasMaxLength(200);
            e.HasIndex(a => a.ChildId);
            e.HasIndex(a => a.RequestedBy);
            e.HasIndex(a => new { a.Scope, a.At });
            e.Property(a => a.State).IsConcurrencyToken();
        });
        model.Entity<Correction>(e =>
        {
            e.ToTable("people_correction").HasKey(c => c.Id);
            e.HasIndex(c => c.PersonId);
            e.HasIndex(c => new { c.Scope, c.State });
            e.Property(c => c.State).IsConcurrencyToken();
        });
        MapRecords(model);
    }

    private static void MapRecords(ModelBuilder model)
    {
        model.Entity<WaitingTerm>(e =>
        {
            e.ToTable("people_wait").HasKey(w => w.Code);
            e.Property(w => w.Code).HasMaxLength(60);
            e.Property(w => w.Source).HasMaxLength(200);
        });
        model.Entity<Erasure>(e =>
        {
            e.ToTable("people_erasure").HasKey(x => x.Id);
            e.HasIndex(x => x.PersonId, "ix_people_erasure_one_open").IsUnique().HasFilter("\"EndedAt\" IS NULL");
            e.HasIndex(x => new { x.State, x.DueAt });
            e.Property(x => x.Word).HasMaxLength(200);
            e.Property(x => x.State).IsConcurrencyToken();
        });
        model.Entity<PhoneChange>(e =>
        {
            e.ToTable("people_phone_change").HasKey(c => c.Id);
            e.HasIndex(c => c.PersonId, "ix_people_phone_change_one_waiting").IsUnique().HasFilter("\"State\" = 'Waiting'");
            e.HasIndex(c => new { c.State, c.DueAt });
            e.Property(c => c.State).IsConcurrencyToken();
        });
        model.Entity<SharingRecord>(e =>
        {
            e.ToTable("people_sharing").HasKey(s => s.Id);
            e.Property(s => s.Recipient).HasMaxLength(200);
            e.HasIndex(s => new { s.Scope, s.To });
        });
        model.Entity<Breach>(e =>
        {
            e.ToTable("people_breach").HasKey(b => b.Id);
            e.Property(b => b.Fields).HasMaxLength(200);
            e.HasIndex(b => new { b.Scope, b.At });
        });
        model.Entity<BreachPerson>(e =>
        {
            e.ToTable("people_breach_person").HasKey(p => new { p.BreachId, p.PersonId });
            e.HasIndex(p => p.PersonId);
        });
        model.Entity<RetentionDays>(e =>
        {
            e.ToTable("people_retention").HasKey(r => r.Code);
            e.Property(r => r.Code).HasMaxLength(60);
            e.Property(r => r.Source).HasMaxLength(200);
        });
        model.Entity<RetentionRun>(e =>
        {
            e.ToTable("people_retention_run").HasKey(r => r.Id);
            e.Property(r => r.Code).HasMaxLength(60);
            e.HasIndex(r => new { r.Code, r.At });
        });
        model.Entity<ReportSignature>(e =>
        {
            e.ToTable("people_minors_report").HasKey(s => s.Year);
            e.Property(s => s.Year).ValueGeneratedNever();
        });
    }
}
