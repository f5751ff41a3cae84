using System.Text.Json.Serialization;
using Linli.People;
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

/// <summary>Says that one is there (签到): by the phone's position, or the code the leader shows. The position is looked at and not kept.</summary>
/// <param name="Latitude">WGS-84 degrees.</param>
/// <param name="Longitude">WGS-84 degrees.</param>
/// <param name="Accuracy">Metres the position may be wrong.</param>
/// <param name="Code">The leader's six figures, instead of a position.</param>
/// <param name="OnBehalfOf">A child or parent one signed up; oneself when left out.</param>
internal sealed record CheckIn(double? Latitude = null, double? Longitude = null, double? Accuracy = null, string? Code = null, Guid? OnBehalfOf = null) : ICommand<Presence>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Activity { get; init; }

    string? IAudited.AuditSubject => Activity.ToString();

    public IEnumerable<Problem> Problems() => PresenceRules.Problems(Latitude, Longitude, Code);
}

/// <summary>Says that one leaves (签退), in the same ways; the hours are recorded at once.</summary>
/// <inheritdoc cref="CheckIn" path="/param"/>
internal sealed record CheckOut(double? Latitude = null, double? Longitude = null, double? Accuracy = null, string? Code = null, Guid? OnBehalfOf = null) : ICommand<Presence>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Activity { get; init; }

    string? IAudited.AuditSubject => Activity.ToString();

    public IEnumerable<Problem> Problems() => PresenceRules.Problems(Latitude, Longitude, Code);
}

/// <summary>When somebody came and went, and what it brought.</summary>
internal sealed record Presence(Guid SignUp, DateTimeOffset? InAt, DateTimeOffset? OutAt, int? Minutes, long Points, int Donated, Platform.Text.Phrase? Why);

