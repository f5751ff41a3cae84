using System.Text.Json.Serialization;
using Linli.Notices;
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

namespace Linli.Neighbours.Volunteering;

/// <summary>Signs up for an activity (报名); a full one puts on its wait-list, which moves on by itself.</summary>
/// <param name="OnBehalfOf">A child one is the guardian of, or a parent who agreed; oneself when left out.</param>
/// <param name="BornOn">Needed where the register knows no birth date; not kept.</param>
internal sealed record SignUpForActivity(Guid? OnBehalfOf = null, DateOnly? BornOn = null) : ICommand<SignedUp>, IAudited
{
    [JsonIgnore]
    public Guid Activity { get; init; }

    string? IAudited.AuditSubject => Activity.ToString();
}

/// <summary>What became of it.</summary>
/// <param name="Id">Id of the sign-up.</param>
/// <param name="State">taken, waiting or waitingGuardian.</param>
internal sealed record SignedUp(Guid Id, SignUpState State);

/// <summary>Gives a place back until the activity begins; who waits first moves up.</summary>
internal sealed record CancelSignUp(Guid Id) : ICommand<Done>;

/// <summary>A guardian agrees that a minor takes part, or not.</summary>
internal sealed record AgreeForMinor(bool Agree) : ICommand<Done>, IAudited
{
    [JsonIgnore]
    public Guid Id { get; init; }

    string? IAudited.AuditSubject => $"{Id} {Agree}";
}

