using System.Security.Cryptography;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Machines.Desk;

/// <summary>Registers a machine (登记无人设备).</summary>
/// <param name="Place">Code of the place it stands at.</param>
/// <param name="Kind">riceMill or cabinet.</param>
/// <param name="NameZh">What people call it, 2–40 characters.</param>
/// <param name="NameEn">The same in English.</param>
/// <param name="Spot">Where one finds it, at most 80 characters.</param>
/// <param name="Shop">Code of the merchant's team whose account its sales go to.</param>
/// <param name="Shelves">1–40 shelves, of a mill its hoppers.</param>
/// <param name="DepositFen">What a cabinet sets aside before it opens, in fen.</param>
/// <param name="GuestDepositFen">The same for somebody who is no verified resident; left out, it opens for verified residents only.</param>
/// <param name="Code">What its QR code holds, where one is printed on it already: 4–12 letters and digits.</param>
/// <param name="Licence">The drug licence that names its address; needed where a shelf holds medicine of class B, the only one a machine may sell (R32).</param>
internal sealed record RegisterMachine(
    string? Place, MachineKind Kind, string? NameZh, string? NameEn, string? Spot, string? Shop, IReadOnlyList<NewShelf>? Shelves, long DepositFen = 5000, long? GuestDepositFen = null, string? Code = null, DrugLicence? Licence = null)
    : ICommand<MachineRegistered>, IValidated, IAudited
{
    public const int MostShelves = 40;

    // What stands in addresses where a code does.
    private static readonly string[] Reserved = ["board", "disputes", "sessions", "device", "events"];

    public string? AuditSubject => Code ?? Place;

    public IEnumerable<Problem> Problems()
    {
        if (NameZh?.Trim() is not { Length: >= 2 and <= 40 } || NameEn?.Length > 80)
            yield return Problem.Invalid("nameZh", "market.machine_name", "名称为 2–40 个字。", "A name has 2–40 characters.");
        if (Spot?.Length > 80)
            yield return Problem.Invalid("spot", "market.machine_spot", "位置说明不超过 80 个字。", "Where it stands: at most 80 characters.");
        if (Kind == MachineKind.Cabinet && (DepositFen is < 100 or > 100_000 || GuestDepositFen is < 100 or > 100_000))
            yield return Problem.Invalid("depositFen", "market.machine_deposit", "预留金额为 1–1000 元。", "The deposit is 1 to 1,000 yuan.");
        if (Code is not null && (Code.Trim().Length is < 4 or > 12 || !Code.Trim().All(char.IsAsciiLetterOrDigit)))
            yield return Problem.Invalid("code", "market.machine_code", "设备码为 4–12 位字母或数字。", "A code has 4 to 12 letters or digits.");
        if (Reserved.Contains(MachineBook.Normal(Code)))
            yield return Problem.Invalid("code", "market.machine_code_reserved", "这个设备码不能用，请换一个。", "This word cannot be a code: choose another.");
        if (Shelves is not { Count: >= 1 and <= MostShelves } || Shelves.DistinctBy(s => s.Number).Count() != Shelves.Count)
            yield return Problem.Invalid("shelves", "market.machine_shelves", $"请登记 1–{MostShelves} 个货层，编号不重复。", $"Name 1 to {MostShelves} shelves, each with a number of its own.");
        else
            foreach (var problem in Shelves.SelectMany(s => s.Faults(Kind)).Take(1))
                yield return problem;
    }
}

