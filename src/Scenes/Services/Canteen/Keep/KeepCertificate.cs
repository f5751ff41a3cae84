using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Canteen.Keep;

/// <summary>
/// Writes down the yearly health certificate of somebody who works in a canteen (健康证, R27; Food Safety Law art. 45), or the licence of a
/// supplier (供货商许可证): canteens for elders and children buy from nobody without one (art. 57).
/// </summary>
/// <param name="Site">Code of the site.</param>
/// <param name="Name">Who; staff work under their own name, suppliers under that of the licence.</param>
/// <param name="Role">What they do, or deliver.</param>
/// <param name="IssuedOn">Local day of the check, or of the licence.</param>
/// <param name="ValidUntil">Last local day: at most a year later, of a licence five years.</param>
public sealed record KeepCertificate(string Site, string Name, string Role, DateOnly IssuedOn, DateOnly ValidUntil) : ICommand<Guid>, IValidated, IAudited
{
    /// <summary>Which one is renewed; a new one when left out.</summary>
    public Guid? Id { get; init; }

    /// <summary>Account of the person, where they have one: it shows to them, and goes with them.</summary>
    public Guid? Account { get; init; }

    /// <summary>The licence of a supplier.</summary>
    public bool Supplier { get; init; }

    string? IAudited.AuditSubject => Id?.ToString() ?? Site;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Name.Trim().Length is 0 or > 40 || Role.Trim().Length is 0 or > 40)
            yield return Problem.Invalid("name", "canteen.certificate_name", "请填写姓名和岗位。", "Say who, and what they do.");
        if (CanteenRules.DayFault(IssuedOn, "issuedOn") is { } fault)
            yield return fault;
        else if (ValidUntil <= IssuedOn || ValidUntil > IssuedOn.AddYears(CanteenRules.CertificateYears(Supplier)))
            yield return Problem.Invalid("validUntil", "canteen.certificate_year", "健康证有效期最长一年，许可证最长五年。", "A health certificate is good for a year at most, a licence for five.");
    }
}

internal sealed class KeepCertificateHandler(LinliDb db, CanteenTill till) : IHandler<KeepCertificate, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/canteen/certificates", (KeepCertificate request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(CanteenPermissions.Manage).WithTags("Canteen").WithSummary("Keep health certificates of the staff 登记健康证");

    public async Task<Result<Guid>> Handle(KeepCertificate request, CancellationToken cancel)
    {
        if (await till.Site(request.Site, CanteenPermissions.Manage, cancel) is not { } site)
            return CanteenTill.NoSite;

        // In reach: the site is.
        var row = request.Id is { } id ? await db.Unfiltered<CertificateRow>().SingleOrDefaultAsync(c => c.Id == id && c.Site == site.Id && c.Supplier == request.Supplier, cancel) : null;
        if (request.Id is not null && row is null)
            return Problem.NotFound("canteen.certificate_not_found", "没有找到这张健康证。", "This certificate was not found.");
        if (row is null)
        {
            row = new() { Id = Guid.CreateVersion7(till.Now), Site = site.Id, Scope = site.Scope, Name = "", Role = "", IssuedOn = default, ValidUntil = default, Supplier = request.Supplier };
            db.Insert(row);
        }

        (row.Name, row.Role, row.IssuedOn, row.ValidUntil, row.Account) = (request.Name.Trim(), request.Role.Trim(), request.IssuedOn, request.ValidUntil, request.Account ?? row.Account);
        return row.Id;
    }
}
