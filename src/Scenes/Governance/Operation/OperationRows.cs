using Linli.Ledger;
using Linli.Platform.Data;

namespace Linli.Governance.Operation;

/// <summary>A space that is run (投建管运): its books, and who shares what is left.</summary>
internal sealed class SpaceOperation : IScoped
{
    /// <summary>Code of the space ledger.</summary>
    public required string Space { get; init; }

    public required string Scope { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    /// <summary>First day of the first month.</summary>
    public required DateOnly Since { get; init; }

    public required string Government { get; set; }

    public required string Collective { get; set; }

    public required string Operator { get; set; }

    public required AccountId Account { get; init; }
}

/// <summary>How a surplus is shared (收益分配规则), from a month on.</summary>
internal sealed class ShareRule
{
    public required Guid Id { get; init; }

    public required string Space { get; init; }

    /// <summary>First day of the first month it holds for.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Returned to public benefit first, in hundredths of a percent.</summary>
    public required int PublicBp { get; init; }

    /// <summary>Of what is left then; the three make up 10,000.</summary>
    public required int GovernmentBp { get; init; }

    public required int CollectiveBp { get; init; }

    public required int OperatorBp { get; init; }

    /// <summary>Where it was decided.</summary>
    public required string Source { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>What kind of figure.</summary>
internal enum OperationKind
{
    /// <summary>收入.</summary>
    Income,

    /// <summary>成本.</summary>
    Cost,

    /// <summary>补贴.</summary>
    Subsidy,
}

/// <summary>A line of the operating ledger (运营台账); never changed, only compensated.</summary>
internal sealed class OperationEntry : IScoped, ISealedRow
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required string Space { get; init; }

    /// <summary>First day of the month it belongs to.</summary>
    public required DateOnly Month { get; init; }

    public required OperationKind Kind { get; init; }

    public required string What { get; init; }

    /// <summary>In fen; below zero of a compensation.</summary>
    public required long Fen { get; init; }

    /// <summary>Number of the voucher.</summary>
    public required string Voucher { get; init; }

    public required TransferId Transfer { get; init; }

    public required Guid By { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The line it compensates.</summary>
    public Guid? Corrects { get; init; }

    /// <summary>The line that compensates it.</summary>
    public Guid? CorrectedBy { get; set; }

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

/// <summary>Months that were settled (结算): one transfer to everybody who shares.</summary>
internal sealed class OperationSettlement : IScoped, ISealedRow
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required string Space { get; init; }

    public required DateOnly From { get; init; }

    /// <summary>First day of the last month.</summary>
    public required DateOnly To { get; init; }

    public required long IncomeFen { get; init; }

    public required long CostFen { get; init; }

    public required long SubsidyFen { get; init; }

    /// <summary>A loss of earlier months.</summary>
    public required long CarriedInFen { get; init; }

    public required long PublicFen { get; init; }

    public required long GovernmentFen { get; init; }

    public required long CollectiveFen { get; init; }

    public required long OperatorFen { get; init; }

    /// <summary>A loss that later months make up for first; 0 or below.</summary>
    public required long CarriedOutFen { get; init; }

    public required Guid Rule { get; init; }

    public TransferId? Transfer { get; init; }

    public required Guid By { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}
