using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Contact;

/// <summary>Shows a person's phone in full. Each view is written to the access log that the person reads (R37).</summary>
/// <param name="Account">Whose.</param>
/// <param name="Reason">Why it is needed, 4–200 characters; the person reads it.</param>
internal sealed record ViewContact(Guid Account, string? Reason) : ICommand<ContactShown>, IValidated, IAudited
{
    public string? AuditSubject => Account.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Reason?.Trim() is not { Length: >= 4 and <= 200 })
            yield return Problem.Invalid("reason", "reason_missing",
                "请写明查看原因（4–200 个字），本人会看到。", "Say why you need it (4–200 characters): the person will read it.");
    }
}

/// <summary>A person's contact in full.</summary>
internal sealed record ContactShown(string? Name, string? Phone);

internal sealed class ViewContactHandler(LinliDb db, IDisclosure disclosure) : IHandler<ViewContact, ContactShown>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/people/{account:guid}/contact", (Guid account, string? reason, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new ViewContact(account, reason), cancel))
            .Needs(PeoplePermissions.Contact).WithTags("people").WithSummary("See a phone number in full: logged and shown to the person");

    public async Task<Result<ContactShown>> Handle(ViewContact request, CancellationToken cancel)
    {
        var person = await db.Records<Account>().Where(a => a.Id == request.Account).Select(a => (Guid?)a.PersonId).SingleOrDefaultAsync(cancel);
        if (person is not { } id)
            return Problem.NotFound("person_not_found", "没有找到此人。", "This person was not found.");
        var shown = await disclosure.Show(new(id, [PersonalField.Phone], request.Reason!, PeoplePermissions.Contact), cancel);
        return shown.Ok ? new ContactShown(shown.Value.Name, shown.Value.Phone) : shown.As<ContactShown>();
    }
}
