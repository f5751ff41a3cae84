using System.Globalization;
using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.MyData;

/// <summary>
/// Corrects name or birth date: at once where nobody verified them, otherwise after staff have looked at a paper.
/// </summary>
/// <param name="Name">The right name.</param>
/// <param name="BirthDate">The right local date of birth.</param>
/// <param name="Person">A child the caller is the guardian of; left out for oneself.</param>
internal sealed record CorrectMyData(string? Name = null, DateOnly? BirthDate = null, Guid? Person = null) : ICommand<Corrected>, IValidated, IAudited
{
    public string? AuditSubject => Person?.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Name is null && BirthDate is null)
            yield return Problem.Invalid("name", "nothing_to_correct", "请填写要更正的姓名或出生日期。", "Say the right name or birth date.");
        if (Name is not null && Me.PersonNames.Check(Name) is { } problem)
            yield return problem;
        if (BirthDate is { } day && day < new DateOnly(1900, 1, 1))
            yield return BirthProblem;
    }

    public static Problem BirthProblem => Problem.Invalid("birthDate", "birth_date_wrong",
        "出生日期应在 1900 年以后、今天以前。", "A birth date lies after 1900 and before today.");
}

/// <summary>What became of it.</summary>
/// <param name="Correction">Id of the request, where staff have to look; <c>null</c> when it is done.</param>
internal sealed record Corrected(Guid? Correction);

internal sealed class CorrectMyDataHandler(
    LinliDb db, SubjectDesk subjects, ISensitiveActs acts, CurrentCaller current, FieldCipher cipher, Corrections corrections, TimeProvider time)
    : IHandler<CorrectMyData, Corrected>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/me/data/corrections", (CorrectMyData request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("privacy").WithSummary("Correct my name or birth date 更正");

    public async Task<Result<Corrected>> Handle(CorrectMyData request, CancellationToken cancel)
    {
        var found = await subjects.Find(request.Person, cancel);
        if (!found.Ok)
            return found.As<Corrected>();
        if (await acts.Hindrance(cancel) is { } wait)
            return wait;
        var now = Clock.Now(time);
        if (request.BirthDate > LocalTime.DateOf(now))
            return CorrectMyData.BirthProblem;
        var person = await db.Records<Person>().SingleAsync(p => p.Id == found.Value.Id, cancel);
        // Prices, votes and guardianship follow from both, so what was verified changes only after a paper was seen.
        if (await Disclosure.PersonReach.PlaceOf(db, person.Id, now, cancel) is not { } place)
        {
            await corrections.Apply(person, request.Name?.Trim(), request.BirthDate, cancel);
            return new Corrected(null);
        }

        if (await db.Unfiltered<Correction>().AnyAsync(c => c.PersonId == person.Id && c.State == CorrectionState.Open, cancel))
            return Problem.Conflict("correction_open", "上一次更正还在核对，请稍候。", "Your last correction is still being checked.");
        var correction = new Correction
        {
            Id = Guid.CreateVersion7(now),
            PersonId = person.Id,
            AskedBy = current.Value.Account!.Value,
            Scope = place,
            Name = request.Name is { } name ? cipher.Seal(name.Trim()) : null,
            BirthDate = request.BirthDate is { } birth ? cipher.Seal(birth.ToString("O", CultureInfo.InvariantCulture)) : null,
            At = now,
            State = CorrectionState.Open,
        };
        db.Insert(correction);
        return new Corrected(correction.Id);
    }
}
