using System.Text.Json.Serialization;
using Linli.Market.Shops;
using Linli.Notices;
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

namespace Linli.Market.Redemption;

/// <summary>A shop hands something out for the points of whoever stands before its terminal (S32). Sent again with the same key, it is answered with the first answer.</summary>
/// <param name="Ticket">Who stands there: the answer of <c>POST /codes/read</c>.</param>
/// <param name="Offer">What.</param>
/// <param name="Count">How many, 1–20.</param>
/// <param name="IdempotencyKey">Made by the terminal, once for each wish.</param>
/// <param name="Points">The price of one that was shown, in points: another price since then is said, and nothing taken. Left out, any price will do.</param>
internal sealed record RedeemAtTerminal(string? Ticket, Guid Offer, int Count = 1, string? IdempotencyKey = null, long? Points = null) : ICommand<Redeemed>, IValidated, IRepeatable, IAudited
{
    string? IAudited.AuditSubject => $"{Offer} {Count}";

    public IEnumerable<Problem> Problems()
    {
        if (string.IsNullOrWhiteSpace(Ticket))
            yield return Problem.Invalid("ticket", "people.ticket_expired", "请重新扫码。", "Read the code again.");
        if (Count is < 1 or > RedemptionRules.MostAtOnce)
            yield return Problem.Invalid("count", "redemption.count", $"一次兑换 1–{RedemptionRules.MostAtOnce} 份。", $"1 to {RedemptionRules.MostAtOnce} at once.");
    }
}

/// <summary>What was redeemed.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">Its number.</param>
/// <param name="Name">What.</param>
/// <param name="Count">How many.</param>
/// <param name="Points">What was taken.</param>
/// <param name="Left">What the person can still spend: for themselves only, never for the shop.</param>
/// <param name="State">done or reserved.</param>
/// <param name="Until">Until when it is kept, where it is reserved.</param>
internal sealed record Redeemed(Guid Id, string Number, Phrase Name, int Count, long Points, long? Left, RedemptionState State, DateTimeOffset? Until = null);

/// <summary>A shop hands out what somebody reserved.</summary>
/// <param name="Ticket">Who stands there.</param>
/// <param name="IdempotencyKey">As above.</param>
internal sealed record HandOverReserved(string? Ticket, string? IdempotencyKey = null) : ICommand<Redeemed>, IRepeatable, IAudited
{
    [JsonIgnore]
    public Guid Id { get; init; }

    string? IAudited.AuditSubject => Id.ToString();

    object IRepeatable.Wish => new { Id, Ticket };
}

/// <summary>A mistaken redemption is undone (冲正): by the shop on the same day, by the community within thirty days.</summary>
/// <param name="Reason">2–100 characters; the person reads it.</param>
/// <param name="Returned">Whether the goods came back into the stock.</param>
internal sealed record UndoRedemption(string? Reason, bool Returned) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public Guid Id { get; init; }

    string? IAudited.AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryCleanLine(Reason, 100, out var reason) || reason.Length < 2)
            yield return Problem.Invalid("reason", "redemption.reason", "请写明原因（2–100 个字），居民会看到。", "Say why in 2 to 100 characters: the resident reads it.");
    }
}

