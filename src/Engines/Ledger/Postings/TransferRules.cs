using Linli.Platform.Results;

namespace Linli.Ledger.Postings;

/// <summary>What is right and wrong about a transfer in itself.</summary>
internal static class TransferRules
{
    /// <summary>No single line, and no balance, is larger: ten thousand times a country's coins, and far from overflowing.</summary>
    public const long Largest = 1_000_000_000_000_000;

    private const int MostEntries = 1000;

    public static Problem? Fault(Transfer t)
    {
        if (t.Poster is not { Length: > 0 and <= 60 } || t.Key is not { Length: > 0 and <= 100 })
            return Problem.Invalid("key", "ledger.key_length", "幂等键应为 1–100 个字符。", "A key has 1 to 100 characters.");
        if (t.Kind is not { Length: > 0 and <= 40 })
            return Problem.Invalid("kind", "ledger.kind_length", "种类代码应为 1–40 个字符。", "A kind has 1 to 40 characters.");
        if (t.Memo.Zh is null or { Length: 0 or > 200 } || t.Memo.En is null or { Length: 0 or > 200 })
            return Problem.Invalid("memo", "ledger.memo_length", "请用中文和英文各 1–200 个字说明用途。", "Say in 1 to 200 characters of Chinese and English what it is.");
        if (t.Subject is { Length: 0 or > 100 })
            return Problem.Invalid("subject", "ledger.subject_length", "关联对象最多 100 个字符。", "A subject has at most 100 characters.");
        return EntryFault(t.Entries);
    }

    public static Problem? EntryFault(IReadOnlyList<Entry> entries)
    {
        if (entries.Count is < 2 or > MostEntries)
            return Problem.Invalid("entries", "ledger.entry_count", "一笔转账应有 2–1000 行。", "A transfer has 2 to 1,000 entries.");
        if (entries.Any(e => e.Amount.Value == 0))
            return Problem.Invalid("entries", "ledger.entry_zero", "金额不能为零。", "An amount is not zero.");
        if (entries.Any(e => e.Amount.Value is > Largest or < -Largest))
            return Problem.Invalid("entries", "ledger.entry_too_large", "金额超出范围。", "An amount is beyond what the books take.");
        foreach (var unit in entries.GroupBy(e => e.Amount.Unit))
            if (unit.Aggregate(Int128.Zero, (sum, e) => sum + e.Amount.Value) != 0)
                return Problem.Invalid("entries", "ledger.not_balanced",
                    $"{UnitWords.Name(unit.Key).Zh}各行之和应为零：收入与支出必须相等。", $"The entries in {UnitWords.Name(unit.Key).En} do not sum to zero: what is given must be received.");
        return null;
    }

    /// <summary>Whether a repeated key says the same as the first time.</summary>
    public static bool SameWish(TransferRow first, IReadOnlyList<EntryRow> entries, Transfer again, TransferId? reverses, HoldId? hold) =>
        first.Kind == again.Kind && first.Memo == again.Memo && first.Subject == again.Subject && first.Reverses == reverses && first.Hold == hold
        && (again.Date is null || first.Date == again.Date)
        && entries.OrderBy(e => e.Line).Select(e => (e.Account, e.Amount)).SequenceEqual(again.Entries.Select(e => (e.Account, e.Amount.Value)));

    public static readonly Problem KeyReused = Problem.Conflict("ledger.key_reused",
        "这个幂等键已用于另一笔账，请换一个新的。", "This key was used for something else: make a new one.");

    public static readonly Problem UnknownAccount = Problem.NotFound("ledger.account_not_found", "没有找到这个账户。", "This account was not found.");

    public static Problem OtherUnit(LedgerUnit account, LedgerUnit amount) => Problem.Invalid("entries", "ledger.other_unit",
        $"{UnitWords.Name(account).Zh}账户不能记{UnitWords.Name(amount).Zh}：不同单位不能互换。",
        $"An account of {UnitWords.Name(account).En} takes no {UnitWords.Name(amount).En}: units are never exchanged.");

    public static Problem Insufficient(LedgerUnit unit) => Problem.Conflict("ledger.insufficient",
        $"{UnitWords.Name(unit).Zh}余额不足，没有扣除任何东西。", $"Not enough {UnitWords.Name(unit).En}: nothing was taken.");

    public static readonly Problem BalanceTooLarge = Problem.Invalid("entries", "ledger.balance_too_large", "账户余额超出范围。", "The balance would be beyond what the books take.");
}
