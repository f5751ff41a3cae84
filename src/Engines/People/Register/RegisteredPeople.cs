using Linli.People.Accounts;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Register;

/// <summary>Counts the register.</summary>
internal sealed class RegisteredPeople(LinliDb db, TimeProvider time) : IRegisteredPeople
{
    public Task<int> Count(ScopePath place, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        return (
            from tie in db.Scoped<HomeTie>(ScopeSet.Of([place]))
            join person in db.Records<Person>() on tie.PersonId equals person.Id
            where tie.From <= now && (tie.To == null || tie.To > now) && person.DiedOn == null && (tie.Relation != HomeRelation.Owner || tie.HouseholdId != null)
            select tie.PersonId).Distinct().CountAsync(cancel);
    }
}
