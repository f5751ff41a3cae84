using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Accounts;

internal sealed class PersonAccounts(LinliDb db) : IPersonAccounts
{
    public async Task<ILookup<Guid, Guid>> Of(IReadOnlyCollection<Guid> people, CancellationToken cancel) =>
        (await db.Records<Account>().AsNoTracking().Where(a => people.Contains(a.PersonId) && !a.ClaimPending)
            .Select(a => new { a.PersonId, a.Id }).ToListAsync(cancel)).ToLookup(a => a.PersonId, a => a.Id);
}
