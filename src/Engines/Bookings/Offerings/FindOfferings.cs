using Linli.Bookings.Mine;
using Linli.Bookings.Reserve;
using Linli.Bookings.Sessions;
using Linli.Places;
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

namespace Linli.Bookings.Offerings;

/// <summary>What can be booked (找预约), rooms and sessions alike; everybody may look.</summary>
/// <param name="Scene">Only this scene.</param>
/// <param name="Kind">Only this kind.</param>
/// <param name="Place">Code of a place: what belongs to it, lies in it or around it.</param>
/// <param name="At">Code of a space or facility: what is there, its parts included.</param>
/// <param name="Day">Only what has a session on this local day, and rooms.</param>
/// <param name="Q">Words of the title.</param>
/// <param name="Id">Only this one, whether open or not.</param>
internal sealed record FindOfferings(
    Scene? Scene = null, string? Kind = null, string? Place = null, string? At = null, DateOnly? Day = null, string? Q = null, OfferingId? Id = null) : IQuery<OfferingLine[]>;

/// <summary>Something that can be booked.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">Code of its kind.</param>
/// <param name="KindName">The kind in words.</param>
/// <param name="Icon">Icon of the kind.</param>
/// <param name="Mode">How it is booked.</param>
/// <param name="Scene">The scene.</param>
/// <param name="Title">What people read.</param>
/// <param name="About">What it is about.</param>
/// <param name="Place">Path of its place.</param>
/// <param name="Where">The room in words.</param>
/// <param name="Open">Whether people can book.</param>
/// <param name="Room">For rooms: the resource.</param>
/// <param name="Path">Page that books it.</param>
/// <param name="Next">Its next sessions, at most 8 in a list and 60 of one alone; for a series the series.</param>
/// <param name="Terms">The rules.</param>
internal sealed record OfferingLine(
    OfferingId Id, string Kind, Phrase KindName, string Icon, OfferingMode Mode, Scene Scene, Phrase Title, string? About, string Place, Phrase? Where, bool Open, RoomLine? Room,
    string Path, IReadOnlyList<SessionView> Next, BookingTerms Terms)
{
    /// <summary>Of one series alone: its meetings that are still to come.</summary>
    public IReadOnlyList<SessionView> Meetings { get; init; } = [];
}

/// <summary>A room as people choose it.</summary>
/// <param name="Code">Code of the resource.</param>
/// <param name="Capacity">How many people it holds.</param>
/// <param name="SetUpMinutes">Set-up time between different uses.</param>
/// <param name="Uses">What it can be booked for.</param>
/// <param name="Hours">Opening hours in words.</param>
/// <param name="Address">Street and number.</param>
internal sealed record RoomLine(string Code, int Capacity, int SetUpMinutes, IReadOnlyList<SpaceUseName> Uses, Phrase Hours, string? Address);

