using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Care;

/// <summary>
/// Puts a person on a special-care list. Whoever enters somebody of whom nothing was kept before looks after them until somebody
/// else does; otherwise the responsible of the place assigns a worker.
/// </summary>
/// <param name="Person">Who.</param>
/// <param name="Group">Code of the group.</param>
/// <param name="Reason">Why, 2–500 characters; encrypted.</param>
/// <param name="Evidence">What was shown for it, 2–200 characters; encrypted.</param>
/// <param name="From">First local day; today when left out.</param>
/// <param name="To">Last local day, where it is known.</param>
/// <param name="ReviewOn">When somebody looks again; after the group's months when left out.</param>
/// <param name="Suggested">Whether it confirms what the register suggests.</param>
internal sealed record EnterCare(
    Guid Person, string? Group, string? Reason, string? Evidence, DateOnly? From = null, DateOnly? To = null, DateOnly? ReviewOn = null, bool Suggested = false)
    : ICommand<CareEntered>, IValidated, IAudited
{
    public string? AuditSubject => Person.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (CareRules.Text(Reason, 500, "reason", "请写明纳入原因", "Say why") is { } reason)
            yield return reason;
        if (CareRules.Text(Evidence, 200, "evidence", "请写明依据的材料", "Say what was shown for it") is { } evidence)
            yield return evidence;
    }
}

/// <summary>An entry that was made.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">Listed, or waiting for the approval that children under 14 need.</param>
internal sealed record CareEntered(Guid Id, CareState State);

internal sealed class EnterCareHandler(LinliDb db, CareDesk desk, FieldCipher cipher) : IHandler<EnterCare, CareEntered>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/care/entries", (EnterCare request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(PeoplePermissions.Care).WithTags("care").WithSummary("Put somebody on a special-care list");

    public async Task<Result<CareEntered>> Handle(EnterCare request, CancellationToken cancel)
    {
        if (await db.Records<CareGroup>().SingleOrDefaultAsync(g => g.Code == request.Group, cancel) is not { } group)
            return Problem.Invalid("group", "care.group_unknown", "请选择关爱群体。", "Choose a group.");
        if (await desk.HomeOf(request.Person, PeoplePermissions.Care, cancel) is not { } home)
            return CareDesk.NoPerson;
        var person = await db.Records<Person>().SingleAsync(p => p.Id == request.Person, cancel);
        if (person.DiedOn is not null || person.ErasedAt is not null)
            return CareDesk.NoPerson;
        var today = desk.Today;
        var (from, review) = (request.From ?? today, request.ReviewOn ?? today.AddMonths(group.ReviewMonths));
        if (CareRules.Dates(from, request.To, review, today) is { } wrong)
            return wrong;
        // One line per person and group: two workers who enter the same child at the same moment make one entry.
        await db.LockUntilCommit($"care.{request.Person}.{group.Code}", cancel);
        await desk.EndRunOut(request.Person, cancel);
        var before = await db.Unfiltered<CareEntry>().AsNoTracking().Where(e => e.PersonId == request.Person).ToListAsync(cancel);
        if (before.Exists(e => e.Group == group.Code && (e.State is CareState.Listed or CareState.Waiting)))
            return Problem.Conflict("care.entered_already", "此人已在这个名单上。", "This person is on this list already.");
        var entry = new CareEntry
        {
            Id = Guid.CreateVersion7(desk.Now), PersonId = request.Person, Group = group.Code, Scope = home.Scope, Grid = home.Grid,
            Reason = cipher.Seal(CareRules.Clean(request.Reason, 500)), Evidence = cipher.Seal(CareRules.Clean(request.Evidence, 200)),
            From = from, To = request.To, ReviewOn = review, Suggested = request.Suggested, EnteredBy = desk.Me, At = desk.Now,
            State = CareRules.NeedsApproval(person.BirthDate, today) ? CareState.Waiting : CareState.Listed,
        };
        db.Insert(entry);
        // Of whom something is kept already, nobody gives themselves the key to it: the responsible says who looks after them.
        if (before.Count == 0)
            await desk.Assign(request.Person, desk.Me, cancel);
        return new CareEntered(entry.Id, entry.State);
    }
}
