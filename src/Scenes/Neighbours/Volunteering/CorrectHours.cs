using System.Text.Json.Serialization;
using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using static Linli.Neighbours.Visits.VisitRules;

namespace Linli.Neighbours.Volunteering;

/// <summary>Corrects recorded hours (更正): what was posted is compensated and the right hours are posted; nothing is edited.</summary>
/// <param name="Minutes">0 to the length of the activity.</param>
/// <param name="Word">Why, 2–200 characters; the person reads it.</param>
internal sealed record CorrectHours(int Minutes, string? Word) : ICommand<Presence>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Id { get; init; }

    string? IAudited.AuditSubject => $"{Id} {Minutes}";

    public IEnumerable<Problem> Problems() => new DecideHours(Minutes, Word).Problems();
}

/// <summary>Flags a record as forged (伪造记录, R19): its hours are taken back, and it stays for the credit file. The person reads why.</summary>
/// <param name="Why">What shows it, 2–200 characters.</param>
internal sealed record FlagForged(string? Why) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Id { get; init; }

    string? IAudited.AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Text(Why, 200, "why", "请写明依据，本人会看到", "Say what shows it: the person reads it") is { } why)
            yield return why;
    }
}

internal sealed class CorrectHoursHandler(LinliDb db, CurrentCaller current, VolunteerReach reach, HoursBook hours, INotices notices, TimeProvider time)
    : IHandler<CorrectHours, Presence>, IHandler<FlagForged, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/volunteering/sign-ups/{id:guid}/correct", (Guid id, CorrectHours request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(VolunteerPermissions.Desk).WithTags("volunteering").WithSummary("Correct recorded hours 更正时长");
        api.MapPost("/volunteering/sign-ups/{id:guid}/forged", (Guid id, FlagForged request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(VolunteerPermissions.Desk).WithTags("volunteering").WithSummary("Flag a record as forged 标记伪造记录");
    }

    public async Task<Result<Presence>> Handle(CorrectHours request, CancellationToken cancel)
    {
        var found = await Find(request.Id, cancel);
        if (!found.Ok)
            return found.As<Presence>();
        var (activity, row) = found.Value;
        var length = VolunteerRules.Minutes(activity.StartsAt, activity.EndsAt, activity.StartsAt, activity.EndsAt);
        if (request.Minutes > length)
            return Problem.Invalid("minutes", "volunteer.minutes_long", $"这项活动只有 {length} 分钟。", $"This activity has {length} minutes.");
        if (row.ForgedAt is not null)
            return Problem.Conflict("volunteer.forged", "这条记录已标记为伪造。", "This record was flagged as forged.");
        row.Word = Clean(request.Word, 200);
        var settled = await hours.Settle(activity, row, request.Minutes, current.Value.Account, ("志愿时长更正", "Volunteer hours corrected"), cancel, exact: true);
        return settled.Ok ? PresenceRules.Of(row) : settled.As<Presence>();
    }

    public async Task<Result<Done>> Handle(FlagForged request, CancellationToken cancel)
    {
        var found = await Find(request.Id, cancel);
        if (!found.Ok)
            return found.As<Done>();
        var (activity, row) = found.Value;
        if (row.ForgedAt is not null)
            return Done.It;
        if (await hours.TakeBack(activity, row, ("志愿记录经核查不实，时长收回", "This record proved false: its hours were taken back"), cancel) is { Ok: false } refused)
            return refused;
        (row.ForgedAt, row.ForgedBy, row.ForgedWhy) = (Clock.Now(time), current.Value.Account, Clean(request.Why, 200));
        await notices.Tell(row.Account, "volunteer.forged", ("一条志愿记录被认定不实", "A record of yours proved false"),
            ($"{activity.Title}：请查看说明；不同意可以向社区提出。", $"{activity.Title}: read why; speak to the community if you disagree."), "/volunteering/record", $"volunteer-forged:{row.Id}", cancel);
        return Done.It;
    }

    private async Task<Result<(VolunteerActivity, SignUp)>> Find(Guid id, CancellationToken cancel)
    {
        if (await db.Records<SignUp>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == id && s.SettledAt != null, cancel) is not { } seen
            || await reach.Organised().SingleOrDefaultAsync(a => a.Id == seen.Activity, cancel) is not { } activity)
            return VolunteerProblems.NoSignUp;
        if (current.Value.MayBe(seen.Person))
            return Problem.Forbidden("volunteer.own_hours", "自己的时长由同事更正。", "A colleague corrects your own hours.");
        await db.LockUntilCommit($"volunteer.activity.{seen.Activity}", cancel);
        return (activity, await db.Records<SignUp>().SingleAsync(s => s.Id == id, cancel));
    }
}
