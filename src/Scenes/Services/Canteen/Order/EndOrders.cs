using Linli.Ledger;
using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Canteen.Order;

/// <summary>Cancels an order before the cut-off (取消预订): the money is free again and the portion goes to somebody else.</summary>
public sealed record CancelOrder : ICommand<Done>, IAudited
{
    /// <summary>Which order.</summary>
    public Guid Id { get; init; }

    string? IAudited.AuditSubject => Id.ToString();
}

internal sealed class CancelOrderHandler(LinliDb db, CanteenTill till, ILedger ledger, CurrentCaller current) : IHandler<CancelOrder, Done>, IUseCase
{
    public static readonly Problem NotFound = Problem.NotFound("canteen.order_not_found", "没有找到这份预订。", "This order was not found.");

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/canteen/orders/{id:guid}/cancel", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new CancelOrder { Id = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Canteen").WithSummary("Cancel an order before the cut-off 取消预订");

    public async Task<Result<Done>> Handle(CancelOrder request, CancellationToken cancel)
    {
        var (me, account) = (current.Value.Person, current.Value.Account);

        // Of whoever eats, or ordered it for them; behind whatever a till does for the same person.
        if (await db.Unfiltered<MealOrder>().AsNoTracking().Where(o => o.Id == request.Id && (o.Person == me || o.OrderedBy == account)).Select(o => (Guid?)o.Person).SingleOrDefaultAsync(cancel) is not { } eater)
            return NotFound;
        await till.WaitFor(eater, cancel);
        await db.LockUntilCommit($"canteen.order.{request.Id:N}", cancel);
        if (await db.Unfiltered<MealOrder>().SingleOrDefaultAsync(o => o.Id == request.Id && (o.Person == me || o.OrderedBy == account), cancel) is not { } order)
            return NotFound;
        if (order.State == OrderState.Cancelled)
            return Done.It;
        if (order.State != OrderState.Open)
            return Problem.Conflict("canteen.order_ended", "这份预订已取餐或已释放。", "This order was fetched or set free already.");
        if (till.Now >= order.CancelUntil)
            return Problem.Conflict("canteen.cancel_late", $"{CanteenRules.Clock(order.CancelUntil)} 后厨房已开始准备，不能取消。", $"The kitchen began at {CanteenRules.Clock(order.CancelUntil)}: it cannot be cancelled any more.");
        await till.PutBack(order.Ordered, cancel);
        if (order.Hold is { } hold && await ledger.Release(hold, cancel) is { Ok: false } refused)
            return refused;
        order.State = OrderState.Cancelled;
        return Done.It;
    }
}

/// <summary>Hands an order over at the counter (取餐): what was set aside is paid, at the price that was promised.</summary>
/// <param name="Ticket">Whom the reader read: whoever eats, or ordered it for them.</param>
/// <param name="IdempotencyKey">Sent again, it is the same receipt.</param>
public sealed record FetchOrder(string Ticket, string? IdempotencyKey = null) : ICommand<Counter.SoldMeal>, IRepeatable, IAudited
{
    /// <summary>Which order.</summary>
    public Guid Id { get; init; }

    string? IAudited.AuditSubject => Id.ToString();
}

