using Linli.Ledger;
using Linli.Market;
using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Services.Canteen;

/// <summary>The accounts of canteens: each site has its own takings, cash box, and one account for each who bears subsidies.</summary>
internal sealed class CanteenAccounts(ILedger ledger)
{
    private const string Outside = "outside";

    /// <summary>What a person has paid in (储值): never below zero.</summary>
    public Task<AccountId> StoredValue(Guid person, ScopePath place, CancellationToken cancel) =>
        ledger.Open(new(AccountOwner.Person(person), LedgerUnit.Fen, CanteenRules.Purpose, place, 0), cancel);

    public Task<AccountId> Wallet(Guid person, CancellationToken cancel) => ledger.Wallet(person, LedgerUnit.Fen, cancel);

    /// <summary>Where the site's meals are paid to.</summary>
    public Task<AccountId> Takings(CanteenSite site, CancellationToken cancel) => Open(
        new(OwnerKind.Operator, site.Operator), $"takings-{site.Code}", site, ($"{site.NameZh}营业款", $"{site.NameEn}: takings"), cancel);

    /// <summary>Notes and coins at the counter; below zero is what lies in the box.</summary>
    public Task<AccountId> CashBox(CanteenSite site, CancellationToken cancel) => Open(
        new(OwnerKind.Outside, $"cash-{site.Code}"), "cash-box", site, ($"{site.NameZh}收银箱", $"{site.NameEn}: cash box"), cancel);

    /// <summary>What was counted too much or too little.</summary>
    public Task<AccountId> CashDifference(CanteenSite site, CancellationToken cancel) => Open(
        new(OwnerKind.Operator, site.Operator), $"cash-difference-{site.Code}", site, ($"{site.NameZh}长短款", $"{site.NameEn}: cash over and short"), cancel);

    public Task<AccountId> Bank(CanteenSite site, CancellationToken cancel) => Open(new(OwnerKind.Outside, "bank"), Outside, site, ("银行与微信支付", "Bank and payment services"), cancel);

    /// <summary>What somebody bears of the site's meals.</summary>
    public Task<AccountId> Payer(CanteenSite site, TariffPayer payer, CancellationToken cancel) => Open(
        payer.Owner, CanteenRules.SubsidyPurpose(site.Code), site, ($"{payer.Name.Zh}：{site.NameZh}补贴", $"{payer.Name.En}: subsidies of {site.NameEn}"), cancel);

    /// <summary>What can be spent of an account that may not be open yet.</summary>
    public async Task<(long Available, long Held)> Of(Guid person, string purpose, CancellationToken cancel)
    {
        if (await ledger.Find(AccountOwner.Person(person), LedgerUnit.Fen, purpose, cancel) is not { } account)
            return (0, 0);
        var balance = await ledger.Balance(account, cancel);
        return (balance.Available ?? balance.Posted, balance.Held);
    }

    private Task<AccountId> Open(AccountOwner owner, string purpose, CanteenSite site, Phrase label, CancellationToken cancel) =>
        ledger.Open(new(owner, LedgerUnit.Fen, purpose, site.Place, null) { Label = label }, cancel);
}
