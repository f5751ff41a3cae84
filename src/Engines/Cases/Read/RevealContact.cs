using System.Text.Json.Serialization;
using Linli.Cases.Loop;
using Linli.People;
using Linli.Platform.Audit;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Read;

/// <summary>
/// Shows how to reach the reporter in full (查看联系方式, R37). Each view is in the audit log with its reason; a reporter with
/// an account also finds it in their own access log.
/// </summary>
public sealed record RevealContact : ICommand<RevealedContact>, IValidated, IAudited
{
    /// <summary>Which case.</summary>
    [JsonIgnore]
    public CaseId Case { get; init; }

    /// <summary>Why it is needed, 4 to 200 characters.</summary>
    public string? Reason { get; init; }

    string? IAudited.AuditSubject => Case.Value.ToString();

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Reason?.Trim() is not { Length: >= 4 and <= 200 })
            yield return Problem.Invalid("reason", "cases.reason_missing",
                "请写明查看原因（4–200 个字），将记入审计日志。", "Say why you need it (4 to 200 characters): it is written to the audit log.");
    }
}

/// <summary>How to reach a reporter. What nobody said is <c>null</c>.</summary>
/// <param name="Name">Full name.</param>
/// <param name="Phone">Telephone number in full.</param>
public sealed record RevealedContact(string? Name, string? Phone);

internal sealed class RevealContactHandler(
    LinliDb db, CaseDesk desk, CurrentCaller current, FieldCipher cipher, AuditTrail audit, IContactReveal people)
    : IHandler<RevealContact, RevealedContact>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/cases/{id}/contact", (CaseId id, RevealContact request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Case = id }, cancel))
            .Needs(CasesPermissions.Contact).WithTags("Cases").WithSummary("See the reporter's contact in full: needs a reason, is logged 查看联系方式");

    public async Task<Result<RevealedContact>> Handle(RevealContact request, CancellationToken cancel)
    {
        var item = await db.Unfiltered<Case>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == request.Case, cancel);
        if (item is null || !await desk.SeesAsStaff(item, cancel))
            return Problem.NotFound("cases.not_found", "没有找到这件事项，或您无权查看。", "There is no such case, or you may not see it.");
        if (!current.Value.May(CasesPermissions.Contact, item.Scope))
            return Problem.Forbidden("cases.contact_not_yours",
                "您没有查看这里居民联系方式的权限。", "You may not see contact details of this place.");

        var reason = request.Reason!.Trim();
        audit.Record("cases.contact_shown", item.Id.Value.ToString(), ScopePath.Parse(item.Scope, null), reason);
        if (item.ContactPhone is null && item.ContactName is null && item.Reporter is { } reporter)
        {
            var shown = await people.Show(reporter, $"{item.Number} {reason}", cancel);
            return shown.Ok ? new RevealedContact(shown.Value.Name, shown.Value.Phone) : shown.As<RevealedContact>();
        }

        return new RevealedContact(Open(item.ContactName), Open(item.ContactPhone));
    }

    private string? Open(Sealed? text) => text is { } cipherText ? cipher.Open(cipherText) : null;
}
