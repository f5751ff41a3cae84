using Linli.Platform.Text;
using Linli.Ledger;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Canteen.Card;

/// <summary>
/// Wants stored value back (储值退款): all that is left, or a part, without giving a reason (R28, Consumer Law art. 53). To the wallet at
/// once; in cash it is set aside until it is fetched at the counter.
/// </summary>
/// <param name="ToWallet">To the wallet; in cash otherwise.</param>
/// <param name="Site">Where the cash is fetched; needed for cash.</param>
/// <param name="Fen">How much; all that is left when left out.</param>
/// <param name="IdempotencyKey">Sent again, it is the same refund.</param>
public sealed record AskRefund(bool ToWallet, string? Site = null, long? Fen = null, string? IdempotencyKey = null) : ICommand<RefundLine>, IValidated, IRepeatable, IAudited
{
    string? IAudited.AuditSubject => null;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Fen is < 1)
            yield return Problem.Invalid("fen", "canteen.refund_amount", "退款金额应大于 0。", "A refund is above zero.");
        if (!ToWallet && string.IsNullOrEmpty(Site))
            yield return Problem.Invalid("site", "canteen.refund_site", "请选择到哪个食堂领取现金。", "Choose the canteen where you fetch the cash.");
    }
}

/// <summary>A refund.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Fen">How much.</param>
/// <param name="State">How it stands.</param>
/// <param name="At">When it was asked for, UTC.</param>
public sealed record RefundLine(Guid Id, long Fen, RefundState State, DateTimeOffset At);

internal sealed class AskRefundHandler(LinliDb db, CanteenTill till, CanteenAccounts accounts, ILedger ledger, Eaters eaters) : IHandler<AskRefund, RefundLine>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/canteen/me/refunds", (AskRefund request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("Canteen").WithSummary("Have stored value paid back 储值退款");

    public async Task<Result<RefundLine>> Handle(AskRefund request, CancellationToken cancel)
    {
        var eater = await eaters.For(null, FamilyMatters.Book, cancel);
        if (!eater.Ok)
            return eater.As<RefundLine>();
        var me = eater.Value.Person;
        var site = await SiteOf(request, cancel);
        if (site is null)
            return CanteenTill.NoSite;
        await db.LockUntilCommit($"canteen.refund.{me:N}", cancel);
        var (available, _) = await accounts.Of(me, CanteenRules.Purpose, cancel);
        if (RefundRules.Fault(request.Fen, available) is { } refused)
            return refused;
        var (fen, card, id) = (request.Fen ?? available, await accounts.StoredValue(me, site.Place, cancel), Guid.CreateVersion7(till.Now));
        HoldId? hold = null;
        if (request.ToWallet)
        {
            var posted = await till.Post(
                new(CanteenRules.Poster, $"refund-{id:D}", "canteen.refund", ("食堂卡退款到钱包", "Canteen card paid back to the wallet"),
                    [Entry.From(card, new Fen(fen)), Entry.To(await accounts.Wallet(me, site.Place, cancel), new Fen(fen))])
                { Subject = id.ToString("D") }, cancel);
            if (posted.Problems.Count > 0)
                return posted.As<RefundLine>();
        }
        else
        {
            var held = await ledger.Hold(
                new(card, Amount.Of(new Fen(fen)), till.Now.AddDays(365), CanteenRules.Poster, $"refund-{id:D}", ("待领取的食堂卡退款", "Refund to be fetched")) { Subject = id.ToString("D") }, cancel);
            if (!held.Ok)
                return CanteenTill.Friendly(held.Problem);
            hold = held.Value;
        }

        var row = new RefundRow
        {
            Id = id, Person = me, Site = site.Id, Scope = site.Scope, Fen = fen, At = till.Now, State = request.ToWallet ? RefundState.Paid : RefundState.Asked,
            PaidAt = request.ToWallet ? till.Now : null, Hold = hold,
        };
        db.Insert(row);
        return new RefundLine(id, fen, row.State, row.At);
    }

    private async Task<CanteenSite?> SiteOf(AskRefund request, CancellationToken cancel) =>
        request.Site is { Length: > 0 } code ? await till.AnySite(code, cancel)
        : await db.Unfiltered<CanteenSite>().AsNoTracking().Where(s => s.Kind == SiteKind.Canteen).OrderBy(s => s.Code).FirstOrDefaultAsync(cancel);
}

/// <summary>Pays a refund out in cash (付现), or takes one's own wish back.</summary>
/// <param name="TakeBack">The person does not want it any more; staff pay otherwise.</param>
public sealed record SettleRefund(bool TakeBack) : ICommand<RefundLine>, IAudited
{
    /// <summary>Which refund.</summary>
    public Guid Id { get; init; }

    string? IAudited.AuditSubject => Id.ToString();
}

