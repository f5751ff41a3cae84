using Linli.People.Accounts;
using Linli.People.Care;
using Linli.People.Privacy.MyData;
using Linli.People.Privacy.Terms;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Privacy;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.Erasures;

/// <summary>What would go and what would stay, and why: read before deleting (R37, PIPL art. 47).</summary>
/// <param name="Person">A child the caller is the guardian of; left out for oneself.</param>
internal sealed record PlanErasure(Guid? Person = null) : IQuery<ErasurePlan>;

/// <summary>The plan.</summary>
/// <param name="Person">Whose.</param>
/// <param name="Name">Their name.</param>
/// <param name="Stays">What stays, without the name.</param>
/// <param name="Hindrance">Why it cannot be asked for now; <c>null</c> when it can.</param>
/// <param name="GraceHours">How long it can be taken back.</param>
/// <param name="DueAt">When it is done, where it was asked for already.</param>
/// <param name="Held">Whether a worker has to look first, as the child is on a special-care list.</param>
/// <param name="Word">Why the last wish was refused.</param>
internal sealed record ErasurePlan(
    Guid Person, string Name, IReadOnlyList<DataThatStays> Stays, Problem? Hindrance, double GraceHours, DateTimeOffset? DueAt, bool Held, string? Word);

/// <summary>
/// Asks for everything kept of a person to be deleted: signs them out everywhere, and is done for good when the time to take it
/// back is over.
/// </summary>
/// <param name="Confirm">The last four digits of the caller's own phone: nobody deletes by a slip of the finger.</param>
/// <param name="Person">A child the caller is the guardian of; left out for oneself.</param>
internal sealed record EraseMyData(string? Confirm, Guid? Person = null) : ICommand<ErasureAsked>, IValidated, IAudited
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

/// <summary>What was asked for.</summary>
/// <param name="Self">Whether the caller deletes themselves, and so is signed out.</param>
/// <param name="DueAt">When it is done, UTC.</param>
/// <param name="Held">Whether a worker looks first.</param>
internal sealed record ErasureAsked(bool Self, DateTimeOffset DueAt, bool Held);

internal sealed class AskErasureHandler(
    LinliDb db, SubjectDesk subjects, IEnumerable<IPersonalData> modules, CurrentCaller current, ErasureDesk desk, ISensitiveActs acts, Waits waits,
    CallerDirectory directory, TimeProvider time)
    : IHandler<PlanErasure, ErasurePlan>, IHandler<EraseMyData, ErasureAsked>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/me/data/erasure", (Guid? person, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new PlanErasure(person), cancel))
            .Needs(Access.SignedIn).WithTags("privacy").WithSummary("What would be deleted and what would stay");
        api.MapPost("/me/data/erasure", (EraseMyData request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("privacy").WithSummary("Have everything kept about me deleted 注销");
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
        var last = await db.Records<Erasure>().AsNoTracking().Where(e => e.PersonId == found.Value.Id).OrderByDescending(e => e.At).FirstOrDefaultAsync(cancel);
        var open = last is { EndedAt: null } ? last : null;
        return new ErasurePlan(
            found.Value.Id, Names.Own(found.Value), stays, await desk.Hindrance(found.Value.Id, cancel) ?? await acts.Hindrance(cancel),
            (await waits.Of(Waits.Erasure, cancel)).TotalHours, open?.DueAt,
            open is null ? await NeedsAnEye(found.Value.Id, cancel) : open.State == ErasureState.Held,
            last is { State: ErasureState.Refused, Word: { } word } ? word : null);
    }

    public async Task<Result<ErasureAsked>> Handle(EraseMyData request, CancellationToken cancel)
    {
        var self = await db.Records<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == current.Value.Person, cancel);
        var found = await subjects.Find(request.Person, cancel);
        if (!found.Ok)
            return found.As<ErasureAsked>();
        if (self?.PhoneTail is null || self.PhoneTail != request.Confirm!.Trim())
            return EraseMyData.WrongTail;
        var person = found.Value.Id;
        if ((await desk.Hindrance(person, cancel) ?? await acts.Hindrance(cancel)) is { } hindrance)
            return hindrance;
        if (await desk.Open(person, cancel) is not null)
            return Problem.Conflict("erasure_asked", "已经申请过，正在等待。", "It was asked for already, and is waiting.");
        var now = Clock.Now(time);
        var held = await NeedsAnEye(person, cancel);
        var erasure = new Erasure
        {
            Id = Guid.CreateVersion7(now), PersonId = person, AskedBy = self.Id, At = now, DueAt = now + await waits.Of(Waits.Erasure, cancel),
            State = held ? ErasureState.Held : ErasureState.Waiting,
        };
        db.Records<Erasure>().Add(erasure);
        await desk.Say(erasure, cancel);
        if (person == self.Id)
            await SignOut(person, cancel);
        return new ErasureAsked(person == self.Id, erasure.DueAt, held);
    }

    // Nothing of a child in need vanishes by the word of one guardian before somebody of the community has looked.
    private async Task<bool> NeedsAnEye(Guid person, CancellationToken cancel) =>
        person != current.Value.Person
        && await db.Unfiltered<CareEntry>().AnyAsync(c => c.PersonId == person && (c.State == CareState.Listed || c.State == CareState.Waiting), cancel);

    private async Task SignOut(Guid person, CancellationToken cancel)
    {
        foreach (var account in await db.Records<Account>().Where(a => a.PersonId == person).ToListAsync(cancel))
        {
            account.EndSignIns(time);
            db.AfterCommit(() => directory.Forget(account.Id));
        }
    }
}
