using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Volunteering;

/// <summary>Activities at the caller's places, with what waits to be decided and what was given this month.</summary>
internal sealed record DeskActivities : IQuery<VolunteerDesk>;

/// <summary>The organisers' desk.</summary>
/// <param name="Coming">Not over yet, the next first.</param>
/// <param name="Past">Over, the latest first.</param>
/// <param name="Volunteers">How many are registered.</param>
/// <param name="MinutesThisMonth">Minutes given in the last 30 days.</param>
/// <param name="Days">Minutes given on each of the last 30 days.</param>
internal sealed record VolunteerDesk(IReadOnlyList<DeskActivity> Coming, IReadOnlyList<DeskActivity> Past, int Volunteers, long MinutesThisMonth, IReadOnlyList<(DateOnly Day, long Minutes)> Days);

/// <summary>An activity as an organiser sees it.</summary>
/// <param name="Activity">The activity.</param>
/// <param name="Present">How many came.</param>
/// <param name="ToDecide">Came, and nobody has said yet how long.</param>
/// <param name="Minutes">Recorded.</param>
/// <param name="Zone">GeoJSON in WGS-84.</param>
/// <param name="Insurance">Insurer and policy.</param>
internal sealed record DeskActivity(ActivityFacts Activity, int Present, int ToDecide, long Minutes, string Zone, string? Insurance);

internal sealed class DeskActivitiesHandler(LinliDb db, CurrentCaller current, VolunteerReach reach, TimeProvider time) : IHandler<DeskActivities, VolunteerDesk>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/volunteering/desk", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new DeskActivities(), cancel))
            .Needs(VolunteerPermissions.Desk).WithTags("volunteering").WithSummary("Activities I organise 志愿活动管理");

    public async Task<Result<VolunteerDesk>> Handle(DeskActivities request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var since = now.AddDays(-60);
        // What is to come never drops out behind what is past.
        var coming = await Lines(reach.Organised().Where(a => a.EndsAt > now).OrderBy(a => a.StartsAt).ThenBy(a => a.Id).Take(300), now, cancel);
        var past = await Lines(reach.Organised().Where(a => a.EndsAt <= now && a.EndsAt > since).OrderByDescending(a => a.StartsAt).ThenBy(a => a.Id).Take(300), now, cancel);
        var today = Platform.Time.LocalTime.Today(time);
        var byDay = coming.Concat(past).ToLookup(x => Platform.Time.LocalTime.DateOf(x.Activity.StartsAt), x => x.Minutes);
        var days = Enumerable.Range(0, 30).Select(i => today.AddDays(i - 29)).Select(d => (d, byDay[d].Sum())).ToList();
        return new VolunteerDesk(coming, past, await db.Scoped<Volunteer>(current.Value.ScopesFor(VolunteerPermissions.Desk)).CountAsync(cancel), days.Sum(d => d.Item2), days);
    }

    private async Task<List<DeskActivity>> Lines(IQueryable<VolunteerActivity> which, DateTimeOffset now, CancellationToken cancel)
    {
        var rows = await which.AsNoTracking()
            .Select(a => new
            {
                a,
                Taken = db.Records<SignUp>().Count(s => s.Activity == a.Id && s.State == SignUpState.Taken),
                Waiting = db.Records<SignUp>().Count(s => s.Activity == a.Id && s.State == SignUpState.Waiting),
                Present = db.Records<SignUp>().Count(s => s.Activity == a.Id && s.InAt != null),
                Open = db.Records<SignUp>().Count(s => s.Activity == a.Id && s.InAt != null && s.SettledAt == null),
                Minutes = db.Records<SignUp>().Where(s => s.Activity == a.Id).Sum(s => s.Minutes ?? 0),
            }).ToListAsync(cancel);
        return rows.ConvertAll(x => new DeskActivity(ActivityFacts.Of(x.a, x.Taken, x.Waiting), x.Present, x.a.EndsAt <= now ? x.Open : 0, x.Minutes, x.a.Zone, x.a.Insurance));
    }
}
