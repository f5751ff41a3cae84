using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Kitchen.Loading;

/// <summary>Adds a van, or changes the one with this code: fixed vans run every day, flexible ones are added for a day.</summary>
/// <param name="Code">1 to 10 letters or digits, such as V4; in the address.</param>
/// <param name="Plate">Number plate, 2–12 characters.</param>
/// <param name="Fixed">Whether it runs every day.</param>
/// <param name="Capacity">Boxes it takes, 1–1,000.</param>
/// <param name="Driver">Account of its usual driver.</param>
internal sealed record KeepVan(string Code, string? Plate, bool Fixed, int Capacity, Guid? Driver = null) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Code;

    public IEnumerable<Problem> Problems()
    {
        if (Code.Length is 0 or > 10 || !Code.All(char.IsAsciiLetterOrDigit))
            yield return Problem.Invalid("code", "services.van_code", "车号为 1–10 个字母或数字，例如 V4。", "A code is 1 to 10 letters or digits, such as V4.");
        if (!PlainText.TryCleanLine(Plate, 12, out var plate) || plate.Length < 2)
            yield return Problem.Invalid("plate", "services.van_plate", "请填写车牌。", "Give the number plate.");
        if (Capacity is < 1 or > 1000)
            yield return Problem.Invalid("capacity", "services.van_capacity", "可装份数为 1–1000。", "It takes 1 to 1,000 boxes.");
    }
}

/// <summary>The body of a van.</summary>
internal sealed record VanBody(string? Plate, bool Fixed, int Capacity, Guid? Driver = null);

/// <summary>Vans of the kitchen.</summary>
internal sealed record ListVans : IQuery<IReadOnlyList<VanLine>>;

/// <summary>A van.</summary>
internal sealed record VanLine(string Code, string Plate, bool Fixed, int Capacity, Guid? Driver, string? DriverName);

internal sealed class KeepVanHandler(LinliDb db, KitchenBook book, IPeople people) : IHandler<KeepVan, Done>, IHandler<ListVans, IReadOnlyList<VanLine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/kitchen/vans/{code}", (string code, VanBody body, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new KeepVan(code, body.Plate, body.Fixed, body.Capacity, body.Driver), cancel))
            .Needs(ServicesPermissions.KitchenKeep).WithTags("kitchen").WithSummary("Keep a van 送餐车");
        api.MapGet("/kitchen/vans", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListVans(), cancel))
            .Needs(ServicesPermissions.Kitchen).WithTags("kitchen").WithSummary("Vans of the kitchen");
    }

    public async Task<Result<Done>> Handle(KeepVan request, CancellationToken cancel)
    {
        if (await book.Kitchen(ServicesPermissions.KitchenKeep, cancel) is not { } kitchen)
            return KitchenBook.NoKitchen;
        if (request.Driver is { } driver && !await Drivers(people, kitchen, driver, cancel))
            return NoDriver;
        var van = await db.Unfiltered<DeliveryVan>().SingleOrDefaultAsync(v => v.Code == request.Code, cancel);
        if (van is null)
            db.Insert(van = new() { Code = request.Code, Kitchen = kitchen.Code, Scope = kitchen.Scope, Plate = "", Fixed = request.Fixed, Capacity = request.Capacity });
        else if (van.Kitchen != kitchen.Code)
            return Problem.Conflict("services.van_taken", "这个车号已被别的厨房使用。", "Another kitchen has a van of this code.");
        (van.Plate, van.Fixed, van.Capacity, van.Driver) = (request.Plate!.Trim(), request.Fixed, request.Capacity, request.Driver);
        return Done.It;
    }

    public async Task<Result<IReadOnlyList<VanLine>>> Handle(ListVans request, CancellationToken cancel)
    {
        if (await book.Kitchen(ServicesPermissions.Kitchen, cancel) is not { } kitchen)
            return KitchenBook.NoKitchen;
        var vans = await db.Unfiltered<DeliveryVan>().AsNoTracking().Where(v => v.Kitchen == kitchen.Code && v.EndedAt == null).OrderByDescending(v => v.Fixed).ThenBy(v => v.Code).ToListAsync(cancel);
        var names = await people.NamesOf([.. vans.Select(v => v.Driver).OfType<Guid>()], cancel);
        return vans.ConvertAll(v => new VanLine(v.Code, v.Plate, v.Fixed, v.Capacity, v.Driver, v.Driver is { } d ? names.GetValueOrDefault(d) : null));
    }

    public static Problem NoDriver => Problem.Invalid("driver", "services.no_driver", "此人不是这里的送餐司机。", "This person is no driver here.");

    public static async Task<bool> Drivers(IPeople people, CentralKitchen kitchen, Guid account, CancellationToken cancel) =>
        (await people.StaffAround(ScopePath.Parse(kitchen.Scope, null), [Posts.Driver], cancel)).Any(m => m.Account == account);
}
