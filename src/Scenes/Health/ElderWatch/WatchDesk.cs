using Linli.Health.ElderCare;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Linli.Sensing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ElderWatch;

/// <summary>The homes that the caller's centres look after, those first who need a look first (居家监测看板); names masked.</summary>
internal sealed record WatchDesk : IQuery<WatchDeskShown>;

/// <summary>The desk.</summary>
/// <param name="At">When it was asked, UTC.</param>
/// <param name="Homes">Homes, the most urgent first.</param>
/// <param name="Today">Alerts since midnight, local time.</param>
/// <param name="FalseToday">How many of these were false.</param>
/// <param name="Plans">Elders with a plan of care at these centres, for whom a device may be connected by agreement on paper.</param>
internal sealed record WatchDeskShown(DateTimeOffset At, IReadOnlyList<HomeLine> Homes, int Today, int FalseToday, IReadOnlyList<PlannedElder> Plans);

/// <summary>A plan of care to choose.</summary>
/// <param name="Plan">Its id.</param>
/// <param name="Name">Of the elder, masked.</param>
/// <param name="From">First day of the plan: it tells two apart whose masked names are the same.</param>
internal sealed record PlannedElder(Guid Plan, string Name, DateOnly From);

/// <summary>A home on the list.</summary>
/// <param name="Person">Id of the elder.</param>
/// <param name="Name">Masked.</param>
/// <param name="Centre">Name of the centre.</param>
/// <param name="Urgency">0 call or fall, 1 to be asked after, 2 to be looked at, 3 a device is silent or low, 4 all is well.</param>
/// <param name="PausedUntil">Until when it is paused, UTC.</param>
/// <param name="Devices">Whether they work; not what happens at home.</param>
/// <param name="Alerts">Open alerts.</param>
internal sealed record HomeLine(Guid Person, string Name, Phrase Centre, int Urgency, DateTimeOffset? PausedUntil, IReadOnlyList<WatchedDevice> Devices, IReadOnlyList<AlertLine> Alerts);

/// <summary>An open alert on the list.</summary>
internal sealed record AlertLine(Guid Id, AlertKind Kind, DateTimeOffset CauseAt, DateTimeOffset? OverAt, DateTimeOffset? TakenAt, string? TakenBy);

internal sealed class WatchDeskHandler(LinliDb db, IActingFor names, IPeople people, HomeStates states, CurrentCaller current, TimeProvider time) : IHandler<WatchDesk, WatchDeskShown>, IUseCase
{
    private const int FewPercent = 15;
    private const int AllWell = 4;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/elder-watch/desk", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new WatchDesk(), cancel))
            .Needs(HealthPermissions.Care).WithTags("Elder watch").WithSummary("Homes that a centre looks after, the most urgent first 居家监测看板");

    public async Task<Result<WatchDeskShown>> Handle(WatchDesk request, CancellationToken cancel)
    {
        var (now, places) = (Clock.Now(time), current.Value.ScopesFor(HealthPermissions.Care));
        var since = LocalTime.StartOfDay(LocalTime.DateOf(now));
        var devices = (await db.Scoped<HomeDevice>(places).AsNoTracking().Where(d => d.EndedAt == null).OrderBy(d => d.Since).ToListAsync(cancel)).ToLookup(d => d.Person);
        var alerts = await db.Scoped<HomeAlert>(places).AsNoTracking().Where(a => a.ClosedAt == null || a.ToldAt >= since).OrderBy(a => a.CauseAt).ToListAsync(cancel);
        var open = alerts.Where(a => a.ClosedAt is null).ToLookup(a => a.Person);
        // Open to everybody.
        var centres = await db.Unfiltered<CareCentre>().AsNoTracking().ToDictionaryAsync(c => c.Code, c => c.Name, cancel);
        var masked = await names.MaskedNames([.. devices.Select(d => d.Key)], cancel);
        var takers = await people.NamesOf([.. alerts.Select(a => a.TakenBy).OfType<Guid>().Distinct()], cancel);
        var homes = devices.Select(home => Line(home.Key, masked.GetValueOrDefault(home.Key, "＊"), centres.GetValueOrDefault(home.First().Centre, ("", "")), [.. home], [.. open[home.Key]], takers, now));
        var plans = await db.Scoped<CarePlan>(places).AsNoTracking().Where(p => p.State != PlanState.Ended && p.Person != null).OrderBy(p => p.From).ThenBy(p => p.Id).Select(p => new { p.Id, p.Person, p.From }).ToListAsync(cancel);
        var planned = await names.MaskedNames([.. plans.Select(p => p.Person!.Value).Distinct()], cancel);
        var today = alerts.Where(a => a.ToldAt >= since).ToList();
        return new WatchDeskShown(now, [.. homes.OrderBy(h => h.Urgency).ThenBy(h => h.Alerts.Count == 0 ? now : h.Alerts.Min(a => a.CauseAt)).ThenBy(h => h.Name, StringComparer.Ordinal)],
            today.Count, today.Count(a => a.Verdict == AlarmVerdict.False),
            [.. plans.Select(p => new PlannedElder(p.Id, planned.GetValueOrDefault(p.Person!.Value, "＊"), p.From))]);
    }

