using Linli.Neighbours.Friends;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Volunteering;

/// <summary>The volunteer board (志愿广场): what one can sign up for, and what one has signed up for.</summary>
internal sealed record FindActivities : IQuery<VolunteerBoard>;

/// <summary>The board of a resident.</summary>
/// <param name="Coming">Activities that are not over, the next first.</param>
/// <param name="Leads">Ids of those the caller leads.</param>
/// <param name="Registered">The caller's volunteer number, once registered.</param>
/// <param name="Minutes">What the caller has stored.</param>
internal sealed record VolunteerBoard(IReadOnlyList<ActivityForMe> Coming, IReadOnlyList<Guid> Leads, string? Registered, long Minutes);

/// <summary>One activity as a resident sees it.</summary>
/// <param name="Id">Which.</param>
internal sealed record OpenActivityPage(Guid Id) : IQuery<ActivityForMe>;

/// <summary>An activity and the caller's part in it.</summary>
/// <param name="Activity">The activity.</param>
/// <param name="Mine">The caller's own sign-up, and those of people they signed up or are the guardian of.</param>
internal sealed record ActivityForMe(ActivityFacts Activity, IReadOnlyList<MySignUp> Mine);

/// <summary>A sign-up as its owner sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Person">Whose.</param>
/// <param name="Name">Set for somebody else than the caller.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Ahead">How many wait before them.</param>
/// <param name="Agrees">Whether the caller, as the guardian, is asked.</param>
/// <param name="Presence">When they came and went.</param>
internal sealed record MySignUp(Guid Id, Guid Person, string? Name, SignUpState State, int Ahead, bool Agrees, Presence Presence);

/// <summary>What anybody may know of an activity.</summary>
internal sealed record ActivityFacts(
    Guid Id, string Number, string Title, string About, string Meeting, DateTimeOffset StartsAt, DateTimeOffset EndsAt, int Capacity, int Taken, int Waiting, string Equipment, int MinAge,
    bool Dangerous, bool Insured, string? Team, ActivityState State, string? CancelReason, int Tolerance)
{
    public int Left => Math.Max(0, Capacity - Taken);

    public static ActivityFacts Of(VolunteerActivity a, IReadOnlyCollection<SignUp> rows) =>
        Of(a, rows.Count(r => r.State == SignUpState.Taken), rows.Count(r => r.State == SignUpState.Waiting));

    public static ActivityFacts Of(VolunteerActivity a, int taken, int waiting) => new(
        a.Id, a.Number, a.Title, a.About, a.Meeting, a.StartsAt, a.EndsAt, a.Capacity, taken, waiting, a.Equipment, a.MinAge, a.Dangerous, a.InsuredAt is not null, a.Team, a.State, a.CancelReason,
        a.Tolerance);
}

/// <summary>Where an activity takes place, as GeoJSON in WGS-84.</summary>
internal sealed record ActivityZone(Guid Id) : IQuery<byte[]>;

/// <summary>The geometry of a zone, for whoever changes it.</summary>
internal sealed record ActivityZoneText(Guid Id) : IQuery<string>;

