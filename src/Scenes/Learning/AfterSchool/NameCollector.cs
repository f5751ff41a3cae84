using System.Security.Cryptography;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Learning.AfterSchool;

/// <summary>A guardian names a grown-up who may fetch the child after class (登记接送人).</summary>
/// <param name="Child">The child, as <c>GET /me/family</c> gives them.</param>
/// <param name="Name">Full name, 2–30 characters; staff see it masked.</param>
/// <param name="Relation">What they are to the child, 1–10 characters.</param>
/// <param name="IsAdult">That they are 18 or older.</param>
internal sealed record NameCollector(Guid Child, string? Name, string? Relation, bool IsAdult) : ICommand<NamedCollector>, IValidated, IAudited
{
    public string? AuditSubject => null;

    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryCleanLine(Name, 30, out var name) || name.Length < 2)
            yield return Problem.Invalid("name", "learning.collector_name", "请填写接送人的姓名（2–30 个字）。", "Give the name of who fetches the child (2–30 characters).");
        if (!PlainText.TryCleanLine(Relation, 10, out var relation) || relation.Length == 0)
            yield return Problem.Invalid("relation", "learning.collector_relation", "请填写与孩子的关系，例如外婆。", "Say what they are to the child, such as grandmother.");
        if (!IsAdult)
            yield return Problem.Invalid("isAdult", "learning.collector_adult", "只能由成年人接孩子，请确认对方已满 18 周岁。", "Only a grown-up fetches a child: confirm that they are 18 or older.");
    }
}

/// <summary>They may not fetch the child any more.</summary>
internal sealed record EndCollector(Guid Id) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

/// <summary>The children the caller is the guardian of, with who may fetch them.</summary>
internal sealed record MyCollectors : IQuery<IReadOnlyList<FetchedChild>>;

/// <summary>A child of the caller.</summary>
internal sealed record FetchedChild(Guid Child, string Name, IReadOnlyList<NamedCollector> Collectors);

/// <summary>Who may fetch a child, as the guardian sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Full name.</param>
/// <param name="Relation">What they are to the child.</param>
/// <param name="Code">Four digits that they say when they come.</param>
internal sealed record NamedCollector(Guid Id, string Name, string Relation, string Code);

internal sealed class NameCollectorHandler(LinliDb db, CurrentCaller current, IActingFor family, FieldCipher cipher, TimeProvider time)
    : IHandler<NameCollector, NamedCollector>, IHandler<EndCollector, Done>, IHandler<MyCollectors, IReadOnlyList<FetchedChild>>, IUseCase
{
    private const int Most = 6;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/learning/collectors", (NameCollector request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("Learning").WithSummary("Name a grown-up who may fetch my child 登记接送人");
        api.MapDelete("/learning/collectors/{id:guid}", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new EndCollector(id), cancel))
            .Needs(Access.SignedIn).WithTags("Learning").WithSummary("They may not fetch my child any more 取消接送人");
        api.MapGet("/learning/collectors", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyCollectors(), cancel))
            .Needs(Access.SignedIn).WithTags("Learning").WithSummary("Who may fetch my children 接送人");
    }

    public async Task<Result<NamedCollector>> Handle(NameCollector request, CancellationToken cancel)
    {
        // A guardian's word and nobody else's: an agent of a grown-up has an agreement.
        if ((await family.People(FamilyMatters.Book, cancel)).FirstOrDefault(p => p.Person == request.Child && p.Agency is null) is null)
            return Problem.Forbidden("learning.not_guardian", "只有监护人可以指定接送人。", "Only a guardian says who may fetch a child.") with { Field = "child" };
        await db.LockUntilCommit($"learning.collectors.{request.Child}", cancel);
        var known = await Running(request.Child).ToListAsync(cancel);
        if (known.Count >= Most)
            return Problem.Conflict("learning.collectors_many", $"一个孩子最多登记 {Most} 位接送人，请先取消一位。", $"At most {Most} people for each child: take one off first.");
        PlainText.TryCleanLine(request.Name, 30, out var name);
        PlainText.TryCleanLine(request.Relation, 10, out var relation);
        // No two of one child say the same.
        var taken = known.Select(k => cipher.Open(k.Code)).ToHashSet();
        string code;
        do
            code = RandomNumberGenerator.GetString("0123456789", 4);
        while (taken.Contains(code));
        var now = Clock.Now(time);
        var row = new Collector
        {
            Id = Guid.CreateVersion7(now), Child = request.Child, Name = cipher.Seal(name), NameMask = Masked.Name(name), Relation = relation, Code = cipher.Seal(code), By = current.Value.Account!.Value, At = now,
        };
        db.Records<Collector>().Add(row);
        return new NamedCollector(row.Id, name, relation, code);
    }

    public async Task<Result<Done>> Handle(EndCollector request, CancellationToken cancel)
    {
        var children = (await family.People(FamilyMatters.Book, cancel)).Where(p => p.Agency is null).Select(p => p.Person).ToList();
        if (await db.Records<Collector>().SingleOrDefaultAsync(c => c.Id == request.Id && children.Contains(c.Child), cancel) is not { } row)
            return Problem.NotFound("learning.no_collector", "没有这位接送人。", "There is no such person.");
        // Their name was kept for this alone; what was handed over says what they were to the child.
        db.Records<Collector>().Remove(row);
        return Done.It;
    }

    public async Task<Result<IReadOnlyList<FetchedChild>>> Handle(MyCollectors request, CancellationToken cancel)
    {
        var children = (await family.People(FamilyMatters.Book, cancel)).Where(p => p.Agency is null).ToList();
        var ids = children.ConvertAll(c => c.Person);
        var rows = await db.Records<Collector>().AsNoTracking().Where(c => ids.Contains(c.Child) && c.EndedAt == null).OrderBy(c => c.At).ToListAsync(cancel);
        return children.ConvertAll(c => new FetchedChild(
            c.Person, c.Name, [.. rows.Where(r => r.Child == c.Person).Select(r => new NamedCollector(r.Id, cipher.Open(r.Name), r.Relation, cipher.Open(r.Code)))]));
    }

    private IQueryable<Collector> Running(Guid child) => db.Records<Collector>().Where(c => c.Child == child && c.EndedAt == null);
}
