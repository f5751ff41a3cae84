using Linli.Ledger;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
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
    /// <summary>A child under 14 whose guardian the caller is: what lies on the child's card goes to the guardian's wallet.</summary>
    public Guid? OnBehalfOf { get; init; }

    string? IAudited.AuditSubject => OnBehalfOf?.ToString();

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Fen is < 1)
            yield return Problem.Invalid("fen", "canteen.refund_amount", "退款金额应大于 0。", "A refund is above zero.");
        if (!ToWallet && OnBehalfOf is not null)
            yield return Problem.Invalid("toWallet", "canteen.child_refund", "孩子卡里的钱退到监护人的钱包。", "What lies on a child's card goes to the guardian's wallet.");
        else if (!ToWallet && string.IsNullOrEmpty(Site))
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
        var eater = await eaters.For(request.OnBehalfOf, FamilyMatters.Book, cancel);
        if (!eater.Ok)
            return eater.As<RefundLine>();
        var who = eater.Value;
        if (who.Acted is not null && !who.IsWard)
            return Problem.Forbidden("canteen.own_refund", "食堂卡里的钱只能由本人申请退款。", "Only the person has their own card paid back.");
        var site = request.ToWallet ? null : await till.AnySite(request.Site, cancel);
        if (!request.ToWallet && site is not { Kind: SiteKind.Canteen })
            return CanteenTill.NoSite;
        var place = site?.Place ?? await eaters.Place(cancel);
        await db.LockUntilCommit($"canteen.refund.{who.Person:N}", cancel);
        var (available, _) = await accounts.Of(who.Person, CanteenRules.Purpose, cancel);
        if (RefundRules.Fault(request.Fen, available) is { } refused)
            return refused;
        var (fen, card, id) = (request.Fen ?? available, await accounts.StoredValue(who.Person, place, cancel), Guid.CreateVersion7(till.Now));
        HoldId? hold = null;
        if (request.ToWallet)
        {
            var posted = await till.Post(
                new(CanteenRules.Poster, $"refund-{id:D}", CanteenRules.Refund, ("食堂卡退款到钱包", "Canteen card paid back to the wallet"),
                    [Entry.From(card, new Fen(fen)), Entry.To(await accounts.Wallet(who.Payer, cancel), new Fen(fen))])
                { Subject = id.ToString("D") }, cancel);
            if (posted.Problems.Count > 0)
                return posted.As<RefundLine>();
        }
        else
        {
            var held = await ledger.Hold(
                new(card, Amount.Of(new Fen(fen)), till.Now.AddDays(RefundRules.KeptDays), CanteenRules.Poster, $"refund-{id:D}", ("待领取的食堂卡退款", "Refund to be fetched")) { Subject = id.ToString("D") }, cancel);
            if (!held.Ok)
                return CanteenTill.Friendly(held.Problem);
            hold = held.Value;
        }

        var row = new RefundRow
        {
            Id = id, Person = who.Person, Site = site?.Id ?? Guid.Empty, Scope = place.Value, Fen = fen, At = till.Now, State = request.ToWallet ? RefundState.Paid : RefundState.Asked,
            PaidAt = request.ToWallet ? till.Now : null, Hold = hold,
        };
        db.Insert(row);
        eaters.Record(who, id.ToString("D"), ($"把食堂卡里的 {Yuan.Short(fen)} 元退到监护人的钱包", $"had {Yuan.Short(fen)} yuan of the canteen card paid back to the guardian's wallet"));
        return new RefundLine(id, fen, row.State, row.At);
    }
}

/// <summary>Pays a refund out in cash (付现) to the person before the counter, or takes one's own wish back.</summary>
/// <param name="TakeBack">The person does not want it any more; staff pay otherwise.</param>
public sealed record SettleRefund(bool TakeBack) : ICommand<RefundLine>, IAudited
{
    /// <summary>Which refund.</summary>
    public Guid Id { get; init; }

    /// <summary>Whom the reader read: whoever wants the cash, by code or card.</summary>
    public string? Ticket { get; init; }

    string? IAudited.AuditSubject => Id.ToString();
}

/// <summary>Whom the reader read.</summary>
internal sealed record PayOutBody(string? Ticket);

