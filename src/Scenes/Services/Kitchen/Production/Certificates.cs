using Linli.People;
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

namespace Linli.Services.Kitchen.Production;

/// <summary>Adds a certificate: of a member of staff (health, R27) or of a supplier (licence). A renewal is a new one.</summary>
/// <param name="Kind">Which kind.</param>
/// <param name="Login">Account of the member of staff; for health certificates.</param>
/// <param name="Supplier">Name of the supplier; for licences, 2–60 characters.</param>
/// <param name="Number">Number on the paper, 2–60 characters.</param>
/// <param name="From">First day it is good.</param>
/// <param name="Until">Last day it is good; a health certificate holds at most a year.</param>
internal sealed record KeepCertificate(CertificateKind Kind, Guid? Login, string? Supplier, string? Number, DateOnly From, DateOnly Until) : ICommand<Guid>, IValidated, IAudited
{
    public string? AuditSubject => Kind.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryCleanLine(Number, 60, out var number) || number.Length < 2)
            yield return Problem.Invalid("number", "services.certificate_number", "请填写证号（2–60 个字）。", "Give its number (2–60 characters).");
        if (Kind == CertificateKind.Licence && (!PlainText.TryCleanLine(Supplier, 60, out var supplier) || supplier.Length < 2))
            yield return Problem.Invalid("supplier", "services.supplier", "请填写供货商名称（2–60 个字）。", "Give the supplier's name (2–60 characters).");
        if (Kind == CertificateKind.Health && Login is null)
            yield return Problem.Invalid("login", "services.certificate_of", "请选择员工。", "Choose the member of staff.");
        if (Until < From)
            yield return Problem.Invalid("until", "services.days_order", "有效期结束不能早于开始。", "It cannot end before it begins.");
        else if (Kind == CertificateKind.Health && Until > From.AddYears(1))
            yield return Problem.Invalid("until", "services.certificate_year", "健康证明有效期最长一年。", "A health certificate holds at most a year.");
    }
}

/// <summary>Certificates of the kitchen, those that run out first.</summary>
internal sealed record ListCertificates : IQuery<IReadOnlyList<CertificateLine>>;

/// <summary>A certificate.</summary>
internal sealed record CertificateLine(Guid Id, CertificateKind Kind, string Holder, string Number, DateOnly From, DateOnly Until, bool Expired, bool Soon);

/// <summary>Goods came in from a supplier; refused while the licence is not good (Food Safety Law art. 57).</summary>
/// <param name="Certificate">The licence.</param>
/// <param name="Day">Local day; not in the future.</param>
/// <param name="What">What and how much, 2–100 characters.</param>
internal sealed record TakeGoodsIn(Guid Certificate, DateOnly Day, string? What) : ICommand<Guid>, IValidated, IAudited
{
    public string? AuditSubject => Certificate.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryCleanLine(What, 100, out var what) || what.Length < 2)
            yield return Problem.Invalid("what", "services.goods_what", "请写明进了什么、多少（2–100 个字）。", "Say what came and how much (2–100 characters).");
    }
}

