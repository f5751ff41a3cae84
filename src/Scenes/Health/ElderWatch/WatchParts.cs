using Linli.Health.Privacy;
using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Sensing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Health.ElderWatch;

/// <summary>What the watch at elders' homes and nursing beds bring to the scene (S39).</summary>
internal static class WatchParts
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddSingleton<WatchMemory>().AddSingleton(WatchDevices.NursingBed).AddScoped<WatchBook>().AddScoped<HomeConnections>().AddScoped<HomeStates>().AddScoped<IPersonalData, WatchPersonalData>()
            .AddScoped<IRetention, OldAlerts>().AddScoped<ICockpitModule, EldersOnTheWall>()
            .AddSingleton(new NoticeTopic("elder-watch", ("居家监测", "Watch at home"), ("求助、跌倒、夜间离床、开门、没有活动、设备离线和低电量", "Calls, falls, out of bed, doors, no movement, silent devices"), Urgent: true, Always: true));
        foreach (var kind in WatchDevices.Kinds.Select(k => k.Kind).Append(WatchDevices.NursingBed.Code))
            module.Services.AddSingleton<ICollectWhen>(s => new Listening(kind, s.GetRequiredService<WatchMemory>()));
        foreach (var kind in WatchDevices.Kinds)
            module.Purpose(WatchDevices.ConsentOf(kind));
        module.Tables(Map).After<ConsentWithdrawn, EndWatchWithConsent>().After<ConsentGiven, ListenToBedWithConsent>().After<AlarmChanged, AfterHomeAlarm>().Demo<WatchDemo>(79);
        module.UseCase<ConnectDeviceHandler>().UseCase<ConnectOnPaperHandler>().UseCase<WithdrawDeviceHandler>().UseCase<PauseWatchHandler>().UseCase<MyWatchHandler>().UseCase<WatchDeskHandler>().UseCase<LookWhereHandler>()
            .UseCase<TakeAlertHandler>().UseCase<CloseAlertHandler>().UseCase<ShowBedsHandler>().UseCase<KeepBedHandler>().UseCase<TakeBedHandler>().UseCase<LeaveBedHandler>();
        module.Pages(
            new NavigationItem(Workspace.Resident, WatchBook.FamilyPage, ("居家监测", "Watch at home"), "home-heart", Access.SignedIn, 958),
            new NavigationItem(Workspace.Staff, WatchBook.StaffPage, ("居家监测看板", "Watch at homes"), "home-heart", HealthPermissions.Care, 42, NavigationSection.Care),
            new NavigationItem(Workspace.Staff, "/desk/care-beds", ("护理床位", "Nursing beds"), "bed", HealthPermissions.Care, 44, NavigationSection.Care));
    }

    private static void Map(ModelBuilder model, DatabaseKind kind)
    {
        model.Entity<HomeDevice>(e =>
        {
            e.ToTable("health_home_device").HasKey(d => d.Id);
            e.Property(d => d.Id).ValueGeneratedNever();
            e.Property(d => d.Centre).HasMaxLength(40);
            e.Property(d => d.Kind).HasMaxLength(60);
            e.Property(d => d.Code).HasMaxLength(60);
            e.HasIndex(d => d.Person);
            e.HasIndex(d => d.Device);
            e.HasIndex(d => d.Scope);
        });
        model.Entity<HomeAlert>(e =>
        {
            e.ToTable("health_home_alert").HasKey(a => a.Id);
            e.Property(a => a.Id).ValueGeneratedNever();
            e.Property(a => a.Centre).HasMaxLength(40);
            e.HasIndex(a => a.Alarm).IsUnique();
            e.HasIndex(a => a.Person);
            e.HasIndex(a => a.Scope);
            e.HasIndex(a => a.ToldAt);
        });
        model.Entity<CareBed>(e =>
        {
            e.ToTable("health_care_bed").HasKey(b => b.Id);
            e.Property(b => b.Id).ValueGeneratedNever();
            e.Property(b => b.Centre).HasMaxLength(40);
            e.Property(b => b.Name).HasMaxLength(20);
            e.HasIndex(b => new { b.Centre, b.Name }).IsUnique();
            e.HasIndex(b => b.Sensor).IsUnique();
        });
        model.Entity<BedStay>(e =>
        {
            e.ToTable("health_bed_stay").HasKey(s => s.Id);
            e.Property(s => s.Id).ValueGeneratedNever();
            e.Property(s => s.Centre).HasMaxLength(40);
            e.Property(s => s.File).HasMaxLength(40);
            e.HasIndex(s => s.Bed);
            e.HasIndex(s => s.Person);
        });
    }
}
