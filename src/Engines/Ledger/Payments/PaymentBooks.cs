using Linli.Ledger.Accounts;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;

namespace Linli.Ledger.Payments;

/// <summary>The providers of this installation by their codes, and the accounts of the world outside.</summary>
internal sealed class PaymentBooks(IEnumerable<IPaymentProvider> providers, AccountBook accounts, IScopeTree tree)
{
    public const string Poster = "ledger.payments";

    /// <summary>Owner key of the cash box of the desk.</summary>
    public const string Cash = "cash";

    public IReadOnlyList<IPaymentProvider> All { get; } = [.. providers.OrderBy(p => p.Code, StringComparer.Ordinal)];

    public IPaymentProvider? Find(string? code) => All.FirstOrDefault(p => p.Code == code);

    public ScopePath Town => tree.Town();

    /// <summary>Where money comes from that a provider, or the desk, took in.</summary>
    public async Task<AccountId> Outside(string provider, CancellationToken cancel)
    {
        var name = provider == Cash ? ("服务台现金", "Cash at the desk") : Find(provider)?.Name ?? (provider, provider);
        return (await accounts.Open(new(new(OwnerKind.Outside, provider), LedgerUnit.Fen, "outside", Town, null) { Label = name }, cancel)).Id;
    }
}

/// <summary>Whose wallet a request is about.</summary>
/// <param name="Person">Who.</param>
/// <param name="For">Family that the caller acts for; <c>null</c> for the caller.</param>
/// <param name="Place">Where the wallet belongs.</param>
internal sealed record WalletOwner(Guid Person, ActedFor? For, ScopePath Place);

/// <summary>Finds out whose wallet a caller may fill or have paid out: their own, and that of family they act for.</summary>
internal sealed class WalletOwners(CurrentCaller current, IActingFor acting, PersonWallets wallets)
{
    /// <param name="person">Whose; <c>null</c> for the caller's own.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<Result<WalletOwner>> Find(Guid? person, CancellationToken cancel)
    {
        var caller = current.Value;
        if (person is null || person == caller.Person)
            return caller.Person is { } me ? new WalletOwner(me, null, await wallets.PlaceOf(me, cancel)) : LedgerProblems.NoPerson;
        var found = await acting.For(person.Value, FamilyMatters.Book, cancel);
        return found.Ok ? new WalletOwner(found.Value.Person, found.Value, await wallets.PlaceOf(person.Value, cancel)) : found.As<WalletOwner>();
    }
}
