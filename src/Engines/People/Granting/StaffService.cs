using Linli.People.Accounts;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Modules;
using Linli.Platform.Results;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Granting;

/// <summary>Beginning and end of a person's service, for every use case that ends it: by hand, or by their employer's directory.</summary>
internal sealed class StaffService(
    LinliDb db, Composition composition, CallerDirectory directory, IGridStewards stewards, Outbox outbox, TimeProvider time)
{
    public static readonly Problem LastAdministrator = Problem.Conflict("last_administrator",
        "这是最后一位管理员，请先任命另一位。", "This is the last administrator: appoint another one first.");

    /// <summary>Keeps the account out, or lets it in again; either way it is signed out everywhere.</summary>
    public void SetSuspended(Account account, bool suspended)
    {
        account.SuspendedAt = suspended ? account.SuspendedAt ?? Clock.Now(time) : null;
        account.EndSignIns(time);
        db.AfterCommit(() => directory.Forget(account.Id));
    }

    /// <summary>Ends it: kept out, signed out everywhere, every post over, grids in their hands without a steward.</summary>
    public async Task<Problem?> End(Account account, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var held = await db.Unfiltered<PostHeld>().Where(p => p.AccountId == account.Id && (p.To == null || p.To > now)).ToListAsync(cancel);
        if (held.Exists(p => p.Post == Posts.Administrator && p.Scope == ScopePath.Root.Value) && !await AnotherAdministrator(account.Id, now, cancel))
            return LastAdministrator;
        SetSuspended(account, true);
        foreach (var post in held)
            post.To = now;
        // Who made a key may have kept it: it goes with them, and a colleague makes the machine a new one.
        foreach (var key in await db.Unfiltered<Keys.ApiKey>().Where(k => k.CreatedBy == account.Id && k.RevokedAt == null).ToListAsync(cancel))
        {
            key.RevokedAt = now;
            db.AfterCommit(() => directory.Forget(key.Id));
        }

        await stewards.Leave(account.Id, cancel);
        foreach (var scope in held.Select(p => p.Scope).Distinct())
            outbox.Add(new StaffServiceEnded(account.Id, ScopePath.Parse(scope, null)));
        return null;
    }

    /// <summary>Whether a post lets its holder grant posts or make keys: no machine grants, ends or takes such a post over.</summary>
    public bool IsForPeopleOnly(string post) =>
        composition.Permissions.Of(post) is var may && (may.Contains(PeoplePermissions.ManagePosts) || may.Contains(PeoplePermissions.ManageKeys));

    private Task<bool> AnotherAdministrator(Guid account, DateTimeOffset now, CancellationToken cancel) =>
        db.Unfiltered<PostHeld>().Where(p => p.AccountId != account && p.Post == Posts.Administrator && p.Scope == ScopePath.Root.Value
                && p.From <= now && (p.To == null || p.To > now))
            .Join(db.Records<Account>().Where(a => a.SuspendedAt == null), p => p.AccountId, a => a.Id, (p, _) => p).AnyAsync(cancel);
}
