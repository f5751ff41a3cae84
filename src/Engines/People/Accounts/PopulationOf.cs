using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Accounts;

/// <summary>People by building and age, from the register. Only counts leave here: no name, no home.</summary>
internal sealed class PopulationOf(LinliDb db, TimeProvider time) : IPopulation
{
    public async Task<IReadOnlyDictionary<ScopePath, PeopleByAge>> InBuildings(IReadOnlyCollection<ScopePath> buildings, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var today = LocalTime.Today(time);
        var wanted = buildings.Select(b => b.Value).ToHashSet(StringComparer.Ordinal);
        // A household is counted where it lives; owners who live elsewhere have none.
        var rows = await (
            from tie in db.Scoped<HomeTie>(ScopeSet.Of(buildings.Select(b => b.Parent)))
            join person in db.Records<Person>() on tie.PersonId equals person.Id
            where tie.From <= now && (tie.To == null || tie.To > now) && person.DiedOn == null && person.BirthDate <= today
                && (tie.Relation != HomeRelation.Owner || tie.HouseholdId != null)
            select new { tie.Scope, tie.PersonId, person.BirthDate }).ToListAsync(cancel);
        return rows.Where(r => wanted.Contains(r.Scope)).DistinctBy(r => (r.Scope, r.PersonId)).GroupBy(r => r.Scope)
            .ToDictionary(g => ScopePath.Parse(g.Key, null), g => Count(g.Select(r => LocalTime.AgeOn(r.BirthDate!.Value, today))));
    }

    private static PeopleByAge Count(IEnumerable<int> ages)
    {
        var all = ages.ToList();
        return new(Between(0, 2), Between(3, 5), Between(6, 17), Between(18, 59), Between(60, 69), Between(70, 200));

        int Between(int from, int to) => all.Count(a => a >= from && a <= to);
    }
}
