using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Payments;

/// <summary>
/// Takes in money that a provider says has come. Callbacks, answers and statements may tell of the same payment in any order and
/// as often as they like: the provider's number of the payment is posted once, in the caller's transaction.
/// </summary>
internal sealed class ArrivalDesk(LinliDb db, ILedger ledger, PaymentBooks books, WalletNews news, TimeProvider time)
{
    public const string Kind = "wallet.top-up";

    public async Task<Arrival> Take(string provider, MoneyCame money, ArrivalWay way, CancellationToken cancel)
    {
        await db.LockUntilCommit($"ledger.arrival.{provider}.{money.Reference}", cancel);
        if (await Known(provider, money.Reference, cancel) is { } known)
        {
            // Told again and again, the same contradiction is looked at once. What was decided before stays in the note.
            if ((known.Fen != money.Fen || known.Order != money.Order) && known.Doubt is not (Doubt.Contradiction or Doubt.OtherCurrency or Doubt.Amount))
                (known.Doubt, known.DecidedAt, known.DecidedBy, known.Version) = (Doubt.Contradiction, null, null, known.Version + 1);
            return known;
        }

        var payment = await PaymentOf(provider, money.Order, cancel);
        var now = Clock.Now(time);
        var arrival = new Arrival
        {
            Id = Guid.CreateVersion7(now), Scope = payment?.Scope ?? books.Town.Value, Provider = provider, Reference = money.Reference, Order = money.Order,
            Payment = payment?.Id, Fen = money.Fen, PaidAt = Clock.ToMicroseconds(money.At), At = now, Way = way, State = ArrivalState.Doubtful, Version = 1,
            Doubt = await DoubtOf(payment, money, cancel),
        };
        db.Insert(arrival);
        if (arrival.Doubt is null)
            await Post(arrival, payment!.Wallet, cancel);
        if (payment is not null && arrival.State == ArrivalState.Posted)
            await Settle(payment, arrival, cancel);
        else if (payment is not null && payment.State != PaymentState.Paid)
            // The desk's from now on: asking again would say the same.
            (payment.State, payment.PollAt, payment.Version) = (PaymentState.Doubtful, null, payment.Version + 1);
        return arrival;
    }

    /// <summary>What the desk decided about doubtful money goes for the top-up too that it came by.</summary>
    public async Task Decided(Arrival arrival, CancellationToken cancel)
    {
        // By its id: the arrival is in reach.
        if (arrival.Payment is not { } id || await db.Unfiltered<Payment>().SingleOrDefaultAsync(p => p.Id == id, cancel) is not { } payment)
            return;
        payment.Version++;
        if (arrival.State == ArrivalState.Posted)
            (payment.State, payment.Arrived, payment.PollAt) = (PaymentState.Paid, payment.Arrived + arrival.Fen, null);
        else if (payment.State == PaymentState.Doubtful)
            payment.State = PaymentState.Closed;
    }

    /// <summary>Posts what came into a wallet; what the books refuse stays doubtful.</summary>
    public async Task<Problem?> Post(Arrival arrival, AccountId wallet, CancellationToken cancel)
    {
        var amount = new Fen(arrival.Fen);
        var memo = books.Find(arrival.Provider)?.Name ?? new Phrase(arrival.Provider, arrival.Provider);
        var posted = await ledger.Post(
            new(PaymentBooks.Poster, $"{arrival.Provider}:{arrival.Reference}", Kind, ($"充值（{memo.Zh}）", $"Paid in ({memo.En})"),
                [Entry.From(await books.Outside(arrival.Provider, cancel), amount), Entry.To(wallet, amount)])
            { Subject = arrival.Id.ToString("D") },
            cancel);
        if (!posted.Ok)
        {
            (arrival.State, arrival.Doubt) = (ArrivalState.Doubtful, Doubt.Refused);
            return posted.Problem;
        }

        (arrival.State, arrival.Wallet, arrival.Transfer) = (ArrivalState.Posted, wallet, posted.Value.Id);
        return null;
    }

    private async Task Settle(Payment payment, Arrival arrival, CancellationToken cancel)
    {
        var (late, again, other) = (payment.State == PaymentState.Closed, payment.Arrived > 0, arrival.Fen != payment.Fen);
        payment.Arrived += arrival.Fen;
        (payment.State, payment.PollAt, payment.Version) = (PaymentState.Paid, null, payment.Version + 1);
        var came = UnitWords.Words(LedgerUnit.Fen, arrival.Fen);
        var asked = UnitWords.Words(LedgerUnit.Fen, payment.Fen);
        Phrase what = (again, other, late) switch
        {
            (true, _, _) => ($"同一张充值单又收到 {came.Zh}，已存入钱包；多付的可以申请退款。", $"Another {came.En} came for the same top-up and lie in the wallet; you can have them back."),
            (_, true, _) => ($"申请充值 {asked.Zh}，实际到账 {came.Zh}，已按实际到账存入钱包。", $"{asked.En} were asked for, {came.En} came: what came lies in the wallet."),
            (_, _, true) => ($"晚到的充值 {came.Zh} 已存入钱包。", $"{came.En} came late and lie in the wallet."),
            _ => ($"充值 {came.Zh} 已到账。", $"{came.En} were paid in."),
        };
        await news.Tell(payment.Person, payment.By, "wallet.paid", ("充值到账", "Paid in"), what, $"/me/wallet/top-ups/{payment.Id:D}", $"arrival:{arrival.Id:D}", cancel);
    }

    private async Task<Doubt?> DoubtOf(Payment? payment, MoneyCame money, CancellationToken cancel)
    {
        if (payment is null)
            return Doubt.UnknownOrder;
        if (money.Currency != "CNY")
            return Doubt.OtherCurrency;
        if (money.Fen is <= 0 or > Postings.TransferRules.Largest)
            return Doubt.Amount;

        // A wallet whose owner had their data deleted belongs to nobody any more.
        return payment.Person is { } person && await ledger.Find(AccountOwner.Person(person), LedgerUnit.Fen, NewAccount.Wallet, cancel) == payment.Wallet
            ? null : Doubt.WalletGone;
    }

    private async Task<Payment?> PaymentOf(string provider, string order, CancellationToken cancel) =>
        // By its number: money finds its owner wherever they live.
        Guid.TryParseExact(order, "N", out var id) ? await db.Unfiltered<Payment>().SingleOrDefaultAsync(p => p.Id == id && p.Provider == provider, cancel) : null;

    private async Task<Arrival?> Known(string provider, string reference, CancellationToken cancel) =>
        db.ChangeTracker.Entries<Arrival>().Select(e => e.Entity).FirstOrDefault(a => a.Provider == provider && a.Reference == reference)
        ?? await db.Unfiltered<Arrival>().SingleOrDefaultAsync(a => a.Provider == provider && a.Reference == reference, cancel);
}

/// <summary>Tells people what happened to their wallets, the owner and whoever acted for them.</summary>
internal sealed class WalletNews(INotices notices, IPersonAccounts people)
{
    public async Task Tell(Guid? person, Guid? by, string kind, Phrase title, Phrase what, string link, string key, CancellationToken cancel)
    {
        var accounts = person is { } owner ? (await people.Of([owner], cancel))[owner].ToHashSet() : [];
        if (by is { } other)
            accounts.Add(other);
        foreach (var account in accounts)
            await notices.Tell(account, kind, title, what, link, key, cancel);
    }
}
