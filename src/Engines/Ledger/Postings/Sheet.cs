using Linli.Ledger.Accounts;
using Linli.Platform.Results;

namespace Linli.Ledger.Postings;

/// <summary>
/// The balances that a batch of transfers touches, in memory: decides which of them can be, one after the other. Nothing here
/// waits for anything.
/// </summary>
internal sealed class Sheet(IReadOnlyDictionary<AccountId, AccountFacts> facts, Ticks ticks)
{
    private readonly Dictionary<AccountId, Standing> standings = [];

    /// <summary>Balances as they are after everything that was accepted.</summary>
    public IReadOnlyDictionary<AccountId, Standing> Standings => standings;

    public void Load(AccountId account, long posted, long held, long tick) => standings[account] = new(posted, held, tick);

    /// <summary>Applies a transfer whole or not at all.</summary>
    /// <param name="entries">Its lines.</param>
    /// <param name="tick">Now, microseconds since 1970.</param>
    /// <param name="freed">What a hold on an account gives free for it.</param>
    /// <returns>Balance and place in time of each line, or the problem.</returns>
    public Result<IReadOnlyList<Applied>> Apply(IReadOnlyList<Entry> entries, long tick, (AccountId Account, long Amount)? freed = null)
    {
        if (FaultOf(entries, freed) is { } fault)
            return fault;
        if (freed is { } hold)
            standings[hold.Account] = standings[hold.Account] with { Held = standings[hold.Account].Held - hold.Amount };
        var applied = new Applied[entries.Count];
        for (var i = 0; i < entries.Count; i++)
        {
            var (account, amount) = (entries[i].Account, entries[i].Amount.Value);
            if (!standings.TryGetValue(account, out var standing))
            {
                applied[i] = new(null, ticks.Next(tick));
                continue;
            }

            standings[account] = standing = standing with { Posted = standing.Posted + amount, Tick = Math.Max(tick, standing.Tick + 1) };
            applied[i] = new(standing.Posted, standing.Tick);
        }

        return applied;
    }

    /// <summary>Sets an amount aside, or the problem.</summary>
    public Problem? Hold(AccountId account, long amount)
    {
        var standing = standings[account];
        if (standing.Posted - standing.Held - amount < facts[account].Floor)
            return TransferRules.Insufficient(facts[account].Unit);
        standings[account] = standing with { Held = standing.Held + amount };
        return null;
    }

    /// <summary>Sets free what was set aside.</summary>
    public void Free(AccountId account, long amount) =>
        standings[account] = standings[account] with { Held = standings[account].Held - amount };

    private Problem? FaultOf(IReadOnlyList<Entry> entries, (AccountId Account, long Amount)? freed)
    {
        foreach (var lines in entries.GroupBy(e => e.Account))
        {
            if (!standings.TryGetValue(lines.Key, out var standing))
                continue;
            var net = lines.Aggregate(Int128.Zero, (sum, e) => sum + e.Amount.Value);
            var held = standing.Held - (freed is { } f && f.Account == lines.Key ? f.Amount : 0);

            // Whoever only receives may do so below the floor too: it lifts them.
            if (net < 0 && standing.Posted + net - held < facts[lines.Key].Floor)
                return TransferRules.Insufficient(facts[lines.Key].Unit);
            if (standing.Posted + net > TransferRules.Largest)
                return TransferRules.BalanceTooLarge;
        }

        return null;
    }

    /// <summary>A balance at a moment.</summary>
    internal readonly record struct Standing(long Posted, long Held, long Tick);

    /// <summary>What a line became.</summary>
    internal readonly record struct Applied(long? BalanceAfter, long Tick);
}
