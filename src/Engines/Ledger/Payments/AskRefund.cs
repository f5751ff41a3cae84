using Linli.Ledger.Accounts;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Payments;

/// <summary>
/// Asks for money of a wallet back (退款, R28; Consumer Law art. 53): it goes to the payments it came from, the newest first, and as cash
/// at the desk where there is none to go back to. What goes is set aside at once, so it is never more than the wallet holds.
/// </summary>
/// <param name="Fen">How much, in fen.</param>
/// <param name="Person">Whose wallet, for family one acts for; one's own when left out. Family has money go back where it came from only, never out in cash.</param>
/// <param name="Cash">Whether all of it is wanted in cash.</param>
/// <param name="IdempotencyKey">Made by the client: sent again, it is the same wish.</param>
public sealed record AskRefund(long Fen, Guid? Person = null, bool Cash = false, string? IdempotencyKey = null) : ICommand<RefundAsked>, IValidated, IAudited, IRepeatable
{
    string? IAudited.AuditSubject => Person?.ToString();

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Fen is <= 0 or > Postings.TransferRules.Largest)
            yield return Problem.Invalid("fen", "ledger.refund_amount", "请填写要退的金额。", "Say how much should go back.");
    }
}

/// <summary>What goes which way.</summary>
/// <param name="Request">Id of what was asked for.</param>
/// <param name="ByProvider">What goes back through payment services, in fen.</param>
/// <param name="Cash">What waits at the desk, in fen.</param>
public sealed record RefundAsked(Guid Request, long ByProvider, long Cash);

internal sealed class AskRefundHandler(WalletOwners owners, ISensitiveActs acts, IActingFor acting, RefundPlanner planner, WalletNews news) : IHandler<AskRefund, RefundAsked>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ledger/me/refunds", (AskRefund request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("Payments").WithSummary("Have money of my wallet back 申请退款");

    public async Task<Result<RefundAsked>> Handle(AskRefund request, CancellationToken cancel)
    {
        var owner = await owners.Find(request.Person, cancel);
        if (!owner.Ok)
            return owner.As<RefundAsked>();

        // Somebody who took over the phone would let the money go where they can reach it.
        if (await acts.Hindrance(cancel) is { } wait)
            return wait;
        var asked = await planner.Plan(owner.Value.Person, request.Fen, request.Cash, null, cancel);
        if (asked.Ok && owner.Value.For is not null && asked.Value.Cash > 0)
            return Problem.Forbidden("ledger.refund_family_cash", $"为家人只能原路退回{(asked.Value.ByProvider > 0 ? $"（最多 {UnitWords.Words(LedgerUnit.Fen, asked.Value.ByProvider).Zh}）" : "")}，现金须由本人到服务台领取。",
                "For family, money goes back only where it came from; cash is fetched at the desk by the person themselves.") with
            { Field = request.Cash ? "cash" : "fen" };
        if (asked.Ok && owner.Value.For is { } parent)
        {
            acting.Record(parent, FamilyMatters.Book, asked.Value.Request.ToString("D"),
                ($"为您申请退款 {UnitWords.Words(LedgerUnit.Fen, request.Fen).Zh}", $"Asks for {UnitWords.Words(LedgerUnit.Fen, request.Fen).En} of your wallet back"), "/me/wallet/refund");
            var words = UnitWords.Words(LedgerUnit.Fen, request.Fen);
            await news.Tell(parent.Person, null, "wallet.refund", ("家人为您申请了退款", "Family asked for money of your wallet back"),
                ($"{words.Zh} 将原路退回付款的账户；不是您的意思，请马上联系服务台。", $"{words.En} go back to where they were paid from; if you do not want that, tell the desk at once."),
                "/me/wallet/refund", $"refund-asked:{asked.Value.Request:D}", cancel);
        }

        return asked;
    }
}

/// <summary>Sets money of a wallet aside and decides which way it goes back.</summary>
internal sealed class RefundPlanner(LinliDb db, ILedger ledger, PaymentBooks books, CurrentCaller current, TimeProvider time)
{
    /// <param name="person">Whose wallet.</param>
    /// <param name="fen">How much.</param>
    /// <param name="cash">Whether all of it goes as cash.</param>
    /// <param name="firstBy">The first of the two who pay cash out, where they asked themselves.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<Result<RefundAsked>> Plan(Guid person, long fen, bool cash, Guid? firstBy, CancellationToken cancel)
    {
        if (await ledger.Find(AccountOwner.Person(person), LedgerUnit.Fen, NewAccount.Wallet, cancel) is not { } wallet)
            return Postings.TransferRules.Insufficient(LedgerUnit.Fen);

        // Two wishes at the same moment must not give the same payment back twice.
        await db.LockUntilCommit($"ledger.refund.{wallet.Value}", cancel);
        var now = Clock.Now(time);
        var request = Guid.CreateVersion7(now);
        var arrivals = cash ? [] : await Refundable(wallet, now, cancel);
        var (parts, rest) = RefundRules.Split(fen, arrivals.Select(a => (a.Arrival.Id, a.Left)));
        var byProvider = parts.Sum(p => p.Fen);
        foreach (var (arrival, part) in parts)
            if (await Add(request, person, wallet, arrivals.First(a => a.Arrival.Id == arrival).Arrival, part, null, now, cancel) is { } refused)
                return refused;
        if (rest > 0 && await Add(request, person, wallet, null, rest, firstBy, now, cancel) is { } short_)
            return short_;
        return new RefundAsked(request, byProvider, rest);
    }

