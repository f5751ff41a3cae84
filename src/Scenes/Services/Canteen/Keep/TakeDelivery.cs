using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Canteen.Keep;

/// <summary>
/// Food came in from a supplier today (进货查验, R27): canteens take nothing from a supplier whose licence is not good on the day (Food
/// Safety Law art. 57).
/// </summary>
/// <param name="Site">Code of the site.</param>
/// <param name="Supplier">The licence, as it was entered with <see cref="KeepCertificate"/>.</param>
/// <param name="What">What came and how much, 2–100 characters.</param>
public sealed record TakeDelivery(string Site, Guid Supplier, string What) : ICommand<Guid>, IValidated, IAudited
{
    string? IAudited.AuditSubject => Supplier.ToString();

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryCleanLine(What, 100, out var what) || what.Length < 2)
            yield return Problem.Invalid("what", "canteen.delivery_what", "请写明进了什么、多少（2–100 个字），例如 大米 50 千克。", "Say what came and how much (2–100 characters), such as rice, 50 kg.");
    }
}

internal sealed class TakeDeliveryHandler(LinliDb db, CanteenTill till, CurrentCaller current) : IHandler<TakeDelivery, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/canteen/deliveries", (TakeDelivery request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(CanteenPermissions.Sell).WithTags("Canteen").WithSummary("Take food in from a licensed supplier 进货查验");

    public async Task<Result<Guid>> Handle(TakeDelivery request, CancellationToken cancel)
    {
        if (await till.Site(request.Site, CanteenPermissions.Sell, cancel) is not { } site)
            return CanteenTill.NoSite;

        // In reach: the site is.
        if (await db.Unfiltered<CertificateRow>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == request.Supplier && c.Site == site.Id && c.Supplier, cancel) is not { } licence)
            return Problem.Invalid("supplier", "canteen.no_licence", "这家供货商的许可证没有登记，不能进货。请先登记许可证。", "There is no licence of this supplier: enter it first, then take the food in.");
        if (licence.IssuedOn > till.Today || licence.ValidUntil < till.Today)
            return Problem.Conflict("canteen.licence_expired", $"{licence.Name}的许可证今天不在有效期内，不能进货。", $"The licence of {licence.Name} is not good today: nothing may be taken in.");
        PlainText.TryCleanLine(request.What, int.MaxValue, out var what);
        var row = new DeliveryRow { Id = Guid.CreateVersion7(till.Now), Site = site.Id, Scope = site.Scope, Day = till.Today, Supplier = licence.Id, What = what, At = till.Now, By = current.Value.Account };
        db.Insert(row);
        return row.Id;
    }
}

/// <summary>Food that came in; stays as it was written.</summary>
internal sealed class DeliveryRow : IScoped
{
    public required Guid Id { get; init; }

    public required Guid Site { get; init; }

    public required string Scope { get; init; }

    public required DateOnly Day { get; init; }

    public required Guid Supplier { get; init; }

    public required string What { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? By { get; init; }
}
