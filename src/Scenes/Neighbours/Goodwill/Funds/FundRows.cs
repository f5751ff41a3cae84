using Linli.Ledger;
using Linli.Platform.Data;

namespace Linli.Neighbours.Goodwill.Funds;

/// <summary>A charity (慈善组织) with what allows it to raise funds in public (Charity Law arts. 22–28, R34).</summary>
internal sealed class Charity : IScoped
{
    public required string Code { get; init; }

    public required string Scope { get; init; }

    public required string Name { get; set; }

    /// <summary>统一社会信用代码: 18 characters.</summary>
    public required string Registration { get; set; }

    /// <summary>Number of the certificate for public fundraising (公开募捐资格证书); <c>null</c> without one.</summary>
    public string? Certificate { get; set; }

    public DateOnly? ValidFrom { get; set; }

    /// <summary>Last day of the certificate.</summary>
    public DateOnly? ValidTo { get; set; }

    /// <summary>Since when it may not raise funds any more, because the authority said so.</summary>
    public DateOnly? SuspendedOn { get; set; }

    /// <summary>Name and last digits of its bank account.</summary>
    public required string BankAccount { get; set; }
}

/// <summary>A fund of a charity (专项基金): its money is an account of the ledger.</summary>
internal sealed class CharityFund : IScoped
{
    public required string Code { get; init; }

    public required string Scope { get; init; }

    public required string Charity { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public required AccountId Account { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>A charity sale (爱心义卖): all it takes goes to one fund.</summary>
internal sealed class CharitySale : IScoped
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required string Fund { get; init; }

    public required string NameZh { get; init; }

    public required string NameEn { get; init; }

    public required string Place { get; init; }

    public required DateOnly On { get; init; }

    public DateTimeOffset? ClosedAt { get; set; }
}

/// <summary>Goods given for a sale (义卖品).</summary>
internal sealed class SaleGood
{
    public required Guid Id { get; init; }

    public required Guid Sale { get; init; }

    public required string What { get; init; }

    public required long PriceFen { get; set; }

    public required int Given { get; init; }

    public required int Left { get; set; }
}

/// <summary>How somebody paid at a stall.</summary>
internal enum PaidBy
{
    /// <summary>现金.</summary>
    Cash,

    /// <summary>钱包.</summary>
    Wallet,
}

/// <summary>What one buyer took and paid. Who it was stands in the ledger alone, and only for a wallet.</summary>
internal sealed class SaleReceipt : ISealedRow
{
    public required Guid Id { get; init; }

    public required Guid Sale { get; init; }

    public required long Fen { get; init; }

    public required PaidBy Paid { get; init; }

    public required TransferId Transfer { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Guid By { get; init; }

    public DateTimeOffset? UndoneAt { get; set; }

    public TransferId? Undone { get; set; }

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

/// <summary>A line of a receipt.</summary>
internal sealed class SaleLine : ISealedRow
{
    public required Guid Id { get; init; }

    public required Guid Receipt { get; init; }

    public required Guid Good { get; init; }

    public required int Count { get; init; }

    public required long Fen { get; init; }

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

/// <summary>Where a spending stands.</summary>
internal enum SpendingState
{
    /// <summary>待审批: two have to sign.</summary>
    Asked,

    /// <summary>已拨付.</summary>
    Paid,

    /// <summary>未批准.</summary>
    Refused,

    /// <summary>已退回: compensated.</summary>
    Undone,
}

/// <summary>Money a fund spends on a project (项目支出).</summary>
internal sealed class FundSpending : IScoped, ISealedRow
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required string Fund { get; init; }

    /// <summary>Code of the project.</summary>
    public required string Project { get; init; }

    public required string What { get; init; }

    public required string Payee { get; init; }

    public required long Fen { get; init; }

    /// <summary>Number of the invoice or contract; papers hang on it as files.</summary>
    public required string Evidence { get; init; }

    public required SpendingState State { get; set; }

    public required Guid AskedBy { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public Guid? FirstBy { get; set; }

    public DateTimeOffset? FirstAt { get; set; }

    public Guid? SecondBy { get; set; }

    public DateTimeOffset? SecondAt { get; set; }

    /// <summary>Why it was refused or taken back.</summary>
    public string? Word { get; set; }

    public TransferId? Transfer { get; set; }

    public const string Files = "fund-spending";

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}
