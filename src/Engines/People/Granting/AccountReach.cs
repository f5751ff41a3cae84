using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Granting;

/// <summary>Which accounts an administrator may touch.</summary>
internal static class AccountReach
{
    public static readonly Problem NotFound = Problem.NotFound("account_not_found", "没有找到这个账号。", "This account was not found.");

    /// <summary>The account, if all its posts lie within the given places; <c>null</c> otherwise.</summary>
    /// <remarks>An account without any post belongs to no place: only who administers everything may touch it.</remarks>
    public static async Task<Account?> Find(LinliDb db, Guid id, ScopeSet scopes, DateTimeOffset now, CancellationToken cancel)
    {
        var account = await db.Records<Account>().SingleOrDefaultAsync(a => a.Id == id, cancel);
        var places = await db.Unfiltered<PostHeld>().Where(p => p.AccountId == id && (p.To == null || p.To > now))
            .Select(p => p.Scope).ToListAsync(cancel);
        return account is not null && (places.Count == 0 ? scopes.Covers(ScopePath.Root) : places.TrueForAll(scopes.Covers)) ? account : null;
    }
}
