using Linli.People;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Gates;

/// <summary>The card that opens the gate says at a till whose it is, too.</summary>
internal sealed class GateCards(LinliDb db, Credentials credentials, TimeProvider time) : IPersonCards
{
    public async Task<Guid?> PersonOf(string card, CancellationToken cancel)
    {
        if (new IssueCard(Guid.Empty, card).Problems().Any())
            return null;
        // No place's rows: whoever holds the card stands before the reader.
        var hash = credentials.CardHash(IssueCard.Normal(card));
        var known = await db.Unfiltered<GateCredential>().AsNoTracking().Where(c => c.CardHash == hash && c.RevokedAt == null).ToListAsync(cancel);
        var now = Clock.Now(time);
        return known.FirstOrDefault(c => c.IsGood(now))?.Person;
    }
}