    private async Task<Problem?> Add(Guid request, Guid person, AccountId wallet, Arrival? arrival, long fen, Guid? firstBy, DateTimeOffset now, CancellationToken cancel)
    {
        var id = Guid.CreateVersion7(now);
        var held = await ledger.Hold(
            new(wallet, Amount.Of(new Fen(fen)), now + RefundRules.Longest, PaymentBooks.Poster, $"refund:{id:D}", ("待退款", "To go back")) { Subject = id.ToString("D") }, cancel);
        if (!held.Ok)
            return held.Problem;
        db.Insert(new Refund
        {
            // One's own wallet, or one found by staff of its place.
            Id = id, Request = request, Scope = await db.Unfiltered<Account>().Where(a => a.Id == wallet).Select(a => a.Scope).SingleAsync(cancel), Person = person, Wallet = wallet,
            Arrival = arrival?.Id, Provider = arrival?.Provider ?? PaymentBooks.Cash, Fen = fen, State = arrival is null ? RefundState.AtDesk : RefundState.Waiting, Hold = held.Value,
            At = now, By = current.Value.Account, FirstBy = firstBy, PollAt = arrival is null ? null : now, Version = 1,
        });
        return null;
    }

    private async Task<List<(Arrival Arrival, long Left)>> Refundable(AccountId wallet, DateTimeOffset now, CancellationToken cancel)
    {
        var (codes, since) = (books.All.Where(p => p.IsOffered).Select(p => p.Code).ToList(), now - RefundRules.ProviderGivesBack);
        var arrivals = await db.Unfiltered<Arrival>().AsNoTracking()
            .Where(a => a.Wallet == wallet && a.State == ArrivalState.Posted && codes.Contains(a.Provider) && a.PaidAt > since).OrderByDescending(a => a.PaidAt).ThenBy(a => a.Id).Take(200).ToListAsync(cancel);
        var ids = arrivals.ConvertAll(a => (Guid?)a.Id);
        var gone = await db.Unfiltered<Refund>().Where(r => ids.Contains(r.Arrival) && r.State != RefundState.Failed && r.State != RefundState.Cancelled)
            .GroupBy(r => r.Arrival!.Value).Select(g => new { g.Key, Sum = g.Sum(r => r.Fen) }).ToDictionaryAsync(g => g.Key, g => g.Sum, cancel);

        // What a provider refused once it would refuse again: that goes as cash.
        var refused = await db.Unfiltered<Refund>().Where(r => ids.Contains(r.Arrival) && r.State == RefundState.Failed).Select(r => r.Arrival!.Value).ToListAsync(cancel);
        return arrivals.Where(a => !refused.Contains(a.Id)).Select(a => (a, a.Fen - gone.GetValueOrDefault(a.Id))).ToList();
    }
}

/// <summary>Takes back a wish for cash that waits at the desk: the money can be spent again.</summary>
/// <param name="Id">Which.</param>
public sealed record CancelRefund(Guid Id) : ICommand<Done>, IAudited
{
    string? IAudited.AuditSubject => Id.ToString();
}

internal sealed class CancelRefundHandler(LinliDb db, RefundDesk desk, CurrentCaller current) : IHandler<CancelRefund, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ledger/me/refunds/{id:guid}/cancel", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new CancelRefund(id), cancel))
            .Needs(Access.SignedIn).WithTags("Payments").WithSummary("Leave the money in my wallet after all 取消退款");

    public async Task<Result<Done>> Handle(CancelRefund request, CancellationToken cancel)
    {
        var (account, person) = (current.Value.Account, current.Value.Person);

        // One's own, or asked for by oneself for family.
        if (await db.Unfiltered<Refund>().SingleOrDefaultAsync(r => r.Id == request.Id && ((person != null && r.Person == person) || (account != null && r.By == account)), cancel) is not { } refund)
            return ConfirmCashRefundHandler.NotFound;
        if (refund.State == RefundState.Cancelled)
            return Done.It;
        if (refund.State != RefundState.AtDesk)
            return Problem.Conflict("ledger.refund_under_way", "这笔退款已经在办理，不能取消。", "This refund is under way and cannot be cancelled.");
        refund.Version++;
        await desk.SetFree(refund, RefundState.Cancelled, cancel);
        return Done.It;
    }
}

/// <summary>What I asked to have back, the newest first.</summary>
internal sealed record MyRefunds : IQuery<IReadOnlyList<RefundLine>>;

/// <summary>A refund.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When it was asked for, UTC.</param>
/// <param name="Fen">How much, in fen.</param>
/// <param name="Provider">Which way: the payment service, or cash.</param>
/// <param name="IsCash">Whether it is paid out at the desk.</param>
/// <param name="State">How it stands.</param>
internal sealed record RefundLine(Guid Id, DateTimeOffset At, long Fen, Platform.Text.Phrase Provider, bool IsCash, RefundState State);

internal sealed class MyRefundsHandler(LinliDb db, PaymentBooks books, CurrentCaller current) : IHandler<MyRefunds, IReadOnlyList<RefundLine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/ledger/me/refunds", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyRefunds(), cancel))
            .Needs(Access.SignedIn).WithTags("Payments").WithSummary("What I asked to have back 我的退款");

    public async Task<Result<IReadOnlyList<RefundLine>>> Handle(MyRefunds request, CancellationToken cancel)
    {
        var (account, person) = (current.Value.Account, current.Value.Person);

        // One's own, or asked for by oneself for family.
        var rows = await db.Unfiltered<Refund>().AsNoTracking().Where(r => (person != null && r.Person == person) || (account != null && r.By == account))
            .OrderByDescending(r => r.At).Take(50).ToListAsync(cancel);
        return rows.ConvertAll(r => new RefundLine(
            r.Id, r.At, r.Fen, r.Provider == PaymentBooks.Cash ? ("服务台现金", "Cash at the desk") : books.Find(r.Provider)?.Name ?? new(r.Provider, r.Provider), r.Provider == PaymentBooks.Cash, r.State));
    }
}