internal sealed class SignUpForActivityHandler(LinliDb db, CurrentCaller current, VolunteerReach reach, ICareLists care, IActingFor acting, INotices notices, TimeProvider time)
    : IHandler<SignUpForActivity, SignedUp>, IHandler<CancelSignUp, Done>, IHandler<AgreeForMinor, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/volunteering/activities/{id:guid}/sign-ups", (Guid id, SignUpForActivity request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Activity = id }, cancel))
            .Needs(VolunteerPermissions.Take).WithTags("volunteering").WithSummary("Sign up 报名志愿活动");
        api.MapDelete("/volunteering/sign-ups/{id:guid}", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new CancelSignUp(id), cancel))
            .Needs(Access.SignedIn).WithTags("volunteering").WithSummary("Give a place back 取消报名");
        api.MapPost("/volunteering/sign-ups/{id:guid}/guardian", (Guid id, AgreeForMinor request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(Access.SignedIn).WithTags("volunteering").WithSummary("A guardian agrees, or not 监护人同意");
    }

    public async Task<Result<SignedUp>> Handle(SignUpForActivity request, CancellationToken cancel)
    {
        var whom = await reach.Whom(request.OnBehalfOf, cancel);
        if (!whom.Ok)
            return whom.As<SignedUp>();
        var who = whom.Value;
        await db.LockUntilCommit($"volunteer.activity.{request.Activity}", cancel);
        if (await reach.ForMe().SingleOrDefaultAsync(a => a.Id == request.Activity, cancel) is not { } activity)
            return VolunteerProblems.NotFound;
        var now = Clock.Now(time);
        if (activity.State != ActivityState.Open)
            return VolunteerProblems.NotOpen;
        if (activity.EndsAt <= now)
            return Problem.Conflict("volunteer.over", "活动已结束。", "It is over.");
        var day = LocalTime.DateOf(activity.StartsAt);
        var born = (await care.Facts(who.Person, cancel))?.Born ?? (request.BornOn <= day ? request.BornOn : null);
        int? age = born is { } birth && birth <= day ? LocalTime.AgeOn(birth, day) : null;
        if (VolunteerRules.AgeFault(age, activity.MinAge) is { } refused)
            return refused;
        var row = await db.Records<SignUp>().SingleOrDefaultAsync(s => s.Activity == activity.Id && s.Person == who.Person, cancel);
        if (row is { State: not SignUpState.Cancelled })
            return new SignedUp(row.Id, row.State);
        if (await Seats.Overlaps(db, who.Person, activity, cancel))
            return VolunteerProblems.SameTime;
        var guardians = age < VolunteerRules.FullAge && who.For is null ? await care.GuardianAccountsOf(who.Person, cancel) : [];
        if (age < VolunteerRules.ChildAge && who.For is null)
            return Problem.Forbidden("volunteer.child_alone", "未满 14 周岁由监护人在自己的手机上报名。", "For a child under 14 a guardian signs up, on their own phone.");
        if (age < VolunteerRules.FullAge && who.For is null && guardians.Count == 0)
            return Problem.Forbidden("volunteer.no_guardian", "未满 18 周岁须由监护人同意；请先到社区登记监护人。", "Under 18 a guardian has to agree: have your guardian registered at the community first.");

        if (row is null)
            db.Records<SignUp>().Add(row = new() { Id = Guid.CreateVersion7(now), Activity = activity.Id, Person = who.Person, Account = who.Account, State = SignUpState.Waiting, At = now });
        (row.Account, row.At, row.Version) = (who.Account, now, row.Version + 1);
        (row.Guardian, row.GuardianAt) = who.For is { Agency: null } ? (current.Value.Account, now) : ((Guid?)null, (DateTimeOffset?)null);
        row.State = guardians.Count > 0 ? SignUpState.WaitingGuardian : SignUpState.Waiting;
        if (who.For is { } other)
            acting.Record(other, FamilyMatters.Book, row.Id.ToString(), ($"报名志愿活动：{activity.Title}", $"Signed up for volunteering: {activity.Title}"), $"/volunteering/{activity.Id}");
        foreach (var guardian in guardians)
            await notices.Tell(guardian, "volunteer.guardian", ("孩子想参加志愿活动", "Your child wants to volunteer"),
                ($"{activity.Title}：需要您同意后才算报名。", $"{activity.Title}: nothing happens before you agree."), $"/volunteering/{activity.Id}", $"volunteer-guardian:{row.Id}:{row.Version}", cancel);
        if (row.State == SignUpState.Waiting && (await Seats.Fill(db, notices, activity, now, cancel, quiet: row.Id)).Contains(row.Id))
            return VolunteerProblems.SameTime;
        return new SignedUp(row.Id, row.State);
    }

    public async Task<Result<Done>> Handle(CancelSignUp request, CancellationToken cancel)
    {
        if (await db.Records<SignUp>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == request.Id, cancel) is not { } seen || !await IsMine(seen, cancel))
            return VolunteerProblems.NoSignUp;
        await db.LockUntilCommit($"volunteer.activity.{seen.Activity}", cancel);
        var row = await db.Records<SignUp>().SingleAsync(s => s.Id == request.Id, cancel);

        // The activity of one's own sign-up.
        var activity = await db.Unfiltered<VolunteerActivity>().SingleAsync(a => a.Id == row.Activity, cancel);
        var now = Clock.Now(time);
        if (row.State == SignUpState.Cancelled)
            return Done.It;
        if (row.InAt is not null || activity.StartsAt <= now)
            return Problem.Conflict("volunteer.begun", "活动已开始，请联系领队。", "It has begun: speak to the leader.");
        (row.State, row.Version) = (SignUpState.Cancelled, row.Version + 1);
        await Seats.Fill(db, notices, activity, now, cancel);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(AgreeForMinor request, CancellationToken cancel)
    {
        if (await db.Records<SignUp>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == request.Id && s.State == SignUpState.WaitingGuardian, cancel) is not { } seen
            || !(await care.GuardianAccountsOf(seen.Person, cancel)).Contains(current.Value.Account!.Value))
            return VolunteerProblems.NoSignUp;
        await db.LockUntilCommit($"volunteer.activity.{seen.Activity}", cancel);
        var row = await db.Records<SignUp>().SingleAsync(s => s.Id == request.Id, cancel);
        var activity = await db.Unfiltered<VolunteerActivity>().SingleAsync(a => a.Id == row.Activity, cancel); // that of the ward's sign-up
        var now = Clock.Now(time);
        if (row.State != SignUpState.WaitingGuardian)
            return VolunteerProblems.NoSignUp;
        (row.State, row.Version) = (request.Agree ? SignUpState.Waiting : SignUpState.Cancelled, row.Version + 1);
        if (!request.Agree)
            return Done.It;
        (row.Guardian, row.GuardianAt) = (current.Value.Account, now);
        return (await Seats.Fill(db, notices, activity, now, cancel)).Contains(row.Id) ? VolunteerProblems.SameTime : Done.It;
    }

    private async Task<bool> IsMine(SignUp row, CancellationToken cancel) =>
        row.Person == current.Value.Person || row.Guardian == current.Value.Account || (await acting.For(row.Person, FamilyMatters.Book, cancel)).Ok;
}

