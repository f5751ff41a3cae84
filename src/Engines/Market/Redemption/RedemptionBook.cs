using System.Globalization;
using System.Security.Cryptography;
using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Ids;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Redemption;

/// <summary>
/// Moves points and stock together, in the caller's transaction: both or neither, whatever happens between them (S32). The order is
/// always the same: the person's limit, the stock, the points.
/// </summary>
internal sealed class RedemptionBook(LinliDb db, IGoods goods, ILedger ledger, Counters counters, CurrentCaller current, TimeProvider time)
{
    public const string Poster = "market.redemption";

    /// <summary>Hands out at once.</summary>
    public async Task<Result<RedemptionRow>> Redeem(RedemptionOffer offer, RedemptionStation station, Guid person, int count, CancellationToken cancel)
    {
        var begun = await Begin(offer, station, person, count, RedemptionState.Done, cancel);
        if (!begun.Ok)
            return begun;
        var row = begun.Value;
        (row.DoneAt, row.By) = (row.At, current.Value.Account);
        var posted = await ledger.Post(await Movement(row, station, cancel), cancel);
        if (!posted.Ok)
            return Short(posted.Problems);
        row.Transfer = posted.Value.Id;
        Vouchers(row, offer);
        return row;
    }

    /// <summary>Sets points and stock aside.</summary>
    public async Task<Result<RedemptionRow>> Reserve(RedemptionOffer offer, RedemptionStation station, Guid person, int count, CancellationToken cancel)
    {
        var begun = await Begin(offer, station, person, count, RedemptionState.Reserved, cancel);
        if (!begun.Ok)
            return begun;
        var row = begun.Value;
        row.HoldUntil = row.At + RedemptionRules.Kept;
        var hold = await ledger.Hold(
            new(await Wallet(person, cancel), Amount.Of(new Points(row.Points)), row.HoldUntil.Value, Poster, row.Id.ToString("N"), ($"预留：{row.NameZh}", $"Reserved: {row.NameEn}")) { Subject = row.Number },
            cancel);
        if (!hold.Ok)
            return Short(hold.Problems);
        row.Hold = hold.Value;
        return row;
    }

    /// <summary>Hands out what was reserved.</summary>
    public async Task<Result<RedemptionRow>> HandOver(RedemptionRow row, RedemptionOffer offer, RedemptionStation station, CancellationToken cancel)
    {
        var posted = await ledger.Capture(new(row.Hold!.Value, await Movement(row, station, cancel)), cancel);
        if (!posted.Ok)
            return posted.As<RedemptionRow>();
        var now = Clock.Now(time);
        (row.State, row.DoneAt, row.By, row.Transfer, row.Day) = (RedemptionState.Done, now, current.Value.Account, posted.Value.Id, LocalTime.DateOf(now));
        Vouchers(row, offer);
        return row;
    }

    /// <summary>Sets free what was reserved: cancelled, or its time is over.</summary>
    public async Task<Result<Done>> Free(RedemptionRow row, RedemptionOffer offer, RedemptionState state, CancellationToken cancel)
    {
        if (await PutBack(row, offer, "cancel", cancel) is { Ok: false } refused)
            return refused;
        row.State = state;
        return await ledger.Release(row.Hold!.Value, cancel);
    }

    /// <summary>Gives back points, and stock where the thing came back.</summary>
    public async Task<Result<Done>> Undo(RedemptionRow row, RedemptionOffer offer, bool returned, Phrase why, CancellationToken cancel)
    {
        if ((returned || offer.Kind == OfferKind.Voucher) && await PutBack(row, offer, "return", cancel) is { Ok: false } refused)
            return refused;
        var back = await ledger.Reverse(new(row.Transfer!.Value, Poster, $"{row.Id:N}.back", why), cancel);
        if (!back.Ok)
            return back.As<Done>();
        (row.State, row.ReversedOn) = (RedemptionState.Reversed, LocalTime.Today(time));
        var now = Clock.Now(time);
        foreach (var voucher in await db.Records<Voucher>().Where(v => v.Redemption == row.Id).ToListAsync(cancel))
            (voucher.WithdrawnAt, voucher.Version) = (now, voucher.Version + 1);
        return Done.It;
    }

    /// <summary>What a person has of points.</summary>
    public Task<AccountId> Wallet(Guid person, CancellationToken cancel) => ledger.Wallet(person, LedgerUnit.Points, cancel);

