using System.Text.Json.Serialization;
using Linli.People.Accounts;
using Linli.People.Privacy.Consents;
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

namespace Linli.People.Privacy.MyData;

/// <summary>Corrections that wait for staff, oldest first, masked: each is opened by itself, see <see cref="OpenCorrection"/>.</summary>
internal sealed record ListCorrections : IQuery<IReadOnlyList<CorrectionLine>>;

/// <summary>A correction.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">The name as the register has it, masked.</param>
/// <param name="NewName">As it should be, masked; <c>null</c> when it is right.</param>
/// <param name="OfBirth">Whether it is about the birth date.</param>
/// <param name="OfChild">Whether it is about a child under 14, and opening it needs an approval.</param>
/// <param name="At">When it was asked for.</param>
internal sealed record CorrectionLine(Guid Id, string Name, string? NewName, bool OfBirth, bool OfChild, DateTimeOffset At);

/// <summary>Puts a correction into the register after a paper was seen, or says why not.</summary>
/// <param name="Approve">Yes or no.</param>
/// <param name="Answer">Which paper was seen, or why not, 2–200 characters; the person reads it.</param>
internal sealed record DecideCorrection(bool Approve, string? Answer) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>The correction.</summary>
    [JsonIgnore]
    public Guid Id { get; init; }

    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Answer?.Trim() is not { Length: >= 2 and <= 200 })
            yield return Problem.Invalid("answer", "answer_missing",
                "请写明看过什么证件，或不采纳的原因（2–200 个字），本人会看到。", "Say which paper you saw, or why not (2–200 characters): the person reads it.");
    }
}

internal sealed class DecideCorrectionHandler(
    LinliDb db, FieldCipher cipher, CurrentCaller current, Corrections corrections, TimeProvider time)
    : IHandler<ListCorrections, IReadOnlyList<CorrectionLine>>, IHandler<DecideCorrection, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/privacy/corrections", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListCorrections(), cancel))
            .Needs(PeoplePermissions.Review).WithTags("privacy").WithSummary("Corrections to check 更正申请");
        api.MapPost("/privacy/corrections/{id:guid}/decide", (Guid id, DecideCorrection request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(request with { Id = id }, cancel))
            .Needs(PeoplePermissions.Review).WithTags("privacy").WithSummary("Decide about a correction");
    }

    public async Task<Result<IReadOnlyList<CorrectionLine>>> Handle(ListCorrections request, CancellationToken cancel)
    {
        var rows = await db.Scoped<Correction>(current.Value.ScopesFor(PeoplePermissions.Review)).AsNoTracking()
            .Where(c => c.State == CorrectionState.Open).OrderBy(c => c.At).Take(200)
            .Join(db.Records<Person>(), c => c.PersonId, p => p.Id, (c, p) => new { c, p.Name, p.BirthDate }).ToListAsync(cancel);
        var today = LocalTime.Today(time);
        return rows.ConvertAll(r => new CorrectionLine(
            r.c.Id, Masked.Name(r.Name), r.c.Name is { } name ? Masked.Name(cipher.Open(name)) : null, r.c.BirthDate is not null,
            ConsentRules.IsChild(r.BirthDate, today), r.c.At));
    }

    public async Task<Result<Done>> Handle(DecideCorrection request, CancellationToken cancel)
    {
        var row = await db.Scoped<Correction>(current.Value.ScopesFor(PeoplePermissions.Review)).SingleOrDefaultAsync(c => c.Id == request.Id, cancel);
        if (row is null)
            return Problem.NotFound("correction_not_found", "没有找到这项更正。", "This correction was not found.");
        if (row.State != CorrectionState.Open)
            return Problem.Conflict("already_decided", "这项更正已处理。", "This correction was decided already.");
        if (row.AskedBy == current.Value.Account || await IsOwn(row.AskedBy, cancel))
            return Problem.Forbidden("own_request", "自己的更正须由他人核对。", "Somebody else has to check what you asked for.");
        if (request.Approve)
        {
            var person = await db.Records<Person>().SingleAsync(p => p.Id == row.PersonId, cancel);
            await corrections.Apply(person, row.Name is { } name ? cipher.Open(name) : null, row.BirthDateIn(cipher), cancel);
        }

        row.State = request.Approve ? CorrectionState.Done : CorrectionState.Refused;
        (row.DecidedBy, row.DecidedAt, row.Answer) = (current.Value.Account, Clock.Now(time), request.Answer!.Trim());
        // What was wished for has served its turn: the register holds what is right.
        (row.Name, row.BirthDate) = (null, null);
        return Done.It;
    }

    private Task<bool> IsOwn(Guid asker, CancellationToken cancel) =>
        db.Records<Account>().AnyAsync(a => a.Id == asker && a.PersonId == current.Value.NamedPerson, cancel);
}
