using System.Text.Json.Serialization;
using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.Children;

/// <summary>Approves or refuses that a colleague sees data of a child, or says afterwards what an emergency was.</summary>
/// <param name="Approve">Yes or no; of an emergency, whether it was one.</param>
/// <param name="Decision">Why, 2–200 characters; the guardian reads it.</param>
/// <param name="Hours">How long it holds, 1–72.</param>
/// <param name="Fields">Fewer fields than were asked for; left out for all of them.</param>
internal sealed record DecideChildAccess(bool Approve, string? Decision, int Hours = 24, IReadOnlyList<PersonalField>? Fields = null)
    : ICommand<Done>, IValidated, IAudited
{
    /// <summary>The request.</summary>
    [JsonIgnore]
    public Guid Id { get; init; }

    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Decision?.Trim() is not { Length: >= 2 and <= 200 })
            yield return Problem.Invalid("decision", "decision_missing", "请写明理由（2–200 个字），监护人会看到。", "Say why (2–200 characters): the guardian reads it.");
        if (Hours is < 1 or > ChildAccessRules.MostHours)
            yield return Problem.Invalid("hours", "hours_range", "有效时间为 1–72 小时。", "It holds for 1 to 72 hours.");
    }
}

internal sealed class DecideChildAccessHandler(LinliDb db, CurrentCaller current, Outbox outbox, TimeProvider time)
    : IHandler<DecideChildAccess, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/privacy/children/requests/{id:guid}/decide", (Guid id, DecideChildAccess request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(request with { Id = id }, cancel))
            .Needs(PeoplePermissions.ChildApprove).WithTags("privacy").WithSummary("Approve or refuse that a child's data are seen 审批");

    public async Task<Result<Done>> Handle(DecideChildAccess request, CancellationToken cancel)
    {
        if (current.Value.Person is null)
            return Consents.ConsentProblems.Machines;
        var access = await db.Scoped<ChildAccess>(current.Value.ScopesFor(PeoplePermissions.ChildApprove)).SingleOrDefaultAsync(a => a.Id == request.Id, cancel);
        if (access is null)
            return Problem.NotFound("request_not_found", "没有找到这项申请。", "This request was not found.");
        var asker = await db.Records<Account>().Where(a => a.Id == access.RequestedBy).Select(a => (Guid?)a.PersonId).SingleOrDefaultAsync(cancel);
        var open = access.State == ChildAccessState.Emergency && access.ReviewedAt is null ? ChildAccessState.Open : access.State;
        if (ChildAccessRules.MayDecide(open, asker is { } who && current.Value.MayBe(who), current.Value.Grants.Any(g => g.Post == Posts.Administrator)) is { } problem)
            return problem;
        var now = Clock.Now(time);
        var decision = request.Decision!.Trim();
        if (access.State == ChildAccessState.Emergency)
        {
            (access.Review, access.ReviewedByName, access.ReviewedAt) = (decision, current.Value.Name, now);
            if (!request.Approve && access.ValidUntil > now)
                access.ValidUntil = now;
            return Done.It;
        }

        var asked = PersonalFields.Parse(access.Fields);
        var granted = request.Fields is { Count: > 0 } ? [.. asked.Intersect(request.Fields)] : asked;
        if (request.Approve && granted.Count == 0)
            return Problem.Invalid("fields", "fields_not_asked", "只能批准申请过的内容。", "Only what was asked for can be granted.");
        access.State = request.Approve ? ChildAccessState.Approved : ChildAccessState.Refused;
        access.Fields = request.Approve ? PersonalFields.Codes(granted) : access.Fields;
        access.ValidUntil = request.Approve ? now.AddHours(request.Hours) : null;
        (access.DecidedBy, access.DecidedByName, access.DecidedAt, access.Decision) = (current.Value.Account, current.Value.Name, now, decision);
        outbox.Add(await RequestChildAccessHandler.Changed(db, access, now, cancel));
        return Done.It;
    }
}