internal sealed class RedeemAtTerminalHandler(
    LinliDb db, CurrentCaller current, ShopReach shops, RedemptionBook book, IPresentedCodes codes, IPersonAccounts accounts, INotices notices, TimeProvider time)
    : IHandler<RedeemAtTerminal, Redeemed>, IHandler<HandOverReserved, Redeemed>, IHandler<UndoRedemption, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/market/redemption", (RedeemAtTerminal request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(MarketPermissions.Sell).WithTags("Redemption").WithSummary("Hand out for points 积分兑换");
        api.MapPost("/market/redemption/{id:guid}/hand-over", (Guid id, HandOverReserved request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(MarketPermissions.Sell).WithTags("Redemption").WithSummary("Hand out what was reserved 取走预留");
        api.MapPost("/market/redemption/{id:guid}/undo", (Guid id, UndoRedemption request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Redemption").WithSummary("Undo a mistake 冲正");
    }

    public async Task<Result<Redeemed>> Handle(RedeemAtTerminal request, CancellationToken cancel)
    {
        var who = codes.Open(request.Ticket!);
        if (!who.Ok)
            return who.As<Redeemed>();
        // An offer of the caller's own station, wherever that is.
        if (await db.Unfiltered<RedemptionOffer>().SingleOrDefaultAsync(o => o.Id == request.Offer && o.Open, cancel) is not { } offer
            || await db.Unfiltered<RedemptionStation>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == offer.Station && s.Open, cancel) is not { } station)
            return RedemptionRules.OfferNotFound;
        if (!shops.Codes.Contains(station.Shop))
            return RedemptionRules.NotYourStation;
        if (current.Value.MayBe(who.Value.Person))
            return Problem.Forbidden("redemption.own_till", "不能在自己的收银台给自己兑换，请同事办理。", "Nobody serves themselves: ask a colleague.");
        if (who.Value.Way == PresentedWay.Vouched)
            return RedemptionRules.VouchedPoints;
        if (RedemptionRules.PriceFault(offer, request.Points) is { } changed)
            return changed;
        var row = await book.Redeem(offer, station, who.Value.Person, request.Count, cancel);
        return row.Ok ? Answer(row.Value) : row.As<Redeemed>();
    }

    public async Task<Result<Redeemed>> Handle(HandOverReserved request, CancellationToken cancel)
    {
        var who = codes.Open(request.Ticket ?? "");
        if (!who.Ok)
            return who.As<Redeemed>();
        await db.LockUntilCommit($"redemption.{request.Id}", cancel);
        if (await Find(request.Id, cancel) is not var (row, offer, station) || row.Person != who.Value.Person)
            return RedemptionRules.NotFound;
        if (!shops.Codes.Contains(station.Shop))
            return RedemptionRules.NotYourStation;
        if (current.Value.MayBe(row.Person))
            return Problem.Forbidden("redemption.own_till", "不能在自己的收银台给自己兑换，请同事办理。", "Nobody serves themselves: ask a colleague.");
        if (who.Value.Way == PresentedWay.Vouched)
            return RedemptionRules.VouchedPoints;
        if (row.State == RedemptionState.Done)
            return Answer(row);
        if (row.State != RedemptionState.Reserved || row.HoldUntil <= Clock.Now(time))
            return Problem.Conflict("redemption.reservation_over", "预留已到期或已取消，积分已退回；请重新兑换。", "The reservation has run out or was cancelled, its points are free again: redeem anew.");
        var done = await book.HandOver(row, offer, station, cancel);
        return done.Ok ? Answer(row) : done.As<Redeemed>();
    }

    public async Task<Result<Done>> Handle(UndoRedemption request, CancellationToken cancel)
    {
        await db.LockUntilCommit($"redemption.{request.Id}", cancel);
        if (await Find(request.Id, cancel) is not var (row, offer, station))
            return RedemptionRules.NotFound;
        var keeper = current.Value.May(RedemptionPermissions.Keep, row.Scope);
        if (!keeper && !shops.Codes.Contains(station.Shop))
            return RedemptionRules.NotFound;
        if (current.Value.MayBe(row.Person))
            return Problem.Forbidden("redemption.own_till", "自己的兑换由同事冲正。", "A colleague undoes your own.");
        PlainText.TryCleanLine(request.Reason, 100, out var reason);
        // A retry after a lost answer hears what it was told before.
        if (row.State == RedemptionState.Reversed && row.Word == reason)
            return Done.It;
        var used = await db.Records<Voucher>().AnyAsync(v => v.Redemption == row.Id && v.UsedAt != null, cancel);
        if (RedemptionRules.UndoFault(row.State, row.Day, LocalTime.Today(time), keeper, used) is { } refused)
            return refused;
        row.Word = reason;
        var undone = await book.Undo(row, offer, request.Returned, ($"兑换冲正：{row.NameZh}", $"Redemption undone: {row.NameEn}"), cancel);
        if (undone.Ok)
            foreach (var account in (await accounts.Of([row.Person], cancel))[row.Person])
                await notices.Tell(account, "points.redemption", ("一笔兑换已冲正，积分退回", "A redemption was undone: your points are back"), (reason, reason), "/points/shop", $"redemption-undone:{row.Id}", cancel);
        return undone;
    }

    private async Task<(RedemptionRow, RedemptionOffer, RedemptionStation)?> Find(Guid id, CancellationToken cancel)
    {
        // Asked by its id; who may do what with it is decided by the shop or the place.
        if (await db.Unfiltered<RedemptionRow>().SingleOrDefaultAsync(r => r.Id == id, cancel) is not { } row)
            return null;
        var offer = await db.Unfiltered<RedemptionOffer>().SingleAsync(o => o.Id == row.Offer, cancel);
        return (row, offer, await db.Unfiltered<RedemptionStation>().AsNoTracking().SingleAsync(s => s.Id == row.Station, cancel));
    }

    private static Redeemed Answer(RedemptionRow row) => new(row.Id, row.Number, row.Name, row.Count, row.Points, null, row.State);
}
