using Linli.People.Accounts;
using Linli.People.Contact;
using Linli.People.Privacy.Consents;
using Linli.People.Privacy.Disclosure;
using Linli.People.Register;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.Children;

/// <summary>Asks to see data of a child; in an emergency they may be seen at once, and guardian and approvers hear of it at once.</summary>
/// <param name="Child">Id of the child.</param>
/// <param name="Fields">Which data; no more than the work needs.</param>
/// <param name="Reason">Why, 4–200 characters; the guardian reads it. In an emergency at least 10.</param>
/// <param name="Emergency">Somebody is in danger and nobody can be waited for.</param>
internal sealed record RequestChildAccess(Guid Child, IReadOnlyList<PersonalField>? Fields, string? Reason, bool Emergency = false)
    : ICommand<ChildAccessAsked>, IValidated, IAudited
{
    public string? AuditSubject => Child.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Fields is not { Count: > 0 } || Fields.Any(f => !Enum.IsDefined(f)))
            yield return Problem.Invalid("fields", "fields_missing", "请选择需要查看的内容，只选工作必需的。", "Choose what you need to see, and no more than the work needs.");
        if (ViewPersonData.ReasonProblem(Reason) is { } problem)
            yield return problem;
        else if (Emergency && Reason!.Trim().Length < 10)
            yield return Problem.Invalid("reason", "emergency_reason_missing",
                "紧急查看请写清发生了什么（至少 10 个字），监护人和审批人会立即收到。", "Say what has happened (at least 10 characters): guardian and approvers read it at once.");
    }
}

/// <summary>The request as it stands.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">open, or emergency.</param>
/// <param name="ValidUntil">Until when the data may be seen, in an emergency.</param>
internal sealed record ChildAccessAsked(Guid Id, ChildAccessState State, DateTimeOffset? ValidUntil);

internal sealed class RequestChildAccessHandler(LinliDb db, CurrentCaller current, Outbox outbox, RefusalLog refusals, TimeProvider time)
    : IHandler<RequestChildAccess, ChildAccessAsked>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/privacy/children/requests", (RequestChildAccess request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Create(request, asked => $"/api/v1/privacy/children/requests/{asked.Id}", cancel))
            .Needs(PeoplePermissions.ChildAccess).WithTags("privacy").WithSummary("Ask to see a child's data 申请查看未成年人信息");

    public async Task<Result<ChildAccessAsked>> Handle(RequestChildAccess request, CancellationToken cancel)
    {
        if (current.Value.Person is null)
            return ConsentProblems.Machines;
        var now = Clock.Now(time);
        var child = await db.Records<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.Child && p.ErasedAt == null, cancel);
        if (child is null)
            return ConsentRules.Nobody;
        if (!await PersonReach.Covers(db, current.Value.ScopesFor(PeoplePermissions.ChildAccess), child.Id, now, cancel)
            || await PersonReach.PlaceOf(db, child.Id, now, cancel) is not { } place)
            return Refused(request, child, now);
        if (!ConsentRules.IsChild(child.BirthDate, LocalTime.DateOf(now)))
            return Problem.Conflict("not_a_child", "此人已满 14 周岁，不需要这项审批。", "This person is 14 or older: no such approval is needed.");
        var access = new ChildAccess
        {
            Id = Guid.CreateVersion7(now),
            ChildId = child.Id,
            Scope = place,
            RequestedBy = current.Value.Account!.Value,
            RequestedByName = current.Value.Name,
            Fields = PersonalFields.Codes(request.Fields!),
            Reason = request.Reason!.Trim(),
            At = now,
            State = request.Emergency ? ChildAccessState.Emergency : ChildAccessState.Open,
            ValidUntil = request.Emergency ? now + ChildAccessRules.EmergencyLife : null,
        };
        db.Insert(access);
        outbox.Add(await Changed(db, access, now, cancel));
        return new ChildAccessAsked(access.Id, access.State, access.ValidUntil);
    }

    /// <summary>The event that tells those concerned.</summary>
    public static async Task<ChildAccessChanged> Changed(LinliDb db, ChildAccess access, DateTimeOffset now, CancellationToken cancel)
    {
        var guardians = await db.Records<Guardianship>().Where(g => g.ChildId == access.ChildId && g.From <= now && (g.To == null || g.To > now))
            .Join(db.Records<Account>().Where(a => a.Kind == AccountKind.Resident), g => g.GuardianId, a => a.PersonId, (g, a) => a.Id)
            .Distinct().ToListAsync(cancel);
        return new(access.Id, access.State.ToString().ToLowerInvariant(), access.RequestedBy, guardians, ScopePath.Parse(access.Scope, null));
    }

    private Problem Refused(RequestChildAccess request, Person child, DateTimeOffset now)
    {
        var line = new View
        {
            Id = Guid.CreateVersion7(now),
            PersonId = child.Id,
            ViewerId = current.Value.Account!.Value,
            ViewerName = current.Value.Name,
            ViewerPost = current.Value.Grants.FirstOrDefault(g => g.Permissions.Contains(PeoplePermissions.ChildAccess))?.Post,
            ViewerPlace = current.Value.Grants.FirstOrDefault(g => g.Permissions.Contains(PeoplePermissions.ChildAccess))?.Scope.Value,
            What = PersonalFields.Codes(request.Fields!),
            Reason = request.Reason!.Trim(),
            At = now,
            OfChild = ConsentRules.IsChild(child.BirthDate, LocalTime.DateOf(now)),
            Emergency = request.Emergency,
            Refused = ConsentRules.Nobody.Code,
        };
        refusals.Keep(() => db.Records<View>().Add(line));
        return ConsentRules.Nobody;
    }
}
