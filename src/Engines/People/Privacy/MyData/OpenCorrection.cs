using System.Text.Json.Serialization;
using Linli.People.Privacy.Disclosure;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.MyData;

/// <summary>
/// Shows what a person wants corrected, to compare it with a paper. A look at personal data like any other: the person reads of
/// it, and of a child under 14 it needs an approval (R37, R38).
/// </summary>
/// <param name="Reason">Why, 4–200 characters; the person reads it.</param>
internal sealed record OpenCorrection(string? Reason) : ICommand<CorrectionShown>, IValidated, IAudited
{
    /// <summary>The correction.</summary>
    [JsonIgnore]
    public Guid Id { get; init; }

    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (ViewPersonData.ReasonProblem(Reason) is { } problem)
            yield return problem;
    }
}

/// <summary>A correction in full.</summary>
/// <param name="NewName">The name as it should be; <c>null</c> when it is right.</param>
/// <param name="NewBirth">The birth date as it should be; <c>null</c> when it is right.</param>
internal sealed record CorrectionShown(string? NewName, DateOnly? NewBirth);

internal sealed class OpenCorrectionHandler(LinliDb db, FieldCipher cipher, IDisclosure disclosure, CurrentCaller current)
    : IHandler<OpenCorrection, CorrectionShown>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/privacy/corrections/{id:guid}/open", (Guid id, OpenCorrection request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(request with { Id = id }, cancel))
            .Needs(PeoplePermissions.Review).WithTags("privacy").WithSummary("See a correction in full: logged and shown to the person");

    public async Task<Result<CorrectionShown>> Handle(OpenCorrection request, CancellationToken cancel)
    {
        var row = await db.Scoped<Correction>(current.Value.ScopesFor(PeoplePermissions.Review)).AsNoTracking()
            .SingleOrDefaultAsync(c => c.Id == request.Id && c.State == CorrectionState.Open, cancel);
        if (row is null)
            return Problem.NotFound("correction_not_found", "没有找到这项更正。", "This correction was not found.");
        List<PersonalField> fields = [];
        if (row.Name is not null)
            fields.Add(PersonalField.Name);
        if (row.BirthDate is not null)
            fields.Add(PersonalField.BirthDate);
        // Where the correction lies was asked above; who moved since is still corrected where they asked.
        var allowed = await disclosure.Allow(new(row.PersonId, fields, request.Reason!, null), cancel);
        return allowed.Ok
            ? new CorrectionShown(row.Name is { } name ? cipher.Open(name) : null, row.BirthDateIn(cipher))
            : allowed.As<CorrectionShown>();
    }
}
