using Linli.Bookings;
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

namespace Linli.Health.ChildCare;

/// <summary>The day of a group (当日接送): who came, who was fetched by whom, and whether the carers are enough.</summary>
/// <param name="Group">Which; <c>null</c> for all groups of the caller's nurseries, without their children.</param>
internal sealed record GroupDay(Guid? Group = null) : IQuery<IReadOnlyList<DayOfGroup>>;

/// <summary>A group today.</summary>
/// <param name="Id">Id.</param>
/// <param name="Nursery">Its nursery.</param>
/// <param name="Name">Its name.</param>
/// <param name="Day">Local day.</param>
/// <param name="Open">Whether it has a day today.</param>
/// <param name="Enrolled">Children with a place.</param>
/// <param name="Here">Children who are there now.</param>
/// <param name="Carers">Carers today.</param>
/// <param name="Needed">Carers that so many children need by law (R33).</param>
/// <param name="Waiting">Children who wait for a place.</param>
/// <param name="Children">The list.</param>
internal sealed record DayOfGroup(
    Guid Id, Phrase Nursery, Phrase Name, DateOnly Day, bool Open, int Enrolled, int Here, int Carers, int Needed, int Waiting, IReadOnlyList<ChildOfDay> Children);

/// <summary>A child on the list: by the name its guardian gave the carers, never by that of the register (R38).</summary>
/// <param name="Reservation">Its reservation.</param>
/// <param name="CallName">What the carers call it; <c>null</c> until its guardian said so.</param>
/// <param name="Code">Six characters of the reservation, to be told apart.</param>
/// <param name="CameAt">When it came, UTC.</param>
/// <param name="LeftAt">When it was fetched, UTC.</param>
/// <param name="FetchedBy">By whom: relation and masked name.</param>
/// <param name="Collectors">Who may fetch it today.</param>
internal sealed record ChildOfDay(Guid Reservation, string? CallName, string Code, DateTimeOffset? CameAt, DateTimeOffset? LeftAt, string? FetchedBy, IReadOnlyList<CollectorLine> Collectors);

