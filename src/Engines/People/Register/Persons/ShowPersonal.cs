using System.Text.Json.Serialization;
using Linli.People.Accounts;
using Linli.Platform.Audit;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Register.Persons;

/// <summary>What of a person can be shown in full.</summary>
internal enum PersonalPart
{
    /// <summary>Mobile number.</summary>
    Phone,

    /// <summary>Where to ring for somebody without a phone of their own.</summary>
    ContactPhone,

    /// <summary>Number of the document.</summary>
    Identity,
}

/// <summary>
/// Shows a phone or a document's number in full. Each view is written where the person reads it; a look at somebody outside the
/// caller's places is refused, and the attempt stands in the audit log.
/// </summary>
/// <param name="What">phone, contactPhone or identity.</param>
/// <param name="Reason">Why it is needed, 4–200 characters; the person reads it.</param>
internal sealed record ShowPersonal(PersonalPart? What, string? Reason) : ICommand<PersonalShown>, IValidated, IAudited
{
    /// <summary>Whose.</summary>
    [JsonIgnore]
    public Guid Person { get; init; }

    public string? AuditSubject => Person.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (What is null)
            yield return Problem.Invalid("what", "register.show_what", "请选择要查看的内容。", "Say what you need to see.");
        if (Reason?.Trim() is not { Length: >= 4 and <= 200 })
            yield return Problem.Invalid("reason", "reason_missing",
                "请写明查看原因（4–200 个字），本人会看到。", "Say why you need it (4–200 characters): the person will read it.");
    }
}

/// <summary>What was shown, or why not: a refusal is an answer here, because the attempt has to be kept.</summary>
internal sealed record PersonalShown(string? Text, [property: JsonIgnore] Problem? Refusal);

internal sealed class ShowPersonalHandler(
    LinliDb db, RegisterReach reach, IDisclosure disclosure, CurrentCaller current, AuditTrail audit)
    : IHandler<ShowPersonal, PersonalShown>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/register/people/{person:guid}/show", async (Guid person, ShowPersonal request, UseCaseRunner runner, CancellationToken cancel) =>
            {
                var result = await runner.Run(request with { Person = person }, cancel);
                return !result.Ok ? ProblemResults.From(result.Problems)
                    : result.Value.Refusal is { } refusal ? ProblemResults.From([refusal])
                    : (IResult)TypedResults.Ok(result.Value);
            })
            .Needs(PeoplePermissions.Register).WithTags("register").WithSummary("See a phone or a document's number in full: logged and shown to the person")
            .Produces<PersonalShown>().ProducesProblem(StatusCodes.Status403Forbidden);

    public async Task<Result<PersonalShown>> Handle(ShowPersonal request, CancellationToken cancel)
    {
        var permission = request.What == PersonalPart.Identity ? PeoplePermissions.Identity : PeoplePermissions.Contact;
        var person = await db.Records<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.Person, cancel);
        if (person is null || current.Value.Account is null)
            return RegisterProblems.NoPerson;
        if (!await reach.Reaches(reach.Scopes(permission), person.Id, cancel))
        {
            audit.Record("people.ShowPersonal.refused", person.Id.ToString(), detail: request.What.ToString());
            return new PersonalShown(null, Problem.Forbidden("register.outside_scope",
                "此人不在您的辖区，不能查看；本次尝试已记入审计日志。", "This person lies outside your places: you cannot see it, and the attempt was logged."));
        }

        var field = request.What switch
        {
            PersonalPart.Phone => PersonalField.Phone,
            PersonalPart.ContactPhone => PersonalField.ContactPhone,
            _ => PersonalField.Identity,
        };
        // The one way to see it: logged, and of a child under 14 only with an approval.
        var shown = await disclosure.Show(new(person.Id, [field], request.Reason!, null), cancel);
        if (!shown.Ok)
            return shown.As<PersonalShown>();
        var text = field switch
        {
            PersonalField.Phone => shown.Value.Phone,
            PersonalField.ContactPhone => shown.Value.ContactPhone,
            _ => shown.Value.Identity,
        };
        return text is null
            ? Problem.NotFound("register.nothing_to_show", "名册里没有登记这一项。", "The register does not have it.")
            : new PersonalShown(text, null);
    }
}
