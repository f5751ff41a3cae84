using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Alarms;

/// <summary>Alarms the caller may see, the newest first; every figure of the wall opens such a list.</summary>
public sealed record ListAlarms : IQuery<AlarmsListed>
{
    /// <summary>Only open ones, or only closed ones; all when left out.</summary>
    public bool? Open { get; init; }

    /// <summary>Only of this rule.</summary>
    public string? Rule { get; init; }

    /// <summary>Only of devices of these kinds, separated by commas.</summary>
    public string? Kinds { get; init; }

    /// <summary>Only of this device.</summary>
    public Guid? Device { get; init; }

    /// <summary>Only at least this bad.</summary>
    public AlarmSeverity? Severity { get; init; }

    /// <summary>Only with this verdict.</summary>
    public AlarmVerdict? Verdict { get; init; }

    /// <summary>Only within this place.</summary>
    public ScopePath? Place { get; init; }

    /// <summary>First local day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last local day, itself included.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Whether tests are among them; they are when left out.</summary>
    public bool? Test { get; init; }

    /// <summary>Only those whose danger was over in time (true) or not (false), of a rule with a target.</summary>
    public bool? InTime { get; init; }

    /// <summary>How many to leave out.</summary>
    public int? Skip { get; init; }

    /// <summary>1 to 200; 50 when left out.</summary>
    public int? Take { get; init; }
}

/// <summary>A part of a list of alarms.</summary>
/// <param name="Items">Alarms.</param>
/// <param name="Total">How many there are in all.</param>
public sealed record AlarmsListed(IReadOnlyList<AlarmSeen> Items, int Total);

/// <summary>An alarm in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Rule">Code of its rule.</param>
/// <param name="Name">What people read.</param>
/// <param name="Severity">How bad.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Place">Where.</param>
/// <param name="RaisedAt">When it was raised, UTC.</param>
/// <param name="Test">Whether it is a test.</param>
/// <param name="Lead">Whether a person still has to look (R14).</param>
/// <param name="ShelvedUntil">Until when it is silent, UTC.</param>
/// <param name="Level">How many levels it has gone up.</param>
/// <param name="Device">The device.</param>
/// <param name="Latitude">Where exactly, WGS-84; left out for alarms about people.</param>
/// <param name="Longitude">Where exactly.</param>
/// <param name="AcknowledgedAt">When somebody took it.</param>
/// <param name="DispatchedAt">When the first of those called out accepted.</param>
/// <param name="OnSiteAt">When the first of them was there.</param>
/// <param name="SafeAt">When the danger was over.</param>
/// <param name="ClearedAt">When its cause was gone.</param>
/// <param name="ClosedAt">When it was closed.</param>
/// <param name="Verdict">How it turned out.</param>
public sealed record AlarmSeen(
    AlarmId Id, string Rule, Phrase Name, AlarmSeverity Severity, AlarmState State, ScopePath Place, DateTimeOffset RaisedAt, bool Test, bool Lead,
    DateTimeOffset? ShelvedUntil, int Level, Guid? Device, double? Latitude, double? Longitude, DateTimeOffset? AcknowledgedAt, DateTimeOffset? DispatchedAt,
    DateTimeOffset? OnSiteAt, DateTimeOffset? SafeAt, DateTimeOffset? ClearedAt, DateTimeOffset? ClosedAt, AlarmVerdict? Verdict)
{
    internal static AlarmSeen Of(AlarmRow a) => new(
        a.Id, a.Rule, a.Name, a.Severity, a.State, a.Place, a.RaisedAt, a.Test, a.Lead && a.VerifiedAt is null, a.ShelvedUntil, a.Level, a.Device,
        a.Personal ? null : a.Latitude, a.Personal ? null : a.Longitude, a.AcknowledgedAt, a.DispatchedAt, a.OnSiteAt, a.SafeAt, a.ClearedAt, a.ClosedAt, a.Verdict);
}

