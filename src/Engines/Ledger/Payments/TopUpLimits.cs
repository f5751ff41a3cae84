using Linli.Ledger.Accounts;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Payments;

/// <summary>How much may be paid into a wallet (充值限额), for a place, from a day on.</summary>
internal sealed class TopUpLimit : IScoped, ISealedRow
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    /// <summary>First local day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Least at once, in fen.</summary>
    public required long Least { get; init; }

    /// <summary>Most at once, in fen.</summary>
    public required long Most { get; init; }

    /// <summary>Most that may be begun and paid on a local day, in fen.</summary>
    public required long MostADay { get; init; }

    /// <summary>Most that a wallet may hold, in fen.</summary>
    public required long MostInWallet { get; init; }

    /// <summary>The law or the decision it comes from.</summary>
    public required string Source { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? By { get; init; }

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

/// <summary>What holds for a wallet now.</summary>
internal sealed record LimitsNow(long Least, long Most, long MostADay, long MostInWallet, string Source)
{
    /// <summary>Where nobody said anything else: a card on a name holds 5,000 yuan at most (单用途商业预付卡管理办法 art. 18).</summary>
    public static readonly LimitsNow Usual = new(100, 100_000, 300_000, 500_000, "单用途商业预付卡管理办法第十八条：记名卡限额不超过 5000 元");

    /// <summary>Why an amount is not taken.</summary>
    /// <param name="fen">What is to be paid in.</param>
    /// <param name="today">What was paid in, or is being paid, today.</param>
    /// <param name="inWallet">What the wallet holds.</param>
    public Problem? FaultOf(long fen, long today, long inWallet)
    {
        if (fen < Least || fen > Most)
            return Refuse("ledger.top_up_amount", $"每次充值 {Yuan.Figure(Least)} 到 {Yuan.Figure(Most)} 元。", $"Between ¥{Yuan.Figure(Least)} and ¥{Yuan.Figure(Most)} at once.");
        if (today + fen > MostADay)
            return Refuse("ledger.top_up_day", $"每天最多充值 {Yuan.Figure(MostADay)} 元，今天还可以充 {Yuan.Figure(Math.Max(0, MostADay - today))} 元。",
                $"¥{Yuan.Figure(MostADay)} a day at most; ¥{Yuan.Figure(Math.Max(0, MostADay - today))} are left today.");
        return inWallet + fen > MostInWallet
            ? Refuse("ledger.top_up_full", $"钱包最多存 {Yuan.Figure(MostInWallet)} 元，还可以充 {Yuan.Figure(Math.Max(0, MostInWallet - inWallet))} 元。",
                $"A wallet holds ¥{Yuan.Figure(MostInWallet)} at most; ¥{Yuan.Figure(Math.Max(0, MostInWallet - inWallet))} more fit in.")
            : null;
    }

    private static Problem Refuse(string code, string zh, string en) => Problem.Invalid("fen", code, zh, en);
}

/// <summary>Finds the limits that hold for a place, and what counts towards them.</summary>
internal sealed class TopUpLimits(LinliDb db, BalanceBook balances)
{
    /// <summary>What was paid in today, and what the wallet holds, with what may still be paid: open orders count as if they were. Until the commit nobody else begins one.</summary>
    public async Task<(long Today, long InWallet)> Stands(AccountId wallet, DateTimeOffset now, CancellationToken cancel)
    {
        // Two at the same moment, at the desk or on the phone, are counted one after the other.
        await db.LockUntilCommit($"ledger.top-up.{wallet.Value}", cancel);
        var day = LocalTime.StartOfDay(LocalTime.DateOf(now));

        // Of one wallet, whatever the place.
        var paid = await db.Unfiltered<Payment>().Where(p => p.Wallet == wallet && p.At >= day && p.State == PaymentState.Paid).SumAsync(p => p.Arrived > 0 ? p.Arrived : p.Fen, cancel);
        var open = await db.Unfiltered<Payment>().Where(p => p.Wallet == wallet && p.State == PaymentState.Open && p.ExpiresAt > now).Select(p => new { p.At, p.Fen }).ToListAsync(cancel);
        var cash = await db.Unfiltered<Arrival>().Where(a => a.Wallet == wallet && a.Way == ArrivalWay.Cash && a.At >= day).SumAsync(a => a.Fen, cancel);
        return (paid + cash + open.Where(p => p.At >= day).Sum(p => p.Fen), (await balances.Of(wallet, cancel)).Posted + open.Sum(p => p.Fen));
    }

    public async Task<LimitsNow> At(ScopePath place, DateOnly day, CancellationToken cancel)
    {
        // What holds somewhere binds everybody there, whatever they may see.
        var above = place.SelfAndAncestors().Select(p => p.Value).ToList();
        var rows = await db.Unfiltered<TopUpLimit>().AsNoTracking().Where(l => above.Contains(l.Scope) && l.From <= day).ToListAsync(cancel);
        return rows.OrderByDescending(l => l.Scope.Length).ThenByDescending(l => l.From).ThenByDescending(l => l.At).FirstOrDefault() is { } row
            ? new(row.Least, row.Most, row.MostADay, row.MostInWallet, row.Source) : LimitsNow.Usual;
    }
}

/// <summary>Where money belongs whose owner has no home here.</summary>
internal static class Towns
{
    /// <summary>The outermost place that residents live in.</summary>
    public static ScopePath Town(this IScopeTree tree) =>
        (tree.All.FirstOrDefault(p => p.Kind == PlaceKind.Group) ?? tree.All.FirstOrDefault(p => p.Kind == PlaceKind.Community))?.Path ?? ScopePath.Root;
}
