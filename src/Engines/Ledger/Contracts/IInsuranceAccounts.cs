using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Ledger;

/// <summary>What a person's medical insurance could pay now, in fen.</summary>
/// <param name="OwnFen">From their own account, this year's and past years'.</param>
/// <param name="FamilyFen">From past years of the one relative who shares with them, above what stays there.</param>
public sealed record InsuranceMeans(long OwnFen, long FamilyFen)
{
    /// <summary>Both together, in fen.</summary>
    public long Fen => checked(OwnFen + FamilyFen);
}

/// <summary>Something that medical insurance may pay, such as class-B OTC medicine.</summary>
/// <param name="Person">Who buys, for themselves: nobody pays with another's insurance but through the family account (R35, R36).</param>
/// <param name="Fen">What it costs, in fen, above zero.</param>
/// <param name="Shop">Code of the shop that is paid.</param>
/// <param name="Place">Where the shop's account belongs.</param>
/// <param name="Poster">As for transfers.</param>
/// <param name="Key">As for transfers: the same key pays once.</param>
/// <param name="Memo">What statements say; no names and no medicine.</param>
/// <param name="Subject">The thing it is about.</param>
public sealed record InsurancePurchase(Guid Person, long Fen, string Shop, ScopePath Place, string Poster, string Key, Phrase Memo, string? Subject);

/// <summary>What insurance paid.</summary>
/// <param name="Fen">In fen; 0 when there was nothing to pay with.</param>
/// <param name="FamilyFen">How much of it came from a relative.</param>
/// <param name="Transfer">The transfer; <c>null</c> when nothing was paid.</param>
public sealed record InsurancePaid(long Fen, long FamilyFen, TransferId? Transfer);

/// <summary>
/// Personal accounts of medical insurance (医保个人账户) and the family account (家庭共济). A person's own account pays first; what is
/// missing may come from past years of one near relative. Nothing moves from person to person: the relative's account pays the shop.
/// </summary>
public interface IInsuranceAccounts
{
    /// <summary>What could be paid now.</summary>
    Task<InsuranceMeans> Means(Guid person, CancellationToken cancel);

    /// <summary>Pays as much as there is, up to the price, in the caller's transaction.</summary>
    Task<Result<InsurancePaid>> Pay(InsurancePurchase purchase, CancellationToken cancel);

    /// <summary>Gives insurance money back to the accounts it came from, the relative's first; never into a wallet (R36).</summary>
    /// <param name="transfer">What was paid.</param>
    /// <param name="fen">How much comes back, in fen.</param>
    /// <param name="poster">As for transfers.</param>
    /// <param name="key">As for transfers.</param>
    /// <param name="reason">Why; no personal data.</param>
    /// <param name="cancel">Stops waiting.</param>
    Task<Result<Done>> GiveBack(TransferId transfer, long fen, string poster, string key, Phrase reason, CancellationToken cancel);
}
