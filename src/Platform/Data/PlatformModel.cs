using Linli.Platform.Audit;
using Linli.Platform.Events;
using Linli.Platform.Files;
using Linli.Platform.Idempotency;
using Linli.Platform.Installation;
using Linli.Platform.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Linli.Platform.Data;

/// <summary>The platform's own tables.</summary>
internal static class PlatformModel
{
    public static void Map(ModelBuilder model, DatabaseKind kind)
    {
        FilesPart.Map(model);
        WebhooksPart.Map(model);
        model.Entity<Counter>(e =>
        {
            e.ToTable("platform_counter").HasKey(c => c.Name);
            e.Property(c => c.Name).HasColumnName("name").HasMaxLength(100);
            e.Property(c => c.Value).HasColumnName("value");
        });
        model.Entity<Setting>(e =>
        {
            e.ToTable("platform_setting").HasKey(s => s.Name);
            e.Property(s => s.Name).HasMaxLength(100);
        });
        model.Entity<AnsweredCommand>(e =>
        {
            e.ToTable(AnsweredCommand.Table).HasKey(a => new { a.Caller, a.Key });
            e.Property(a => a.Caller).HasMaxLength(40);
            e.Property(a => a.Key).HasMaxLength(100);
            e.HasIndex(a => a.At);
        });
        model.Entity<AuditEntry>(e =>
        {
            e.ToTable("platform_audit").HasKey(a => a.Seq);
            e.Property(a => a.Seq).ValueGeneratedOnAdd();
            e.HasIndex(a => a.Subject);
            e.HasIndex(a => a.Link).IsUnique();
            e.HasIndex(a => a.Seq, "ix_platform_audit_open").HasFilter("\"Hash\" IS NULL");
        });
        model.Entity<AuditHead>().ToTable("platform_audit_head").HasKey(h => h.Id);
        model.Entity<AuditHead>().Property(h => h.Id).ValueGeneratedNever();
        model.Entity<OutboxMessage>(e =>
        {
            e.ToTable("platform_outbox").HasKey(m => m.Seq);
            e.Property(m => m.Seq).ValueGeneratedOnAdd();
            e.HasIndex(m => m.Seq, "ix_platform_outbox_waiting").HasFilter("\"DeliveredAt\" IS NULL");
        });
        model.Entity<HandledMessage>(e =>
        {
            e.ToTable("platform_handled").HasKey(h => new { h.MessageId, h.Handler });
            e.HasIndex(h => h.At);
        });
    }
}
