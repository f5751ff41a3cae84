using Linli.Platform.Results;

namespace Linli.Ledger.Postings;

internal sealed class PastPostings(Poster poster) : IPastPostings
{
    public Task<Result<IReadOnlyList<Posted>>> PostAll(IReadOnlyList<Transfer> transfers, DateTimeOffset at, CancellationToken cancel) =>
        poster.PostAll([.. transfers.Select(t => new Posting(t))], cancel, at);
}
