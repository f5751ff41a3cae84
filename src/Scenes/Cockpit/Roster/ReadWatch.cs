using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cockpit.Roster;

/// <summary>Who has the watch, the shifts of two weeks with their gaps, and the last hand-overs.</summary>
/// <param name="From">First local day; today when left out.</param>
public sealed record ReadWatch(DateOnly? From = null) : IQuery<WatchSeen>;

/// <summary>The watch.</summary>
/// <param name="Place">Of which place.</param>
/// <param name="Holder">Name of whoever has the watch; <c>null</c> when nobody has.</param>
/// <param name="Mine">Whether that is the caller.</param>
/// <param name="Since">Since when, UTC.</param>
/// <param name="Shifts">Shifts, the earliest first.</param>
/// <param name="Gaps">Times of the next seven days in which nobody is planned.</param>
/// <param name="Waiting">What was signed over and nobody has taken yet.</param>
/// <param name="Past">The last hand-overs, the youngest first.</param>
/// <param name="Missing">Whether a shift began and both signatures are missing.</param>
public sealed record WatchSeen(
    ScopePath Place, string? Holder, bool Mine, DateTimeOffset? Since, IReadOnlyList<ShiftSeen> Shifts, IReadOnlyList<WatchGap> Gaps, HandOverSeen? Waiting,
    IReadOnlyList<HandOverSeen> Past, bool Missing);

/// <summary>A shift.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Who.</param>
/// <param name="StartsAt">When it begins, UTC.</param>
/// <param name="EndsAt">When it ends, UTC.</param>
public sealed record ShiftSeen(Guid Id, string? Name, DateTimeOffset StartsAt, DateTimeOffset EndsAt);

/// <summary>A hand-over.</summary>
/// <param name="From">Who signed it over; <c>null</c> for the first watch.</param>
/// <param name="To">Who signed for it.</param>
/// <param name="GivenAt">When the one signed, UTC.</param>
/// <param name="TakenAt">When the other signed, UTC.</param>
/// <param name="OpenAlarms">Open alarms handed over.</param>
/// <param name="Notes">The words.</param>
/// <param name="Digest">What both signed.</param>
/// <param name="Mine">Whether the caller signed it over.</param>
public sealed record HandOverSeen(string? From, string? To, DateTimeOffset? GivenAt, DateTimeOffset? TakenAt, int OpenAlarms, string Notes, string Digest, bool Mine);

internal sealed class ReadWatchHandler(LinliDb db, WatchBook book, IPeople people, CurrentCaller current, TimeProvider time) : IHandler<ReadWatch, WatchSeen>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/cockpit/watch", ([AsParameters] ReadWatch request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(CockpitPermissions.Wall).WithTags("Cockpit").WithSummary("Who has the watch, its shifts and hand-overs 值守情况");

    public async Task<Result<WatchSeen>> Handle(ReadWatch request, CancellationToken cancel)
    {
        var found = book.Place(CockpitPermissions.Wall);
        if (!found.Ok)
            return found.As<WatchSeen>();
        var (place, now) = (found.Value, Clock.Now(time));
        var first = LocalTime.StartOfDay(request.From ?? LocalTime.DateOf(now));
        var shifts = await book.Shifts(place, first, first.AddDays(14), cancel);
        var week = await book.Shifts(place, now, now.AddDays(7), cancel);
        var past = await db.Scoped<HandOver>(ScopeSet.Of([place])).AsNoTracking().Where(h => h.TakenAt != null).OrderByDescending(h => h.TakenAt).Take(10).ToListAsync(cancel);
        var waiting = await book.Waiting(place, cancel);
        var last = past.FirstOrDefault();
        var names = await people.NamesOf(
            [.. shifts.Select(s => s.Account).Concat(past.SelectMany(h => new[] { h.From, h.To })).Append(waiting?.From).OfType<Guid>().Distinct()], cancel);
        return new WatchSeen(
            place, NameOf(last?.To), last?.To is { } holder && holder == current.Value.Account, last?.TakenAt,
            [.. shifts.Select(s => new ShiftSeen(s.Id, NameOf(s.Account), s.StartsAt, s.EndsAt))],
            RosterRules.Gaps(week.Where(s => s.Account is not null).Select(s => (s.StartsAt, s.EndsAt)), now, now.AddDays(7)), Seen(waiting), [.. past.Select(h => Seen(h)!)],
            week.Exists(s => RosterRules.IsMissing(s, last?.TakenAt, last?.To, now)));

        string? NameOf(Guid? account) => account is { } known ? names.GetValueOrDefault(known) : null;

        HandOverSeen? Seen(HandOver? h) => h is null ? null : new(NameOf(h.From), NameOf(h.To), h.GivenAt, h.TakenAt, h.OpenAlarms, h.Notes, h.Digest, h.From is not null && h.From == current.Value.Account);
    }
}
