using Linli.Bookings.Calendar;
using Linli.Bookings.Offerings;
using Linli.Bookings.Reserve;
using Linli.Bookings.Sessions;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings;

/// <summary>The tables of the engine.</summary>
internal static class BookingsModel
{
    private const int Code = 60;

    public static void Map(ModelBuilder model, DatabaseKind kind)
    {
        MapOfferings(model);
        MapSessions(model);
        MapReservations(model);
        model.Entity<FeedRow>(e =>
        {
            e.ToTable("bookings_feed").HasKey(f => f.Id);
            e.Property(f => f.Id).ValueGeneratedNever();
            e.Property(f => f.Resource).HasMaxLength(Code);
            e.Property(f => f.Subject).HasMaxLength(100);
            e.Property(f => f.NameZh).HasMaxLength(60);
            e.Property(f => f.Hash).HasMaxLength(64);
            e.HasIndex(f => f.Hash).IsUnique();
            e.HasIndex(f => f.Person);
            e.HasIndex(f => f.Subject);
        });
    }

    private static void MapOfferings(ModelBuilder model)
    {
        model.Entity<OfferingRow>(e =>
        {
            e.ToTable("bookings_offering").HasKey(o => o.Id);
            e.Property(o => o.Id).ValueGeneratedNever();
            e.Property(o => o.Kind).HasMaxLength(40);
            e.Property(o => o.TitleZh).HasMaxLength(60);
            e.Property(o => o.TitleEn).HasMaxLength(100);
            e.Property(o => o.About).HasMaxLength(2000);
            e.Property(o => o.Subject).HasMaxLength(100);
            e.Property(o => o.Resources).HasMaxLength(500);
            e.Property(o => o.Use).HasMaxLength(40);
            e.Property(o => o.Terms).HasMaxLength(40_000);
            e.Property(o => o.Operator).HasMaxLength(60);
            e.Property(o => o.Rule).HasMaxLength(500);
            e.Property(o => o.Except).HasMaxLength(4000);
            e.Property(o => o.Also).HasMaxLength(4000);
            e.Property(o => o.Version).IsConcurrencyToken();
            e.HasIndex(o => new { o.Kind, o.Scope });
            e.HasIndex(o => o.Subject);
        });
        model.Entity<ResourceRow>(e =>
        {
            e.ToTable("bookings_resource").HasKey(r => r.Code);
            e.Property(r => r.Code).HasMaxLength(Code);
            e.Property(r => r.Kind).HasMaxLength(40);
            e.Property(r => r.Space).HasMaxLength(Code);
            e.Property(r => r.NameZh).HasMaxLength(60);
            e.Property(r => r.NameEn).HasMaxLength(100);
            e.Property(r => r.Uses).HasMaxLength(300);
            e.HasIndex(r => r.Scope);
            e.HasIndex(r => r.Space).IsUnique();
        });
    }

    private static void MapSessions(ModelBuilder model)
    {
        model.Entity<SessionRow>(e =>
        {
            // The last word on overselling, should a path ever forget the lock.
            e.ToTable("bookings_session", t => t.HasCheckConstraint("ck_bookings_session_taken", "\"Taken\" >= 0 AND \"Taken\" <= \"Capacity\" AND \"Waiting\" >= 0")).HasKey(s => s.Id);
            e.Property(s => s.Id).ValueGeneratedNever();
            e.Property(s => s.Kind).HasMaxLength(40);
            e.Property(s => s.Slot).HasMaxLength(20);
            e.Property(s => s.StateNote).HasMaxLength(200);
            e.Property(s => s.Topic).HasMaxLength(100);
            e.Property(s => s.Use).HasMaxLength(40);
            e.Property(s => s.Seed).HasMaxLength(64);
            e.Property(s => s.SeedHash).HasMaxLength(64);
            e.HasIndex(s => new { s.Offering, s.Slot }).IsUnique();
            e.HasIndex(s => new { s.Offering, s.Start });
            e.HasIndex(s => s.Series);
            e.HasIndex(s => new { s.Settled, s.End });
            e.HasIndex(s => s.DrawAt);
        });
        model.Entity<DrawTicketRow>(e => e.ToTable("bookings_draw_ticket").HasKey(t => new { t.Session, t.Number }));
        model.Entity<OccupancyRow>(e =>
        {
            e.ToTable("bookings_occupancy").HasKey(o => o.Id);
            e.Property(o => o.Id).ValueGeneratedNever();
            e.Property(o => o.Resource).HasMaxLength(Code);
            e.Property(o => o.Use).HasMaxLength(40);
            e.Property(o => o.Reason).HasMaxLength(200);
            e.HasIndex(o => new { o.Resource, o.Until });
            e.HasIndex(o => o.Session);
        });
    }

    private static void MapReservations(ModelBuilder model)
    {
        model.Entity<ReservationRow>(e =>
        {
            e.ToTable("bookings_reservation").HasKey(r => r.Id);
            e.Property(r => r.Id).ValueGeneratedNever();
            e.Property(r => r.Kind).HasMaxLength(40);
            e.Property(r => r.Code).HasMaxLength(8);
            e.Property(r => r.Note).HasMaxLength(200);
            e.Property(r => r.Reason).HasMaxLength(200);
            e.Property(r => r.Appeal).HasMaxLength(500);
            e.Property(r => r.AppealAnswer).HasMaxLength(500);
            // A session that anybody ever booked stays: their list, their calendar and their export name it.
            e.HasOne<SessionRow>().WithMany().HasForeignKey(r => r.Session).OnDelete(DeleteBehavior.Restrict);
            e.HasIndex(r => new { r.Session, r.SeatKey }).IsUnique();
            e.HasIndex(r => new { r.Person, r.Day });
            e.HasIndex(r => new { r.Household, r.Day });
            e.HasIndex(r => r.OfferUntil);
        });
        model.Entity<AttendanceRow>(e => e.ToTable("bookings_attendance").HasKey(a => new { a.Meeting, a.Reservation }));
    }
}
