using System.Text.Json.Serialization;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Machines.Desk;

/// <summary>Adds a shelf, or a hopper, to a machine that is registered already (加货层). It begins empty.</summary>
/// <param name="Shelf">What it holds; its number is free at this machine.</param>
internal sealed record AddShelf(NewShelf? Shelf) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Which machine.</summary>
    [JsonIgnore]
    public Guid Machine { get; init; }

    public string? AuditSubject => Machine.ToString();

    // The kind of machine is not known yet: what depends on it is looked at with the machine.
    public IEnumerable<Problem> Problems()
    {
        if (Shelf is null)
            yield return Problem.Invalid("shelf", "market.machine_shelf_name", "请填写货层。", "Say what the shelf holds.");
    }
}

/// <summary>Takes a shelf away (撤货层). What still lies on it is put on another shelf of the same goods; its sales and records stay.</summary>
/// <param name="Shelf">Number of the shelf.</param>
/// <param name="MoveTo">Number of the shelf that gets what lies there; needed where something does.</param>
internal sealed record TakeShelf(int Shelf, int? MoveTo = null) : ICommand<Done>, IAudited
{
    /// <summary>Which machine.</summary>
    [JsonIgnore]
    public Guid Machine { get; init; }

    public string? AuditSubject => $"{Machine} {Shelf}";
}