internal sealed class FindActivitiesHandler(
    LinliDb db, CurrentCaller current, VolunteerReach reach, IScopeTree tree, IActingFor acting, ICareLists care, Ledger.ILedger ledger, TimeProvider time)
    : IHandler<FindActivities, VolunteerBoard>, IHandler<OpenActivityPage, ActivityForMe>, IHandler<ActivityZone, byte[]>, IHandler<ActivityZoneText, string>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/volunteering/activities", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new FindActivities(), cancel))
            .Needs(VolunteerPermissions.Take).WithTags("volunteering").WithSummary("The volunteer board 志愿广场");
        api.MapGet("/volunteering/activities/{id:guid}", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new OpenActivityPage(id), cancel))
            .Needs(Access.SignedIn).WithTags("volunteering").WithSummary("One activity");
        api.MapGet("/volunteering/activities/{id:guid}/zone.geojson", async Task<IResult> (Guid id, UseCaseRunner run, CancellationToken cancel) =>
            await run.Ask(new ActivityZone(id), cancel) is { Ok: true } zone ? TypedResults.Bytes(zone.Value, "application/geo+json") : TypedResults.NotFound())
            .Needs(Access.SignedIn).WithTags("volunteering").WithSummary("Where it takes place 活动范围").Produces(StatusCodes.Status200OK, contentType: "application/geo+json");
    }

    public async Task<Result<VolunteerBoard>> Handle(FindActivities request, CancellationToken cancel)
    {
        if (Residence.Of(current.Value, tree) is null)
            return FriendProblems.NotResident;
        var now = Clock.Now(time);
        var since = now - VolunteerRules.Late;
        var activities = await reach.ForMe().AsNoTracking().Where(a => a.EndsAt > since).OrderBy(a => a.StartsAt).Take(60).ToListAsync(cancel);
        var me = current.Value.Account;
        var leads = await reach.Led().Where(a => a.Leader == me && a.EndsAt > now.AddDays(-7) && a.State == ActivityState.Open).Select(a => a.Id).ToListAsync(cancel);
        var person = current.Value.Person;
        var number = await db.Unfiltered<Volunteer>().Where(v => v.Person == person).Select(v => v.Number).SingleOrDefaultAsync(cancel); // one's own
        var account = person is { } known ? await ledger.Find(Ledger.AccountOwner.Person(known), Ledger.LedgerUnit.VolunteerMinutes, Ledger.NewAccount.Wallet, cancel) : null;
        return new VolunteerBoard(await Mine(activities, cancel), leads, number, account is { } wallet ? (await ledger.Balance(wallet, cancel)).Posted : 0);
    }

    public async Task<Result<ActivityForMe>> Handle(OpenActivityPage request, CancellationToken cancel) =>
        await See(request.Id, cancel) is { } activity ? (await Mine([activity], cancel))[0] : VolunteerProblems.NotFound;

    public async Task<Result<byte[]>> Handle(ActivityZone request, CancellationToken cancel) => await See(request.Id, cancel) is { } activity
        ? GeoJson.Write([new GeoFeature(Zone.Of(activity.Zone), new Dictionary<string, object?> { ["name"] = activity.Title, ["text"] = activity.Meeting, ["colour"] = "#0b7f4f" })])
        : VolunteerProblems.NotFound;

    public async Task<Result<string>> Handle(ActivityZoneText request, CancellationToken cancel) =>
        await reach.Organised().AsNoTracking().SingleOrDefaultAsync(a => a.Id == request.Id, cancel) is { } activity ? activity.Zone : VolunteerProblems.NotFound;

    // For one's home; or one leads or organises it; or one's child takes part.
    private async Task<VolunteerActivity?> See(Guid id, CancellationToken cancel)
    {
        if (await reach.ForMe().AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancel) is { } mine)
            return mine;
        if (await reach.Led().AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancel) is { } led)
            return led;
        var wards = current.Value.Account is { } account ? await care.WardsOf(account, cancel) : [];
        return await db.Unfiltered<VolunteerActivity>().AsNoTracking()
            .SingleOrDefaultAsync(a => a.Id == id && db.Records<SignUp>().Any(s => s.Activity == id && wards.Contains(s.Person)), cancel);
    }

    private async Task<IReadOnlyList<ActivityForMe>> Mine(List<VolunteerActivity> activities, CancellationToken cancel)
    {
        var ids = activities.ConvertAll(a => a.Id);
        var rows = await db.Records<SignUp>().AsNoTracking().Where(s => ids.Contains(s.Activity) && s.State != SignUpState.Cancelled).ToListAsync(cancel);
        var family = (await acting.People(FamilyMatters.Book, cancel)).ToDictionary(p => p.Person, p => p.Name);
        var wards = current.Value.Account is { } account ? await care.WardsOf(account, cancel) : [];
        var byActivity = rows.ToLookup(r => r.Activity);
        return activities.ConvertAll(a => new ActivityForMe(
            ActivityFacts.Of(a, [.. byActivity[a.Id]]),
            [.. byActivity[a.Id].Where(r => r.Person == current.Value.Person || family.ContainsKey(r.Person) || wards.Contains(r.Person)).OrderBy(r => r.Person != current.Value.Person).Select(r => new MySignUp(
                r.Id, r.Person, r.Person == current.Value.Person ? null : family.GetValueOrDefault(r.Person, "–"), r.State,
                r.State == SignUpState.Waiting ? byActivity[a.Id].Count(o => o.State == SignUpState.Waiting && o.At < r.At) : 0,
                r.State == SignUpState.WaitingGuardian && wards.Contains(r.Person), PresenceRules.Of(r)))]));
    }
}
