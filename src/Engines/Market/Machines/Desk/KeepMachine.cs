using System.Text.Json.Serialization;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Machines.Desk;

/// <summary>Goods were put into a machine, or counted there (补货、盘点).</summary>
/// <param name="Shelf">Number of the shelf.</param>
/// <param name="AddedGrams">What was weighed in; by the piece: pieces times their weight.</param>
/// <param name="CountedGrams">What lies there in truth; what is added counts on top of it. Left out when nobody counted.</param>
/// <param name="IdempotencyKey">Made by the client: sent again, it is the same refill.</param>
/// <param name="Lot">The lot that was put in (批号), 1–30 characters; needed for medicine.</param>
/// <param name="ExpiresOn">Its last local day (有效期至); goes with the lot.</param>
internal sealed record RefillShelf(int Shelf, long AddedGrams, long? CountedGrams = null, string? IdempotencyKey = null, string? Lot = null, DateOnly? ExpiresOn = null) : ICommand<Done>, IValidated, IAudited, IRepeatable
{
    /// <summary>Which machine.</summary>
    [JsonIgnore]
    public Guid Machine { get; init; }

    public string? AuditSubject => Machine.ToString();

    object IRepeatable.Wish => new { Machine, Shelf, AddedGrams, CountedGrams, Lot, ExpiresOn };

    public IEnumerable<Problem> Problems()
    {
        if (AddedGrams is < 0 or > KeepMachineHandler.Fullest || CountedGrams is < 0 or > KeepMachineHandler.Fullest || (AddedGrams == 0 && CountedGrams is null))
            yield return Problem.Invalid("addedGrams", "market.machine_refill", "请填写补货或盘点的克数，最多 500 公斤。", "Say how many grams were added or counted, at most 500 kg.");
        if (Lot?.Trim() is { } lot && lot.Length is 0 or > 30)
            yield return Problem.Invalid("lot", "market.machine_lot", "批号为 1–30 个字符。", "A lot has 1 to 30 characters.");
        if (Lot is null != ExpiresOn is null)
            yield return Problem.Invalid(Lot is null ? "lot" : "expiresOn", "market.machine_lot_both", "批号和有效期要一起填写。", "A lot and its last day go together.");
    }
}

/// <summary>Sets a price from a moment on; purchases that began before keep theirs.</summary>
/// <param name="Shelf">Number of the shelf.</param>
/// <param name="PriceFen">Fen for 500 g, or for one piece.</param>
/// <param name="From">From when on, UTC; now when left out.</param>
internal sealed record SetMachinePrice(int Shelf, long PriceFen, DateTimeOffset? From = null) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Which machine.</summary>
    [JsonIgnore]
    public Guid Machine { get; init; }

    public string? AuditSubject => Machine.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (PriceFen is < 1 or > KeepMachineHandler.Dearest)
            yield return Problem.Invalid("priceFen", "market.machine_price", "价格为 0.01–1000 元。", "A price is 0.01 to 1,000 yuan.");
    }
}

/// <summary>Somebody of staff has looked at an event that belongs to no purchase.</summary>
/// <param name="Note">What came of it, 2–200 characters.</param>
internal sealed record SeeStray(string? Note) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Which event.</summary>
    [JsonIgnore]
    public Guid Id { get; init; }

    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Note?.Trim() is not { Length: >= 2 and <= 200 })
            yield return Problem.Invalid("note", "market.machine_note", "请用 2–200 个字写明处理结果。", "Say in 2 to 200 characters what came of it.");
    }
}

