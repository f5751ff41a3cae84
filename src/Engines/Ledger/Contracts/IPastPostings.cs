using Linli.Platform.Results;

namespace Linli.Ledger;

/// <summary>Posts as of a moment that has passed: for the history of a demo that is being founded, and for nothing else.</summary>
public interface IPastPostings
{
    /// <summary>Several transfers of one moment, all or none.</summary>
    /// <param name="transfers">What moves.</param>
    /// <param name="at">When it is to have happened, UTC; later than what the same accounts did before.</param>
    /// <param name="cancel">Stops waiting.</param>
    Task<Result<IReadOnlyList<Posted>>> PostAll(IReadOnlyList<Transfer> transfers, DateTimeOffset at, CancellationToken cancel);
}
