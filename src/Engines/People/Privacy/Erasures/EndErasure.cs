using Linli.People.Accounts;
using Linli.People.Care;
using Linli.People.Privacy.Disclosure;
using Linli.People.Privacy.MyData;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using System.Text.Json.Serialization;

namespace Linli.People.Privacy.Erasures;

/// <summary>Takes a wish to delete back before it is done.</summary>
/// <param name="Person">A child the caller is the guardian of; left out for oneself.</param>
internal sealed record TakeErasureBack(Guid? Person = null) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Person?.ToString();
}

/// <summary>Wishes of guardians about children on special-care lists that a worker has to look at.</summary>
internal sealed record ListHeldErasures : IQuery<IReadOnlyList<HeldErasure>>;

/// <summary>One of them.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Child">Masked name of the child.</param>
/// <param name="Guardian">Masked name of the guardian.</param>
/// <param name="At">When it was asked for.</param>
/// <param name="DueAt">When it would be done.</param>
/// <param name="Entries">On how many lists the child is.</param>
/// <param name="Person">Id of the child.</param>
internal sealed record HeldErasure(Guid Id, string Child, string Guardian, DateTimeOffset At, DateTimeOffset DueAt, int Entries, Guid Person);

/// <summary>A worker has looked: the data may go, or they must stay for the child's sake.</summary>
/// <param name="MayGo">Whether they may go.</param>
/// <param name="Word">Why not, 4–200 characters; the guardian reads it.</param>
internal sealed record SeeErasure(bool MayGo, string? Word = null) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Which.</summary>
    [JsonIgnore]
    public Guid Id { get; init; }

    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (!MayGo && Word?.Trim() is not { Length: >= 4 and <= 200 })
            yield return Problem.Invalid("word", "word_missing", "请写明不能删除的原因（4–200 个字），监护人会看到。", "Say why they must stay (4–200 characters): the guardian reads it.");
    }
}

internal sealed class EndErasureHandler(LinliDb db, SubjectDesk subjects, ErasureDesk desk, CurrentCaller current, TimeProvider time)
    : IHandler<TakeErasureBack, Done>, IHandler<ListHeldErasures, IReadOnlyList<HeldErasure>>, IHandler<SeeErasure, Done>, IUseCase
{
    private static readonly Problem None = Problem.NotFound("erasure_none", "没有正在等待的注销申请。", "No deletion is waiting.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/me/data/erasure/take-back", (Guid? person, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new TakeErasureBack(person), cancel))
            .Needs(Access.SignedIn).WithTags("privacy").WithSummary("Take a deletion back 撤回注销");
        api.MapGet("/privacy/erasures", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListHeldErasures(), cancel))
            .Needs(PeoplePermissions.Care).WithTags("privacy").WithSummary("Deletions of children on special-care lists that a worker looks at first");
        api.MapPost("/privacy/erasures/{id:guid}/seen", (Guid id, SeeErasure request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(PeoplePermissions.Care).WithTags("privacy").WithSummary("Say whether a child's data may go");
    }

    public async Task<Result<Done>> Handle(TakeErasureBack request, CancellationToken cancel)
    {
        var found = await subjects.Find(request.Person, cancel);
        if (!found.Ok)
            return found.As<Done>();
        if (await desk.Open(found.Value.Id, cancel) is not { } erasure)
            return None;
        await desk.End(erasure, ErasureState.TakenBack, cancel);
        return Done.It;
    }

    public async Task<Result<IReadOnlyList<HeldErasure>>> Handle(ListHeldErasures request, CancellationToken cancel)
    {
        var lines = new List<HeldErasure>();
        foreach (var erasure in await db.Records<Erasure>().AsNoTracking().Where(e => e.State == ErasureState.Held).OrderBy(e => e.At).Take(200).ToListAsync(cancel))
        {
            if (!await MaySee(erasure, cancel))
                continue;
            var names = await db.Records<Person>().Where(p => p.Id == erasure.PersonId || p.Id == erasure.AskedBy).ToDictionaryAsync(p => p.Id, p => p.Name, cancel);
            lines.Add(new(
                erasure.Id, Masked.Name(names.GetValueOrDefault(erasure.PersonId)), Masked.Name(names.GetValueOrDefault(erasure.AskedBy)), erasure.At, erasure.DueAt,
                await db.Unfiltered<CareEntry>().CountAsync(c => c.PersonId == erasure.PersonId && c.State == CareState.Listed, cancel), erasure.PersonId));
        }

        return lines;
    }

    public async Task<Result<Done>> Handle(SeeErasure request, CancellationToken cancel)
    {
        if (await db.Records<Erasure>().SingleOrDefaultAsync(e => e.Id == request.Id && e.State == ErasureState.Held, cancel) is not { } erasure
            || !await MaySee(erasure, cancel))
            return None;
        if (current.Value.MayBe(erasure.AskedBy))
            return Problem.Forbidden("own_erasure", "自己孩子的申请须由其他工作人员处理。", "A colleague decides about your own child.");
        var now = Clock.Now(time);
        (erasure.SeenBy, erasure.SeenAt, erasure.Word) = (current.Value.Account, now, request.MayGo ? null : request.Word!.Trim());
        if (!request.MayGo)
        {
            await desk.End(erasure, ErasureState.Refused, cancel);
            return Done.It;
        }

        erasure.State = ErasureState.Waiting;
        await desk.Say(erasure, cancel);
        return Done.It;
    }

    // Who answers for the lists of the place, and the worker who looks after the child.
    private async Task<bool> MaySee(Erasure erasure, CancellationToken cancel) =>
        await db.Records<CareAssignment>().AnyAsync(a => a.PersonId == erasure.PersonId && a.Account == current.Value.Account && a.To == null, cancel)
        || await PersonReach.Covers(db, current.Value.ScopesFor(PeoplePermissions.CareLead), erasure.PersonId, Clock.Now(time), cancel);
}
