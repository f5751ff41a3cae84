using Linli.Notices.Announcements;
using Linli.Notices.Inbox;
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
    }
}