/// <summary>A shelf, or the hopper of a mill.</summary>
/// <param name="Number">As the machine calls it, 1–99.</param>
/// <param name="NameZh">What is sold from it; the name of the goods when left out.</param>
/// <param name="NameEn">The same in English.</param>
/// <param name="SoldBy">weight or piece.</param>
/// <param name="PriceFen">Fen for 500 g, or for one piece.</param>
/// <param name="PieceGrams">What one piece weighs.</param>
/// <param name="ToleranceGrams">A drift of the scale that is nothing.</param>
/// <param name="LowGrams">Below it staff are told.</param>
/// <param name="Class">food, daily or otcB; a machine sells no other medicine.</param>
internal sealed record NewShelf(
    int Number, string? NameZh, string? NameEn, SoldBy SoldBy, long PriceFen, int PieceGrams = 0, int ToleranceGrams = 5, long LowGrams = 2000, GoodsClass Class = GoodsClass.Food)
{
    public IEnumerable<Problem> Faults(MachineKind kind)
    {
        if (Number is < 1 or > 99 || NameZh?.Trim() is not { Length: >= 1 and <= 40 } || NameEn?.Length > 80)
            yield return Problem.Invalid("shelves", "market.machine_shelf_name", "货层编号 1–99，商品名称 1–40 个字。", "A shelf has a number from 1 to 99 and a name of 1–40 characters.");
        if (PriceFen is < 1 or > KeepMachineHandler.Dearest)
            yield return Problem.Invalid("shelves", "market.machine_price", "价格为 0.01–1000 元。", "A price is 0.01 to 1,000 yuan.");
        if (ToleranceGrams is < 0 or > 200 || LowGrams is < 0 or > KeepMachineHandler.Fullest)
            yield return Problem.Invalid("shelves", "market.machine_tolerance", "容差为 0–200 克。", "A tolerance is 0 to 200 g.");
        if (GoodsClasses.FaultOf(Class) is { } forbidden)
            yield return forbidden;
        else if (GoodsClasses.Of(Class).NeedsLicence && (kind == MachineKind.RiceMill || SoldBy != SoldBy.Piece))
            yield return Problem.Invalid("shelves", "market.machine_medicine_piece", "药品按整盒销售：请在柜里按件登记。", "Medicine is sold by the whole pack: in a cabinet, by the piece.");
        if (SoldBy == SoldBy.Piece && (kind == MachineKind.RiceMill || PieceGrams <= 2 * ToleranceGrams || PieceGrams > 50_000))
            yield return Problem.Invalid("shelves", "market.machine_piece", "按件销售要填每件克数，且要大于容差的两倍。", "Goods sold by the piece name the weight of one, more than twice the tolerance.");
    }
}

/// <summary>The machine as registered; its key is shown this once and goes into the device.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Code">What its QR code holds: <c>/m/{code}</c>.</param>
/// <param name="Key">For the header <c>X-Api-Key</c>.</param>
internal sealed record MachineRegistered(Guid Id, string Code, string Key);

/// <summary>Gives a machine another key; the old one ends at once.</summary>
/// <param name="Id">Which.</param>
internal sealed record RenewMachineKey(Guid Id) : ICommand<MachineRegistered>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

/// <summary>Records a renewed drug licence of a machine that sells medicine (更新药品经营许可).</summary>
/// <param name="Licence">The licence.</param>
internal sealed record SetDrugLicence(DrugLicence? Licence) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Which machine.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Guid Machine { get; init; }

    public string? AuditSubject => Machine.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Licence is null)
            yield return Problem.Invalid("licence", "market.machine_licence_missing", "请填写药品经营许可证。", "Give the drug licence.");
    }
}

/// <summary>Takes a machine out of service for good; its purchases and records stay.</summary>
/// <param name="Id">Which.</param>
internal sealed record RetireMachine(Guid Id) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

