using Linli.Bookings;
using Linli.Ledger;
using Linli.Notices;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Enterprise.Desks;

/// <summary>What shared desks bring to the scene (S88).</summary>
internal static class DeskParts
{
    /// <summary>Desks by the half-day; a member's price comes from the membership.</summary>
    public static readonly OfferingKind Desk = new(DeskRules.DeskKind, ("流动工位", "Hot desks"), Scene.Enterprise, "desk")
    {
        MadeAtDesk = false, Quotas = [new(QuotaOf.Kind, QuotaPer.Person, QuotaPeriod.Ahead, 28)],
        Terms = new() { OpensDaysBefore = DeskRules.HorizonDays, CancelHours = 1, OfferMinutes = 60, NoShow = new(4, 60, 14) },
    };

    /// <summary>Meeting rooms by the hour.</summary>
    public static readonly OfferingKind Room = new(DeskRules.RoomKind, ("会议室", "Meeting rooms"), Scene.Enterprise, "presentation")
    {
        MadeAtDesk = false, Listed = false, Quotas = [new(QuotaOf.Kind, QuotaPer.Person, QuotaPeriod.Ahead, 30)],
        Terms = new() { OpensDaysBefore = DeskRules.HorizonDays, CancelHours = 2, WaitList = false, NoShow = new(4, 60, 14) },
    };

    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddSingleton(Desk).AddSingleton(Room).AddScoped<DeskPlanner>().AddScoped<DeskBook>().AddScoped<DeskPrices>()
            .AddScoped<IBookingTariff, DeskTariff>().AddScoped<IBookingTariff, RoomTariff>().AddScoped<IBookingLinks, DeskLinks>().AddScoped<ISubjectLinks, DeskStatementLinks>().AddScoped<IPersonalData, DeskPersonalData>()
            .AddSingleton<ITransferOwner>(new UndoneElsewhere(DeskBook.Poster, ("“共享办公”里由付款人办理退出，未开始的月份自动退还", "have whoever pays end the membership: months that have not begun come back by themselves"), "/desk/shared-offices"))
            .AddSingleton(new NoticeTopic("desks", ("共享办公", "Shared offices"), ("申请结果、到期提醒", "Answers to applications, ends of memberships")));
        module.Tables(Map);
        module.UseCase<KeepDeskSpaceHandler>().UseCase<KeepMeetingRoomHandler>().UseCase<KeepPlanHandler>().UseCase<ApplyForDeskHandler>().UseCase<PayMembershipHandler>().UseCase<EndMembershipHandler>().UseCase<KeepTeamHandler>()
            .UseCase<LookAfterMembershipsHandler>().UseCase<BookSpellHandler>().UseCase<ReadDesksHandler>().UseCase<MyMembershipsHandler>().UseCase<DeskOfficeHandler>();
        module.Job<PlanDesks>(TimeSpan.FromHours(1)).Job<WatchMemberships>(TimeSpan.FromMinutes(10)).After<SessionChanged, RecordDeskUse>().Demo<DeskDemo>(80);
        module.Pages(
            new NavigationItem(Workspace.Resident, "/desks", ("共享办公", "Shared offices"), "desk", Access.Public, 946),
            new NavigationItem(Workspace.Staff, "/desk/shared-offices", ("共享办公", "Shared offices"), "desk", EnterprisePermissions.Desks, 345, NavigationSection.Enterprise));
    }

    private static void Map(ModelBuilder model, DatabaseKind kind)
    {
        model.Entity<DeskSpace>(e =>
        {
            e.ToTable("enterprise_desk_space").HasKey(s => s.Code);
            e.Property(s => s.Code).HasMaxLength(60);
            e.Property(s => s.NameZh).HasMaxLength(100);
            e.Property(s => s.NameEn).HasMaxLength(200);
            e.Property(s => s.About).HasMaxLength(500);
            e.Ignore(s => s.Name);
            e.HasIndex(s => s.Offering);
        });
        model.Entity<MeetingRoom>(e =>
        {
            e.ToTable("enterprise_meeting_room").HasKey(r => r.Id);
            e.Property(r => r.Space).HasMaxLength(60);
            e.Property(r => r.NameZh).HasMaxLength(40);
            e.Property(r => r.NameEn).HasMaxLength(80);
            e.Ignore(r => r.Name);
            e.HasIndex(r => r.Space);
            e.HasIndex(r => r.Offering);
        });
        model.Entity<FixedDesk>(e =>
        {
            e.ToTable("enterprise_fixed_desk").HasKey(d => d.Id);
            e.Property(d => d.Space).HasMaxLength(60);
            e.HasIndex(d => new { d.Space, d.Number }).IsUnique();
            e.HasIndex(d => d.Membership).IsUnique();
        });
        model.Entity<DeskPlan>(e =>
        {
            e.ToTable("enterprise_desk_plan").HasKey(p => p.Id);
            e.Property(p => p.Space).HasMaxLength(60);
            e.Property(p => p.NameZh).HasMaxLength(40);
            e.Property(p => p.NameEn).HasMaxLength(80);
            e.Ignore(p => p.Name);
            e.HasIndex(p => p.Space);
        });
        model.Entity<Membership>(e =>
        {
            e.ToTable("enterprise_membership").HasKey(m => m.Id);
            e.Property(m => m.Space).HasMaxLength(60);
            e.Property(m => m.Team).HasMaxLength(40);
            e.Property(m => m.Purpose).HasMaxLength(300);
            e.Property(m => m.Reason).HasMaxLength(200);
            e.Property(m => m.Invite).HasMaxLength(8);
            e.HasIndex(m => new { m.Space, m.State });
            e.HasIndex(m => m.Person);
            e.HasIndex(m => m.Invite).IsUnique();
        });
        model.Entity<TeamMember>(e =>
        {
            e.ToTable("enterprise_team_member").HasKey(t => t.Id);
            e.HasIndex(t => t.Membership);
            e.HasIndex(t => t.Person);
        });
        model.Entity<MembershipTerm>(e =>
        {
            e.ToTable("enterprise_membership_term").HasKey(t => t.Id);
            e.Property(t => t.Space).HasMaxLength(60);
            e.HasIndex(t => new { t.Membership, t.From }).IsUnique();
            e.HasIndex(t => new { t.Space, t.Until });
        });
    }
}
