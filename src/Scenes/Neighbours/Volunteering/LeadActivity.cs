using System.Text.Json.Serialization;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Linli.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using static Linli.Neighbours.Visits.VisitRules;

namespace Linli.Neighbours.Volunteering;

/// <summary>The list of an activity for whoever leads or organises it; names are masked, people are told apart by their number.</summary>
/// <param name="Id">Which.</param>
/// <param name="Site">Address of this installation, for the code that phones scan.</param>
internal sealed record LeadActivity(Guid Id, string? Site = null) : IQuery<ActivityList>;

/// <summary>An activity with everybody in it.</summary>
/// <param name="Activity">The activity.</param>
/// <param name="People">Who is in it, or waits.</param>
/// <param name="Code">The code of now, for the leader to show; <c>null</c> outside its time.</param>
/// <param name="Organises">Whether the caller may correct and flag.</param>
internal sealed record ActivityList(ActivityFacts Activity, IReadOnlyList<ListedVolunteer> People, ActivityCode? Code, bool Organises);

/// <summary>Somebody on the list.</summary>
internal sealed record ListedVolunteer(
    Guid Id, string Name, string? Number, string? Skills, SignUpState State, DateTimeOffset? InAt, DateTimeOffset? OutAt, PresenceWay? Way, int? Minutes, int Donated, long Points, Phrase? Why,
    DateTimeOffset? ForgedAt, string? Word, bool Me);

/// <summary>The code of the next two minutes, for the leader's page to renew by itself.</summary>
internal sealed record ShowActivityCode(Guid Id, string Site) : IQuery<ActivityCode>;

/// <summary>A code as figures and as a picture.</summary>
internal sealed record ActivityCode(string Token, string Svg, int Seconds);

/// <summary>The leader ticks somebody off: in, or out.</summary>
/// <param name="Out">Whether they leave.</param>
internal sealed record MarkPresence(bool Out = false) : ICommand<Presence>, IAudited
{
    [JsonIgnore]
    public Guid Id { get; init; }

    string? IAudited.AuditSubject => $"{Id} {(Out ? "out" : "in")}";
}

/// <summary>The leader decides the hours of somebody who did not check out, or was there without checking in.</summary>
/// <param name="Minutes">0 to the length of the activity.</param>
/// <param name="Word">Why, 2–200 characters; the person reads it.</param>
internal sealed record DecideHours(int Minutes, string? Word) : ICommand<Presence>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Id { get; init; }

    string? IAudited.AuditSubject => $"{Id} {Minutes}";

    public IEnumerable<Problem> Problems()
    {
        if (Minutes < 0)
            yield return Problem.Invalid("minutes", "volunteer.minutes", "时长不能小于 0。", "There are no minutes below zero.");
        if (Text(Word, 200, "word", "请写明依据，本人会看到", "Say what it rests on: the person reads it") is { } word)
            yield return word;
    }
}