internal sealed class ListAlarmsHandler(AlarmBook book, IDevices devices, IEnumerable<AlarmTarget> targets) : IHandler<ListAlarms, AlarmsListed>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/sensing/alarms", ([AsParameters] ListAlarms request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(SensingPermissions.Watch).WithTags("Sensing").WithSummary("Alarms 告警");

    public async Task<Result<AlarmsListed>> Handle(ListAlarms request, CancellationToken cancel)
    {
        if (request.Take is < 1 or > 200 || request.Skip < 0)
            return Problem.Invalid("take", "sensing.alarm_page", "每页 1–200 条。", "A page has 1 to 200 alarms.");
        if (Filter(book.Seen().AsNoTracking(), request) is not { } rows)
            return Problem.Invalid("inTime", "sensing.no_target", "请先选择一条有处置时限的规则。", "Choose a rule that has a time to keep.");
        return new AlarmsListed(
            [.. (await rows.OrderByDescending(a => a.RaisedAt).ThenByDescending(a => a.Id).Skip(request.Skip ?? 0).Take(request.Take ?? 50).ToListAsync(cancel)).Select(AlarmSeen.Of)],
            await rows.CountAsync(cancel));
    }

    private IQueryable<AlarmRow>? Filter(IQueryable<AlarmRow> rows, ListAlarms request)
    {
        rows = AlarmFilter.Days(rows, request.From, request.To);
        if (request.Open is { } open)
            rows = open ? rows.Where(a => a.ClosedAt == null) : rows.Where(a => a.ClosedAt != null);
        if (request.Rule is { } rule)
            rows = rows.Where(a => a.Rule == rule);
        if (request.Device is { } device)
            rows = rows.Where(a => a.Device == device);
        if (request.Kinds is { } kinds)
            rows = AlarmFilter.Kinds(rows, kinds.Split(','), devices);
        if (request.Severity is { } severity)
            rows = AlarmFilter.AtLeast(rows, severity);
        if (request.Verdict is { } verdict)
            rows = rows.Where(a => a.Verdict == verdict);
        if (request.Test is { } test)
            rows = test ? rows.Where(a => a.Test || a.Verdict == AlarmVerdict.Test) : rows.Where(a => !a.Test && a.Verdict != AlarmVerdict.Test);
        if (request.Place is { } place)
            rows = rows.Where(ScopeSet.Of([place]).Condition<AlarmRow>());
        if (request.InTime is not { } inTime)
            return rows;
        return targets.FirstOrDefault(t => t.Rule == request.Rule) is { } target ? AlarmFilter.InTime(rows, target, inTime) : null;
    }
}

/// <summary>What lists and figures narrow by, so that a figure counts what its list shows.</summary>
internal static class AlarmFilter
{
    public static IQueryable<AlarmRow> Days(IQueryable<AlarmRow> rows, DateOnly? from, DateOnly? to)
    {
        if (from is { } first)
        {
            var start = LocalTime.StartOfDay(first);
            rows = rows.Where(a => a.RaisedAt >= start);
        }

        if (to is { } last)
        {
            var end = LocalTime.EndOfDay(last);
            rows = rows.Where(a => a.RaisedAt < end);
        }

        return rows;
    }

    public static IQueryable<AlarmRow> Kinds(IQueryable<AlarmRow> rows, IReadOnlyCollection<string> kinds, IDevices devices)
    {
        var ids = kinds.SelectMany(devices.OfKind).Select(d => (Guid?)d.Id.Value).ToList();
        return rows.Where(a => ids.Contains(a.Device));
    }

    public static IQueryable<AlarmRow> AtLeast(IQueryable<AlarmRow> rows, AlarmSeverity severity)
    {
        var asBad = Enum.GetValues<AlarmSeverity>().Where(s => s >= severity).ToList();
        return rows.Where(a => asBad.Contains(a.Severity));
    }

    /// <summary>Real alarms that were closed: in time when the danger was over within the target, else not.</summary>
    public static IQueryable<AlarmRow> InTime(IQueryable<AlarmRow> rows, AlarmTarget target, bool inTime)
    {
        var real = rows.Where(a => a.ClosedAt != null && a.Verdict == AlarmVerdict.Real && !a.Test);
        var within = (int)target.Within.TotalSeconds;
        return inTime ? real.Where(a => a.SafeSeconds <= within) : real.Where(a => a.SafeSeconds == null || a.SafeSeconds > within);
    }
}