internal sealed class KeepCertificateHandler(LinliDb db, KitchenBook book, CurrentCaller current, IPeople people, TimeProvider time)
    : IHandler<KeepCertificate, Guid>, IHandler<ListCertificates, IReadOnlyList<CertificateLine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/kitchen/certificates", (KeepCertificate request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(ServicesPermissions.KitchenKeep).WithTags("kitchen").WithSummary("Add a certificate 健康证与供货商许可");
        api.MapGet("/kitchen/certificates", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListCertificates(), cancel))
            .Needs(ServicesPermissions.Kitchen).WithTags("kitchen").WithSummary("Certificates, those that run out first");
    }

    public async Task<Result<Guid>> Handle(KeepCertificate request, CancellationToken cancel)
    {
        if (await book.Kitchen(ServicesPermissions.KitchenKeep, cancel) is not { } kitchen)
            return KitchenBook.NoKitchen;
        if (request.Login is { } account && !(await people.StaffAround(ScopePath.Parse(kitchen.Scope, null), [Posts.KitchenStaff, Posts.KitchenManager, Posts.Driver], cancel)).Any(m => m.Account == account))
            return Problem.Invalid("login", "services.certificate_of", "此人不在厨房岗位上。", "This person holds no post of the kitchen.");
        var health = request.Kind == CertificateKind.Health;
        var row = new KitchenCertificate
        {
            Id = Guid.CreateVersion7(book.Now), Kitchen = kitchen.Code, Scope = kitchen.Scope, Kind = request.Kind, Account = health ? request.Login : null,
            Supplier = health ? null : request.Supplier!.Trim(), Number = request.Number!.Trim(), From = request.From, Until = request.Until, At = book.Now,
        };
        db.Insert(row);
        return row.Id;
    }

    public async Task<Result<IReadOnlyList<CertificateLine>>> Handle(ListCertificates request, CancellationToken cancel)
    {
        var today = LocalTime.Today(time);
        var rows = await db.Scoped<KitchenCertificate>(current.Value.ScopesFor(ServicesPermissions.Kitchen)).AsNoTracking().OrderBy(c => c.Until).ToListAsync(cancel);
        var names = await people.NamesOf([.. rows.Select(c => c.Account).OfType<Guid>().Distinct()], cancel);
        // Of each holder the one that lasts longest counts.
        return rows.GroupBy(c => (c.Kind, c.Account, c.Supplier)).Select(g => g.Last()).OrderBy(c => c.Until)
            .Select(c => new CertificateLine(c.Id, c.Kind, c.Supplier ?? names.GetValueOrDefault(c.Account ?? default, ""), c.Number, c.From, c.Until, c.Until < today, c.Until < today.AddDays(30))).ToList();
    }
}

internal sealed class TakeGoodsInHandler(LinliDb db, KitchenBook book, CurrentCaller current, TimeProvider time) : IHandler<TakeGoodsIn, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/kitchen/goods-in", (TakeGoodsIn request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(ServicesPermissions.Kitchen).WithTags("kitchen").WithSummary("Goods came in from a licensed supplier 进货查验");

    public async Task<Result<Guid>> Handle(TakeGoodsIn request, CancellationToken cancel)
    {
        if (await db.Scoped<KitchenCertificate>(current.Value.ScopesFor(ServicesPermissions.Kitchen)).SingleOrDefaultAsync(c => c.Id == request.Certificate && c.Kind == CertificateKind.Licence, cancel) is not { } licence)
            return Problem.Invalid("certificate", "services.no_licence", "没有这家供货商的许可证，不能进货。", "There is no licence of this supplier: nothing may be taken in.");
        if (request.Day > LocalTime.Today(time))
            return Problem.Invalid("day", "services.goods_day", "进货日期不能在今天以后。", "The day cannot be after today.");
        if (request.Day < licence.From || request.Day > licence.Until)
            return Problem.Conflict("services.licence_expired", "供货商的许可证不在有效期内，不能进货。", "The supplier's licence is not good on that day: nothing may be taken in.");
        var row = new GoodsIn
        {
            Id = Guid.CreateVersion7(book.Now), Kitchen = licence.Kitchen, Scope = licence.Scope, Day = request.Day, Certificate = licence.Id, What = request.What!.Trim(), At = book.Now, By = current.Value.Account,
        };
        db.Insert(row);
        return row.Id;
    }
}

/// <summary>Whether somebody may handle food today.</summary>
internal sealed class Certificates(LinliDb db, TimeProvider time)
{
    /// <summary>The problem when the member of staff has no health certificate that is good today.</summary>
    public async Task<Problem?> MissingFor(CentralKitchen kitchen, Guid? account, CancellationToken cancel)
    {
        var today = LocalTime.Today(time);
        return await db.Unfiltered<KitchenCertificate>().AnyAsync(c => c.Kitchen == kitchen.Code && c.Account == account && c.From <= today && c.Until >= today, cancel) ? null
            : Problem.Conflict("services.no_health_certificate", "没有有效的健康证明，不能接触食品。请先办好健康证并登记。", "Without a valid health certificate nobody handles food: renew it and have it recorded first.");
    }
}