internal sealed class KeepMachineHandler(LinliDb db, MachineBook book, MachineReach reach, CurrentCaller current, Outbox outbox, TimeProvider time)
    : IHandler<RefillShelf, Done>, IHandler<SetMachinePrice, Done>, IHandler<SeeStray, Done>, IUseCase
{
    public const long Fullest = 500_000;
    public const long Dearest = 100_000;
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(366);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/machines/{id:guid}/refill", (Guid id, RefillShelf request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Machine = id }, cancel))
            .Needs(MachinePermissions.Machines).WithTags("machines").WithSummary("Refill or count a shelf 补货与盘点");
        api.MapPost("/machines/{id:guid}/price", (Guid id, SetMachinePrice request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Machine = id }, cancel))
            .Needs(MachinePermissions.Machines).WithTags("machines").WithSummary("Set a price from a moment on 调价");
        api.MapPost("/machines/events/{id:guid}/seen", (Guid id, SeeStray request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(MachinePermissions.Machines).WithTags("machines").WithSummary("Settle an event that belongs to no purchase 处理无主事件");
    }

    public async Task<Result<Done>> Handle(RefillShelf request, CancellationToken cancel)
    {
        if (await Shelf(request.Machine, request.Shelf, cancel) is not { } found)
            return NotFound;
        var (machine, shelf) = found;
        if (request.CountedGrams is { } counted)
            book.MoveStock(shelf, StockWhy.Count, counted - shelf.StockGrams, null);
        if (request.CountedGrams == 0)
            (shelf.Lot, shelf.ExpiresOn, shelf.ExpiryToldAt) = (null, null, null);
        if (request.AddedGrams > 0 && FaultOfLot(shelf, request) is { } fault)
            return fault;
        if (request.Lot is { } lot)
            (shelf.Lot, shelf.ExpiresOn, shelf.ExpiryToldAt) = (lot.Trim(), request.ExpiresOn, null);
        book.MoveStock(shelf, StockWhy.Refill, request.AddedGrams, null);
        if (shelf.StockGrams >= shelf.LowGrams)
            shelf.LowToldAt = null;
        outbox.Add(new MachineChanged(machine.Id, machine.Place));
        return Done.It;
    }

    public async Task<Result<Done>> Handle(SetMachinePrice request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var from = request.From is { } wanted ? Clock.ToMicroseconds(wanted) : now;
        if (from < now.AddMinutes(-1) || from > now + Ahead)
            return Problem.Invalid("from", "market.machine_price_from", "生效时间不能早于现在，最晚一年内。", "A price begins now or within a year.");
        if (await Shelf(request.Machine, request.Shelf, cancel) is not { } found)
            return NotFound;
        db.Records<MachinePrice>().Add(new() { Id = Guid.CreateVersion7(now), Shelf = found.Shelf.Id, Fen = request.PriceFen, From = from < now ? now : from, At = now, By = current.Value.Account });
        outbox.Add(new MachineChanged(found.Machine.Id, found.Machine.Place));
        return Done.It;
    }

    public async Task<Result<Done>> Handle(SeeStray request, CancellationToken cancel)
    {
        if (await db.Records<MachineEvent>().SingleOrDefaultAsync(e => e.Id == request.Id && e.Stray != null, cancel) is not { } stray || await reach.Find(stray.Machine, cancel) is null)
            return Problem.NotFound("market.machine_event_not_found", "没有找到这条事件。", "This event was not found.");
        if (stray.SeenAt is null)
            (stray.SeenAt, stray.SeenBy, stray.SeenNote) = (Clock.Now(time), current.Value.Account, request.Note!.Trim());
        return Done.It;
    }

    // A shelf holds one lot at a time: else nobody could say which of two was sold.
    private Problem? FaultOfLot(MachineShelf shelf, RefillShelf request)
    {
        var today = Platform.Time.LocalTime.Today(time);
        if (request.Lot is null)
            return GoodsClasses.Of(shelf.Class).NeedsLot ? Problem.Invalid("lot", "market.machine_lot_missing", "药品补货要填批号和有效期。", "For medicine give the lot and its last day.")
                : shelf.Lot is null ? null : Problem.Invalid("lot", "market.machine_lot_missing", $"货层里是批次 {shelf.Lot}，请填这次补货的批号和有效期。", $"Lot {shelf.Lot} lies there: give the lot that was put in.");
        if (request.ExpiresOn < today || request.ExpiresOn > today.AddYears(10))
            return Problem.Invalid("expiresOn", "market.machine_lot_over", "已过期的不能上架；有效期最长十年。", "What is past its last day is not put in; a last day lies within ten years.");
        return shelf.StockGrams > 0 && (shelf.Lot != request.Lot.Trim() || shelf.ExpiresOn != request.ExpiresOn)
            ? Problem.Conflict("market.machine_lot_mixed", $"货层里还有{(shelf.Lot is { } old ? $"批次 {old}（{shelf.ExpiresOn:yyyy-MM-dd}）" : "没有批号的货")}：先取出并盘点为 0，再放新批次。", $"{(shelf.Lot is { } left ? $"Lot {left} ({shelf.ExpiresOn:yyyy-MM-dd})" : "Goods without a lot")} still lie there: take them out and count zero, then put the new lot in.") : null;
    }

    public static Problem NotFound => Problem.NotFound("market.machine_shelf_not_found", "没有找到这个货层。", "This shelf was not found.");

    private async Task<(Machine Machine, MachineShelf Shelf)?> Shelf(Guid machine, int number, CancellationToken cancel)
    {
        if (await reach.Find(machine, cancel) is null || await book.Lock(machine, cancel) is not { } locked)
            return null;
        return await db.Records<MachineShelf>().SingleOrDefaultAsync(s => s.Machine == machine && s.Number == number && s.TakenAt == null, cancel) is { } shelf ? (locked, shelf) : null;
    }
}