internal sealed class CheckInHandler(LinliDb db, CurrentCaller current, VolunteerReach reach, HoursBook hours, ICareLists care, FieldCipher cipher, TimeProvider time)
    : IHandler<CheckIn, Presence>, IHandler<CheckOut, Presence>, IUseCase
{
    private static readonly Problem codeOfLeader = Problem.Forbidden(
        "volunteer.code_of_leader", "领队和组织者请按位置签到，或请另一位组织者登记。", "Leaders and organisers check in by position, or another organiser ticks them off.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/volunteering/activities/{id:guid}/check-in", (Guid id, CheckIn request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Activity = id }, cancel))
            .Needs(VolunteerPermissions.Take).WithTags("volunteering").WithSummary("I am there 签到");
        api.MapPost("/volunteering/activities/{id:guid}/check-out", (Guid id, CheckOut request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Activity = id }, cancel))
            .Needs(VolunteerPermissions.Take).WithTags("volunteering").WithSummary("I leave 签退");
    }

    public async Task<Result<Presence>> Handle(CheckIn request, CancellationToken cancel)
    {
        var found = await Find(request.Activity, request.OnBehalfOf, cancel);
        if (!found.Ok)
            return found.As<Presence>();
        var (activity, row) = found.Value;
        if (row.InAt is not null)
            return PresenceRules.Of(row);
        var now = Clock.Now(time);
        if ((VolunteerRules.InFault(activity.State, activity.StartsAt, activity.EndsAt, now) ?? Fault(activity, request.Latitude, request.Longitude, request.Accuracy, request.Code, now)) is { } refused)
            return refused;
        if (await CodeProvesNothing(activity, row, request.Code, cancel) is { } nothing)
            return nothing;
        if (await ElsewhereNow(row, now, cancel) is { } elsewhere)
            return Problem.Conflict("volunteer.elsewhere", $"您在“{elsewhere}”还没有签退，先签退再来这里。", $"You are still checked in to {elsewhere}: check out there first.");
        (row.InAt, row.InWay, row.Version) = (now, request.Code is null ? PresenceWay.Position : PresenceWay.Code, row.Version + 1);
        return PresenceRules.Of(row);
    }

    public async Task<Result<Presence>> Handle(CheckOut request, CancellationToken cancel)
    {
        var found = await Find(request.Activity, request.OnBehalfOf, cancel);
        if (!found.Ok)
            return found.As<Presence>();
        var (activity, row) = found.Value;
        if (row.OutAt is not null || row.SettledAt is not null)
            return PresenceRules.Of(row);
        var now = Clock.Now(time);
        if (row.InAt is not { } inAt)
            return Problem.Conflict("volunteer.not_in", "您还没有签到。", "You have not checked in.");
        if (now < inAt || now >= activity.EndsAt + VolunteerRules.Late)
            return Problem.Conflict("volunteer.leader_decides", "已过签退时间，请领队确认时长。", "It is too late to check out: the leader decides your hours.");
        if (Fault(activity, request.Latitude, request.Longitude, request.Accuracy, request.Code, now) is { } refused)
            return refused;
        if (await CodeProvesNothing(activity, row, request.Code, cancel) is { } nothing)
            return nothing;
        (row.OutAt, row.OutWay) = (now, request.Code is null ? PresenceWay.Position : PresenceWay.Code);
        var settled = await hours.Settle(activity, row, VolunteerRules.Minutes(activity.StartsAt, activity.EndsAt, inAt, now), null, ("签退", "Checked out"), cancel);
        return settled.Ok ? PresenceRules.Of(row) : settled.As<Presence>();
    }

    private async Task<Result<(VolunteerActivity, SignUp)>> Find(Guid id, Guid? onBehalfOf, CancellationToken cancel)
    {
        var whom = await reach.Whom(onBehalfOf, cancel);
        if (!whom.Ok)
            return whom.As<(VolunteerActivity, SignUp)>();
        await db.LockUntilCommit($"volunteer.activity.{id}", cancel);
        var person = whom.Value.Person;
        var row = await db.Records<SignUp>().SingleOrDefaultAsync(s => s.Activity == id && s.Person == person && s.State == SignUpState.Taken, cancel);
        if (row is null)
            return Problem.NotFound("volunteer.no_place", "您没有报名这项活动，或还在候补。", "You have no place in this activity.");
        return (await db.Unfiltered<VolunteerActivity>().SingleAsync(a => a.Id == id, cancel), row); // the activity of one's own place
    }

    // Whoever can see the code at home proves nothing by it, by whichever of their accounts.
    private async Task<Problem?> CodeProvesNothing(VolunteerActivity activity, SignUp row, string? code, CancellationToken cancel) =>
        code is not null && await care.PersonOf(activity.Leader, cancel) is { } leader && (leader == row.Person || leader == current.Value.Person) ? codeOfLeader : null;

    // An activity in which they are still checked in while it runs.
    private Task<string?> ElsewhereNow(SignUp row, DateTimeOffset now, CancellationToken cancel) =>
        db.Records<SignUp>().Where(s => s.Person == row.Person && s.Id != row.Id && s.InAt != null && s.OutAt == null && s.SettledAt == null)
            .Join(db.Unfiltered<VolunteerActivity>().Where(a => a.EndsAt > now), s => s.Activity, a => a.Id, (_, a) => (string?)a.Title).FirstOrDefaultAsync(cancel);

    private Problem? Fault(VolunteerActivity activity, double? latitude, double? longitude, double? accuracy, string? code, DateTimeOffset now)
    {
        if (code is null)
            return Zone.Fault(Zone.Of(activity.Zone), activity.Tolerance, new(latitude!.Value, longitude!.Value), accuracy);
        if (activity.Leader == current.Value.Account || current.Value.May(VolunteerPermissions.Desk, activity.Scope))
            return codeOfLeader;
        return VolunteerRules.CodeIs(cipher.Open(activity.Secret), now, code.Trim()) ? null
            : Problem.Invalid("code", "volunteer.code_wrong", "口令不对或已过期，请看领队手机上的新口令。", "This code is wrong or old: look at the leader's phone for the new one.");
    }
}

/// <summary>What holds for coming and going.</summary>
internal static class PresenceRules
{
    public static IEnumerable<Problem> Problems(double? latitude, double? longitude, string? code)
    {
        if (code is null && (latitude is not { } north || longitude is not { } east || !GeoPoint.IsValid(north, east)))
            yield return Problem.Invalid("latitude", "volunteer.position_missing", "请允许定位，或输入领队的口令。", "Allow your position, or enter the leader's code.");
        if (code?.Length > 20)
            yield return Problem.Invalid("code", "volunteer.code_wrong", "口令是 6 位数字。", "A code has six figures.");
    }

    public static Presence Of(SignUp row) => new(row.Id, row.InAt, row.OutAt, row.Minutes, row.Points, row.Donated, row.WhyZh is { } zh ? (zh, row.WhyEn!) : null);
}