internal sealed class GroupDayHandler(LinliDb db, IRosters rosters, NurseryRuleBook rules, NurseryGuardians guardians, NurseryLooks looks, CurrentCaller current, TimeProvider time) : IHandler<GroupDay, IReadOnlyList<DayOfGroup>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/nurseries/today", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new GroupDay(), cancel))
            .Needs(HealthPermissions.Nursery).WithTags("Child-care").WithSummary("My groups today");
        api.MapGet("/nurseries/groups/{id:guid}/today", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new GroupDay(id), cancel))
            .Needs(HealthPermissions.Nursery).WithTags("Child-care").WithSummary("The day of a group 当日接送");
    }

    public async Task<Result<IReadOnlyList<DayOfGroup>>> Handle(GroupDay request, CancellationToken cancel)
    {
        var (today, scopes) = (LocalTime.Today(time), current.Value.ScopesFor(HealthPermissions.Nursery));
        var groups = await db.Scoped<NurseryGroup>(scopes).AsNoTracking().Where(g => (request.Group == null ? g.From <= today && g.Until >= today : g.Id == request.Group)).ToListAsync(cancel);
        if (request.Group is not null && groups.Count == 0)
            return NurseryProblems.NoGroup;
        var codes = groups.Select(g => g.Nursery).Distinct().ToList();
        // Names of the houses of the caller's groups.
        var nurseries = await db.Unfiltered<Nursery>().AsNoTracking().Where(n => codes.Contains(n.Code)).ToDictionaryAsync(n => n.Code, cancel);
        var days = new List<DayOfGroup>();
        foreach (var group in groups.OrderBy(g => g.Nursery, StringComparer.Ordinal).ThenBy(g => g.Kind).ThenBy(g => g.Id))
        {
            var day = await Day(group, nurseries[group.Nursery].Name, today, request.Group is not null, cancel);
            if (!day.Ok)
                return day.As<IReadOnlyList<DayOfGroup>>();
            days.Add(day.Value);
        }

        return days;
    }

    private async Task<Result<DayOfGroup>> Day(NurseryGroup group, Phrase nursery, DateOnly today, bool whole, CancellationToken cancel)
    {
        var roster = await rosters.SeriesOf(group.Offering, cancel) is { } series ? await rosters.Of(series, cancel) : [];
        var enrolled = roster.Where(r => r.State is ReservationState.Confirmed or ReservationState.Attended).ToList();
        // Of a group that the caller looks after.
        var children = await db.Unfiltered<NurseryChild>().AsNoTracking().Where(c => c.Group == group.Id).ToDictionaryAsync(c => c.Reservation, cancel);
        var came = await db.Unfiltered<Handover>().AsNoTracking().Where(h => h.Group == group.Id && h.Day == today).ToDictionaryAsync(h => h.Child, cancel);
        var here = came.Values.Count(h => h.LeftAt is null);
        var shown = whole ? Shown(enrolled, children, came) : [];
        var ids = children.Values.Where(c => shown.Contains(c.Reservation)).Select(c => c.Id).ToList();
        if (await looks.Note(ids, cancel) is { } unnoted)
            return unnoted;
        var rule = await rules.AgesOf(group.Kind, ScopePath.Parse(group.Scope, null), group.From, cancel);
        var carers = await db.Records<CarersOfDay>().AsNoTracking().Where(c => c.Group == group.Id && c.Day == today).Select(c => (int?)c.Carers).SingleOrDefaultAsync(cancel) ?? group.Carers;
        return new DayOfGroup(
            group.Id, nursery, group.Name, today, await rosters.MeetingOn(group.Offering, today, cancel) is not null, enrolled.Count, here, carers, NurseryRules.CarersFor(rule, here),
            roster.Where(r => r.State is ReservationState.Waiting or ReservationState.Offered).Sum(r => r.Party), whole ? await List(shown, ids, children, came, today, cancel) : []);
    }

    // Who came stays on the list until fetched, though the place was given back at noon.
    private static List<ReservationId> Shown(List<RosterLine> enrolled, Dictionary<ReservationId, NurseryChild> children, Dictionary<Guid, Handover> came)
    {
        var inside = children.Values.Where(c => came.TryGetValue(c.Id, out var day) && day.LeftAt is null).Select(c => c.Reservation);
        return [.. enrolled.Select(r => r.Reservation).Union(inside)];
    }

    private async Task<IReadOnlyList<ChildOfDay>> List(
        List<ReservationId> shown, List<Guid> ids, Dictionary<ReservationId, NurseryChild> children, Dictionary<Guid, Handover> came, DateOnly today, CancellationToken cancel)
    {
        var collectors = (await db.Unfiltered<Collector>().AsNoTracking().Where(c => ids.Contains(c.Child)).OrderBy(c => c.At).ToListAsync(cancel)).ToLookup(c => c.Child);
        var named = new Dictionary<Guid, IReadOnlyList<Guid>>();
        foreach (var child in children.Values.Where(c => ids.Contains(c.Id)))
            named[child.Id] = await guardians.Of(child.Person, cancel);
        return [.. shown.Select(reservation =>
        {
            var child = children.GetValueOrDefault(reservation);
            var today1 = child is null ? null : came.GetValueOrDefault(child.Id);
            var all = child is null ? [] : collectors[child.Id].ToList();
            return new ChildOfDay(
                reservation.Value, child?.CallName, reservation.Value.ToString("N")[^6..], today1?.CameAt, today1?.LeftAt, all.Find(c => c.Id == today1?.Collector) is { } by ? $"{by.Relation} {by.NameMask}" : null,
                [.. all.Where(c => c.WithdrawnAt is null && (c.Day is null || c.Day == today) && c.By is { } by && named[c.Child].Contains(by)).Select(c => new CollectorLine(c.Id, c.NameMask, c.Relation, c.Day))]);
        }).OrderBy(c => c.CallName is null).ThenBy(c => c.CallName, StringComparer.Ordinal)];
    }
}
