using Linli.Ledger.Accounts;
using Linli.Ledger.Postings;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Insurance;

/// <summary>The accounts of a person's insurance: this year's and past years' are kept apart, for only past years are shared.</summary>
internal sealed class InsuranceBook(LinliDb db, AccountBook accounts, BalanceBook balances, PersonWallets wallets, ILedger ledger, TimeProvider time) : IInsuranceAccounts
{
    public const string ThisYear = "insurance-this-year";
    public const string PastYears = "insurance-past-years";

    /// <summary>What a shop's sales on insurance go to; the fund settles with it.</summary>
    public const string Takings = "insurance-takings";

    /// <summary>Kind of a payment by insurance.</summary>
    public const string Kind = "insurance.pay";

    public async Task<InsuranceMeans> Means(Guid person, CancellationToken cancel)
    {
        var own = await Of(person, PastYears, cancel) + await Of(person, ThisYear, cancel);
        return new(own, await Giving(person, cancel) is { } sharing ? (await RuleFor(sharing.Donor, cancel)).Usable(await Of(sharing.Donor, PastYears, cancel)) : 0);
    }

    public async Task<Result<InsurancePaid>> Pay(InsurancePurchase purchase, CancellationToken cancel)
    {
        // Relatives of one donor pay one after the other: what stays with the donor stays whoever is first.
        var sharing = await Giving(purchase.Person, cancel);
        if (sharing is not null)
        {
            await db.LockUntilCommit(LockOf(sharing.Donor), cancel);
            await db.Entry(sharing).ReloadAsync(cancel);
            if (sharing.State != SharingState.Active)
                sharing = null;
        }

        var (left, entries, family) = (purchase.Fen, new List<Entry>(), 0L);
        async Task Take(Guid person, string purpose, long most)
        {
            var fen = Math.Min(left, most);
            if (fen <= 0 || await accounts.FindRow(AccountOwner.Person(person), LedgerUnit.InsuranceFen, purpose, cancel) is not { } account)
                return;
            entries.Add(Entry.From(account.Id, new InsuranceFen(fen)));
            left -= fen;
        }

        await Take(purchase.Person, PastYears, await Of(purchase.Person, PastYears, cancel));
        await Take(purchase.Person, ThisYear, await Of(purchase.Person, ThisYear, cancel));
        if (sharing is not null)
        {
            var before = left;
            await Take(sharing.Donor, PastYears, (await RuleFor(sharing.Donor, cancel)).Usable(await Of(sharing.Donor, PastYears, cancel)));
            family = before - left;
        }

        var paid = purchase.Fen - left;
        if (paid == 0)
            return new InsurancePaid(0, 0, null);
        var shop = await ledger.Open(
            new(new(OwnerKind.Shop, purchase.Shop), LedgerUnit.InsuranceFen, Takings, purchase.Place, null) { Label = ($"医保支付 {purchase.Shop}", $"Paid by insurance {purchase.Shop}") }, cancel);
        var posted = await ledger.Post(new(purchase.Poster, purchase.Key, Kind, purchase.Memo, [.. entries, Entry.To(shop, new InsuranceFen(paid))]) { Subject = purchase.Subject }, cancel);
        if (!posted.Ok)
            return posted.As<InsurancePaid>();
        if (sharing is not null && family > 0)
        {
            var now = Clock.Now(time);
            db.Records<FamilyUse>().Add(new() { Id = Guid.CreateVersion7(now), Sharing = sharing.Id, Fen = family, Transfer = posted.Value.Id, At = now });
        }

        return new InsurancePaid(paid, family, posted.Value.Id);
    }

    public async Task<Result<Done>> GiveBack(TransferId transfer, long fen, string poster, string key, Phrase reason, CancellationToken cancel)
    {
        var lines = await db.Records<EntryRow>().AsNoTracking().Where(e => e.Transfer == transfer).OrderBy(e => e.Line).ToListAsync(cancel);
        var gone = (await db.Records<TransferRow>().Where(t => t.Reverses == transfer).Join(db.Records<EntryRow>(), t => t.Id, e => e.Transfer, (_, e) => e).AsNoTracking().ToListAsync(cancel))
            .GroupBy(e => e.Account).ToDictionary(g => g.Key, g => g.Sum(e => e.Amount));
        var (left, part) = (fen, new List<Entry>());
        var use = await db.Records<FamilyUse>().SingleOrDefaultAsync(u => u.Transfer == transfer, cancel);
        // The relative stands last among those who gave, and is first to get back.
        var last = lines.FindLast(l => l.Amount < 0);
        foreach (var giver in lines.Where(l => l.Amount < 0).Reverse())
        {
            var back = Math.Min(left, -giver.Amount - gone.GetValueOrDefault(giver.Account));
            if (back <= 0)
                continue;
            part.Add(Entry.To(giver.Account, new InsuranceFen(back)));
            left -= back;
            if (use is not null && giver == last)
                use.BackFen += back;
        }

        if (left > 0 || fen <= 0 || lines.Find(l => l.Amount > 0) is not { } payee)
            return Problem.Conflict("ledger.reversal_too_large", "冲正超过了原来的金额。", "More would be given back than was taken.");
        part.Add(Entry.From(payee.Account, new InsuranceFen(fen)));
        var reversed = await ledger.Reverse(new(transfer, poster, key, reason) { Part = part }, cancel);
        return reversed.Ok ? Done.It : reversed.As<Done>();
    }

    /// <summary>The sharing that a person may use now.</summary>
    public Task<FamilySharing?> Giving(Guid beneficiary, CancellationToken cancel) =>
        db.Records<FamilySharing>().SingleOrDefaultAsync(s => s.Beneficiary == beneficiary && s.State == SharingState.Active, cancel);

    /// <summary>What can be spent of one of a person's accounts.</summary>
    public async Task<long> Of(Guid person, string purpose, CancellationToken cancel) =>
        await accounts.FindRow(AccountOwner.Person(person), LedgerUnit.InsuranceFen, purpose, cancel) is { } account ? (await balances.Of(account.Id, cancel)).Available ?? 0 : 0;

    /// <summary>An account of a person's insurance, opened where they are at home.</summary>
    public async Task<AccountId> Open(Guid person, string purpose, CancellationToken cancel) =>
        (await accounts.Open(new(AccountOwner.Person(person), LedgerUnit.InsuranceFen, purpose, await wallets.PlaceOf(person, cancel), 0), cancel)).Id;

    /// <summary>What holds where a donor is at home.</summary>
    public async Task<FamilyRuleNow> RuleFor(Guid donor, CancellationToken cancel)
    {
        var above = (await wallets.PlaceOf(donor, cancel)).SelfAndAncestors().Select(p => p.Value).ToList();
        var today = LocalTime.Today(time);
        // What holds somewhere binds everybody there, whatever they may see.
        var rows = await db.Unfiltered<FamilyRule>().AsNoTracking().Where(r => above.Contains(r.Scope) && r.From <= today).ToListAsync(cancel);
        return rows.OrderByDescending(r => r.Scope.Length).ThenByDescending(r => r.From).ThenByDescending(r => r.At).FirstOrDefault() is { } row
            ? new(row.BaseFen, row.MostRelatives, row.Source) : FamilyRuleNow.Usual;
    }

    /// <summary>What changes a donor's sharings, or pays by them, passes one after the other.</summary>
    public static string LockOf(Guid donor) => $"ledger.insurance.{donor:N}";
}
