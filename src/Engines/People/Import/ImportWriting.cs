using Linli.People.Accounts;
using Linli.People.Register;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Import;

/// <summary>Writes a plan in the current transaction: new rows in bulk, changed ones column by column.</summary>
internal sealed class ImportWriting(LinliDb db, RegisterBook book, CallerDirectory directory, Outbox outbox)
{
    // Open pages of homes renew themselves; after a whole community nobody waits for theirs.
    private const int MostTold = 500;

    public async Task Write(ImportPlan plan, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var (person, changes) in plan.PersonChanges)
        {
            db.Attach(person);
            changes.ForEach(change => change());
        }

        var isNew = plan.NewPeople.ToHashSet();
        foreach (var (person, place) in plan.Places.Where(p => p.Key.SearchPlace != p.Value))
        {
            if (!isNew.Contains(person))
                db.Attach(person);
            person.SearchPlace = place;
        }

        foreach (var (tie, changes) in plan.TieChanges)
        {
            db.Attach(tie);
            changes.ForEach(change => change());
            foreach (var post in await db.Unfiltered<PostHeld>().Where(p => p.TieId == tie.Id).ToListAsync(cancel))
                post.To = tie.To;
        }

        // All of them first: ending one looks at the others of its household.
        foreach (var tie in plan.Ended.Keys.Where(t => db.Entry(t).State == EntityState.Detached))
            db.Attach(tie);
        foreach (var (tie, why) in plan.Ended)
            await book.End(tie, why, now, cancel);

        await db.InsertMany(plan.NewPeople, cancel);
        await db.InsertMany(plan.NewHouseholds, cancel);
        await db.InsertMany(plan.NewTies, cancel);
        await db.InsertMany(plan.NewPosts, cancel);
        await db.InsertMany(plan.NewGuardians, cancel);
        var homes = plan.NewTies.Concat(plan.TieChanges.Keys).Concat(plan.Ended.Keys).DistinctBy(t => t.HomeId).Take(MostTold + 1).ToList();
        if (homes.Count <= MostTold)
            homes.ForEach(t => outbox.Add(RegisterChanged.At(t)));
        foreach (var post in plan.NewPosts)
            db.AfterCommit(() => directory.Forget(post.AccountId));
    }
}
