using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall;

/// <summary>The tables of the scene.</summary>
internal static class HallModel
{
    public static void Map(ModelBuilder model, DatabaseKind kind)
    {
        MapHall(model);
        MapItems(model);
        MapMatters(model);
    }

    private static void MapHall(ModelBuilder model)
    {
        model.Entity<HallRow>(e =>
        {
            e.ToTable("hall_hall").HasKey(h => h.Id);
            e.HasIndex(h => h.Code).IsUnique();
            e.Property(h => h.Code).HasMaxLength(20);
            e.Property(h => h.Around).HasMaxLength(2000);
            e.Ignore(h => h.Name);
            foreach (var name in (string[])[nameof(HallRow.NameZh), nameof(HallRow.NameEn), nameof(HallRow.Address), nameof(HallRow.Hours), nameof(HallRow.Phone)])
                e.Property(name).HasMaxLength(200);
        });
        model.Entity<SiteRow>(e =>
        {
            e.ToTable("hall_site").HasKey(s => new { s.Hall, s.Code });
            e.Property(s => s.Code).HasMaxLength(20);
            e.Ignore(s => s.Name);
            foreach (var name in (string[])[nameof(SiteRow.NameZh), nameof(SiteRow.NameEn), nameof(SiteRow.Address)])
                e.Property(name).HasMaxLength(200);
        });
        model.Entity<CounterRow>(e =>
        {
            e.ToTable("hall_counter").HasKey(c => c.Id);
            e.HasIndex(c => new { c.Hall, c.Number }).IsUnique();
            e.HasIndex(c => c.Clerk).IsUnique().HasFilter("\"Clerk\" IS NOT NULL");
            e.HasIndex(c => c.Ticket).IsUnique().HasFilter("\"Ticket\" IS NOT NULL");
            e.Property(c => c.Site).HasMaxLength(20);
            e.Ignore(c => c.Purpose);
        });
        model.Entity<TicketRow>(e =>
        {
            e.ToTable("hall_ticket").HasKey(t => t.Id);
            e.HasIndex(t => new { t.Hall, t.Day, t.Number }).IsUnique();
            e.HasIndex(t => new { t.Hall, t.Day, t.State });
            e.HasIndex(t => t.Secret).IsUnique();
            e.HasIndex(t => new { t.Account, t.Day });
            e.HasIndex(t => t.Person);
            e.HasIndex(t => t.Reservation).IsUnique().HasFilter("\"Reservation\" IS NOT NULL");
            e.Property(t => t.Number).HasMaxLength(12);
            e.Property(t => t.Site).HasMaxLength(20);
            e.Property(t => t.Item).HasMaxLength(40);
            e.Property(t => t.Name).HasMaxLength(60);
            e.Property(t => t.Secret).HasMaxLength(40);
            e.Property(t => t.RatingText).HasMaxLength(500);
            e.Property(t => t.SettledHow).HasMaxLength(500);
            e.Property(t => t.State).IsConcurrencyToken();
        });
        model.Entity<QueueRow>(e =>
        {
            e.ToTable("hall_queue").HasKey(q => new { q.Hall, q.Day, q.Purpose, q.Site });
            e.Property(q => q.Site).HasMaxLength(20);
        });
        model.Entity<ConsultationRow>(e => e.ToTable("hall_consultation").HasKey(c => new { c.Hall, c.Day, c.Topic }));
    }

