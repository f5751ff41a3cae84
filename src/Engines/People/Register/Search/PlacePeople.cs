using Linli.People.Accounts;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Register.Search;

/// <summary>Works out where people are looked for who got an account, a second home, or a home by a way that did not say.</summary>
internal sealed class PlacePeople(LinliDb db, WriterQueue writers, IScopeTree tree, TimeProvider time) : IJob
{
    private const int AtOnce = 500;

    public async Task Run(CancellationToken cancel)
    {
        while (true)
        {
            var people = await db.Records<Person>().Where(p => p.SearchPlace == SearchPlaces.Unplaced).OrderBy(p => p.Id).Select(p => p.Id).Take(AtOnce).ToListAsync(cancel);
            if (people.Count == 0)
                return;
            using (await writers.Enter(cancel))
            {
                // Read within the turn of the writer: a home given meanwhile must not be missed.
                var now = Clock.Now(time);
                var ties = (await db.Unfiltered<HomeTie>().AsNoTracking().Where(t => people.Contains(t.PersonId) && (t.To == null || t.To > now))
                    .Select(t => new { t.PersonId, t.Scope }).ToListAsync(cancel)).ToLookup(t => t.PersonId, t => t.Scope);
                foreach (var place in people.GroupBy(p => SearchPlaces.Of(ties[p].Select(CommunityOf))))
                {
                    var ids = place.ToList();
                    await db.Records<Person>().Where(p => ids.Contains(p.Id)).ExecuteUpdateAsync(s => s.SetProperty(p => p.SearchPlace, place.Key), cancel);
                }
            }
        }
    }

    private ScopePath CommunityOf(string scope) => ScopePath.Parse(scope, null) is var path && tree.CommunityOf(path) is { } community ? community.Path : path;
}
