using Linli.Notices.Announcements;
using Linli.Notices.Inbox;
using Linli.Notices.Push;
using Linli.Notices.Sms;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Notices;

/// <summary>The tables of the engine.</summary>
internal static class NoticesModel
{
    public static void Map(ModelBuilder model, DatabaseKind kind)
    {
        model.Entity<Notice>(e =>
        {
            e.ToTable("notices_notice").HasKey(n => n.Id);
            e.Property(n => n.Kind).HasMaxLength(60);
            e.Property(n => n.Key).HasMaxLength(200);
            e.HasIndex(n => new { n.AccountId, n.Key }).IsUnique();
            e.HasIndex(n => new { n.AccountId, n.At });
            e.HasIndex(n => n.AccountId, "ix_notices_notice_unread").HasFilter("\"ReadAt\" IS NULL");
        });
        model.Entity<Announcement>(e =>
        {
            e.ToTable("notices_announcement").HasKey(a => a.Id);
            e.Property(a => a.TitleZh).HasMaxLength(60);
            e.Property(a => a.TitleEn).HasMaxLength(120);
            e.HasIndex(a => new { a.Scope, a.State, a.From });
            e.Property(a => a.Version).IsConcurrencyToken();
        });
        model.Entity<OptOut>(e =>
        {
            e.ToTable("notices_opt_out").HasKey(o => new { o.AccountId, o.Kind });
            e.Property(o => o.Kind).HasMaxLength(60);
        });
        model.Entity<SmsWish>(e =>
        {
            e.ToTable("notices_sms").HasKey(w => w.AccountId);
            e.Property(w => w.AccountId).ValueGeneratedNever();
            e.HasIndex(w => w.DueAt);
        });
        MapPush(model);
    }

    private static void MapPush(ModelBuilder model)
    {
        model.Entity<PushSubscription>(e =>
        {
            e.ToTable("notices_push_subscription").HasKey(s => s.Id);
            e.Property(s => s.EndpointHash).HasMaxLength(64);
            e.Property(s => s.Key).HasMaxLength(100);
            e.Property(s => s.Device).HasMaxLength(60);
            e.Property(s => s.Language).HasMaxLength(5);
            e.HasIndex(s => s.EndpointHash).IsUnique();
            e.HasIndex(s => s.AccountId);
        });
        model.Entity<PushMessage>(e =>
        {
            e.ToTable("notices_push").HasKey(m => m.Id);
            e.HasOne<PushSubscription>().WithMany().HasForeignKey(m => m.SubscriptionId).OnDelete(DeleteBehavior.Cascade);
            e.HasIndex(m => m.NextTry);
        });
        model.Entity<PushKey>(e =>
        {
            e.ToTable("notices_push_key").HasKey(k => k.Name);
            e.Property(k => k.Name).HasMaxLength(20);
        });
    }
}