/// <summary>Gives free places to those who wait, first come first served. Only while the activity is locked.</summary>
internal static class Seats
{
    /// <summary>Fills the free places, but for those who have one elsewhere at the same time: they go on waiting.</summary>
    /// <returns>Sign-ups that were passed over for that.</returns>
    public static async Task<IReadOnlySet<Guid>> Fill(LinliDb db, INotices notices, VolunteerActivity activity, DateTimeOffset now, CancellationToken cancel, Guid? quiet = null)
    {
        var passed = new HashSet<Guid>();
        if (activity.State != ActivityState.Open || activity.EndsAt <= now)
            return passed;
        var id = activity.Id;
        var rows = await db.Records<SignUp>().Where(s => s.Activity == id && (s.State == SignUpState.Taken || s.State == SignUpState.Waiting)).ToListAsync(cancel);

        // What this transaction changed is newer than what the query saw.
        var all = rows.Union(db.Records<SignUp>().Local.Where(s => s.Activity == id)).Where(s => s.State is SignUpState.Taken or SignUpState.Waiting).ToList();
        var free = activity.Capacity - all.Count(s => s.State == SignUpState.Taken);
        var waiting = all.Where(s => s.State == SignUpState.Waiting).OrderBy(s => s.At).ThenBy(s => s.Id).ToList();
        while (free > 0 && waiting.Count > 0)
        {
            var next = waiting.Take(free).ToList();
            waiting.RemoveRange(0, next.Count);

            // Always in the order of the people: two activities that fill at the same moment do not wait for each other in a circle.
            foreach (var one in next.OrderBy(s => s.Person))
                await db.LockUntilCommit($"volunteer.person.{one.Person}", cancel);
            foreach (var one in next)
                if (await Overlaps(db, one.Person, activity, cancel))
                    passed.Add(one.Id);
                else
                {
                    free--;
                    (one.State, one.Version) = (SignUpState.Taken, one.Version + 1);
                    if (one.Id != quiet)
                        await Tell(notices, activity, one, cancel);
                }
        }

        return passed;
    }

    /// <summary>Whether somebody has a place in another activity at the same time.</summary>
    public static Task<bool> Overlaps(LinliDb db, Guid person, VolunteerActivity activity, CancellationToken cancel) =>
        db.Records<SignUp>().AnyAsync(s => s.Person == person && s.State == SignUpState.Taken && s.Activity != activity.Id
            && db.Unfiltered<VolunteerActivity>().Any(a => a.Id == s.Activity && a.State == ActivityState.Open && a.StartsAt < activity.EndsAt && a.EndsAt > activity.StartsAt), cancel);

    private static Task Tell(INotices notices, VolunteerActivity activity, SignUp row, CancellationToken cancel) =>
        notices.Tell(row.Account, "volunteer.place", ("志愿活动报上名了", "You have a place"),
            ($"{activity.Title}：轮到您了。不能来请尽早取消，让给下一位。", $"{activity.Title}: it is your turn. If you cannot come, cancel soon so that the next can."),
            $"/volunteering/{activity.Id}", $"volunteer-place:{row.Id}:{row.Version}", cancel);
}
