using System.Globalization;
using Linli.Platform.Results;

namespace Linli.Ledger;

/// <summary>
/// What a use case answers when a wallet holds too little: how much is missing, and the page that fills it and leads back.
/// </summary>
public static class WalletShortage
{
    /// <summary>Code of the refusal; the same that posting answers with.</summary>
    public const string Code = "ledger.insufficient";

    /// <summary>The page that fills a wallet.</summary>
    /// <param name="missing">How much should come, in fen.</param>
    /// <param name="then">Page to lead back to: a path of this installation.</param>
    /// <param name="person">Whose wallet, where it is not the caller's own.</param>
    public static string Link(Fen missing, string then, Guid? person = null) => string.Create(CultureInfo.InvariantCulture,
        $"/me/wallet/top-up?amount={missing.Value}&then={Uri.EscapeDataString(then)}{(person is { } p ? $"&for={p:D}" : "")}");

    /// <summary>The refusal, or <c>null</c> when the wallet holds enough.</summary>
    /// <param name="wallet">What the wallet holds; <c>null</c> for one that was never opened.</param>
    /// <param name="price">What is to be paid, in fen.</param>
    /// <param name="then">Page to lead back to.</param>
    /// <param name="person">Whose wallet, where it is not the caller's own.</param>
    public static Problem? Of(Balance? wallet, Fen price, string then, Guid? person = null)
    {
        var missing = price.Value - (wallet is null ? 0 : wallet.Available ?? long.MaxValue);
        if (missing <= 0)
            return null;
        var words = UnitWords.Words(LedgerUnit.Fen, missing);
        return Problem.Conflict(Code, $"余额还差 {words.Zh}，没有扣除任何东西。点这里充值。", $"{words.En} are missing in the wallet; nothing was taken. Pay in here.")
            with
        { Link = Link(new(missing), then, person) };
    }

    /// <summary>Asks before posting whether a person's wallet holds enough, in the caller's transaction.</summary>
    /// <param name="ledger">The books.</param>
    /// <param name="owner">Who pays.</param>
    /// <param name="price">What is to be paid, in fen.</param>
    /// <param name="then">Page to lead back to.</param>
    /// <param name="isSelf">Whether the payer is the caller: the page then fills their own wallet.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>The refusal with amount and link, or <c>null</c> when there is enough.</returns>
    public static async Task<Problem?> WalletShort(this ILedger ledger, Guid owner, Fen price, string then, bool isSelf, CancellationToken cancel)
    {
        var wallet = await ledger.Find(AccountOwner.Person(owner), LedgerUnit.Fen, NewAccount.Wallet, cancel);
        return Of(wallet is { } there ? await ledger.Balance(there, cancel) : null, price, then, isSelf ? null : owner);
    }
}
