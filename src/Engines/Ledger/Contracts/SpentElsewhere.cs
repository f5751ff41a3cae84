using Linli.Platform.Text;

namespace Linli.Ledger;

/// <summary>
/// Accounts of a module that are never settled with a counterpart (不参加月度结算): what leaves them goes by the module's own rules, such as
/// two signatures and a project. Registered as a single service.
/// </summary>
/// <param name="Owner">What kind of party they belong to.</param>
/// <param name="Purpose">Their purpose, as they were opened.</param>
/// <param name="Where">What staff do instead, such as ("“公益基金”里登记支出", "enter the spending with the fund").</param>
/// <param name="Page">The page, a path of this installation.</param>
public sealed record SpentElsewhere(OwnerKind Owner, string Purpose, Phrase Where, string Page)
{
    /// <summary>Whether an account is one of them.</summary>
    public bool Keeps(OwnerKind owner, string purpose) => Owner == owner && Purpose == purpose;
}
