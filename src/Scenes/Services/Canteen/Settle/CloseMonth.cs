using Linli.Ledger.Settlements;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Canteen.Settle;

/// <summary>
/// Settles a month of a site (补贴月结): refused while receipts and ledger differ in what meals moved; makes the ledger's settlement of every
/// payer of the site, and of its takings. A meal that was given back in the ledger is taken up as void. Months are closed one after the
/// other; what is made void later belongs to the next.
/// </summary>
/// <param name="Site">Code of the site.</param>
/// <param name="Month">Year and month, <c>202611</c>; over.</param>
public sealed record CloseMonth(string Site, int Month) : ICommand<MonthClosed>, IValidated, IAudited
{
    string? IAudited.AuditSubject => $"{Site} {Month}";

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (CanteenRules.MonthFault(Month) is { } fault)
            yield return fault;
    }
}

/// <summary>A settled month.</summary>
/// <param name="SubsidyFen">What payers owe the operator for it.</param>
/// <param name="Meals">For how many subsidised meals.</param>
/// <param name="Settlements">The ledger's settlements.</param>
public sealed record MonthClosed(long SubsidyFen, int Meals, IReadOnlyList<Guid> Settlements);

internal sealed class CloseMonthHandler(LinliDb db, CanteenTill till, CanteenAccounts accounts, MealLedger books, UseCaseRunner runner, CurrentCaller current) : IHandler<CloseMonth, MonthClosed>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/canteen/settlement/close", (CloseMonth request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(CanteenPermissions.Settle).WithTags("Canteen").WithSummary("Settle a month of a site 补贴月结");

    public async Task<Result<MonthClosed>> Handle(CloseMonth request, CancellationToken cancel)
    {
        if (await till.Site(request.Site, CanteenPermissions.Settle, cancel) is not { } site)
            return CanteenTill.NoSite;
        if (request.Month >= CanteenRules.MonthOf(till.Today))
            return Problem.Conflict("canteen.month_runs", "这个月还没有结束，不能月结。", "A month is settled when it is over.");
        await db.LockUntilCommit($"canteen.close.{site.Code}", cancel);
        if (await Earlier(site, request.Month, cancel) is { } open)
            return Problem.Conflict("canteen.earlier_open", $"请先月结 {open / 100} 年 {open % 100} 月。", $"Settle {open / 100}-{open % 100:00} first.");
        var month = await runner.Ask(new MonthOfSubsidies(request.Month) { Site = site.Code }, cancel);
        if (!month.Ok)
            return month.As<MonthClosed>();
        if (month.Value.Accounts.FirstOrDefault(a => !a.Agrees) is { } wrong)
            return Problem.Conflict("canteen.ledger_differs", $"小票补贴 {Yuan.Figure(wrong.Fen)} 元与账本 {Yuan.Figure(wrong.LedgerFen)} 元不符，请先核对。", $"Receipts say {Yuan.Figure(wrong.Fen)} yuan, the ledger {Yuan.Figure(wrong.LedgerFen)}: look into it first.");
        var settlements = new List<Guid>();

        // Where the ledger's desk has settled a later month already, that settlement holds the entries of this one, too.
        foreach (var account in month.Value.Accounts.Select(a => a.Account).Append(await accounts.Takings(site, cancel)))
        {
            var made = await runner.Run(new MakeSettlement(account, request.Month), cancel);
            if (made.Ok)
                settlements.Add(made.Value);
            else if (made.Problem.Code != MakeSettlement.SettledLater)
                return made.As<MonthClosed>();
        }

        var adopted = month.Value.Closed.Count == 0 ? await Adopt(month.Value, cancel) : [];
        var (meals, fen) = (month.Value.Days.Sum(d => d.Meals) - adopted.Select(a => a.Meal).Distinct().Count(), month.Value.Sums.Sum(s => s.Fen) - adopted.Sum(a => a.Fen));
        if (month.Value.Closed.Count == 0)
            db.Insert(new ClosingRow
            {
                Id = Guid.CreateVersion7(till.Now), Site = site.Id, Scope = site.Scope, Month = request.Month, Meals = meals, SubsidyFen = fen, At = till.Now, By = current.Value.Account,
            });
        return new MonthClosed(fen, meals, settlements);
    }

    // What was given back in the ledger counts as made void on that day: so that the receipts say what the books say.
    private async Task<List<ReversedMeal>> Adopt(SubsidyMonth month, CancellationToken cancel)
    {
        var (from, until) = CanteenRules.DaysOf(month.Month);
        var adopted = new List<ReversedMeal>();
        foreach (var account in month.Accounts)
            foreach (var reversed in (await books.Read(account.Account, from, until, cancel)).Reversed)
            {
                // In reach: the site is.
                var line = await db.Unfiltered<SubsidyLine>().AsNoTracking().FirstAsync(l => l.MealId == reversed.Meal && l.Account == account.Account && l.Fen > 0, cancel);
                db.Insert(new SubsidyLine
                {
                    Id = Guid.CreateVersion7(till.Now), MealId = line.MealId, Site = line.Site, Scope = line.Scope, Day = reversed.Day, Payer = line.Payer, PayerZh = line.PayerZh,
                    PayerEn = line.PayerEn, Account = line.Account, Fen = -reversed.Fen, AgeClassZh = line.AgeClassZh, AgeClassEn = line.AgeClassEn,
                });
                var meal = await db.Unfiltered<MealRow>().SingleAsync(m => m.Id == reversed.Meal, cancel);
                (meal.VoidedAt, meal.VoidReason) = (meal.VoidedAt ?? Platform.Time.LocalTime.StartOfDay(reversed.Day), meal.VoidReason ?? "账本冲正");
                adopted.Add(reversed);
            }

        return adopted;
    }

    // In reach: the site is.
    private async Task<int?> Earlier(CanteenSite site, int month, CancellationToken cancel)
    {
        var (from, _) = CanteenRules.DaysOf(month);
        var days = await db.Unfiltered<SubsidyLine>().Where(l => l.Site == site.Id && l.Day < from).Select(l => l.Day).Distinct().ToListAsync(cancel);
        var closed = await db.Unfiltered<ClosingRow>().Where(c => c.Site == site.Id).Select(c => c.Month).ToListAsync(cancel);
        return days.Select(CanteenRules.MonthOf).Distinct().Except(closed).Order().Select(m => (int?)m).FirstOrDefault();
    }
}
