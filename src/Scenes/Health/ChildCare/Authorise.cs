using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Linli.Health.Clinics;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ChildCare;

/// <summary>A guardian names a grown-up who may fetch the child (授权接送). The six digits are shown once; the guardian passes them on.</summary>
/// <param name="Name">Full name as on the document.</param>
/// <param name="Relation">Such as 外婆, at most 12 characters.</param>
/// <param name="Day">Only on this local day; always when left out.</param>
internal sealed record Authorise(string Name, string Relation, DateOnly? Day = null) : ICommand<Authorised>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Reservation { get; init; }

    public string? AuditSubject => Reservation.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (ClinicProblems.Line(Name, 30).Length < 2)
            yield return Problem.Invalid("name", "health.collector_name", "请填写接送人证件上的姓名。", "Give the name as on the document.");
        if (ClinicProblems.Line(Relation, 12).Length < 1)
            yield return Problem.Invalid("relation", "health.collector_relation", "请填写和孩子的关系（1–12 个字）。", "Say who they are to the child (1–12 characters).");
    }
}

/// <summary>A new code for somebody who may fetch the child; the old one stops.</summary>
internal sealed record RenewCode(Guid Reservation, Guid Collector) : ICommand<Authorised>, IAudited
{
    public string? AuditSubject => Collector.ToString();
}

/// <summary>Somebody may no longer fetch the child, from now on.</summary>
internal sealed record WithdrawCollector(Guid Reservation, Guid Collector) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Collector.ToString();
}

/// <summary>What the guardian passes on.</summary>
/// <param name="Collector">Id of the authorisation.</param>
/// <param name="Code">Six digits, shown this once.</param>
internal sealed record Authorised(Guid Collector, string Code);

internal sealed class AuthoriseHandler(LinliDb db, NurseryPlaces places, FieldCipher cipher, CurrentCaller current, TimeProvider time)
    : IHandler<Authorise, Authorised>, IHandler<RenewCode, Authorised>, IHandler<WithdrawCollector, Done>, IUseCase
{
    private static readonly Problem NoCollector = Problem.NotFound("health.no_collector", "没有这位接送人。", "There is nobody like this.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/nurseries/mine/{reservation:guid}/collectors", (Guid reservation, Authorise request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Reservation = reservation }, cancel))
            .Needs(Access.SignedIn).WithTags("Child-care").WithSummary("Name somebody who may fetch my child 授权接送");
        api.MapPost("/nurseries/mine/{reservation:guid}/collectors/{id:guid}/code", (Guid reservation, Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new RenewCode(reservation, id), cancel))
            .Needs(Access.SignedIn).WithTags("Child-care").WithSummary("A new code for them 换接送码");
        api.MapDelete("/nurseries/mine/{reservation:guid}/collectors/{id:guid}", (Guid reservation, Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new WithdrawCollector(reservation, id), cancel))
            .Needs(Access.SignedIn).WithTags("Child-care").WithSummary("They may no longer 取消授权");
    }

    /// <summary>Hash of a code, tied to whom it was given.</summary>
    public static string HashOf(FieldCipher cipher, Guid collector, string code) => cipher.Hash("health.collector.code", $"{collector:N}:{code}");

    /// <summary>Hash of a name as on a document: blanks and dots between its parts do not count.</summary>
    public static string HashOfName(FieldCipher cipher, Guid collector, string name) =>
        cipher.Hash("health.collector.name", $"{collector:N}:{string.Concat(name.Where(c => !char.IsWhiteSpace(c) && c is not ('·' or '•' or '.'))).ToUpperInvariant()}");

    public async Task<Result<Authorised>> Handle(Authorise request, CancellationToken cancel)
    {
        if (await places.ChildOf(request.Reservation, cancel) is not { } child)
            return NurseryProblems.NoPlace;
        var today = LocalTime.Today(time);
        if (request.Day is { } day && (day < today || day > today.AddYears(1)))
            return Problem.Invalid("day", "health.collector_day", "请选今天以后的日子。", "Choose today or a day ahead.");
        await db.LockUntilCommit($"nursery child {request.Reservation}", cancel);
        if (await Living(child, today).CountAsync(cancel) >= NurseryRules.MostCollectors)
            return Problem.Conflict("health.collector_most", $"最多 {NurseryRules.MostCollectors} 位接送人，请先取消不用的。", $"At most {NurseryRules.MostCollectors}: withdraw somebody first.");
        var (id, code, name) = (Guid.CreateVersion7(), NewCode(), ClinicProblems.Line(request.Name, 30));
        db.Insert(new Collector
        {
            Id = id, Child = child.Id, Scope = child.Scope, NameMask = Masked.Name(name), NameHash = HashOfName(cipher, id, name), Relation = ClinicProblems.Line(request.Relation, 12), CodeHash = HashOf(cipher, id, code),
            CodeAt = Clock.Now(time), By = current.Value.Account, Day = request.Day, At = Clock.Now(time),
        });
        return new Authorised(id, code);
    }

    public async Task<Result<Authorised>> Handle(RenewCode request, CancellationToken cancel)
    {
        if (await Find(request.Reservation, request.Collector, cancel) is not { } collector)
            return NoCollector;
        var code = NewCode();
        // Whoever makes the code stands for them from now on.
        (collector.CodeHash, collector.CodeAt, collector.By) = (HashOf(cipher, collector.Id, code), Clock.Now(time), current.Value.Account);
        return new Authorised(collector.Id, code);
    }

    public async Task<Result<Done>> Handle(WithdrawCollector request, CancellationToken cancel)
    {
        if (await Find(request.Reservation, request.Collector, cancel) is not { } collector)
            return NoCollector;
        collector.WithdrawnAt = Clock.Now(time);
        return Done.It;
    }

    private async Task<Collector?> Find(Guid reservation, Guid id, CancellationToken cancel) =>
        await places.ChildOf(reservation, cancel) is { } child ? await db.Unfiltered<Collector>().SingleOrDefaultAsync(c => c.Id == id && c.Child == child.Id && c.WithdrawnAt == null, cancel) : null;

    private IQueryable<Collector> Living(NurseryChild child, DateOnly today) =>
        db.Unfiltered<Collector>().Where(c => c.Child == child.Id && c.WithdrawnAt == null && (c.Day == null || c.Day >= today));

    private static string NewCode() => RandomNumberGenerator.GetInt32(0, 1_000_000).ToString("000000", System.Globalization.CultureInfo.InvariantCulture);
}
