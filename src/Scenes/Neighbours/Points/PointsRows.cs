using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Platform.Text;

namespace Linli.Neighbours.Points;

/// <summary>One version of a clause of the residents' covenant (居民公约条款, S33). Versions follow each other by day and never change.</summary>
internal sealed class CovenantClause : IScoped
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    /// <summary>第几条.</summary>
    public required int Number { get; init; }

    public required int Version { get; init; }

    public required string TextZh { get; init; }

    public required string TextEn { get; init; }

    /// <summary>The act of the rule that rewards it; a rule only ever gives (R21).</summary>
    public required string Event { get; init; }

    /// <summary>Whether residents may declare such an act themselves.</summary>
    public required bool Declared { get; init; }

    public required DateOnly From { get; init; }

    public DateOnly? To { get; set; }

    /// <summary>Who decided it, and where.</summary>
    public required string Source { get; init; }

    public required DateTimeOffset At { get; init; }

    public Phrase Text => new(TextZh, TextEn);
}

/// <summary>How a declared act stands.</summary>
internal enum ActState
{
    /// <summary>待确认.</summary>
    Waiting,

    /// <summary>已确认.</summary>
    Confirmed,

    /// <summary>未确认.</summary>
    Refused,
}

/// <summary>Something a resident says they did, with a photo (公约行为申报).</summary>
internal sealed class DeclaredAct : IScoped
{
    public required Guid Id { get; init; }

    /// <summary>Their grid, or their community.</summary>
    public required string Scope { get; init; }

    public required Guid Person { get; init; }

    public required Guid Account { get; init; }

    public required Guid Clause { get; init; }

    public required string Event { get; init; }

    public required DateOnly Day { get; init; }

    /// <summary>What was done; encrypted: it may speak of others.</summary>
    public required Sealed Text { get; init; }

    public required ActState State { get; set; }

    public Guid? By { get; set; }

    public string? Word { get; set; }

    public long Points { get; set; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? DecidedAt { get; set; }
}

/// <summary>An act that earned nothing, and why (为什么没有得分): the person reads it.</summary>
internal sealed class MissedPoints
{
    public required Guid Id { get; init; }

    public required Guid Person { get; init; }

    public required string Event { get; init; }

    public required DateOnly Day { get; init; }

    public required string WhyZh { get; set; }

    public required string WhyEn { get; set; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The one act, while its points wait for a budget; <c>null</c> where nothing more comes.</summary>
    public string? Key { get; set; }

    /// <summary>Where it was.</summary>
    public string? Place { get; init; }

    public string? Proof { get; init; }
}
