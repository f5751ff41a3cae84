using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.Consents;

internal sealed class ConsentRecords(LinliDb db) : IConsentRecords
{
    public Task<StandingConsent?> Find(Guid person, string purpose, CancellationToken cancel) =>
        db.Records<Consent>().AsNoTracking().Where(c => c.PersonId == person && c.Purpose == purpose && c.WithdrawnAt == null)
            .Select(c => new StandingConsent(c.Id, c.TextVersion, c.GivenBy != c.PersonId)).FirstOrDefaultAsync(cancel);
}
