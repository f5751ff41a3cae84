using Linli.Mobility.GuardPoints;
using Linli.Notices;
using Linli.People;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Sensing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Mobility.SchoolPath;

/// <summary>What the school path, student cards and guard points bring to the module.</summary>
internal static class SchoolParts
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddSingleton<SchoolMemory>().AddSingleton<ISchoolDays>(s => s.GetRequiredService<SchoolMemory>()).AddSingleton<ICollectWhen>(s => s.GetRequiredService<SchoolMemory>())
            .AddSingleton(StudentCards.Card).AddScoped<SchoolPathBook>().AddScoped<PupilWatch>().AddScoped<PupilsEnd>().AddScoped<AlertsOfSchool>().AddScoped<SchoolFences>().AddScoped<GuardBook>().AddScoped<IPersonalData, MobilityPersonalData>()
            .AddScoped<IRetention, AlertsKept>()
            .AddSingleton(new NoticeTopic("school", ("通学路", "School path"), ("离开通学路、学生卡离线、电量低", "Left the path, card silent, battery low"), Urgent: true, Always: true));
        module.Purpose(StudentCards.Consent).After<ConsentWithdrawn, EndPupilsWithConsent>().After<AlarmChanged, AfterSchoolAlarm>().Demo<SchoolDemo>(73).Demo<CardsDemo>(94);
        module.UseCase<GetSchoolPathsHandler>().UseCase<KeepSchoolPathHandler>().UseCase<KeepSchoolCalendarHandler>().UseCase<SetSchoolDayHandler>().UseCase<EnrolPupilHandler>().UseCase<WithdrawPupilHandler>()
            .UseCase<MySchoolPathHandler>().UseCase<SchoolBoardHandler>().UseCase<LookForPupilHandler>()
            .UseCase<TakeSchoolAlertHandler>().UseCase<CloseSchoolAlertHandler>().UseCase<DeletePupilTracksHandler>()
            .UseCase<ChangePupilLeavesHandler>().UseCase<ReadSchoolPathHandler>().UseCase<ReadSchoolCalendarHandler>();
        module.UseCase<GetGuardPointsHandler>().UseCase<StartGuardDutyHandler>().UseCase<EndGuardDutyHandler>().UseCase<RecordGuardHelpHandler>().UseCase<MyGuardPointsHandler>()
            .UseCase<KeepGuardPointHandler>().UseCase<GuardPointsBoardHandler>();
        module.Pages(
            new NavigationItem(Workspace.Resident, "/school-path", ("通学路", "School path"), "school", Access.Public, 961),
            new NavigationItem(Workspace.Resident, "/my/school-path", ("孩子的通学路", "My child's way to school"), "id-badge-2", Access.SignedIn, 962),
            new NavigationItem(Workspace.Staff, "/desk/school-path", ("通学看板", "School path today"), "school", MobilityPermissions.School, 66, NavigationSection.Today),
            new NavigationItem(Workspace.Staff, "/desk/guard-points", ("通学路与护学点", "School path and guard points"), "shield-check", MobilityPermissions.SchoolPath, 67, NavigationSection.Places));
    }

    public static void Map(ModelBuilder model)
    {
        MapPath(model);
        MapPupils(model);
        MapGuards(model);
    }

    private static void MapPath(ModelBuilder model)
    {
        model.Entity<SchoolPathRow>(e =>
        {
            e.ToTable("mobility_school_path").HasKey(p => p.Code);
            e.Property(p => p.Code).HasMaxLength(60);
            e.Property(p => p.NameZh).HasMaxLength(60);
            e.Property(p => p.NameEn).HasMaxLength(120);
            e.Property(p => p.Windows).HasMaxLength(100);
            e.HasIndex(p => p.Scope);
        });
        model.Entity<PathSchool>(e =>
        {
            e.ToTable("mobility_path_school").HasKey(s => new { s.Path, s.School });
            e.Property(s => s.Path).HasMaxLength(60);
            e.Property(s => s.School).HasMaxLength(60);
            e.Property(s => s.Scope).HasMaxLength(400);
            e.Property(s => s.NameZh).HasMaxLength(60);
            e.Property(s => s.NameEn).HasMaxLength(120);
        });
        model.Entity<SchoolTerm>(e =>
        {
            e.ToTable("mobility_school_term").HasKey(t => t.Id);
            e.Property(t => t.Id).ValueGeneratedNever();
            e.Property(t => t.NameZh).HasMaxLength(60);
            e.HasIndex(t => t.Scope);
        });
        model.Entity<SchoolDayRow>(e =>
        {
            e.ToTable("mobility_school_day").HasKey(d => new { d.Scope, d.Date });
            e.Property(d => d.Scope).HasMaxLength(400);
            e.Property(d => d.Note).HasMaxLength(100);
        });
    }

    private static void MapPupils(ModelBuilder model)
    {
        model.Entity<Pupil>(e =>
        {
            e.ToTable("mobility_pupil").HasKey(p => p.Id);
            e.Property(p => p.Id).ValueGeneratedNever();
            e.Property(p => p.Path).HasMaxLength(60);
            e.Property(p => p.School).HasMaxLength(60);
            e.Property(p => p.Card).HasMaxLength(60);
            e.Property(p => p.Compound).HasMaxLength(400);
            e.HasIndex(p => p.Scope);
            e.HasIndex(p => p.Person);
            e.HasIndex(p => p.Device);
        });
        model.Entity<PupilLeave>(e =>
        {
            e.ToTable("mobility_pupil_leave").HasKey(l => new { l.Pupil, l.Compound });
            e.Property(l => l.Compound).HasMaxLength(400);
        });
        model.Entity<SchoolAlert>(e =>
        {
            e.ToTable("mobility_school_alert").HasKey(a => a.Id);
            e.Property(a => a.Id).ValueGeneratedNever();
            e.Property(a => a.What).HasMaxLength(40);
            e.HasIndex(a => a.Scope);
            e.HasIndex(a => a.Pupil);
            e.HasIndex(a => a.Alarm).IsUnique();
        });
    }

    private static void MapGuards(ModelBuilder model)
    {
        model.Entity<GuardPoint>(e =>
        {
            e.ToTable("mobility_guard_point").HasKey(p => p.Code);
            e.Property(p => p.Code).HasMaxLength(60);
            e.Property(p => p.NameZh).HasMaxLength(60);
            e.Property(p => p.NameEn).HasMaxLength(120);
            e.Property(p => p.OtherZh).HasMaxLength(100);
            e.Property(p => p.OtherEn).HasMaxLength(100);
            e.Property(p => p.Hours).HasMaxLength(100);
            e.HasIndex(p => p.Scope);
        });
        model.Entity<GuardKeeper>(e =>
        {
            e.ToTable("mobility_guard_keeper").HasKey(k => new { k.Point, k.Account });
            e.Property(k => k.Point).HasMaxLength(60);
        });
        model.Entity<GuardDuty>(e =>
        {
            e.ToTable("mobility_guard_duty").HasKey(d => d.Id);
            e.Property(d => d.Id).ValueGeneratedNever();
            e.Property(d => d.Point).HasMaxLength(60);
            e.HasIndex(d => d.Scope);
            e.HasIndex(d => d.Until);
        });
        model.Entity<GuardHelp>(e =>
        {
            e.ToTable("mobility_guard_help").HasKey(h => h.Id);
            e.Property(h => h.Id).ValueGeneratedNever();
            e.Property(h => h.Point).HasMaxLength(60);
            e.HasIndex(h => h.Scope);
            e.HasIndex(h => h.At);
        });
    }
}
