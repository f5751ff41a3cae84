using Linli.Ledger;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Canteen.Settle;

/// <summary>What the books say of an account of a payer in a month.</summary>
/// <param name="MealsFen">What meals moved: paid for, less what was given back for them.</param>
/// <param name="PaidFen">What the payer paid the operator for months before.</param>
/// <param name="OtherFen">What moved for any other reason; below zero came in.</param>
/// <param name="Reversed">Meals that were given back in the ledger, not made void at the counter.</param>
internal sealed record PayerInLedger(long MealsFen, long PaidFen, long OtherFen, IReadOnlyList<ReversedMeal> Reversed);

/// <summary>A meal that was given back in the ledger.</summary>
/// <param name="Meal">Which.</param>
/// <param name="Fen">What the payer got back of it.</param>
/// <param name="Day">Local day.</param>
internal sealed record ReversedMeal(Guid Meal, long Fen, DateOnly Day);

/// <summary>
/// Reads accounts of payers as the books tell them, line by line: a sum of our own would prove nothing. Only what meals moved is held
/// against the receipts; a payment, or a mistake of somebody, is shown and never keeps a month from being settled.
/// </summary>
internal sealed class MealLedger(LinliDb db, ILedger ledger)
{
    public const string Pay = "meal.pay";

    /// <summary>As the ledger calls it when a settlement is paid: it settles what was carried on, and is never compensated.</summary>
    public const string Payment = "settlement.pay";

    public async Task<PayerInLedger> Read(AccountId account, DateOnly from, DateOnly until, CancellationToken cancel)
    {
        var lines = await Lines(account, from, until, cancel);
        var compensated = lines.Select(l => l.Reverses).OfType<TransferId>().Distinct().ToList();
        var meals = new Dictionary<TransferId, Guid>();
        foreach (var some in compensated.Chunk(500))
            foreach (var meal in await db.Unfiltered<MealRow>().AsNoTracking().Where(m => m.Transfer != null && some.Contains(m.Transfer.Value)).Select(m => new { m.Id, m.Transfer }).ToListAsync(cancel))
                meals[meal.Transfer!.Value] = meal.Id;
        var slips = (await db.Unfiltered<SubsidyPayment>().Where(p => compensated.Contains(p.Transfer)).Select(p => p.Transfer).ToListAsync(cancel)).ToHashSet();
        bool IsSlip(StatementLine line) => line.Kind == Payment || (line.Reverses is { } of && slips.Contains(of));
        bool IsMeal(StatementLine line) => line.Reverses is { } of ? meals.ContainsKey(of) : line.Kind == Pay;
        var back = lines.Where(l => l.Reverses is not null && IsMeal(l)).ToList();
        var ids = back.ConvertAll(l => meals[l.Reverses!.Value]);
        var known = (await db.Unfiltered<SubsidyLine>().Where(l => l.Account == account && l.Fen < 0 && ids.Contains(l.MealId)).Select(l => l.MealId).ToListAsync(cancel)).ToHashSet();
        return new(
            -lines.Where(IsMeal).Sum(l => l.Amount), lines.Where(IsSlip).Sum(l => l.Amount), -lines.Where(l => !IsMeal(l) && !IsSlip(l)).Sum(l => l.Amount),
            [.. back.Select(l => new ReversedMeal(meals[l.Reverses!.Value], l.Amount, l.Date)).Where(r => !known.Contains(r.Meal))]);
    }

    private async Task<List<StatementLine>> Lines(AccountId account, DateOnly from, DateOnly until, CancellationToken cancel)
    {
        var (lines, after) = (new List<StatementLine>(), (string?)null);
        do
        {
            var page = await ledger.Statement(new(account) { From = from, Until = until, After = after, Take = 1000 }, cancel);
            lines.AddRange(page.Lines);
            after = page.Next;
        }
        while (after is not null);
        return lines;
    }
}