internal sealed class RegisterMachineHandler(LinliDb db, MachineBook book, CurrentCaller current, IScopeTree tree, IPeople people, IMachineKeys keys, TimeProvider time)
    : IHandler<RegisterMachine, MachineRegistered>, IHandler<RenewMachineKey, MachineRegistered>, IHandler<RetireMachine, Done>, IHandler<SetDrugLicence, Done>, IUseCase
{
    // Nothing that is mistaken for something else when it is typed off a machine.
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/machines", (RegisterMachine request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(MachinePermissions.Register).WithTags("machines").WithSummary("Register a machine; its key is shown once 登记无人设备");
        api.MapPost("/machines/{id:guid}/key", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new RenewMachineKey(id), cancel))
            .Needs(MachinePermissions.Register).WithTags("machines").WithSummary("Give a machine another key 更换密钥");
        api.MapPost("/machines/{id:guid}/licence", (Guid id, SetDrugLicence request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Machine = id }, cancel))
            .Needs(MachinePermissions.Register).WithTags("machines").WithSummary("Record a renewed drug licence 更新药品经营许可");
        api.MapDelete("/machines/{id:guid}", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new RetireMachine(id), cancel))
            .Needs(MachinePermissions.Register).WithTags("machines").WithSummary("Take a machine out of service 停用设备");
    }

    public async Task<Result<MachineRegistered>> Handle(RegisterMachine request, CancellationToken cancel)
    {
        if (tree.FindCode(request.Place ?? "") is not { } place || !current.Value.May(MachinePermissions.Register, place.Path))
            return Problem.Invalid("place", "market.machine_place", "请选择您范围内的地点。", "Choose a place within yours.");
        if ((await people.Teams(cancel)).FirstOrDefault(t => t.Code == request.Shop && t.Kind == Team.Merchant) is not { } shop || !current.Value.May(MachinePermissions.Register, shop.Scope))
            return Problem.Invalid("shop", "market.machine_shop", "请选择收款的商户。", "Choose the shop that is paid.");
        var medicine = request.Shelves!.Any(s => GoodsClasses.Of(s.Class).NeedsLicence);
        if (medicine && request.Licence is null)
            return Problem.Invalid("licence", "market.machine_licence_missing", "卖乙类非处方药要登记载明设备地址的药品经营许可证。", "To sell medicine of class B, give the drug licence that names the machine's address.");
        if (request.Licence?.FaultOf(request.Spot, Platform.Time.LocalTime.Today(time)) is { } licence)
            return licence;
        var code = MachineBook.Normal(request.Code ?? RandomNumberGenerator.GetString(Letters, 7));
        // A code belongs to one machine, wherever it stands.
        if (await db.Unfiltered<Machine>().AnyAsync(m => m.Code == code, cancel))
            return Problem.Conflict("market.machine_code_taken", "这个设备码已被使用。", "This code belongs to another machine.");
        var (now, name) = (Clock.Now(time), request.NameZh!.Trim());
        var key = keys.Make("无人设备 " + name, place.Path, [MachinePermissions.Device]);
        var machine = new Machine
        {
            Id = Guid.CreateVersion7(now), Scope = place.Path.Value, Code = code, Kind = request.Kind, NameZh = name, NameEn = Or(request.NameEn, name), Spot = request.Spot?.Trim() ?? "",
            Shop = shop.Code, Key = key.Id, At = now, By = current.Value.Account, DepositFen = request.Kind == MachineKind.Cabinet ? request.DepositFen : 0,
            GuestDepositFen = request.Kind == MachineKind.Cabinet ? request.GuestDepositFen : null, Licence = request.Licence?.Number!.Trim(), LicenceUntil = request.Licence?.Until,
        };
        db.Insert(machine);
        foreach (var shelf in request.Shelves!)
            book.Stand(machine, shelf);
        return new MachineRegistered(machine.Id, code, key.Key);
    }

    public async Task<Result<MachineRegistered>> Handle(RenewMachineKey request, CancellationToken cancel)
    {
        if (await Mine(request.Id, cancel) is not { } machine)
            return MachineBook.NotFound;
        await keys.End(machine.Key, cancel);
        var key = keys.Make("无人设备 " + machine.NameZh, machine.Place, [MachinePermissions.Device]);
        machine.Key = key.Id;
        return new MachineRegistered(machine.Id, machine.Code, key.Key);
    }

    public async Task<Result<Done>> Handle(SetDrugLicence request, CancellationToken cancel)
    {
        if (await Mine(request.Machine, cancel) is not { } machine)
            return MachineBook.NotFound;
        if (request.Licence!.FaultOf(machine.Spot, Platform.Time.LocalTime.Today(time)) is { } fault)
            return fault;
        (machine.Licence, machine.LicenceUntil) = (request.Licence.Number!.Trim(), request.Licence.Until);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(RetireMachine request, CancellationToken cancel)
    {
        if (await Mine(request.Id, cancel) is not { } machine)
            return MachineBook.NotFound;
        // Purchases that still run keep their money set aside: staff end them first.
        if (await db.Unfiltered<MachineSession>().AnyAsync(
                s => s.Machine == machine.Id && (s.State == SessionState.Authorised || s.State == SessionState.Running || s.State == SessionState.Review), cancel))
            return Problem.Conflict("market.machine_in_use", "还有没结束的购买，请先处理。", "A purchase has not ended yet: end it first.");
        machine.RetiredAt = Clock.Now(time);
        await keys.End(machine.Key, cancel);
        return Done.It;
    }

    private async Task<Machine?> Mine(Guid id, CancellationToken cancel) =>
        await db.Scoped<Machine>(current.Value.ScopesFor(MachinePermissions.Register)).AsNoTracking().AnyAsync(m => m.Id == id && m.RetiredAt == null, cancel)
            ? await book.Lock(id, cancel) : null;

    private static string Or(string? text, string other) => text?.Trim() is { Length: > 0 } given ? given : other;
}
