using Linli.Platform.Data;
using Linli.Services.Canteen;
using Linli.Services.Gates;
using Linli.Services.MoveIn;
using Linli.Services.Matters;
using Linli.Services.Shops;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services;

/// <summary>The tables of the scene.</summary>
internal static class ServicesModel
{
    public static void Map(ModelBuilder model, DatabaseKind kind)
    {
        model.Entity<Shop>(e =>
        {
            e.ToTable("services_shop").HasKey(s => s.Id);
            e.HasIndex(s => s.Account).IsUnique();
            e.HasIndex(s => new { s.Scope, s.State });
            e.Property(s => s.State).IsConcurrencyToken();
        });
        MapMoveIn(model);
        MapGates(model);
        MapMatters(model);
        CanteenParts.Map(model);
    }

    private static void MapMoveIn(ModelBuilder model)
    {
        model.Entity<TrainingModule>(e =>
        {
            e.ToTable("services_training").HasKey(m => m.Id);
            e.HasIndex(m => new { m.Scope, m.Code, m.Version }).IsUnique();
            e.Property(m => m.Code).HasMaxLength(40);
            e.Property(m => m.Video).HasMaxLength(500);
        });
        model.Entity<MoveInList>(e =>
        {
            e.ToTable("services_move_in").HasKey(l => l.Id);
            e.HasIndex(l => l.Tie).IsUnique();
            e.HasIndex(l => l.Account);
            e.HasIndex(l => l.Scope);
            e.Property(l => l.HomeLabel).HasMaxLength(160);
            e.Property(l => l.KeyAt).IsConcurrencyToken();
        });
        model.Entity<MoveInItem>(e =>
        {
            e.ToTable("services_move_in_item").HasKey(i => i.Id);
            e.HasIndex(i => i.List);
            e.Property(i => i.Tries).IsConcurrencyToken();
            e.Property(i => i.Note).HasMaxLength(240);
        });
        model.Entity<QuizTry>(e =>
        {
            e.ToTable("services_quiz_try").HasKey(t => t.Id);
            e.HasIndex(t => new { t.Item, t.Number }).IsUnique();
        });
    }

    private static void MapMatters(ModelBuilder model) => model.Entity<MatterApplication>(e =>
    {
        e.ToTable("services_matter_application").HasKey(a => a.Case);
        e.Property(a => a.Number).HasMaxLength(40);
        e.Property(a => a.Matter).HasMaxLength(60);
        e.Property(a => a.IdentityBy).HasMaxLength(30);
        e.Property(a => a.IdentityToken).HasMaxLength(100);
        e.Property(a => a.IdentityMark).HasMaxLength(10);
        e.HasIndex(a => a.Account);
        e.HasIndex(a => new { a.Scope, a.At });
    });

    private static void MapGates(ModelBuilder model)
    {
        model.Entity<Gate>(e =>
        {
            e.ToTable("services_gate").HasKey(g => g.Id);
            e.HasIndex(g => g.Scope);
            e.Property(g => g.NameZh).HasMaxLength(40);
            e.Property(g => g.NameEn).HasMaxLength(80);
        });
        model.Entity<GateClock>(e =>
        {
            e.ToTable("services_gate_clock").HasKey(c => c.Id);
            e.Property(c => c.Id).ValueGeneratedNever();
        });
        model.Entity<GateSigningKey>(e =>
        {
            e.ToTable("services_gate_signing_key").HasKey(k => k.Id);
            e.Property(k => k.Id).ValueGeneratedNever();
        });
        model.Entity<GateCredential>(e =>
        {
            e.ToTable("services_credential").HasKey(c => c.Id);
            e.HasIndex(c => c.Account);
            e.HasIndex(c => c.Tie);
            e.HasIndex(c => c.Version);
            e.HasIndex(c => c.Scope);
            e.HasIndex(c => c.CardHash);
            e.HasIndex(c => new { c.Community, c.Number }, "ix_services_credential_number").IsUnique().HasFilter("\"RevokedAt\" IS NULL AND \"Number\" IS NOT NULL");
            e.Property(c => c.Community).HasMaxLength(400);
            e.Property(c => c.HomeLabel).HasMaxLength(160);
            e.Property(c => c.Label).HasMaxLength(20);
            e.Property(c => c.RevokedAt).IsConcurrencyToken();
        });
        model.Entity<FaceEnrolment>(e =>
        {
            e.ToTable("services_face_enrolment").HasKey(f => f.Id);
            e.HasIndex(f => f.Account);
            e.HasIndex(f => new { f.Credential, f.Gate }).IsUnique();
            e.HasIndex(f => f.Gate);
            e.Property(f => f.Reference).HasMaxLength(FaceHandle.Longest);
        });
        model.Entity<GatePass>(e =>
        {
            e.ToTable("services_gate_pass").HasKey(p => p.Id);
            e.HasIndex(p => new { p.Gate, p.Seq }).IsUnique();
            e.HasIndex(p => new { p.Account, p.At });
            e.HasIndex(p => p.ReceivedAt);
        });
    }
}
