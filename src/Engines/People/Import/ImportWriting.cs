using Linli.People.Accounts;
using Linli.People.Register;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Import;

/// <summary>Writes a plan in the current transaction: new rows in bulk, changed ones column by column.</summary>
internal sealed class ImportWriting(LinliDb db, RegisterBook book, CallerDirectory directory)
{
    public async Task Write(ImportPlan plan, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var (person, changes) in plan.PersonChanges)
        {
            db.Attach(person);
            changes.ForEach(change => change());
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
        foreach (var post in plan.NewPosts)
            db.AfterCommit(() => directory.Forget(post.AccountId));
    }
}
