using Linli.Ledger.Accounts;
using Linli.Ledger.Earning;
using Linli.Ledger.Holds;
using Linli.Ledger.Payments;
using Linli.Ledger.Postings;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Privacy;

/// <summary>What the books keep of a person: everything can be taken along; entries stay by law, but name nobody any more.</summary>
internal sealed class LedgerPersonalData(LinliDb db) : IPersonalData
{
    public string Module => "ledger";

    public Phrase Title => ("钱包、积分与时长", "Wallet, points and hours");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var accounts = await Accounts(subject).AsNoTracking().ToListAsync(cancel);
        var ids = accounts.ConvertAll(a => a.Id);
        var lines = await db.Records<EntryRow>().AsNoTracking().Where(e => ids.Contains(e.Account))
            .Join(db.Records<TransferRow>().AsNoTracking(), e => e.Transfer, t => t.Id, (e, t) => new { Entry = e, Transfer = t }).OrderBy(l => l.Entry.Tick).ToListAsync(cancel);
        var earnings = await db.Unfiltered<EarningRow>().AsNoTracking().Where(e => e.Person == subject.Person).OrderBy(e => e.At).ToListAsync(cancel);
        return
        [
            new("accounts", ("账户", "Accounts"), [.. accounts.Select(a => new DataValue[] { new("number", ("账号", "Number"), a.Number), new("unit", ("单位", "Unit"), a.Unit.ToString()) })]),
            new("entries", ("明细", "Entries"), [.. lines.Select(l => new DataValue[]
            {
                DataValue.Instant("at", ("时间", "When"), l.Transfer.At),
                new("account", ("账号", "Account"), accounts.Find(a => a.Id == l.Entry.Account)!.Number),
                new("memo", ("摘要", "What"), l.Transfer.MemoZh),
                new("amount", ("数额", "Amount"), UnitWords.Words(accounts.Find(a => a.Id == l.Entry.Account)!.Unit, l.Entry.Amount).Zh),
            })]),
            new("earnings", ("积分来源", "What earned points"), [.. earnings.Select(e => new DataValue[]
            {
                DataValue.Day("day", ("日期", "Day"), e.Day),
                new("event", ("事项", "Act"), e.Event),
                new("points", ("积分", "Points"), e.Points.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                new("proof", ("凭证", "Proof"), e.Proof),
                new("appeal", ("申诉", "Appeal"), e.Appeal),
            })]),
            new("top_ups", ("充值", "Money paid in"), [.. (await Payments(subject).OrderBy(p => p.At).ToListAsync(cancel)).Select(p => new DataValue[]
            {
                DataValue.Instant("at", ("时间", "When"), p.At),
                new("provider", ("支付方式", "By"), p.Provider),
                new("asked", ("申请金额", "Asked for"), UnitWords.Words(LedgerUnit.Fen, p.Fen).Zh),
                new("arrived", ("到账金额", "Came"), UnitWords.Words(LedgerUnit.Fen, p.Arrived).Zh),
            })]),
            new("refunds", ("退款", "Money back"), [.. (await Refunds(subject).OrderBy(r => r.At).ToListAsync(cancel)).Select(r => new DataValue[]
            {
                DataValue.Instant("at", ("时间", "When"), r.At),
                new("provider", ("退款方式", "By"), r.Provider),
                new("amount", ("金额", "Amount"), UnitWords.Words(LedgerUnit.Fen, r.Fen).Zh),
                new("state", ("状态", "State"), PaymentWords.Of(r.State).Zh),
            })]),
        ];
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel)
    {
        var ids = await Accounts(subject).Select(a => a.Id).ToListAsync(cancel);
        var count = await db.Records<EntryRow>().CountAsync(e => ids.Contains(e.Account), cancel);
        return count == 0 ? [] :
        [
            new(("账目记录，不再与您关联；钱包里的钱款请先申请退款", "Entries of the books, no longer tied to you; have money in your wallet paid out first"),
                ("会计法：账目不得删除", "Accounting Law: entries of the books are not deleted"), count),
        ];
    }

    // What the accounts belong to is not part of the chain: it can go, and every hash still holds.
    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        foreach (var account in await Accounts(subject).ToListAsync(cancel))
            account.OwnerKey = $"erased-{account.Id.Value:N}";

        // Money that comes late then finds nobody, and lies at the desk.
        foreach (var payment in await Payments(subject).ToListAsync(cancel))
            (payment.Person, payment.By, payment.Version) = (null, null, payment.Version + 1);
        foreach (var refund in await Refunds(subject).ToListAsync(cancel))
            (refund.Person, refund.By, refund.Version) = (null, null, refund.Version + 1);

        // Nobody's from now on, each by itself: beside the wallet the id would lead to everything in it.
        foreach (var earning in await db.Unfiltered<EarningRow>().Where(e => e.Person == subject.Person).ToListAsync(cancel))
            (earning.Person, earning.Proof, earning.Appeal, earning.AuditNote, earning.Decision, earning.Version) =
                (Guid.CreateVersion7(), null, null, subject.Scrub(earning.AuditNote), subject.Scrub(earning.Decision), earning.Version + 1);
        await ForgetWhoDid(subject, cancel);
    }

    // What they did for family, and what was set aside while they stood there: of their accounts, whatever the place.
    private async Task ForgetWhoDid(DataSubject subject, CancellationToken cancel)
    {
        var accounts = subject.Accounts.Select(a => (Guid?)a).ToList();
        foreach (var payment in await db.Unfiltered<Payment>().Where(p => accounts.Contains(p.By)).ToListAsync(cancel))
            (payment.By, payment.Version) = (null, payment.Version + 1);
        foreach (var refund in await db.Unfiltered<Refund>().Where(r => accounts.Contains(r.By)).ToListAsync(cancel))
            (refund.By, refund.Version) = (null, refund.Version + 1);
        foreach (var hold in await db.Records<HoldRow>().Where(h => accounts.Contains(h.By)).ToListAsync(cancel))
            hold.By = null;
    }

    // Of one person, whatever the place; family who paid in for somebody else stays in that wallet's own story.
    private IQueryable<Payment> Payments(DataSubject subject) => db.Unfiltered<Payment>().Where(p => p.Person == subject.Person);

    private IQueryable<Refund> Refunds(DataSubject subject) => db.Unfiltered<Refund>().Where(r => r.Person == subject.Person);

    // Of one person, whatever the place.
    private IQueryable<Account> Accounts(DataSubject subject)
    {
        var key = AccountOwner.Person(subject.Person).Key;
        return db.Unfiltered<Account>().Where(a => a.OwnerKind == OwnerKind.Person && a.OwnerKey == key);
    }
}
