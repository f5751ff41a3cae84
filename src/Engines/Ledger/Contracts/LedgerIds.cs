using Linli.Platform.Ids;

namespace Linli.Ledger;

/// <summary>Id of an account (账户).</summary>
public readonly record struct AccountId(Guid Value) : ITypedId<AccountId>
{
    /// <inheritdoc/>
    public static AccountId From(Guid value) => new(value);
}

/// <summary>Id of a transfer (转账).</summary>
public readonly record struct TransferId(Guid Value) : ITypedId<TransferId>
{
    /// <inheritdoc/>
    public static TransferId From(Guid value) => new(value);
}

/// <summary>Id of a hold (预占).</summary>
public readonly record struct HoldId(Guid Value) : ITypedId<HoldId>
{
    /// <inheritdoc/>
    public static HoldId From(Guid value) => new(value);
}
