using System.Text.Json;
using Linli.Cases;
using Linli.People;
using Linli.Platform;
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

namespace Linli.Services.Matters;

/// <summary>Opens a form in full, to work on it. The view is written where the applicant reads it (R37).</summary>
/// <param name="Case">The case of the form.</param>
/// <param name="Reason">Why, 4–200 characters; the applicant reads it.</param>
internal sealed record ReadApplication(Guid Case, string? Reason) : ICommand<ApplicationShown>, IValidated, IAudited
{
    public string? AuditSubject => Case.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Reason?.Trim() is not { Length: >= 4 and <= 200 })
            yield return Problem.Invalid("reason", "reason_missing", "请写明查看原因（4–200 个字），本人会看到。", "Say why you need it (4–200 characters): the person will read it.");
    }
}

/// <summary>A form in full.</summary>
/// <param name="Number">Number of the case.</param>
/// <param name="Matter">Name of the matter.</param>
/// <param name="Phone">How to reach the applicant.</param>
/// <param name="Fields">What was filled in, in the order of the form.</param>
internal sealed record ApplicationShown(string Number, Phrase Matter, string? Phone, IReadOnlyList<FieldShown> Fields);

/// <summary>A field of a form in full.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Value">What was filled in.</param>
/// <param name="FromOffice">Whether another office shared it.</param>
internal sealed record FieldShown(Phrase Label, string Value, bool FromOffice);

internal sealed class ReadApplicationHandler(LinliDb db, CurrentCaller current, FieldCipher cipher, IContactReveal contacts)
    : IHandler<ReadApplication, ApplicationShown>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/matters/{id:guid}", (Guid id, string? reason, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ReadApplication(id, reason), cancel))
            .Needs(ServicesPermissions.Matters).WithTags("matters").WithSummary("Open a form in full: logged and shown to the applicant");

    public async Task<Result<ApplicationShown>> Handle(ReadApplication request, CancellationToken cancel)
    {
        var id = new CaseId(request.Case);
        var form = await db.Scoped<MatterApplication>(current.Value.ScopesFor(ServicesPermissions.Matters)).AsNoTracking().SingleOrDefaultAsync(a => a.Case == id, cancel);
        if (form is null || MatterBook.Find(form.Matter) is not { } matter)
            return Problem.NotFound("services.application_not_found", "没有找到这份申请表。", "This form was not found.");
        var contact = await contacts.Show(form.Account, $"{matter.Name.Zh}申请表：{request.Reason!.Trim()}", cancel);
        if (!contact.Ok)
            return contact.As<ApplicationShown>();
        var values = JsonSerializer.Deserialize<Dictionary<string, string>>(cipher.Open(form.Form), Json.Options)!;
        var shared = form.FromOffices.Split(' ').ToHashSet();
        return new ApplicationShown(
            form.Number, matter.Name, contact.Value.Phone,
            [.. Proven(form), .. matter.Fields.Where(f => form.IdentityBy is null || !MatterRules.Identity.Contains(f.Code) || values.GetValueOrDefault(f.Code, "").Length > 0).Select(f => new FieldShown(f.Label, values.GetValueOrDefault(f.Code, ""), shared.Contains(f.Code)))]);
    }

    private static IEnumerable<FieldShown> Proven(MatterApplication form) => form.IdentityAt is { } at
        ? [new(("身份", "Identity"), $"网证核验通过 · {form.IdentityMark} · {LocalTime.ToLocal(at).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)}", true)] : [];
}

/// <summary>Forms handed in within the caller's places, newest first, without what is in them.</summary>
internal sealed record ListApplications : IQuery<IReadOnlyList<ApplicationLine>>;

/// <summary>A form in a list.</summary>
internal sealed record ApplicationLine(Guid Case, string Number, Phrase Matter, bool ByOffices, int PapersSpared, DateTimeOffset At);

internal sealed class ListApplicationsHandler(LinliDb db, CurrentCaller current) : IHandler<ListApplications, IReadOnlyList<ApplicationLine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/matters", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListApplications(), cancel))
            .Needs(ServicesPermissions.Matters).WithTags("matters").WithSummary("Forms handed in within my places");

    public async Task<Result<IReadOnlyList<ApplicationLine>>> Handle(ListApplications request, CancellationToken cancel) =>
        (await db.Scoped<MatterApplication>(current.Value.ScopesFor(ServicesPermissions.Matters)).AsNoTracking().OrderByDescending(a => a.At).Take(500).ToListAsync(cancel))
        .ConvertAll(a => new ApplicationLine(
            a.Case.Value, a.Number, MatterBook.Find(a.Matter)?.Name ?? (a.Matter, a.Matter), a.Sharing is not null,
            a.Spared.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length, a.At));
}
