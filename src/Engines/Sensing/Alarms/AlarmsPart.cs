using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Linli.Sensing.Responders;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Sensing.Alarms;

/// <summary>Alarms and those who are called out to them.</summary>
internal static class AlarmsPart
{
    public static void Declare(ModuleBuilder module)
    {
        module.Publishes<AlarmChanged>("linli.alarm.changed")
            .After<AlarmChanged, CallOutToAlarm>()
            .After<AlarmChanged, TellOfAlarm>()
            .After<AlarmChanged, CaseOfAlarm>()
            .Job<WatchAlarms>(TimeSpan.FromSeconds(5));

        module
            .UseCase<RaiseByHandHandler>().UseCase<AcknowledgeAlarmHandler>().UseCase<VerifyLeadHandler>().UseCase<ShelveAlarmHandler>().UseCase<UnshelveAlarmHandler>()
            .UseCase<CloseAlarmHandler>().UseCase<AskResponderHandler>()
            .UseCase<ListAlarmsHandler>().UseCase<ReadAlarmHandler>().UseCase<AlarmFiguresHandler>().UseCase<AlarmMapHandler>().UseCase<OpenCameraHandler>().UseCase<ResetDeviceHandler>()
            .UseCase<CheckInHandler>().UseCase<CheckOutHandler>().UseCase<MyDutyHandler>().UseCase<MoveCallHandler>().UseCase<ListOnDutyHandler>();

        module.Pages(
            new NavigationItem(Workspace.Staff, "/desk/alarms", ("告警", "Alarms"), "urgent", SensingPermissions.Watch, 12),
            new NavigationItem(Workspace.Staff, "/duty", ("在岗应答", "On duty"), "walk", SensingPermissions.Respond, 14),
            new NavigationItem(Workspace.Property, "/duty", ("在岗应答", "On duty"), "walk", SensingPermissions.Respond, 14));

        module.Services
            .AddSingleton(new NoticeTopic("alarm", ("值守告警", "Alarms on duty"), ("在岗时的告警、呼叫和升级", "Alarms, call-outs and escalations while on duty"), SensingPermissions.Respond, Urgent: true, Always: true))
            .AddScoped<AlarmBook>()
            .AddScoped<IAlarms, AlarmDesk>()
            .AddScoped<AlarmActs>()
            .AddScoped<IAlarmActs>(s => s.GetRequiredService<AlarmActs>())
            .AddScoped<IResponders, DutyBook>()
            .AddScoped<CallOuts>()
            .AddScoped<AlarmNotices>()
            .AddScoped<IPersonalData, AlarmsPersonalData>();
    }

    public static void Map(ModelBuilder model, DatabaseKind kind)
    {
        model.Entity<AlarmRow>(e =>
        {
            e.ToTable("sensing_alarm").HasKey(a => a.Id);
            e.Property(a => a.Rule).HasMaxLength(80);
            e.Property(a => a.Key).HasMaxLength(200);
            e.Property(a => a.NameZh).HasMaxLength(200);
            e.Property(a => a.NameEn).HasMaxLength(300);
            e.Property(a => a.WhyZh).HasMaxLength(1000);
            e.Property(a => a.WhyEn).HasMaxLength(1000);
            e.Property(a => a.CallOut).HasMaxLength(200);
            e.Property(a => a.CaseCategory).HasMaxLength(60);
            e.Property(a => a.Version).IsConcurrencyToken();
            e.Ignore(a => a.Name).Ignore(a => a.Why).Ignore(a => a.Place).Ignore(a => a.Point).Ignore(a => a.Kinds);
            // One open alarm for a cause, and a cause told twice raises none, also when two nodes hear of it at once.
            e.HasIndex(a => new { a.Rule, a.Key }, "ix_sensing_alarm_open_cause").IsUnique().HasFilter("\"ClosedAt\" IS NULL");
            e.HasIndex(a => new { a.Rule, a.Key, a.CauseAt }, "ix_sensing_alarm_cause").IsUnique();
            e.HasIndex(a => new { a.Scope, a.RaisedAt }, "ix_sensing_alarm_place");
            e.HasIndex(a => new { a.Device, a.RaisedAt }, "ix_sensing_alarm_device");
            e.HasIndex(a => a.EscalateAt, "ix_sensing_alarm_escalate").HasFilter("\"EscalateAt\" IS NOT NULL");
            e.HasIndex(a => a.ShelvedUntil, "ix_sensing_alarm_shelved").HasFilter("\"ShelvedUntil\" IS NOT NULL");
        });
        model.Entity<AlarmLine>(e =>
        {
            e.ToTable("sensing_alarm_line").HasKey(l => l.Id);
            e.Property(l => l.What).HasMaxLength(40);
            e.Property(l => l.Detail).HasMaxLength(60);
            e.Property(l => l.Text).HasMaxLength(1000);
            e.HasIndex(l => new { l.Alarm, l.At }, "ix_sensing_alarm_line");
            e.HasIndex(l => l.Actor, "ix_sensing_alarm_line_actor");
        });
        model.Entity<CallRow>(e =>
        {
            e.ToTable("sensing_call").HasKey(c => c.Id);
            e.Property(c => c.Kind).HasMaxLength(40);
            e.Property(c => c.Version).IsConcurrencyToken();
            e.HasIndex(c => c.Alarm, "ix_sensing_call_alarm");
            e.HasIndex(c => c.Account, "ix_sensing_call_busy").IsUnique().HasFilter(kind == DatabaseKind.Postgres ? "\"Active\"" : "\"Active\" = 1");
            e.HasIndex(c => c.AnswerBy, "ix_sensing_call_waiting").HasFilter("\"State\" = 'Asked'");
        });
        model.Entity<DutyRow>(e =>
        {
            e.ToTable("sensing_duty").HasKey(d => new { d.Account, d.Kind });
            e.Property(d => d.Kind).HasMaxLength(40);
            e.Ignore(d => d.Point);
            e.HasIndex(d => d.Until, "ix_sensing_duty_until");
        });
    }
}
