using Linli.Bookings;
using Linli.Places;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Neighbours.Clubs.Meetings;

/// <summary>What clubs' meetings bring to the scene.</summary>
internal static class MeetingParts
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddScoped<ClubReach>().AddScoped<MeetingEnding>().AddScoped<IBookingCondition, MembersOfClub>().AddScoped<IPersonalData, ClubMeetingsPersonalData>()
            .AddSingleton(new OfferingKind(MeetingRules.RegularKind, ("社群固定活动", "Clubs' regular times"), Scene.Neighbours, "users-group") { MadeAtDesk = false, Listed = false })
            .AddSingleton(new OfferingKind(MeetingRules.EventKind, ("社群活动", "Clubs' events"), Scene.Neighbours, "users-group") { MadeAtDesk = false });
        module.UseCase<PlanMeetingsHandler>().UseCase<EndMeetingsHandler>().UseCase<ClubMeetingsHandler>().UseCase<RunningMeetingsHandler>().After<SessionChanged, SettleMeetings>();
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<ClubMeeting>(e =>
        {
            e.ToTable("neighbours_club_meeting").HasKey(m => m.Id);
            e.Property(m => m.Id).ValueGeneratedNever();
            e.Property(m => m.Title).HasMaxLength(30);
            e.Property(m => m.Room).HasMaxLength(60);
            e.Property(m => m.Days).HasMaxLength(30);
            e.Property(m => m.Link).HasMaxLength(300);
            e.Property(m => m.Version).IsConcurrencyToken();
            e.HasIndex(m => m.Club);
        });
        model.Entity<ClubPresence>(e =>
        {
            e.ToTable("neighbours_club_presence").HasKey(p => new { p.Session, p.Account });
            e.HasIndex(p => p.Club);
            e.HasIndex(p => p.Account);
        });
    }
}