internal sealed class SettleRefundHandler(LinliDb db, CanteenTill till, CanteenAccounts accounts, ILedger ledger, CurrentCaller current) : IHandler<SettleRefund, RefundLine>, IUseCase
{
    private static readonly Problem NotFound = Problem.NotFound("canteen.refund_not_found", "没有找到这笔退款。", "This refund was not found.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/canteen/counter/refunds/{id:guid}/pay", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new SettleRefund(false) { Id = id }, cancel))
            .Needs(CanteenPermissions.Sell).WithTags("Canteen").WithSummary("Pay a refund out in cash 付现退款");
        api.MapPost("/canteen/me/refunds/{id:guid}/take-back", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new SettleRefund(true) { Id = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Canteen").WithSummary("Keep the stored value after all 撤回退款");
    }

    public async Task<Result<RefundLine>> Handle(SettleRefund request, CancellationToken cancel)
    {
        await db.LockUntilCommit($"canteen.settle-refund.{request.Id:N}", cancel);
        var me = current.Value.Person;
        var rows = request.TakeBack ? db.Unfiltered<RefundRow>().Where(r => r.Person == me) : db.Scoped<RefundRow>(current.Value.ScopesFor(CanteenPermissions.Sell));
        if (await rows.SingleOrDefaultAsync(r => r.Id == request.Id, cancel) is not { } row)
            return NotFound;
        var wanted = request.TakeBack ? RefundState.TakenBack : RefundState.Paid;
        if (row.State == wanted)
            return Line(row);
        if (row.State != RefundState.Asked || row.Hold is not { } hold)
            return Problem.Conflict("canteen.refund_settled", "这笔退款已经办结。", "This refund was settled already.");
        if (request.TakeBack)
        {
            var released = await ledger.Release(hold, cancel);
            if (!released.Ok)
                return released.As<RefundLine>();
        }
        else
        {
            var site = await db.Unfiltered<CanteenSite>().AsNoTracking().SingleAsync(s => s.Id == row.Site, cancel);
            var paid = await ledger.Capture(
                new(hold, new(CanteenRules.Poster, $"refund-paid-{row.Id:D}", "canteen.refund", ("食堂卡退款付现", "Canteen card paid back in cash"),
                    [Entry.From(await accounts.StoredValue(row.Person, site.Place, cancel), new Fen(row.Fen)), Entry.To(await accounts.CashBox(site, cancel), new Fen(row.Fen))])
                { Subject = row.Id.ToString("D") }),
                cancel);
            if (!paid.Ok)
                return paid.As<RefundLine>();
        }

        (row.State, row.PaidAt, row.By) = (wanted, till.Now, current.Value.Account);
        return Line(row);
    }

    private static RefundLine Line(RefundRow row) => new(row.Id, row.Fen, row.State, row.At);
}

/// <summary>Pays stored value back in cash to whoever stands at the counter (窗口退款).</summary>
/// <param name="Site">Code of the site.</param>
/// <param name="Ticket">Whom the reader read.</param>
/// <param name="Fen">How much; all that is left when left out.</param>
/// <param name="IdempotencyKey">Sent again, it is the same refund.</param>
public sealed record RefundAtCounter(string Site, string Ticket, long? Fen = null, string? IdempotencyKey = null) : ICommand<RefundLine>, IValidated, IRepeatable, IAudited
{
    string? IAudited.AuditSubject => Site;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Fen is < 1)
            yield return Problem.Invalid("fen", "canteen.refund_amount", "退款金额应大于 0。", "A refund is above zero.");
    }
}

internal sealed class RefundAtCounterHandler(LinliDb db, CanteenTill till, CanteenAccounts accounts, IPresentedCodes codes, CurrentCaller current) : IHandler<RefundAtCounter, RefundLine>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/canteen/counter/refunds", (RefundAtCounter request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(CanteenPermissions.Sell).WithTags("Canteen").WithSummary("Pay stored value back at the counter 窗口退款");

    public async Task<Result<RefundLine>> Handle(RefundAtCounter request, CancellationToken cancel)
    {
        if (await till.Site(request.Site, CanteenPermissions.Sell, cancel) is not { } site)
            return CanteenTill.NoSite;
        var presented = codes.Open(request.Ticket);
        if (!presented.Ok)
            return presented.As<RefundLine>();
        var person = presented.Value.Person;
        await db.LockUntilCommit($"canteen.refund.{person:N}", cancel);
        var (available, _) = await accounts.Of(person, CanteenRules.Purpose, cancel);
        if (RefundRules.Fault(request.Fen, available) is { } refused)
            return refused;
        var (fen, id) = (request.Fen ?? available, Guid.CreateVersion7(till.Now));
        var posted = await till.Post(
            new(CanteenRules.Poster, $"refund-{id:D}", "canteen.refund", ("食堂卡退款付现", "Canteen card paid back in cash"),
                [Entry.From(await accounts.StoredValue(person, site.Place, cancel), new Fen(fen)), Entry.To(await accounts.CashBox(site, cancel), new Fen(fen))])
            { Subject = id.ToString("D") }, cancel);
        if (posted.Problems.Count > 0)
            return posted.As<RefundLine>();
        db.Insert(new RefundRow
        {
            Id = id, Person = person, Site = site.Id, Scope = site.Scope, Fen = fen, At = till.Now, State = RefundState.Paid, PaidAt = till.Now, By = current.Value.Account,
        });
        return new RefundLine(id, fen, RefundState.Paid, till.Now);
    }
}

internal static class RefundRules
{
    public static Problem? Fault(long? wanted, long available) =>
        available == 0 ? Problem.Conflict("canteen.nothing_left", "食堂卡里没有可退的余额。", "There is nothing on the card to pay back.")
        : wanted > available ? Problem.Conflict("canteen.refund_too_large", $"最多可退 {Yuan.Figure(available)} 元。", $"At most {Yuan.Figure(available)} yuan can be paid back.") with { Field = "fen" }
        : null;
}