internal sealed class SettleRefundHandler(LinliDb db, CanteenTill till, CanteenAccounts accounts, CanteenTelling telling, ILedger ledger, IPresentedCodes codes, CurrentCaller current) : IHandler<SettleRefund, RefundLine>, IUseCase
{
    private static readonly Problem NotFound = Problem.NotFound("canteen.refund_not_found", "没有找到这笔退款。", "This refund was not found.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/canteen/counter/refunds/{id:guid}/pay", (Guid id, PayOutBody body, UseCaseRunner run, CancellationToken cancel) => run.Answer(new SettleRefund(false) { Id = id, Ticket = body.Ticket }, cancel))
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
        if (!request.TakeBack && NotThere(request.Ticket, row) is { } notThere)
            return notThere;
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
                new(hold, new(CanteenRules.Poster, $"refund-paid-{row.Id:D}", CanteenRules.Refund, ("食堂卡退款付现", "Canteen card paid back in cash"),
                    [Entry.From(await accounts.StoredValue(row.Person, site.Place, cancel), new Fen(row.Fen)), Entry.To(await accounts.CashBox(site, cancel), new Fen(row.Fen))])
                { Subject = row.Id.ToString("D") }),
                cancel);
            if (!paid.Ok)
                return paid.As<RefundLine>();
            await telling.PaidOut(row.Person, row.Id, row.Fen, cancel);
        }

        (row.State, row.PaidAt, row.By) = (wanted, till.Now, current.Value.Account);
        return Line(row);
    }

    private Problem? NotThere(string? ticket, RefundRow row)
    {
        var presented = codes.Open(ticket ?? "");
        return !presented.Ok ? presented.Problem
            : presented.Value.Way == PresentedWay.Vouched ? CanteenRules.VouchedCash
            : presented.Value.Person != row.Person ? Problem.Forbidden("canteen.refund_of_other", "这笔退款不是此人的，请核对。", "This refund belongs to somebody else.") : null;
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

internal sealed class RefundAtCounterHandler(LinliDb db, CanteenTill till, CanteenAccounts accounts, CanteenTelling telling, IPresentedCodes codes, ICareLists register, CurrentCaller current) : IHandler<RefundAtCounter, RefundLine>, IUseCase
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
        if (presented.Value.Way == PresentedWay.Vouched)
            return CanteenRules.VouchedCash;
        if (CanteenRules.IsChild((await register.Facts(person, cancel))?.Born, till.Today))
            return CanteenRules.ChildCard;
        await db.LockUntilCommit($"canteen.refund.{person:N}", cancel);
        var (available, _) = await accounts.Of(person, CanteenRules.Purpose, cancel);
        if (RefundRules.Fault(request.Fen, available) is { } refused)
            return refused;
        var (fen, id) = (request.Fen ?? available, Guid.CreateVersion7(till.Now));
        var posted = await till.Post(
            new(CanteenRules.Poster, $"refund-{id:D}", CanteenRules.Refund, ("食堂卡退款付现", "Canteen card paid back in cash"),
                [Entry.From(await accounts.StoredValue(person, site.Place, cancel), new Fen(fen)), Entry.To(await accounts.CashBox(site, cancel), new Fen(fen))])
            { Subject = id.ToString("D") }, cancel);
        if (posted.Problems.Count > 0)
            return posted.As<RefundLine>();
        db.Insert(new RefundRow
        {
            Id = id, Person = person, Site = site.Id, Scope = site.Scope, Fen = fen, At = till.Now, State = RefundState.Paid, PaidAt = till.Now, By = current.Value.Account,
        });
        await telling.PaidOut(person, id, fen, cancel);
        return new RefundLine(id, fen, RefundState.Paid, till.Now);
    }
}

/// <summary>Ends refunds that nobody fetched while their money was set aside: it is on the card again, and the person is told.</summary>
internal sealed class EndOldRefunds(LinliDb db, EachByItself each, ILedger ledger, CanteenTelling telling, TimeProvider time) : IJob
{
    private const int Batch = 100;

    public async Task Run(CancellationToken cancel)
    {
        var before = Clock.Now(time).AddDays(-RefundRules.KeptDays);

        // A job: of all places.
        var old = await db.Unfiltered<RefundRow>().AsNoTracking().Where(r => r.State == RefundState.Asked && r.At <= before).OrderBy(r => r.At).Select(r => r.Id).Take(Batch).ToListAsync(cancel);
        await each.Do(old, async id =>
        {
            await db.LockUntilCommit($"canteen.settle-refund.{id:N}", cancel);
            if (await db.Unfiltered<RefundRow>().SingleOrDefaultAsync(r => r.Id == id && r.State == RefundState.Asked, cancel) is not { } row)
                return;
            if (row.Hold is { } hold)
                await ledger.Release(hold, cancel);
            row.State = RefundState.TakenBack;
            await telling.RefundEnded(row.Person, row.Id, row.Fen, cancel);
        }, cancel);
    }
}

internal static class RefundRules
{
    /// <summary>How long cash waits to be fetched.</summary>
    public const int KeptDays = 365;

    public static Problem? Fault(long? wanted, long available) =>
        available == 0 ? Problem.Conflict("canteen.nothing_left", "食堂卡里没有可退的余额。", "There is nothing on the card to pay back.")
        : wanted > available ? Problem.Conflict("canteen.refund_too_large", $"最多可退 {Yuan.Figure(available)} 元。", $"At most {Yuan.Figure(available)} yuan can be paid back.") with { Field = "fen" }
        : null;
}
