using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Ledger.Accounts;

/// <summary>An account (账户). What is in it stands in its entries; this row does not change when it is used.</summary>
internal sealed class Account : IScoped, ISealedRow
{
    public required AccountId Id { get; init; }

    /// <summary>What people read out, such as <c>P-000042</c>.</summary>
    public required string Number { get; init; }

    public required OwnerKind OwnerKind { get; init; }

    public required string OwnerKey { get; set; }

    public required LedgerUnit Unit { get; init; }

    public required string Purpose { get; init; }

    public required string Scope { get; init; }

    /// <summary>The balance it never falls below; <c>null</c> for none.</summary>
    public required long? Floor { get; init; }

    public string? LabelZh { get; set; }

    public string? LabelEn { get; set; }

    public required DateTimeOffset At { get; init; }

    public Phrase? Label => LabelZh is null ? null : new(LabelZh, LabelEn ?? LabelZh);

    public AccountFacts Facts => new(
        Id, Unit, Floor, Scope, KeepsLots: Unit == LedgerUnit.Points && Purpose == NewAccount.Wallet,
        OfPeople: OwnerKind is OwnerKind.Person or OwnerKind.Household);

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

/// <summary>What a transfer must know of an account; it never changes.</summary>
/// <param name="Id">Which account.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Floor">The balance it never falls below.</param>
/// <param name="Scope">Where it belongs.</param>
/// <param name="KeepsLots">Whether what it receives expires, lot by lot.</param>
/// <param name="OfPeople">Whether it belongs to a person or a household.</param>
internal sealed record AccountFacts(AccountId Id, LedgerUnit Unit, long? Floor, string Scope, bool KeepsLots, bool OfPeople);

/// <summary>
/// The balance of an account with a floor: the one row that a transfer locks. Accounts without a floor have none; theirs is a
/// sum (<see cref="Chain.RollUp"/>).
/// </summary>
internal sealed class BalanceRow
{
    public required AccountId Account { get; init; }

    public required long Posted { get; set; }

    public required long Held { get; set; }

    /// <summary>What it never falls below: as the account says. Here too, so that the database itself refuses what a mistake in this program would let through.</summary>
    public required long Floor { get; init; }

    /// <summary>Place in time of the newest entry, microseconds since 1970: entries of one account never go backwards, whatever the clock does.</summary>
    public required long Tick { get; set; }
}