    private async Task<Result<RedemptionRow>> Begin(RedemptionOffer offer, RedemptionStation station, Guid person, int count, RedemptionState state, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var day = LocalTime.DateOf(now);
        await db.LockUntilCommit($"redemption.person.{person}", cancel);
        if (offer.PerMonth is not null)
        {
            var (first, next) = (new DateOnly(day.Year, day.Month, 1), new DateOnly(day.Year, day.Month, 1).AddMonths(1));
            var id = offer.Id;
            var sofar = await db.Unfiltered<RedemptionRow>().Where(r => r.Person == person && r.Offer == id && r.Day >= first && r.Day < next // one's own, wherever
                && (r.State == RedemptionState.Reserved || r.State == RedemptionState.Done)).SumAsync(r => r.Count, cancel);
            if (RedemptionRules.LimitFault(offer.PerMonth, sofar, count) is { } over)
                return over;
        }

        var row = new RedemptionRow
        {
            Id = Guid.CreateVersion7(now), Number = ShortNumber.For("DH", day, (int)await counters.Next(db, "market.redemption", cancel)).ToString(), Scope = station.Scope, Station = station.Id, Offer = offer.Id,
            NameZh = offer.NameZh, NameEn = offer.NameEn, Person = person, Count = count, Points = checked(offer.Points * count), SettlementFen = checked(offer.SettlementFen * count), State = state, At = now, Day = day,
        };
        if (await Take(row, offer, cancel) is { Ok: false } gone)
            return gone.As<RedemptionRow>();
        db.Insert(row);
        return row;
    }

    private async Task<Result<Done>> Take(RedemptionRow row, RedemptionOffer offer, CancellationToken cancel)
    {
        if (offer.Goods is { } kind)
            return await goods.Take([new(kind, row.Count)], "redemption", row.Id.ToString("N"), cancel);
        if (offer.Left is not { } left)
            return Done.It;
        // Read under the lock: the row that the caller found may be older.
        await db.LockUntilCommit($"redemption.offer.{offer.Id}", cancel);
        await db.Entry(offer).ReloadAsync(cancel);
        left = offer.Left ?? 0;
        if (left < row.Count)
            return Problem.Conflict("market.out_of_stock", left == 0 ? $"“{offer.NameZh}”已经兑完了。" : $"“{offer.NameZh}”只剩 {left} 张。", left == 0 ? $"{offer.NameEn} is gone." : $"Only {left} of {offer.NameEn} are left.");
        (offer.Left, offer.Version) = (left - row.Count, offer.Version + 1);
        return Done.It;
    }

    private async Task<Result<Done>> PutBack(RedemptionRow row, RedemptionOffer offer, string why, CancellationToken cancel)
    {
        if (offer.Goods is { } kind)
            return await goods.PutBack([new(kind, row.Count)], why, row.Id.ToString("N"), cancel);
        await db.LockUntilCommit($"redemption.offer.{offer.Id}", cancel);
        await db.Entry(offer).ReloadAsync(cancel);
        if (offer.Left is { } left)
            (offer.Left, offer.Version) = (left + row.Count, offer.Version + 1);
        return Done.It;
    }

    private async Task<Transfer> Movement(RedemptionRow row, RedemptionStation station, CancellationToken cancel)
    {
        var wallet = await Wallet(row.Person, cancel);
        var shop = await ledger.Open(
            new(new(OwnerKind.Shop, station.Shop), LedgerUnit.Points, "redeemed", ScopePath.Parse(station.Scope, null), null) { Label = ($"{station.NameZh}收到的积分", $"Points taken by {station.NameEn}") }, cancel);
        var count = row.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" × {row.Count}");
        return new(Poster, row.Id.ToString("N"), "points.redeem", ($"兑换{row.NameZh}{count}（{station.NameZh}）", $"Redeemed: {row.NameEn}{count} ({station.NameEn})"),
            [Entry.From(wallet, new Points(row.Points)), Entry.To(shop, new Points(row.Points))])
        { Subject = row.Number };
    }

    private void Vouchers(RedemptionRow row, RedemptionOffer offer)
    {
        if (offer.Kind != OfferKind.Voucher)
            return;
        var now = Clock.Now(time);
        for (var i = 0; i < row.Count; i++)
            db.Records<Voucher>().Add(new()
            {
                Id = Guid.CreateVersion7(now), Code = "Q" + Convert.ToHexString(RandomNumberGenerator.GetBytes(6)), Redemption = row.Id, Person = row.Person, NameZh = row.NameZh, NameEn = row.NameEn,
                Provider = offer.Provider!, LastDay = LocalTime.DateOf(now).AddDays(offer.ValidDays), Version = 1,
            });
    }

    private static Result<RedemptionRow> Short(IReadOnlyList<Problem> problems) => problems[0].Code == "ledger.insufficient"
        ? Problem.Conflict("redemption.points_short", "积分不够，没有扣除任何东西。", "Not enough points: nothing was taken.") : Result<RedemptionRow>.Fail(problems);
}
