using System.Text.Json.Serialization;
using Linli.Ledger;
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
/// Writes down that whoever bears subsidies has paid what they owe for a settled month (补贴到账): by the bank's slip, never more than is
/// owed. The money came to the bank; the operator is paid by its own settlement.
/// </summary>
/// <param name="Site">Code of the site.</param>
/// <param name="Month">Year and month, <c>202611</c>; settled.</param>
/// <param name="Payer">Code of the payer, as the month names it.</param>
/// <param name="Fen">How much came, above zero.</param>
/// <param name="Reference">Number of the bank's slip, 2–60 characters; each is written down once.</param>
/// <param name="Account">Which account of the payer was paid, where the month has more than one: the payer changed in the middle of it.</param>
public sealed record RecordPayment(string Site, int Month, string Payer, long Fen, string Reference, AccountId? Account = null) : ICommand<SubsidyPaid>, IValidated, IAudited
{
    [JsonIgnore]
    string? IAudited.AuditSubject => $"{Site} {Month} {Payer}";

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (CanteenRules.MonthFault(Month) is { } fault)
            yield return fault;
        if (Fen is < 1 or > 100_000_000_000)
            yield return Problem.Invalid("fen", "canteen.paid_fen", "到账金额应大于 0。", "What came is above zero.");
        if (!PlainText.TryCleanLine(Reference, 60, out var reference) || reference.Length < 2)
            yield return Problem.Invalid("reference", "canteen.paid_reference", "请填写银行回单号（2–60 个字符）。", "Give the number of the bank's slip, 2 to 60 characters.");
    }
}

/// <summary>What is owed after a payment.</summary>
/// <param name="Id">Id of the payment.</param>
/// <param name="PaidFen">All that was paid for the month on this account.</param>
/// <param name="OwedFen">What is still owed.</param>
public sealed record SubsidyPaid(Guid Id, long PaidFen, long OwedFen);

internal sealed class RecordPaymentHandler(LinliDb db, CanteenTill till, CanteenAccounts accounts, ILedger ledger, CurrentCaller current) : IHandler<RecordPayment, SubsidyPaid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/canteen/settlement/payments", (RecordPayment request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(CanteenPermissions.Settle).WithTags("Canteen").WithSummary("Write down that a subsidy was paid 补贴到账");

    public async Task<Result<SubsidyPaid>> Handle(RecordPayment request, CancellationToken cancel)
    {
        if (await till.Site(request.Site, CanteenPermissions.Settle, cancel) is not { } site)
            return CanteenTill.NoSite;
        await db.LockUntilCommit($"canteen.close.{site.Code}", cancel);

        // In reach: the site is.
        if (!await db.Unfiltered<ClosingRow>().AnyAsync(c => c.Site == site.Id && c.Month == request.Month, cancel))
            return Problem.Conflict("canteen.not_closed", "这个月还没有月结，月结后再登记到账。", "This month is not settled yet: settle it, then write the payment down.");
        var (from, until) = CanteenRules.DaysOf(request.Month);
        var lines = db.Unfiltered<SubsidyLine>().Where(l => l.Site == site.Id && l.Day >= from && l.Day <= until);
        var accountsOf = await lines.Where(l => l.Payer == request.Payer && (request.Account == null || l.Account == request.Account)).Select(l => l.Account).Distinct().ToListAsync(cancel);
        if (accountsOf.Count == 0)
            return NothingOwed;
        if (accountsOf.Count > 1)
            return SeveralAccounts;

        // All that the month owes on the account, also under another code of the same payer.
        var account = accountsOf[0];
        var owed = await lines.Where(l => l.Account == account).SumAsync(l => l.Fen, cancel);
        var rows = await db.Unfiltered<SubsidyPayment>().AsNoTracking().Where(p => p.Site == site.Id && p.Account == account && p.Month == request.Month && p.UndoneAt == null).ToListAsync(cancel);
        PlainText.TryCleanLine(request.Reference, int.MaxValue, out var reference);
        if (rows.Find(p => p.Reference == reference) is { } known)
            return known.Fen == request.Fen ? Answer(known.Id, rows.Sum(p => p.Fen), owed)
                : Problem.Conflict("canteen.slip_twice", "这张回单已登记过，金额不同，请核对。", "This slip was written down already with another amount: look into it.");
        var left = owed - rows.Sum(p => p.Fen);
        if (request.Fen > left)
            return Problem.Conflict("canteen.paid_too_much", $"这个月还应付 {Yuan.Figure(Math.Max(0, left))} 元，到账金额不能更多。", $"{Yuan.Figure(Math.Max(0, left))} yuan are owed for the month: no more can be paid.") with { Field = "fen" };
        var id = Guid.CreateVersion7(till.Now);
        var posted = await ledger.Post(
            new(CanteenRules.Poster, $"subsidy-{id:D}", MealLedger.Payment,
                ($"{request.Month / 100} 年 {request.Month % 100} 月餐补到账", $"Meal subsidies of {request.Month / 100}-{request.Month % 100:00} paid"), [.. await Entries(site, request.Fen, account, cancel)])
            { Subject = id.ToString("D") }, cancel);
        if (!posted.Ok)
            return posted.As<SubsidyPaid>();
        db.Insert(new SubsidyPayment
        {
            Id = id, Site = site.Id, Scope = site.Scope, Month = request.Month, Payer = request.Payer, Account = account, Fen = request.Fen, Reference = reference, Transfer = posted.Value.Id, At = till.Now, By = current.Value.Account,
        });
        return Answer(id, rows.Sum(p => p.Fen) + request.Fen, owed);
    }

    private static readonly Problem NothingOwed = Problem.Invalid("payer", "canteen.no_such_payer", "这个月没有这个补贴方应付的餐补，请从月报里选择。", "Nothing is owed by this payer for the month: choose one from the month's report.");

    private static readonly Problem SeveralAccounts = Problem.Invalid("account", "canteen.which_account", "这个补贴方当月换过账户，请选择是哪个账户到账。", "The payer's account changed in this month: say which of them was paid.");

    private async Task<IEnumerable<Entry>> Entries(CanteenSite site, long fen, AccountId payer, CancellationToken cancel) =>
        [Entry.From(await accounts.Bank(site, cancel), new Fen(fen)), Entry.To(payer, new Fen(fen))];

    private static SubsidyPaid Answer(Guid id, long paid, long owed) => new(id, paid, owed - paid);
}
