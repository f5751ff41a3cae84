using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Redemption;

/// <summary>Reserves for pick-up within a day: points and stock are set aside together. A voucher is made at once, for there is nothing to fetch.</summary>
/// <param name="Offer">What.</param>
/// <param name="Count">How many, 1–20.</param>
/// <param name="IdempotencyKey">Makes sending again harmless.</param>
/// <param name="Points">The price of one that was shown, in points: another price since then is said, and nothing taken. Left out, any price will do.</param>
internal sealed record ReserveForPoints(Guid Offer, int Count = 1, string? IdempotencyKey = null, long? Points = null) : ICommand<Redeemed>, IValidated, IRepeatable
{
    public IEnumerable<Problem> Problems()
    {
        if (Count is < 1 or > RedemptionRules.MostAtOnce)
            yield return Problem.Invalid("count", "redemption.count", $"一次兑换 1–{RedemptionRules.MostAtOnce} 份。", $"1 to {RedemptionRules.MostAtOnce} at once.");
    }
}

/// <summary>Gives up what one reserved.</summary>
internal sealed record CancelReserved(Guid Id) : ICommand<Done>;

/// <summary>Sets free what nobody fetched.</summary>
internal sealed record ExpireReserved(Guid Id) : ICommand<Done>;

internal sealed class ReserveForPointsHandler(LinliDb db, CurrentCaller current, RedemptionBook book, ILedger ledger, TimeProvider time)
    : IHandler<ReserveForPoints, Redeemed>, IHandler<CancelReserved, Done>, IHandler<ExpireReserved, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/market/redemption/reservations", (ReserveForPoints request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(RedemptionPermissions.Redeem).WithTags("Redemption").WithSummary("Reserve for my points 预留兑换");
        api.MapDelete("/market/redemption/reservations/{id:guid}", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new CancelReserved(id), cancel))
            .Needs(Access.SignedIn).WithTags("Redemption").WithSummary("Give up what I reserved 取消预留");
    }

    public async Task<Result<Redeemed>> Handle(ReserveForPoints request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me)
            return Problem.Forbidden("redemption.no_person", "请先在“我的家”核对身份，再用积分兑换。", "Confirm who you are under “My home” first.");
        // What is offered around one's home.
        var homes = current.Value.ScopesFor(RedemptionPermissions.Redeem);
        if (await db.Unfiltered<RedemptionOffer>().SingleOrDefaultAsync(o => o.Id == request.Offer && o.Open, cancel) is not { } offer || !CatalogueReach.Around(homes, offer.Scope)
            || await db.Unfiltered<RedemptionStation>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == offer.Station && s.Open, cancel) is not { } station)
            return RedemptionRules.OfferNotFound;
        if (RedemptionRules.PriceFault(offer, request.Points) is { } changed)
            return changed;
        var made = offer.Kind == OfferKind.Voucher ? await book.Redeem(offer, station, me, request.Count, cancel) : await book.Reserve(offer, station, me, request.Count, cancel);
        if (!made.Ok)
            return made.As<Redeemed>();
        var row = made.Value;
        return new Redeemed(row.Id, row.Number, row.Name, row.Count, row.Points, (await ledger.Balance(await book.Wallet(me, cancel), cancel)).Available ?? 0, row.State, row.HoldUntil);
    }

    public async Task<Result<Done>> Handle(CancelReserved request, CancellationToken cancel)
    {
        var me = current.Value.Person;
        await db.LockUntilCommit($"redemption.{request.Id}", cancel);
        if (await db.Unfiltered<RedemptionRow>().SingleOrDefaultAsync(r => r.Id == request.Id && r.Person == me, cancel) is not { } row) // one's own
            return RedemptionRules.NotFound;
        if (row.State is RedemptionState.Cancelled or RedemptionState.Expired)
            return Done.It;
        if (row.State != RedemptionState.Reserved)
            return Problem.Conflict("redemption.not_reserved", "已经取走，不能取消；有误请找店家或社区冲正。", "It was handed out: ask the shop or the community to undo a mistake.");
        return await book.Free(row, await db.Unfiltered<RedemptionOffer>().SingleAsync(o => o.Id == row.Offer, cancel), RedemptionState.Cancelled, cancel);
    }

    public async Task<Result<Done>> Handle(ExpireReserved request, CancellationToken cancel)
    {
        await db.LockUntilCommit($"redemption.{request.Id}", cancel);
        // Of every place: the clock of the house.
        return await db.Unfiltered<RedemptionRow>().SingleOrDefaultAsync(r => r.Id == request.Id, cancel) is { State: RedemptionState.Reserved } row && row.HoldUntil <= Clock.Now(time)
            ? await book.Free(row, await db.Unfiltered<RedemptionOffer>().SingleAsync(o => o.Id == row.Offer, cancel), RedemptionState.Expired, cancel) : Done.It;
    }
}

/// <summary>Looks every five minutes; writes nothing when there is nothing to free, and what cannot be freed keeps no other waiting.</summary>
internal sealed class RedemptionClock(LinliDb db, UseCaseRunner runner, TimeProvider time) : IJob
{
    private const int Most = 500;

    public async Task Run(CancellationToken cancel)
    {
        var now = Clock.Now(time);
        // Of every place.
        foreach (var id in await db.Unfiltered<RedemptionRow>().Where(r => r.State == RedemptionState.Reserved && r.HoldUntil <= now).OrderBy(r => r.HoldUntil).Select(r => r.Id).Take(Most).ToListAsync(cancel))
            await runner.Run(new ExpireReserved(id), cancel);
    }
}
