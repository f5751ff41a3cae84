using Linli.Bookings;
using Linli.Notices;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Enterprise.Mentors;

/// <summary>What the youth creativity centre (“象群”青年创造力中心) brings to the scene (S87): mentors, talks, programmes, outcomes.</summary>
internal static class MentorParts
{
    /// <summary>Talks with mentors. What they are about is no part of the booking: staff at a desk see that one booked, and nothing else.</summary>
    public static readonly OfferingKind Kind = new(MentorRules.Kind, ("导师咨询", "Talks with mentors"), Scene.Enterprise, "bulb")
    {
        MadeAtDesk = false, Listed = false, Page = "/mentors", Quotas = [new(QuotaOf.Kind, QuotaPer.Person, QuotaPeriod.Ahead, 3)],
        Terms = new() { OpensDaysBefore = MentorRules.HorizonDays, CancelHours = 4, WaitList = false, Conditions = ["mentor-ask"], NoShow = new(2, 90, 30) },
    };

    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddSingleton(Kind).AddScoped<MentorBook>().AddScoped<MentorAsking>().AddScoped<IBookingCondition>(s => s.GetRequiredService<MentorAsking>()).AddScoped<IPersonalData, MentorPersonalData>().AddScoped<IFileGuard, OutcomePapers>()
            .AddSingleton(new NoticeTopic("mentors", ("创业辅导", "Guidance for founders"), ("咨询、评审结果、成果核实", "Talks, decisions on projects and outcomes")));
        module.Tables(Map).Purpose(MentorRules.Consent).After<ConsentWithdrawn, LeaveWithConsent>();
        module.UseCase<OfferToMentorHandler>().UseCase<KeepMentorHoursHandler>().UseCase<AskMentorHandler>().UseCase<FindMentorsHandler>().UseCase<KeepProgrammeHandler>().UseCase<ApplyWithProjectHandler>()
            .UseCase<ReportOutcomeHandler>().UseCase<ReadProgrammesHandler>();
        module.Job<PlanMentors>(TimeSpan.FromHours(1)).Demo<MentorDemo>(81);
        module.Pages(
            new NavigationItem(Workspace.Resident, "/mentors", ("创业导师", "Mentors"), "bulb", Access.Public, 947),
            new NavigationItem(Workspace.Staff, "/desk/founders", ("创业辅导", "Guidance for founders"), "rocket", EnterprisePermissions.Programmes, 346, NavigationSection.Enterprise),
            new NavigationItem(Workspace.Staff, "/desk/outcomes", ("核实创业成果", "Outcomes of founders"), "certificate", EnterprisePermissions.Outcomes, 347, NavigationSection.Enterprise));
    }

    private static void Map(ModelBuilder model, DatabaseKind kind)
    {
        model.Entity<Mentor>(e =>
        {
            e.ToTable("enterprise_mentor").HasKey(m => m.Id);
            e.Property(m => m.Name).HasMaxLength(20);
            e.Property(m => m.Fields).HasMaxLength(100);
            e.Property(m => m.Languages).HasMaxLength(60);
            e.Property(m => m.About).HasMaxLength(500);
            e.Property(m => m.Reason).HasMaxLength(200);
            e.HasIndex(m => m.Person).IsUnique();
            e.HasIndex(m => m.State);
        });
        model.Entity<MentorHours>(e =>
        {
            e.ToTable("enterprise_mentor_hours").HasKey(h => h.Id);
            e.Property(h => h.Days).HasMaxLength(7);
            e.HasIndex(h => h.Mentor);
            e.HasIndex(h => h.PlannedUntil);
        });
        model.Entity<Consultation>(e =>
        {
            e.ToTable("enterprise_consultation").HasKey(c => c.Id);
            e.HasIndex(c => c.Reservation).IsUnique();
            e.HasIndex(c => new { c.Mentor, c.Start });
            e.HasIndex(c => c.Person);
        });
        model.Entity<ConsultationNote>(e =>
        {
            e.ToTable("enterprise_consultation_note").HasKey(n => n.Id);
            e.HasIndex(n => n.Consultation);
        });
        MapProgrammes(model);
    }

    private static void MapProgrammes(ModelBuilder model)
    {
        model.Entity<FounderProgramme>(e =>
        {
            e.ToTable("enterprise_programme").HasKey(p => p.Id);
            e.Property(p => p.NameZh).HasMaxLength(40);
            e.Property(p => p.NameEn).HasMaxLength(80);
            e.Property(p => p.About).HasMaxLength(1000);
            e.Ignore(p => p.Name);
        });
        model.Entity<ProgrammeStage>(e =>
        {
            e.ToTable("enterprise_programme_stage").HasKey(s => s.Id);
            e.Property(s => s.Title).HasMaxLength(40);
            e.HasIndex(s => s.Programme);
        });
        model.Entity<FounderProject>(e =>
        {
            e.ToTable("enterprise_project").HasKey(p => p.Id);
            e.Property(p => p.Title).HasMaxLength(40);
            e.Property(p => p.Pitch).HasMaxLength(1000);
            e.Property(p => p.Reason).HasMaxLength(300);
            e.HasIndex(p => new { p.Programme, p.State });
            e.HasIndex(p => p.Person);
            e.HasIndex(p => p.Mentor);
        });
        model.Entity<ProjectOutcome>(e =>
        {
            e.ToTable("enterprise_outcome").HasKey(o => o.Id);
            e.Property(o => o.Evidence).HasMaxLength(200);
            e.Property(o => o.Reason).HasMaxLength(200);
            e.HasIndex(o => new { o.Programme, o.State });
            e.HasIndex(o => o.Project);
        });
    }
}
