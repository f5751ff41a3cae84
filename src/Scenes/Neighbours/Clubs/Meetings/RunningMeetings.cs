using Linli.Bookings;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Clubs.Meetings;

/// <summary>Which clubs have which rooms (社群场地), and how many came in the last thirty days; for staff who look after clubs.</summary>
internal sealed record RunningMeetings : IQuery<IReadOnlyList<RunningMeeting>>;

/// <summary>A club's regular time or coming event.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Club">The club's name.</param>
/// <param name="Kind">Regular or event.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Where">The room; <c>null</c> online.</param>
/// <param name="Days">Days of the week of a regular one.</param>
/// <param name="FirstDay">The first local day.</param>
/// <param name="From">Begin, local time.</param>
/// <param name="Minutes">How long.</param>
/// <param name="Until">The last local day.</param>
/// <param name="Meetings">Meetings of the last thirty days.</param>
/// <param name="Visits">How many came to them altogether.</param>
internal sealed record RunningMeeting(
    Guid Id, string Club, ClubMeetingKind Kind, string Title, Phrase? Where, string? Days, DateOnly FirstDay, TimeOnly From, int Minutes, DateOnly? Until, int Meetings, int Visits);

internal sealed class RunningMeetingsHandler(LinliDb db, IBookingLists lists, ILentSpaces spaces, CurrentCaller current, TimeProvider time) : IHandler<RunningMeetings, IReadOnlyList<RunningMeeting>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/neighbours/club-meetings", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new RunningMeetings(), cancel))
            .Needs(NeighboursPermissions.Clubs).WithTags("clubs").WithSummary("Which clubs have which rooms 社群场地");

    public async Task<Result<IReadOnlyList<RunningMeeting>>> Handle(RunningMeetings request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var rows = await db.Scoped<ClubMeeting>(current.Value.ScopesFor(NeighboursPermissions.Clubs)).AsNoTracking().Where(m => m.EndedAt == null).OrderBy(m => m.Kind).ThenBy(m => m.FirstDay).ThenBy(m => m.Id).Take(300).ToListAsync(cancel);
        var clubs = rows.Select(r => r.Club).Distinct().ToList();
        // The clubs of these meetings.
        var names = await db.Unfiltered<Club>().AsNoTracking().Where(c => clubs.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, cancel);
        var rooms = await spaces.Find([.. rows.Select(r => r.Room).OfType<string>().Distinct()], cancel);
        var sessions = (await lists.Meetings([.. rows.Select(r => new OfferingId(r.Id))], cancel)).Where(s => s.State != SessionState.Cancelled).ToLookup(s => s.Offering.Value);
        var visits = await db.Records<ClubPresence>().AsNoTracking().Where(p => clubs.Contains(p.Club)).GroupBy(p => p.Session).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return rows.Where(r => r.Kind == ClubMeetingKind.Regular || sessions[r.Id].Any(s => s.End > now)).Select(r =>
        {
            var past = sessions[r.Id].Where(s => s.End <= now && s.End > now.AddDays(-30)).ToList();
            return new RunningMeeting(
                r.Id, names.GetValueOrDefault(r.Club, ""), r.Kind, r.Title, r.Room is { } room ? rooms.GetValueOrDefault(room)?.Name : null, r.Days, r.FirstDay, r.From, r.Minutes, r.Until, past.Count,
                past.Sum(s => visits.GetValueOrDefault(s.Id.Value)));
        }).ToList();
    }
}
