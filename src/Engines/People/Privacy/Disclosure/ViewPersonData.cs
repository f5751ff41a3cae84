using System.Text.Json.Serialization;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.People.Privacy.Disclosure;

/// <summary>Shows fields of a person of the register in full. Each view stands in the access log that the person reads (R37).</summary>
/// <param name="Fields">Which: phone, contactPhone, identity, birthDate.</param>
/// <param name="Reason">Why, 4–200 characters; the person reads it.</param>
internal sealed record ViewPersonData(IReadOnlyList<PersonalField>? Fields, string? Reason) : ICommand<DisclosedPerson>, IValidated, IAudited
{
    /// <summary>Whose.</summary>
    [JsonIgnore]
    public Guid Person { get; init; }

    public string? AuditSubject => Person.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Fields is not { Count: > 0 } || Fields.Any(f => f > PersonalField.BirthDate))
            yield return Problem.Invalid("fields", "fields_missing",
                "请选择要查看的内容：手机号、联系电话、证件号码、出生日期。", "Choose what to see: phone, contactPhone, identity or birthDate.");
        if (ReasonProblem(Reason) is { } problem)
            yield return problem;
    }

    /// <summary>What is wrong with a reason that a person will read.</summary>
    public static Problem? ReasonProblem(string? reason) => reason?.Trim() is { Length: >= 4 and <= 200 }
        ? null
        : Problem.Invalid("reason", "reason_missing",
            "请写明查看原因（4–200 个字），本人会看到。", "Say why you need it (4–200 characters): the person will read it.");
}

internal sealed class ViewPersonDataHandler(IDisclosure disclosure, CurrentCaller current) : IHandler<ViewPersonData, DisclosedPerson>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/people/persons/{person:guid}/view", (Guid person, ViewPersonData request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(request with { Person = person }, cancel))
            .Needs(PeoplePermissions.Contact).WithTags("privacy").WithSummary("See personal data in full: logged and shown to the person 查看完整信息");

    // Who may ring somebody need not know the number of their document.
    public async Task<Result<DisclosedPerson>> Handle(ViewPersonData request, CancellationToken cancel)
    {
        var permission = request.Fields!.Contains(PersonalField.Identity) ? PeoplePermissions.Identity : PeoplePermissions.Contact;
        return current.Value.May(permission)
            ? await disclosure.Show(new(request.Person, request.Fields!, request.Reason!, permission), cancel)
            : Problem.Forbidden("identity_not_for_you", "您的岗位不能查看完整证件号码。", "Your post does not see document numbers in full.");
    }
}
