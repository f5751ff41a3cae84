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
public sealed record RecordPayment(string Site, int Month, string Payer, long Fen, string Reference) : ICommand<SubsidyPaid>, IValidated, IAudited
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
/// <param name="PaidFen">All that was paid for the month.</param>
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
        var owed = await db.Unfiltered<SubsidyLine>().Where(l => l.Site == site.Id && l.Payer == request.Payer && l.Day >= from && l.Day <= until)
            .GroupBy(l => l.Account).Select(g => new { Account = g.Key, Fen = g.Sum(l => l.Fen) }).ToListAsync(cancel);
        var rows = await db.Unfiltered<SubsidyPayment>().AsNoTracking().Where(p => p.Site == site.Id && p.Payer == request.Payer && p.Month == request.Month && p.UndoneAt == null).ToListAsync(cancel);
        PlainText.TryCleanLine(request.Reference, int.MaxValue, out var reference);
        if (rows.Find(p => p.Reference == reference) is { } known)
            return known.Fen == request.Fen ? Answer(known.Id, rows.Sum(p => p.Fen), owed.Sum(o => o.Fen))
                : Problem.Conflict("canteen.slip_twice", "这张回单已登记过，金额不同，请核对。", "This slip was written down already with another amount: look into it.");
        var left = owed.Sum(o => o.Fen) - rows.Sum(p => p.Fen);
        if (request.Fen > left)
            return Problem.Conflict("canteen.paid_too_much", $"这个月还应付 {Yuan.Figure(Math.Max(0, left))} 元，到账金额不能更多。", $"{Yuan.Figure(Math.Max(0, left))} yuan are owed for the month: no more can be paid.") with { Field = "fen" };
        var id = Guid.CreateVersion7(till.Now);
        var posted = await ledger.Post(
            new(CanteenRules.Poster, $"subsidy-{id:D}", MealLedger.Payment,
                ($"{request.Month / 100} 年 {request.Month % 100} 月餐补到账", $"Meal subsidies of {request.Month / 100}-{request.Month % 100:00} paid"), [.. await Entries(site, request.Fen, owed.MaxBy(o => o.Fen)!.Account, cancel)])
            { Subject = id.ToString("D") }, cancel);
        if (!posted.Ok)
            return posted.As<SubsidyPaid>();
        db.Insert(new SubsidyPayment
        {
            Id = id, Site = site.Id, Scope = site.Scope, Month = request.Month, Payer = request.Payer, Fen = request.Fen, Reference = reference, Transfer = posted.Value.Id, At = till.Now, By = current.Value.Account,
        });
        return Answer(id, rows.Sum(p => p.Fen) + request.Fen, owed.Sum(o => o.Fen));
    }

    private async Task<IEnumerable<Entry>> Entries(CanteenSite site, long fen, AccountId payer, CancellationToken cancel) =>
        [Entry.From(await accounts.Bank(site, cancel), new Fen(fen)), Entry.To(payer, new Fen(fen))];

    private static SubsidyPaid Answer(Guid id, long paid, long owed) => new(id, paid, owed - paid);
}
