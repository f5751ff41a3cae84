using Linli.People.Accounts;
using Linli.Platform.Audit;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Privacy;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.MyData;

/// <summary>What would go and what would stay, and why: read before deleting (R37, PIPL art. 47).</summary>
/// <param name="Person">A child the caller is the guardian of; left out for oneself.</param>
internal sealed record PlanErasure(Guid? Person = null) : IQuery<ErasurePlan>;

/// <summary>The plan.</summary>
/// <param name="Person">Whose.</param>
/// <param name="Name">Their name.</param>
/// <param name="Stays">What stays, without the name.</param>
/// <param name="Hindrance">Why it cannot be done now; <c>null</c> when it can.</param>
internal sealed record ErasurePlan(Guid Person, string Name, IReadOnlyList<DataThatStays> Stays, Problem? Hindrance);

/// <summary>
/// Deletes what is kept of a person, for good: signs them out everywhere, ends their homes and posts, and takes their name out
/// of what must stay.
/// </summary>
/// <param name="Confirm">The last four digits of the caller's own phone: nobody deletes by a slip of the finger.</param>
/// <param name="Person">A child the caller is the guardian of; left out for oneself.</param>
internal sealed record EraseMyData(string? Confirm, Guid? Person = null) : ICommand<Erased>, IValidated, IAudited
{
    public string? AuditSubject => Person?.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Confirm?.Trim() is not { Length: 4 } tail || !tail.All(char.IsAsciiDigit))
            yield return WrongTail;
    }

    public static Problem WrongTail => Problem.Invalid("confirm", "confirm_wrong",
        "请输入您自己手机号的后四位，确认注销。", "Type the last four digits of your own phone to confirm.");
}

/// <summary>What was done.</summary>
/// <param name="Self">Whether the caller deleted themselves, and so is signed out.</param>
internal sealed record Erased(bool Self);

internal sealed class EraseMyDataHandler(
    LinliDb db, SubjectDesk subjects, IEnumerable<IPersonalData> modules, CurrentCaller current, CallerDirectory directory, AuditTrail audit)
    : IHandler<PlanErasure, ErasurePlan>, IHandler<EraseMyData, Erased>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/me/data/erasure", (Guid? person, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new PlanErasure(person), cancel))
            .Needs(Access.SignedIn).WithTags("privacy").WithSummary("What would be deleted and what would stay");
        api.MapPost("/me/data/erasure", (EraseMyData request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("privacy").WithSummary("Delete everything kept about me 注销");
    }

    public async Task<Result<ErasurePlan>> Handle(PlanErasure request, CancellationToken cancel)
    {
        var found = await subjects.Find(request.Person, cancel);
        if (!found.Ok)
            return found.As<ErasurePlan>();
        var subject = await subjects.Subject(found.Value, cancel);
        var stays = new List<DataThatStays>();
        foreach (var module in modules)
            stays.AddRange(await module.Stays(subject, cancel));
        return new ErasurePlan(found.Value.Id, Names.Own(found.Value), stays, await Hindrance(found.Value.Id, cancel));
    }

    public async Task<Result<Erased>> Handle(EraseMyData request, CancellationToken cancel)
    {
        var self = await db.Records<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == current.Value.Person, cancel);
        var found = await subjects.Find(request.Person, cancel);
        if (!found.Ok)
            return found.As<Erased>();
        if (self?.PhoneTail is null || self.PhoneTail != request.Confirm!.Trim())
            return EraseMyData.WrongTail;
        if (await Hindrance(found.Value.Id, cancel) is { } hindrance)
            return hindrance;
        var subject = await subjects.Subject(found.Value, cancel);
        // The engine that keeps names and accounts comes last: the others look the person up by them.
        foreach (var module in modules.OrderBy(m => m.Module == "people"))
            await module.Erase(subject, cancel);
        audit.Record("people.person_erased", subject.Person.ToString());
        db.AfterCommit(() =>
        {
            foreach (var account in subject.Accounts)
                directory.Forget(account);
        });
        return new Erased(found.Value.Id == current.Value.Person);
    }

    // Whoever acts for the office is known by name as long as they do; their posts are withdrawn first.
    private async Task<Problem?> Hindrance(Guid person, CancellationToken cancel) =>
        await db.Records<Account>().AnyAsync(a => a.PersonId == person && a.Kind == AccountKind.Staff && a.SuspendedAt == null, cancel)
            ? Problem.Conflict("staff_account_open",
                "您还有工作账号，请先请管理员撤销岗位并停用账号，再来注销。", "You still have a staff account: have an administrator withdraw your posts and close it first.")
            : null;
}
