using Linli.People.Accounts;
using Linli.Platform.Data;

namespace Linli.People.Register;

/// <summary>A body that owns homes (单位业主): a company, or the developer (建设单位) while units are unsold.</summary>
internal sealed class Company
{
    public required Guid Id { get; init; }

    public required string Name { get; set; }

    /// <summary>统一社会信用代码, 18 characters; <c>null</c> while unknown.</summary>
    public string? CreditCode { get; init; }

    /// <summary>Whether it built the compound: its unsold and undelivered units count as one head (R02).</summary>
    public required bool IsDeveloper { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>That a company owns a home or a share of it.</summary>
internal sealed class CompanyHolding : IScoped
{
    public required Guid Id { get; init; }

    public required Guid CompanyId { get; init; }

    public required Guid HomeId { get; init; }

    public required string HomeLabel { get; init; }

    /// <summary>The building.</summary>
    public required string Scope { get; init; }

    public string? Grid { get; init; }

    public int? ShareNumerator { get; init; }

    public int? ShareDenominator { get; init; }

    /// <summary>Unsold, or sold and not handed over yet (未出售、已售未交付): counts with the developer, whoever has bought it.</summary>
    public bool Undelivered { get; set; }

    public required DateTimeOffset From { get; init; }

    public DateTimeOffset? To { get; set; }

    public TieEnd? EndedBy { get; set; }
}
