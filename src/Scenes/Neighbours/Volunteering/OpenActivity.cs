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

/// <summary>Opens a draft for sign-up; a dangerous activity only once its insurance was confirmed (R19).</summary>
/// <param name="Id">Which.</param>
internal sealed record OpenActivity(Guid Id) : ICommand<ActivitySaved>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

/// <summary>Confirms that everybody who takes part is insured (R19).</summary>
/// <param name="Policy">Insurer and number of the policy, 4–100 characters.</param>
internal sealed record ConfirmInsurance(string? Policy) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Id { get; init; }

    string? IAudited.AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Text(Policy, 100, "policy", "请填写保险公司和保单号", "Give the insurer and the number of the policy") is { } policy)
            yield return policy;
    }
}

/// <summary>Calls an activity off; whoever signed up is told why.</summary>
/// <param name="Reason">2–200 characters.</param>
internal sealed record CancelActivity(string? Reason) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Id { get; init; }

    string? IAudited.AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Text(Reason, 200, "reason", "请写明取消的原因，志愿者会看到", "Say why: volunteers read it") is { } reason)
            yield return reason;
    }
}

internal sealed class OpenActivityHandler(LinliDb db, CurrentCaller current, INotices notices, TimeProvider time)
    : IHandler<OpenActivity, ActivitySaved>, IHandler<ConfirmInsurance, Done>, IHandler<CancelActivity, Done>, IUseCase
{
    public static readonly Problem Uninsured = Problem.Conflict(
        "volunteer.not_insured", "有危险的活动须先确认保险（R19），再开放报名。", "A dangerous activity opens only once its insurance is confirmed.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/volunteering/activities/{id:guid}/open", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new OpenActivity(id), cancel))
            .Needs(VolunteerPermissions.Desk).WithTags("volunteering").WithSummary("Open an activity for sign-up 开放报名");
        api.MapPost("/volunteering/activities/{id:guid}/insurance", (Guid id, ConfirmInsurance request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(VolunteerPermissions.Desk).WithTags("volunteering").WithSummary("Confirm insurance 确认保险");
        api.MapPost("/volunteering/activities/{id:guid}/cancel", (Guid id, CancelActivity request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(VolunteerPermissions.Desk).WithTags("volunteering").WithSummary("Call an activity off 取消活动");
    }

    public async Task<Result<ActivitySaved>> Handle(OpenActivity request, CancellationToken cancel)
    {
        if (await Mine(request.Id, cancel) is not { } activity)
            return VolunteerProblems.NotFound;
        if (activity.State != ActivityState.Draft || activity.StartsAt <= Clock.Now(time))
            return Problem.Conflict("volunteer.not_draft", "只有还没开始的草稿可以开放报名。", "Only a draft that has not begun can be opened.");
        if (activity is { Dangerous: true, InsuredAt: null })
            return Uninsured;
        activity.State = ActivityState.Open;
        return new ActivitySaved(activity.Id, activity.Number, activity.State);
    }

    public async Task<Result<Done>> Handle(ConfirmInsurance request, CancellationToken cancel)
    {
        if (await Mine(request.Id, cancel) is not { } activity)
            return VolunteerProblems.NotFound;
        (activity.Insurance, activity.InsuredBy, activity.InsuredAt) = (Clean(request.Policy, 100), current.Value.Account, Clock.Now(time));
        return Done.It;
    }

    public async Task<Result<Done>> Handle(CancelActivity request, CancellationToken cancel)
    {
        if (await Mine(request.Id, cancel) is not { } activity)
            return VolunteerProblems.NotFound;
        if (activity.State == ActivityState.Cancelled || activity.EndsAt <= Clock.Now(time))
            return Problem.Conflict("volunteer.begun", "活动已结束或已取消。", "It is over, or was called off already.");
        if (await db.Records<SignUp>().AnyAsync(s => s.Activity == activity.Id && s.InAt != null, cancel))
            return Problem.Conflict("volunteer.people_there", "已有志愿者签到，不能取消；请按实际时长记录。", "Somebody has checked in: record the hours that were given instead.");
        (activity.State, activity.CancelReason) = (ActivityState.Cancelled, Clean(request.Reason, 200));
        foreach (var one in await db.Records<SignUp>().Where(s => s.Activity == activity.Id && s.State != SignUpState.Cancelled).ToListAsync(cancel))
            await notices.Tell(one.Account, "volunteer.cancelled", ("志愿活动取消了", "A volunteer activity was called off"),
                ($"{activity.Title}：{activity.CancelReason}", $"{activity.Title}: {activity.CancelReason}"), $"/volunteering/{activity.Id}", $"volunteer-cancelled:{activity.Id}", cancel);
        return Done.It;
    }

    private async Task<VolunteerActivity?> Mine(Guid id, CancellationToken cancel)
    {
        await db.LockUntilCommit($"volunteer.activity.{id}", cancel);
        return await db.Scoped<VolunteerActivity>(current.Value.ScopesFor(VolunteerPermissions.Desk)).SingleOrDefaultAsync(a => a.Id == id, cancel);
    }
}
