using Linli.Neighbours.Clubs;
using Linli.Neighbours.Friends;
using Linli.Neighbours.Goodwill;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours;

/// <summary>The tables of the scene.</summary>
internal static class NeighboursModel
{
    public static void Map(ModelBuilder model, DatabaseKind kind)
    {
        CareParts.Map(model);
        GoodwillParts.Map(model);
        Volunteering.VolunteerParts.Map(model);
        Points.PointsParts.Map(model);
        Clubs.Meetings.MeetingParts.Map(model);
        model.Entity<Card>(e =>
        {
            e.ToTable("neighbours_card").HasKey(c => c.Id);
            e.HasIndex(c => c.Account).IsUnique();
            e.HasIndex(c => c.Scope);
        });
        model.Entity<Greeting>(e =>
        {
            e.ToTable("neighbours_greeting").HasKey(g => g.Id);
            e.HasIndex(g => new { g.From, g.To }).IsUnique();
            e.HasIndex(g => g.To);
            e.Property(g => g.State).IsConcurrencyToken();
        });
        model.Entity<Block>(e =>
        {
            e.ToTable("neighbours_block").HasKey(b => b.Id);
            e.HasIndex(b => new { b.Account, b.Blocked }).IsUnique();
            e.HasIndex(b => b.Blocked);
        });
        model.Entity<Club>(e =>
        {
            e.ToTable("neighbours_club").HasKey(c => c.Id);
            e.HasIndex(c => new { c.Scope, c.State });
            e.HasIndex(c => c.Organiser);
            e.Property(c => c.State).IsConcurrencyToken();
        });
        model.Entity<Member>(e =>
        {
            e.ToTable("neighbours_member").HasKey(m => m.Id);
            e.HasOne<Club>().WithMany().HasForeignKey(m => m.Club);
            e.HasIndex(m => new { m.Club, m.Account }).IsUnique();
            e.HasIndex(m => m.Account);
            e.Property(m => m.State).IsConcurrencyToken();
        });
    }
}