internal sealed class LeadActivityHandler(LinliDb db, CurrentCaller current, VolunteerReach reach, HoursBook hours, ICareLists care, FieldCipher cipher, TimeProvider time)
    : IHandler<LeadActivity, ActivityList>, IHandler<ShowActivityCode, ActivityCode>, IHandler<MarkPresence, Presence>, IHandler<DecideHours, Presence>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/volunteering/activities/{id:guid}/list", (Guid id, HttpRequest from, UseCaseRunner run, CancellationToken cancel) => run.Answer(new LeadActivity(id, $"{from.Scheme}://{from.Host}/"), cancel))
            .Needs(Access.SignedIn).WithTags("volunteering").WithSummary("The leader's list 领队名单");
        api.MapGet("/volunteering/activities/{id:guid}/code", (Guid id, HttpRequest from, UseCaseRunner run, CancellationToken cancel) => run.Answer(new ShowActivityCode(id, $"{from.Scheme}://{from.Host}/"), cancel))
            .Needs(Access.SignedIn).WithTags("volunteering").WithSummary("The leader's code of now 现场口令");
        api.MapPost("/volunteering/sign-ups/{id:guid}/mark", (Guid id, MarkPresence request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(Access.SignedIn).WithTags("volunteering").WithSummary("The leader ticks somebody off 点名");
        api.MapPost("/volunteering/sign-ups/{id:guid}/hours", (Guid id, DecideHours request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(Access.SignedIn).WithTags("volunteering").WithSummary("The leader decides hours 确认时长");
    }

    public async Task<Result<ActivityList>> Handle(LeadActivity request, CancellationToken cancel)
    {
        if (await reach.Led().AsNoTracking().SingleOrDefaultAsync(a => a.Id == request.Id, cancel) is not { } activity)
            return VolunteerProblems.NotFound;
        var rows = await db.Records<SignUp>().AsNoTracking().Where(s => s.Activity == activity.Id && s.State != SignUpState.Cancelled).OrderBy(s => s.State).ThenBy(s => s.At).ToListAsync(cancel);
        var people = rows.ConvertAll(r => r.Person);
        var names = await care.NamesOf(people, masked: true, cancel);

        // Who stands on the list of an activity one leads, wherever they live.
        var known = await db.Unfiltered<Volunteer>().AsNoTracking().Where(v => people.Contains(v.Person)).ToDictionaryAsync(v => v.Person, cancel);
        return new ActivityList(
            ActivityFacts.Of(activity, rows), rows.ConvertAll(r => Line(r, names.GetValueOrDefault(r.Person, "–"), known.GetValueOrDefault(r.Person))), CodeOf(activity, request.Site),
            current.Value.May(VolunteerPermissions.Desk, activity.Scope));
    }

    public async Task<Result<ActivityCode>> Handle(ShowActivityCode request, CancellationToken cancel) =>
        await reach.Led().AsNoTracking().SingleOrDefaultAsync(a => a.Id == request.Id, cancel) is { } activity && CodeOf(activity, request.Site) is { } code ? code : VolunteerProblems.NotFound;

    private ActivityCode? CodeOf(VolunteerActivity activity, string? site)
    {
        var now = Clock.Now(time);
        if (activity.State != ActivityState.Open || now < activity.StartsAt - VolunteerRules.Early || now >= activity.EndsAt + VolunteerRules.Late)
            return null;
        var code = VolunteerRules.CodeAt(cipher.Open(activity.Secret), now);
        return new(code, QrPicture.Svg($"{site ?? "/"}volunteering/{activity.Id}?code={code}"), VolunteerRules.CodeLeft(now));
    }

    public async Task<Result<Presence>> Handle(MarkPresence request, CancellationToken cancel)
    {
        var found = await Find(request.Id, cancel);
        if (!found.Ok)
            return found.As<Presence>();
        var (activity, row) = found.Value;
        var now = Clock.Now(time);
        if (!request.Out)
        {
            if (row.InAt is not null)
                return PresenceRules.Of(row);
            if (VolunteerRules.InFault(activity.State, activity.StartsAt, activity.EndsAt, now) is { } early)
                return early;
            (row.InAt, row.InWay, row.Version) = (now, PresenceWay.Leader, row.Version + 1);
            return PresenceRules.Of(row);
        }

        if (row.OutAt is not null || row.SettledAt is not null)
            return PresenceRules.Of(row);
        if (row.InAt is not { } inAt || now < inAt)
            return Problem.Conflict("volunteer.not_in", "还没有签到，请直接填写时长。", "They have not checked in: give the hours instead.");
        if (now >= activity.EndsAt + VolunteerRules.Late)
            return Problem.Conflict("volunteer.leader_decides", "活动结束已久，请填写实际时长。", "It ended long ago: give the hours instead.");
        (row.OutAt, row.OutWay) = (now, PresenceWay.Leader);
        var settled = await hours.Settle(activity, row, VolunteerRules.Minutes(activity.StartsAt, activity.EndsAt, inAt, now), current.Value.Account, ("领队点名签退", "Ticked off by the leader"), cancel);
        return settled.Ok ? PresenceRules.Of(row) : settled.As<Presence>();
    }

    public async Task<Result<Presence>> Handle(DecideHours request, CancellationToken cancel)
    {
        var found = await Find(request.Id, cancel);
        if (!found.Ok)
            return found.As<Presence>();
        var (activity, row) = found.Value;
        var length = VolunteerRules.Minutes(activity.StartsAt, activity.EndsAt, activity.StartsAt, activity.EndsAt);
        if (request.Minutes > length)
            return Problem.Invalid("minutes", "volunteer.minutes_long", $"这项活动只有 {length} 分钟。", $"This activity has {length} minutes.");
        if (activity.State != ActivityState.Open || Clock.Now(time) < activity.EndsAt)
            return Problem.Conflict("volunteer.not_over", "活动结束后才能确认时长。", "Hours are decided once it is over.");
        if (row.SettledAt is not null)
            return Problem.Conflict("volunteer.settled", "时长已记入；改动请由社区更正。", "These hours were recorded: the community corrects them.");
        row.Word = Clean(request.Word, 200);
        var settled = await hours.Settle(activity, row, request.Minutes, current.Value.Account, ("领队确认时长", "Decided by the leader"), cancel, exact: true);
        return settled.Ok ? PresenceRules.Of(row) : settled.As<Presence>();
    }

    private async Task<Result<(VolunteerActivity, SignUp)>> Find(Guid id, CancellationToken cancel)
    {
        if (await db.Records<SignUp>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancel) is not { } seen
            || await reach.Led().SingleOrDefaultAsync(a => a.Id == seen.Activity, cancel) is not { } activity)
            return VolunteerProblems.NoSignUp;
        if (current.Value.MayBe(seen.Person))
            return Problem.Forbidden("volunteer.own_hours", "自己的时长由本人定位或口令签到，或由社区确认。", "Nobody records their own hours: check in yourself, or ask the community.");
        await db.LockUntilCommit($"volunteer.activity.{seen.Activity}", cancel);
        var row = await db.Records<SignUp>().SingleAsync(s => s.Id == id, cancel);
        return row.State == SignUpState.Taken ? (activity, row) : Problem.Conflict("volunteer.no_place", "这位还没有名额。", "They have no place yet.");
    }

    private ListedVolunteer Line(SignUp r, string name, Volunteer? known) => new(
        r.Id, name, known?.Number, known?.Skills, r.State, r.InAt, r.OutAt, r.InWay, r.Minutes, r.Donated, r.Points, r.WhyZh is { } why ? (why, r.WhyEn!) : null, r.ForgedAt, r.Word,
        current.Value.MayBe(r.Person));
}