    private HomeLine Line(Guid person, string name, Phrase centre, IReadOnlyList<HomeDevice> devices, IReadOnlyList<HomeAlert> alerts, IReadOnlyDictionary<Guid, string> takers, DateTimeOffset now)
    {
        var shown = devices.Select(d => states.ForStaff(d)).ToList();
        var paused = devices.FirstOrDefault(d => d.IsPaused(now))?.PausedUntil;
        var poor = paused is null && shown.Any(d => d is { SeenAt: not null, Online: false } or { Battery: <= FewPercent });
        // Taken is still open, yet behind what nobody has.
        var urgency = alerts.Select(a => WatchWords.Order(a.Kind) + (a.TakenAt is null ? 0 : 1)).Append(poor ? 3 : AllWell).Min();
        return new(person, name, centre, Math.Min(urgency, AllWell), paused, shown,
            [.. alerts.OrderBy(a => WatchWords.Order(a.Kind)).Select(a => new AlertLine(a.Id, a.Kind, a.CauseAt, a.OverAt, a.TakenAt, a.TakenBy is { } by ? takers.GetValueOrDefault(by) : null))]);
    }
}

/// <summary>A carer opens who and where it is, to ring or to go there (查看姓名住址); only while an alert is open, and the elder reads who looked and why.</summary>
/// <param name="Alert">The open alert.</param>
internal sealed record LookWhere(Guid Alert) : ICommand<WhereShown>, IAudited
{
    public string? AuditSubject => Alert.ToString();
}

/// <summary>Who and where.</summary>
/// <param name="Name">In full.</param>
/// <param name="Phone">In full, where known.</param>
/// <param name="ContactPhone">Where to ring for them, where known.</param>
/// <param name="Homes">Labels of their homes.</param>
internal sealed record WhereShown(string? Name, string? Phone, string? ContactPhone, IReadOnlyList<string> Homes);

internal sealed class LookWhereHandler(LinliDb db, IDisclosure disclosure, IPersonAccounts accounts, IHomeTies ties, CurrentCaller current) : IHandler<LookWhere, WhereShown>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/elder-watch/alerts/{id:guid}/where", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new LookWhere(id), cancel))
            .Needs(HealthPermissions.Care).WithTags("Elder watch").WithSummary("Who and where it is, while an alert is open 查看姓名住址");

    public async Task<Result<WhereShown>> Handle(LookWhere request, CancellationToken cancel)
    {
        if (await db.Scoped<HomeAlert>(current.Value.ScopesFor(HealthPermissions.Care)).AsNoTracking().SingleOrDefaultAsync(a => a.Id == request.Alert, cancel) is not { } alert)
            return WatchBook.NoAlert;
        if (alert.ClosedAt is not null)
            return Problem.Conflict("health.watch_closed", "提醒已办结，不再显示姓名和住址。", "The alert is closed: name and home are shown no more.");
        // That the elder chose the centre is what brings its carers to them, wherever they live.
        var shown = await disclosure.Show(
            new(alert.Person, [PersonalField.Name, PersonalField.Phone, PersonalField.ContactPhone, PersonalField.Home], $"居家监测提醒：{WatchWords.Of(alert.Kind).Zh}", null), cancel);
        if (!shown.Ok)
            return shown.As<WhereShown>();
        var homes = new List<string>();
        foreach (var account in (await accounts.Of([alert.Person], cancel))[alert.Person])
            homes.AddRange((await ties.Running(account, cancel)).Select(t => t.HomeLabel));
        return new WhereShown(shown.Value.Name, shown.Value.Phone, shown.Value.ContactPhone, [.. homes.Distinct()]);
    }
}