    private static void MapItems(ModelBuilder model)
    {
        model.Entity<ItemRow>(e =>
        {
            e.ToTable("hall_item").HasKey(i => i.Code);
            e.HasIndex(i => i.Scope);
            e.Property(i => i.Code).HasMaxLength(40);
            e.Ignore(i => i.Name);
            foreach (var name in (string[])[nameof(ItemRow.NameZh), nameof(ItemRow.NameEn), nameof(ItemRow.OfficeZh), nameof(ItemRow.OfficeEn), nameof(ItemRow.FeeZh), nameof(ItemRow.FeeEn)])
                e.Property(name).HasMaxLength(200);
            foreach (var name in (string[])[nameof(ItemRow.AboutZh), nameof(ItemRow.AboutEn), nameof(ItemRow.Source), nameof(ItemRow.Shorter), nameof(ItemRow.Keywords)])
                e.Property(name).HasMaxLength(1000);
        });
        model.Entity<PaperRow>(e =>
        {
            e.ToTable("hall_item_paper").HasKey(p => new { p.Item, p.Code });
            e.Property(p => p.Item).HasMaxLength(40);
            e.Property(p => p.Code).HasMaxLength(40);
            e.Property(p => p.NameZh).HasMaxLength(200);
            e.Property(p => p.NameEn).HasMaxLength(200);
            e.Property(p => p.CoveredBy).HasMaxLength(200);
            e.Ignore(p => p.Name).Ignore(p => p.Covers);
        });
        model.Entity<PreparationRow>(e =>
        {
            e.ToTable("hall_preparation").HasKey(p => p.Id);
            e.HasIndex(p => new { p.Account, p.Item }).IsUnique();
            e.Property(p => p.Item).HasMaxLength(40);
            e.Property(p => p.Ready).HasMaxLength(1000);
            e.Property(p => p.Shared).HasMaxLength(1000);
        });
    }

    private static void MapMatters(ModelBuilder model)
    {
        model.Entity<FileRow>(e =>
        {
            e.ToTable("hall_file").HasKey(f => f.Case);
            e.HasIndex(f => new { f.Hall, f.At });
            e.HasIndex(f => f.Account);
            e.HasIndex(f => f.Person);
            e.HasIndex(f => f.Sharing).IsUnique().HasFilter("\"Sharing\" IS NOT NULL");
            e.Property(f => f.Number).HasMaxLength(40);
            e.Property(f => f.Name).HasMaxLength(60);
        });
        model.Entity<HallMatter>(e =>
        {
            e.ToTable("hall_matter").HasKey(m => m.Id);
            e.HasIndex(m => m.Case);
            e.HasIndex(m => new { m.State, m.DueOn });
            e.HasIndex(m => m.Receipt).IsUnique().HasFilter("\"Receipt\" IS NOT NULL");
            e.Property(m => m.Item).HasMaxLength(40);
            e.Property(m => m.Receipt).HasMaxLength(40);
            e.Property(m => m.Outcome).HasMaxLength(1000);
            e.Property(m => m.State).IsConcurrencyToken();
        });
        model.Entity<MatterPaper>(e =>
        {
            e.ToTable("hall_matter_paper").HasKey(p => new { p.Matter, p.Paper });
            e.Property(p => p.Paper).HasMaxLength(40);
        });
        model.Entity<WayRow>(e =>
        {
            e.ToTable("hall_way").HasKey(w => new { w.Case, w.Way });
            e.HasIndex(w => w.Proxy);
        });
        model.Entity<ProxyRow>(e =>
        {
            e.ToTable("hall_proxy").HasKey(p => p.Id);
            e.HasIndex(p => p.Number).IsUnique();
            e.HasIndex(p => p.PrincipalAccount);
            e.HasIndex(p => p.PrincipalPerson);
            e.HasIndex(p => p.AgentHash);
            e.Property(p => p.Number).HasMaxLength(40);
            e.Property(p => p.PrincipalMask).HasMaxLength(60);
            e.Property(p => p.AgentMask).HasMaxLength(60);
            e.Property(p => p.PrincipalHash).HasMaxLength(100);
            e.Property(p => p.AgentHash).HasMaxLength(100);
            e.Property(p => p.Items).HasMaxLength(500);
            e.Property(p => p.Reason).HasMaxLength(500);
            e.Property(p => p.PrincipalBy).HasMaxLength(30);
            e.Property(p => p.AgentBy).HasMaxLength(30);
            e.Property(p => p.ToldHow).HasMaxLength(200);
            e.Property(p => p.State).IsConcurrencyToken();
            e.Ignore(p => p.ItemCodes);
        });
    }
}