internal sealed class FetchOrderHandler(LinliDb db, CanteenTill till, CanteenTelling telling, ILedger ledger, Market.ITariffs tariffs, IPresentedCodes codes, ICareLists register, CurrentCaller current)
    : IHandler<FetchOrder, Counter.SoldMeal>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/canteen/counter/orders/{id:guid}/fetch", (Guid id, FetchOrder request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(CanteenPermissions.Sell).WithTags("Canteen").WithSummary("Hand an order over 窗口取餐");

    public async Task<Result<Counter.SoldMeal>> Handle(FetchOrder request, CancellationToken cancel)
    {
        var presented = codes.Open(request.Ticket);
        if (!presented.Ok)
            return presented.As<Counter.SoldMeal>();
        // As a sale does: who fetches at one till cannot be sold the same meal at another meanwhile.
        if (await db.Scoped<MealOrder>(current.Value.ScopesFor(CanteenPermissions.Sell)).AsNoTracking().Where(o => o.Id == request.Id).Select(o => (Guid?)o.Person).SingleOrDefaultAsync(cancel) is { } eater)
            await till.WaitFor(eater, cancel);
        await db.LockUntilCommit($"canteen.order.{request.Id:N}", cancel);
        if (await db.Scoped<MealOrder>(current.Value.ScopesFor(CanteenPermissions.Sell)).SingleOrDefaultAsync(o => o.Id == request.Id, cancel) is not { } order)
            return CancelOrderHandler.NotFound;
        if (order.Person != presented.Value.Person && await register.PersonOf(order.OrderedBy, cancel) != presented.Value.Person)
            return Problem.Forbidden("canteen.order_of_other", "这份预订不是此人的，请核对取餐码。", "This order belongs to somebody else: check the code.");
        if (order.State != OrderState.Open)
            return Problem.Conflict("canteen.order_ended", "这份预订已取餐、取消或释放。", "This order was fetched, cancelled or set free already.");
        if (order.Day != till.Today || till.Now >= order.FetchUntil)
            return Problem.Conflict("canteen.order_not_today", "这份预订不在今天的取餐时间内。", "This order is not to be fetched now.");
        return await HandOver(order, presented.Value.Way == PresentedWay.Vouched, cancel);
    }

    private async Task<Result<Counter.SoldMeal>> HandOver(MealOrder order, bool vouched, CancellationToken cancel)
    {
        var site = await db.Unfiltered<CanteenSite>().AsNoTracking().SingleAsync(s => s.Id == order.Site, cancel);
        var tariff = await tariffs.Version(order.Tariff, cancel);
        var priced = new Priced(site, order.Day, order.Meal, order.Person, tariff, order.Ordered, order.Promised);
        var (id, at) = (Guid.CreateVersion7(till.Now), till.Now);
        var transfer = await till.TransferOf(priced, order.PaidFrom, id, at, cancel);
        Result<TransferId?> posted;
        if (order.Hold is { } hold && transfer is not null)
        {
            var captured = await ledger.Capture(new(hold, transfer), cancel);
            posted = captured.Ok ? captured.Value.Id : captured.As<TransferId?>();
        }
        else
            posted = await till.Post(transfer, cancel);
        if (posted.Problems.Count > 0)
            return posted.As<Counter.SoldMeal>();
        var row = await till.Write(id, priced, order.PayBy, takeaway: true, posted.Value, order.Id, vouched, at, cancel);
        if (vouched)
            await telling.VouchedMeal(order.Person, row, cancel);
        (order.State, order.MealId) = (OrderState.Fetched, id);
        return new Counter.SoldMeal(id, row.Number, priced.Quote, at);
    }
}

/// <summary>Sets free what was ordered and not fetched when the counter closed, and says so (逾期释放).</summary>
internal sealed class ReleaseOrders(LinliDb db, WriterQueue writers, ILedger ledger, IPersonAccounts people, INotices notices, TimeProvider time) : IJob
{
    private const int Batch = 100;

    public async Task Run(CancellationToken cancel)
    {
        while (await RunOnce(cancel) == Batch)
        {
        }
    }

    private async Task<int> RunOnce(CancellationToken cancel)
    {
        using (await writers.Enter(cancel))
        {
            await using var transaction = await db.BeginTransaction(cancel);
            var now = Clock.Now(time);

            // A job: of all places.
            var due = await db.Unfiltered<MealOrder>().AsNoTracking().Where(o => o.State == OrderState.Open && o.FetchUntil <= now).OrderBy(o => o.Id).Select(o => o.Id).Take(Batch).ToListAsync(cancel);
            foreach (var id in due)
            {
                await db.LockUntilCommit($"canteen.order.{id:N}", cancel);
                if (await db.Unfiltered<MealOrder>().SingleOrDefaultAsync(o => o.Id == id && o.State == OrderState.Open, cancel) is not { } order)
                    continue;
                if (order.Hold is { } hold)
                    await ledger.Release(hold, cancel);
                order.State = OrderState.Released;
                foreach (var account in (await people.Of([order.Person], cancel))[order.Person])
                    await notices.Tell(account, "canteen.not_fetched", ("预订的餐没有取", "Your meal was not fetched"),
                        ($"预订 {order.Number} 未在供餐时间内取走，预留的钱已经退回可用余额。", $"Order {order.Number} was not fetched in time: the money set aside is free again."), "/canteen/mine", $"canteen-{order.Id:N}", cancel);
            }

            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(CancellationToken.None);
            db.ChangeTracker.Clear();
            return due.Count;
        }
    }
}
