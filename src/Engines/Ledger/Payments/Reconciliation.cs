using Linli.Platform.Data;

namespace Linli.Ledger.Payments;

/// <summary>A local day of a provider whose statement was compared with what came here (对账).</summary>
internal sealed class ReconciledDay : IScoped, ISealedRow
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required string Provider { get; init; }

    public required DateOnly Day { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Payments on the statement, and their sum in fen.</summary>
    public required int Payments { get; init; }

    public required long PaidFen { get; init; }

    public required int Refunds { get; init; }

    public required long RefundedFen { get; init; }

    public required int Differences { get; init; }

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

/// <summary>What did not agree.</summary>
internal enum DifferenceKind
{
    /// <summary>对方有、我方无: taken in by now, from the statement.</summary>
    OnlyThere,

    /// <summary>我方有、对方无.</summary>
    OnlyHere,

    /// <summary>金额不符.</summary>
    OtherAmount,

    /// <summary>对方有退款、我方无.</summary>
    RefundOnlyThere,

    /// <summary>我方有退款、对方无.</summary>
    RefundOnlyHere,

    /// <summary>对账单无法读取: the day is compared once it can be.</summary>
    Unreadable,
}

/// <summary>One line on which the two sides do not agree (对账差异).</summary>
internal sealed class Difference : IScoped, ISealedRow
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    public required string Provider { get; init; }

    public required DateOnly Day { get; init; }

    public required DifferenceKind Kind { get; init; }

    public required string Reference { get; init; }

    public long? HereFen { get; init; }

    public long? ThereFen { get; init; }

    /// <summary>What somebody found out; <c>null</c> while nobody has looked.</summary>
    public string? Note { get; set; }

    public Guid? DecidedBy { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    public int Version { get; set; }

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

/// <summary>Compares what a provider counts with what is here.</summary>
internal static class ReconciliationRules
{
    public static IReadOnlyList<(DifferenceKind Kind, string Reference, long? Here, long? There)> Compare(
        IReadOnlyList<ProviderLine> there, IReadOnlyList<(string Reference, long Fen)> paidHere, IReadOnlyList<(string Number, long Fen)> refundedHere)
    {
        var differences = new List<(DifferenceKind, string, long?, long?)>();
        Side(there.Where(l => l.Refund is null).GroupBy(l => l.Reference).ToDictionary(g => g.Key, g => g.Sum(l => l.Fen)), paidHere, DifferenceKind.OnlyThere, DifferenceKind.OnlyHere, differences);
        Side(there.Where(l => l.Refund is not null).GroupBy(l => l.Refund!).ToDictionary(g => g.Key, g => g.Sum(l => l.Fen)), refundedHere, DifferenceKind.RefundOnlyThere, DifferenceKind.RefundOnlyHere, differences);
        return differences;
    }

    private static void Side(
        Dictionary<string, long> there, IReadOnlyList<(string Key, long Fen)> here, DifferenceKind onlyThere, DifferenceKind onlyHere, List<(DifferenceKind, string, long?, long?)> differences)
    {
        foreach (var (key, fen) in here)
            if (!there.Remove(key, out var counted))
                differences.Add((onlyHere, key, fen, null));
            else if (counted != fen)
                differences.Add((DifferenceKind.OtherAmount, key, fen, counted));
        foreach (var (key, fen) in there)
            differences.Add((onlyThere, key, null, fen));
    }
}