internal sealed class ChangeShelvesHandler(LinliDb db, MachineBook book, MachineReach reach, CurrentCaller current, Outbox outbox, TimeProvider time)
    : IHandler<AddShelf, Done>, IHandler<TakeShelf, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/machines/{id:guid}/shelves", (Guid id, AddShelf request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Machine = id }, cancel))
            .Needs(MachinePermissions.Machines).WithTags("machines").WithSummary("Add a shelf to a machine 加货层");
        api.MapPost("/machines/{id:guid}/shelves/{shelf:int}/take", (Guid id, int shelf, TakeShelf request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Machine = id, Shelf = shelf }, cancel))
            .Needs(MachinePermissions.Machines).WithTags("machines").WithSummary("Take a shelf of a machine away 撤货层");
    }

    public async Task<Result<Done>> Handle(AddShelf request, CancellationToken cancel)
    {
        var found = await Machine(request.Machine, cancel);
        if (!found.Ok)
            return found.As<Done>();
        var (machine, wanted) = (found.Value, request.Shelf!);
        if (wanted.Faults(machine.Kind).FirstOrDefault() is { } fault)
            return fault with { Field = "shelf" };
        var shelves = await Shelves(machine.Id, cancel);
        if (shelves.Exists(s => s.Number == wanted.Number))
            return Problem.Conflict("market.machine_shelf_taken", $"编号 {wanted.Number} 已经是“{shelves.Find(s => s.Number == wanted.Number)!.NameZh}”，请换一个编号。", $"Number {wanted.Number} is “{shelves.Find(s => s.Number == wanted.Number)!.NameEn}” already: choose another.") with { Field = "shelf" };
        if (shelves.Count >= RegisterMachine.MostShelves)
            return Problem.Conflict("market.machine_shelves", $"一台设备最多 {RegisterMachine.MostShelves} 个货层。", $"A machine has at most {RegisterMachine.MostShelves} shelves.") with { Field = "shelf" };
        if (GoodsClasses.Of(wanted.Class).NeedsLicence && (machine.Licence is null || machine.LicenceUntil < LocalTime.Today(time)))
            return Problem.Conflict("market.machine_licence_missing", "卖乙类非处方药要登记载明设备地址、仍在有效期内的药品经营许可证：请先由登记设备的人补登。", "To sell medicine of class B the machine needs a drug licence in force that names its address: whoever registers machines records it first.") with { Field = "shelf" };
        book.Stand(machine, wanted);
        outbox.Add(new MachineChanged(machine.Id, machine.Place));
        return Done.It;
    }

    public async Task<Result<Done>> Handle(TakeShelf request, CancellationToken cancel)
    {
        var found = await Machine(request.Machine, cancel);
        if (!found.Ok)
            return found.As<Done>();
        var (machine, shelves) = (found.Value, await Shelves(request.Machine, cancel));
        if (shelves.Find(s => s.Number == request.Shelf) is not { } shelf)
            return KeepMachineHandler.NotFound;
        if (shelves.Count == 1)
            return Problem.Conflict("market.machine_last_shelf", "这是最后一个货层：不再使用请停用设备。", "This is its last shelf: take the machine out of service instead.");
        if (shelf.StockGrams > 0)
        {
            if (request.MoveTo is not { } number)
                return Problem.Conflict("market.machine_shelf_full", $"“{shelf.NameZh}”还有 {MachineWords.Weight(shelf.StockGrams).Zh}：请选择移到哪个货层，或先取出并盘点为 0。", $"{MachineWords.Weight(shelf.StockGrams).En} of {shelf.NameEn} still lie there: say to which shelf they go, or take them out and count zero.") with { Field = "moveTo" };
            if (number == shelf.Number || shelves.Find(s => s.Number == number) is not { } target)
                return Problem.Invalid("moveTo", "market.machine_move_to", "请选择这台设备的另一个货层。", "Choose another shelf of this machine.");
            if (FaultOfMove(shelf, target) is { } refused)
                return refused;
            Move(shelf, target);
        }

        (shelf.TakenAt, shelf.TakenBy) = (Clock.Now(time), current.Value.Account);
        outbox.Add(new MachineChanged(machine.Id, machine.Place));
        return Done.It;
    }

    // Locked, in service, and nobody at it: while a purchase runs its prices and weights are those of the shelves it began with.
    private async Task<Result<Machine>> Machine(Guid id, CancellationToken cancel)
    {
        if (await reach.Find(id, cancel) is null || await book.Lock(id, cancel) is not { RetiredAt: null } machine)
            return MachineBook.NotFound;
        // Of a machine the caller looks after.
        var open = await db.Unfiltered<MachineSession>().AnyAsync(s => s.Machine == id && (s.State == SessionState.Authorised || s.State == SessionState.Running || s.State == SessionState.Review), cancel);
        return open || machine.Session is not null || machine.DoorOpenSince is not null
            ? Problem.Conflict("market.machine_in_use", "还有没结束的购买，或者柜门没关：请先处理，再改货层。", "A purchase has not ended, or the door is open: see to it before you change shelves.") : machine;
    }

    private Task<List<MachineShelf>> Shelves(Guid machine, CancellationToken cancel) => db.Records<MachineShelf>().Where(s => s.Machine == machine && s.TakenAt == null).OrderBy(s => s.Number).ToListAsync(cancel);

    // One kind of goods and one lot on a shelf: else nobody could say what was sold (R32).
    private static Problem? FaultOfMove(MachineShelf from, MachineShelf to) =>
        from.NameZh != to.NameZh || from.Class != to.Class || from.SoldBy != to.SoldBy || from.PieceGrams != to.PieceGrams
            ? Problem.Invalid("moveTo", "market.machine_other_goods", $"货层 {to.Number} 放的是“{to.NameZh}”，不是同一种货。", $"Shelf {to.Number} holds {to.NameEn}: not the same goods.")
            : to.StockGrams > 0 && (from.Lot != to.Lot || from.ExpiresOn != to.ExpiresOn)
            ? Problem.Conflict("market.machine_lot_mixed", $"货层 {to.Number} 里是另一个批次（{to.Lot ?? "无批号"}）：一个货层只放一个批次。", $"Shelf {to.Number} holds another lot ({to.Lot ?? "none"}): a shelf holds one.") with { Field = "moveTo" }
            : to.StockGrams > KeepMachineHandler.Fullest - from.StockGrams
            ? Problem.Conflict("market.machine_refill", "移过去就超过 500 公斤了。", "The shelf would hold more than 500 kg.") with { Field = "moveTo" } : null;

    private void Move(MachineShelf from, MachineShelf to)
    {
        var grams = from.StockGrams;
        if (to.StockGrams == 0)
            (to.Lot, to.ExpiresOn, to.ExpiryToldAt) = (from.Lot, from.ExpiresOn, from.ExpiryToldAt);
        book.MoveStock(from, StockWhy.Moved, -grams, null);
        book.MoveStock(to, StockWhy.Moved, grams, null);
        if (to.StockGrams >= to.LowGrams)
            to.LowToldAt = null;
    }
}
