namespace Linli.Ledger;

/// <summary>What kind of party an account belongs to (账户主体).</summary>
public enum OwnerKind
{
    /// <summary>个人; the key is the id of the person.</summary>
    Person,

    /// <summary>户; the key is the id of the household.</summary>
    Household,

    /// <summary>商户; the key is the code of its team.</summary>
    Shop,

    /// <summary>经济合作社.</summary>
    Cooperative,

    /// <summary>基金, such as that of a qualified charity (R34).</summary>
    Fund,

    /// <summary>项目预算: what a programme may give away in a month.</summary>
    Programme,

    /// <summary>发行方: where points and hours come from and go back to.</summary>
    Issuer,

    /// <summary>运营方, such as the company that runs a canteen.</summary>
    Operator,

    /// <summary>外部: money that comes in from, or goes out to, the world outside, such as a bank.</summary>
    Outside,
}

/// <summary>Whose an account is.</summary>
/// <param name="Kind">What kind of party.</param>
/// <param name="Key">Which one: an id or a code, at most 60 characters.</param>
public sealed record AccountOwner(OwnerKind Kind, string Key)
{
    /// <summary>A person.</summary>
    public static AccountOwner Person(Guid person) => new(OwnerKind.Person, person.ToString("D"));

    /// <summary>A household.</summary>
    public static AccountOwner Household(Guid household) => new(OwnerKind.Household, household.ToString("D"));
}

/// <summary>An account to be opened; of one owner, unit and purpose there is one.</summary>
/// <param name="Owner">Whose.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Purpose">What it is for, such as <c>wallet</c> or <c>takings</c>; lower case with hyphens, at most 40 characters.</param>
/// <param name="Scope">Where it belongs: staff of that place may look into it.</param>
/// <param name="Floor">
/// The balance it never falls below, usually 0; <c>null</c> for no floor. An account that everybody pays into, such as the
/// cooperative's, has none: it is then never locked, and transfers to it do not wait for each other.
/// </param>
public sealed record NewAccount(AccountOwner Owner, LedgerUnit Unit, string Purpose, Platform.Data.ScopePath Scope, long? Floor)
{
    /// <summary>Purpose of what a person or household may spend.</summary>
    public const string Wallet = "wallet";

    /// <summary>What staff read; <c>null</c> for people and households, whose names stay in the register.</summary>
    public Platform.Text.Phrase? Label { get; init; }
}
