using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Linli.Sensing;
using Linli.Services.Kitchen.Runs;
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
/// <param name="Terminal">Code of the terminal in it, a device of the kind <c>van-terminal</c> in the kitchen's place and in no other van; left out it stays, empty takes it away.</param>
internal sealed record KeepVan(string Code, string? Plate, bool Fixed, int Capacity, Guid? Driver = null, string? Terminal = null) : ICommand<Done>, IValidated, IAudited
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
internal sealed record VanBody(string? Plate, bool Fixed, int Capacity, Guid? Driver = null, string? Terminal = null);

/// <summary>Vans of the kitchen.</summary>
internal sealed record ListVans : IQuery<IReadOnlyList<VanLine>>;

/// <summary>A van.</summary>
internal sealed record VanLine(string Code, string Plate, bool Fixed, int Capacity, Guid? Driver, string? DriverName, string? Terminal = null);

internal sealed class KeepVanHandler(LinliDb db, KitchenBook book, IPeople people, IDevices devices) : IHandler<KeepVan, Done>, IHandler<ListVans, IReadOnlyList<VanLine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/kitchen/vans/{code}", (string code, VanBody body, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new KeepVan(code, body.Plate, body.Fixed, body.Capacity, body.Driver, body.Terminal), cancel))
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
        var terminal = request.Terminal?.Trim();
        if (terminal is { Length: > 0 } && await FaultOf(terminal, request.Code, kitchen, cancel) is { } fault)
            return fault;
        var van = await db.Unfiltered<DeliveryVan>().SingleOrDefaultAsync(v => v.Code == request.Code, cancel);
        if (van is null)
            db.Insert(van = new() { Code = request.Code, Kitchen = kitchen.Code, Scope = kitchen.Scope, Plate = "", Fixed = request.Fixed, Capacity = request.Capacity });
        else if (van.Kitchen != kitchen.Code)
            return Problem.Conflict("services.van_taken", "这个车号已被别的厨房使用。", "Another kitchen has a van of this code.");
        (van.Plate, van.Fixed, van.Capacity, van.Driver) = (request.Plate!.Trim(), request.Fixed, request.Capacity, request.Driver);
        if (terminal is not null)
            van.Terminal = terminal.Length > 0 ? terminal : null;
        return Done.It;
    }

    private async Task<Problem?> FaultOf(string terminal, string van, CentralKitchen kitchen, CancellationToken cancel)
    {
        if (devices.ByCode(terminal) is not { State: not DeviceState.Retired } device || device.Kind != VanTerminals.Kind.Code || !ScopePath.Parse(kitchen.Scope, null).Contains(device.Scope))
            return Problem.Invalid("terminal", "services.van_terminal", "没有这个编号的车载终端：请先在“物联设备”里登记，种类为车载定位终端。", "There is no terminal of a van with this code: enter it as a device of that kind first.");
        // Of whatever kitchen: a terminal is in one van.
        return await db.Unfiltered<DeliveryVan>().AnyAsync(v => v.Terminal == terminal && v.Code != van, cancel)
            ? Problem.Invalid("terminal", "services.van_terminal_taken", "这个终端已装在另一辆车上，请先在那辆车上解除。", "This terminal is in another van: take it out there first.") : null;
    }

    public async Task<Result<IReadOnlyList<VanLine>>> Handle(ListVans request, CancellationToken cancel)
    {
        if (await book.Kitchen(ServicesPermissions.Kitchen, cancel) is not { } kitchen)
            return KitchenBook.NoKitchen;
        var vans = await db.Unfiltered<DeliveryVan>().AsNoTracking().Where(v => v.Kitchen == kitchen.Code && v.EndedAt == null).OrderByDescending(v => v.Fixed).ThenBy(v => v.Code).ToListAsync(cancel);
        var names = await people.NamesOf([.. vans.Select(v => v.Driver).OfType<Guid>()], cancel);
        return vans.ConvertAll(v => new VanLine(v.Code, v.Plate, v.Fixed, v.Capacity, v.Driver, v.Driver is { } d ? names.GetValueOrDefault(d) : null, v.Terminal));
    }

    public static Problem NoDriver => Problem.Invalid("driver", "services.no_driver", "此人不是这里的送餐司机。", "This person is no driver here.");

    public static async Task<bool> Drivers(IPeople people, CentralKitchen kitchen, Guid account, CancellationToken cancel) =>
        (await people.StaffAround(ScopePath.Parse(kitchen.Scope, null), [Posts.Driver], cancel)).Any(m => m.Account == account);
}