internal sealed class FindOfferingsHandler(LinliDb db, KindBook kinds, OfferingBook offerings, ILentSpaces spaces, IScopeTree tree, TimeProvider time) : IHandler<FindOfferings, OfferingLine[]>, IUseCase
{
    private const int Most = 300;
    private const int Widest = 2000;
    private const int MostSessions = 60;
    private const int MostInList = 8;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/bookings/offerings", (UseCaseRunner run, CancellationToken cancel, Scene? scene = null, string? kind = null, string? place = null, string? at = null, DateOnly? day = null, string? q = null) =>
                run.Answer(new FindOfferings(scene, kind, place, at, day, q), cancel))
            .Needs(Access.Public).WithTags("Bookings").WithSummary("What can be booked, with its next sessions 找预约");

    public async Task<Result<OfferingLine[]>> Handle(FindOfferings request, CancellationToken cancel)
    {
        var place = request.Place is { Length: > 0 } code ? tree.FindCode(code) : null;
        if (request.Place is { Length: > 0 } && place is null)
            return Problem.Invalid("place", "bookings.place_unknown", "没有这个地点。", "There is no such place.");
        if (request.Day is { } day && !BookingRules.IsSane(day))
            return Problem.Invalid("day", "bookings.day", "日期不正确。", "The day is wrong.");
        var resources = await Resources(request, cancel);
        var facts = await spaces.Find([.. resources.Values.Select(r => r.Space).OfType<string>()], cancel);
        var query = Wanted(request, place);
        if (request.At is { Length: > 0 } at)
        {
            var there = resources.Values.Where(r => r.Space is { } s && facts.GetValueOrDefault(s) is { } f && (f.Code == at || f.PartOf == at || f.Facility == at)).Select(r => "|" + r.Code + "|").ToList();
            query = query.Where(o => there.Any(code => ("|" + o.Resources + "|").Contains(code)));
        }

        var rows = await query.OrderBy(o => o.Kind).ThenBy(o => o.TitleZh).Take(Widest).ToListAsync(cancel);
        var missing = rows.SelectMany(o => o.ResourceCodes).Where(c => !resources.ContainsKey(c)).Distinct().ToList();
        foreach (var (key, row) in await offerings.Resources(missing, cancel))
            resources.Add(key, row);
        facts = await spaces.Find([.. resources.Values.Select(r => r.Space).OfType<string>()], cancel);
        var next = await Next([.. rows.Select(o => o.Id)], request, cancel);
        var meetings = await Meetings(request, cancel);
        return (OfferingLine[])
        [
            .. rows.Select(o => Line(o, resources, facts, next[o.Id]) with { Meetings = [.. meetings.Select(m => OfferingBook.View(m, o.ReadTerms()))] })
                .Where(l => request.Scene is null || l.Scene == request.Scene)
                .Where(l => request.Id is not null || l.Mode == OfferingMode.Interval || l.Next.Count > 0).Take(Most),
        ];
    }

    // Offerings are for everybody to see. What is looked for is looked for in the database, not among the first few hundred.
    private IQueryable<OfferingRow> Wanted(FindOfferings request, Place? place)
    {
        var query = db.Unfiltered<OfferingRow>().AsNoTracking();
        if (request.Id is { } id)
            return query.Where(o => o.Id == id);
        query = query.Where(o => o.Open);
        var shown = kinds.All.Where(k => (k.Listed || k.Code == request.Kind) && (request.Scene is null || k.Scene == request.Scene || k.Code == OfferingKind.Room)).Select(k => k.Code).ToList();
        query = request.Kind is { Length: > 0 } kind ? query.Where(o => o.Kind == kind && shown.Contains(o.Kind)) : query.Where(o => shown.Contains(o.Kind));
        if (place is not null)
        {
            var (within, above) = (place.Path.Value, place.Path.SelfAndAncestors().Select(p => p.Value).ToList());
            query = query.Where(o => o.Scope.StartsWith(within) || above.Contains(o.Scope));
        }

        if (request.Q?.Trim() is { Length: > 0 } words)
        {
            var lower = words.ToLowerInvariant();
#pragma warning disable CA1304, CA1311, CA1862 // carried out by the database
            query = query.Where(o => o.TitleZh.ToLower().Contains(lower) || o.TitleEn.ToLower().Contains(lower));
#pragma warning restore CA1304, CA1311, CA1862
        }

        return query;
    }

    // Where something is looked for at a place, all rooms of the ledger that are booked are asked where they lie.
    private async Task<Dictionary<string, ResourceRow>> Resources(FindOfferings request, CancellationToken cancel) =>
        request.At is { Length: > 0 } ? await db.Unfiltered<ResourceRow>().AsNoTracking().Where(r => r.Space != null).ToDictionaryAsync(r => r.Code, cancel) : [];

    private async Task<ILookup<OfferingId, SessionRow>> Next(IReadOnlyList<OfferingId> ids, FindOfferings request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var sessions = db.Unfiltered<SessionRow>().AsNoTracking().Where(s => s.Series == null && s.Kind != OfferingKind.Room && s.State == SessionState.Planned && s.End > now);
        if (request.Day is { } only)
            sessions = sessions.Where(s => s.Day == only || (s.IsSeries && s.Day <= only && s.End > LocalTime.StartOfDay(only)));
        // Of each its own next ones: a clinic of many small slots does not push the others out.
        var each = request.Id is null ? MostInList : MostSessions;
        var found = await db.Unfiltered<OfferingRow>().Where(o => ids.Contains(o.Id)).SelectMany(o => sessions.Where(s => s.Offering == o.Id).OrderBy(s => s.Start).Take(each)).ToListAsync(cancel);
        return found.OrderBy(s => s.Start).ToLookup(s => s.Offering);
    }

    private async Task<IReadOnlyList<SessionRow>> Meetings(FindOfferings request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        return request.Id is not { } id ? []
            : await db.Unfiltered<SessionRow>().AsNoTracking().Where(s => s.Offering == id && s.Series != null && s.State == SessionState.Planned && s.End > now).OrderBy(s => s.Start).Take(SessionPlanner.MostMeetings).ToListAsync(cancel);
    }

    private OfferingLine Line(OfferingRow o, Dictionary<string, ResourceRow> resources, IReadOnlyDictionary<string, SpaceFacts> facts, IEnumerable<SessionRow> next)
    {
        var kind = kinds.Find(o.Kind);
        var terms = o.ReadTerms();
        var room = kind.Mode == OfferingMode.Interval && o.ResourceCodes is [var only] && resources.TryGetValue(only, out var found) ? found : null;
        var space = room?.Space is { } code ? facts.GetValueOrDefault(code) : null;
        return new(
            o.Id, o.Kind, kind.Name, kind.Icon, kind.Mode, space?.Scene ?? kind.Scene, o.Title, o.About, o.Scope, ReservationViews.Where(o, resources), o.Open && (room is null || space?.IsInUse != false),
            room is null ? null : new(room.Code, room.Capacity, room.SetUpMinutes, [.. room.UseCodes.Select(u => new SpaceUseName(u, spaces.NameOfUse(u)))], OpeningHours.InWords(space?.OpeningHours), space?.Address),
            room is null ? kind.PageOf(o.Id) : $"/book/room/{room.Code}", [.. next.Take(MostSessions).Select(s => OfferingBook.View(s, terms))], terms);
    }
}
