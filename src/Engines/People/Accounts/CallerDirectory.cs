using System.Collections.Concurrent;
using System.Security.Claims;
using Linli.People.Keys;
using Linli.People.SignIn;
using Linli.Platform.Data;
using Linli.Platform.Live;
using Linli.Platform.Modules;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.People.Accounts;

/// <summary>
/// Accounts and machine keys as callers, kept for at most five seconds: changes made on this node count at once
/// (<see cref="Forget"/>), those of other nodes within that time.
/// </summary>
internal sealed class CallerDirectory(
    IServiceScopeFactory scopes, Composition composition, SignInRules rules, LiveHub live, TimeProvider time) : ICallerDirectory, IApiKeys
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private const int Room = 20_000;
    private readonly ConcurrentDictionary<Guid, Entry> entries = new();
    private readonly ConcurrentDictionary<string, Guid> keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> keyUses = new();

    public async ValueTask<Caller?> Find(Guid account, CancellationToken cancel) => (await Entry(account, cancel)).Caller;

    public async ValueTask<Caller?> Find(ClaimsPrincipal who, CancellationToken cancel)
    {
        if (!Guid.TryParse(who.FindFirstValue(ClaimTypes.NameIdentifier), out var account))
            return null;
        var entry = await Entry(account, cancel);
        // A family of tokens of which one came back twice is over, whatever else is signed in.
        return entry.Stamp == who.FindFirstValue(Principals.Stamp) && !(Principals.FamilyOf(who) is { } family && entry.Ended?.Contains(family.Id) == true) ? entry.Caller : null;
    }

    public async ValueTask<Caller?> Find(string key, CancellationToken cancel)
    {
        if (ApiKey.PrefixOf(key) is not { } prefix)
            return null;
        var hash = ApiKey.HashOf(key);
        if (!keys.TryGetValue(hash, out var id))
        {
            await using var scope = scopes.CreateAsyncScope();
            var row = await scope.ServiceProvider.GetRequiredService<LinliDb>().Unfiltered<ApiKey>().AsNoTracking()
                .SingleOrDefaultAsync(k => k.Prefix == prefix, cancel);
            if (row is null || row.Hash != hash)
                return null;
            keys[hash] = id = row.Id;
        }

        var caller = await Find(id, cancel);
        if (caller is not null)
            keyUses[id] = Clock.Now(time);
        return caller;
    }

    /// <summary>The next request looks the account up anew, and so does what it listens to at the moment.</summary>
    public void Forget(Guid account)
    {
        entries.TryRemove(account, out _);
        live.Recheck(account);
    }

    /// <summary>When each key was last used since this was last asked.</summary>
    public IReadOnlyDictionary<Guid, DateTimeOffset> TakeKeyUses()
    {
        var taken = new Dictionary<Guid, DateTimeOffset>();
        foreach (var id in keyUses.Keys)
            if (keyUses.TryRemove(id, out var at))
                taken[id] = at;
        return taken;
    }

    private async ValueTask<Entry> Entry(Guid account, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        if (entries.TryGetValue(account, out var known) && now < known.Until)
            return known;
        // A placeholder first: a change that is committed while we read removes it, and then nothing stale is kept.
        var placeholder = new Entry(null, null, default);
        if (entries.Count >= Room)
            entries.Clear();
        entries[account] = placeholder;
        var read = await Read(account, now, cancel);
        entries.TryUpdate(account, read, placeholder);
        return read;
    }

    private async Task<Entry> Read(Guid id, DateTimeOffset now, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LinliDb>();
        var account = await db.Records<Account>().AsNoTracking().Include(a => a.Person).SingleOrDefaultAsync(a => a.Id == id, cancel);
        if (account is null)
            return await ReadKey(db, id, now, cancel);
        if (account.SuspendedAt is not null)
            return new(null, null, now + Fresh);

        var held = await db.Unfiltered<PostHeld>().AsNoTracking()
            .Where(p => p.AccountId == id && p.From <= now && (p.To == null || p.To > now)).ToListAsync(cancel);
        var homes = await db.Unfiltered<HomeTie>().AsNoTracking()
            .Where(t => t.AccountId == id && (t.To == null || t.To > now)).Select(t => t.Scope).Distinct().ToListAsync(cancel);
        var strong = await rules.IsStrong(db, account, cancel);
        var grants = strong ? held.Select(ToGrant).ToArray() : [];
        var caller = new Caller(id, Names.Own(account), grants)
        {
            // Whoever came in by a phone of the register is nobody of it until they have claimed its person.
            Person = account.ClaimPending ? null : account.PersonId,
            NamedPerson = account.PersonId,
            HomeScopes = [.. homes.Select(h => ScopePath.Parse(h, null))],
        };
        var ended = await db.Records<RefreshFamily>().Where(f => f.AccountId == id && f.EndedAt != null).Select(f => f.Id).ToListAsync(cancel);
        return new(caller, account.SecurityStamp, now + Fresh, ended.Count > 0 ? ended.ToHashSet() : null);
    }

    private static async Task<Entry> ReadKey(LinliDb db, Guid id, DateTimeOffset now, CancellationToken cancel)
    {
        var key = await db.Unfiltered<ApiKey>().AsNoTracking().SingleOrDefaultAsync(k => k.Id == id, cancel);
        if (key?.Opens(now) != true)
            return new(null, null, now + Fresh);
        var permissions = key.Permissions.Split(' ').ToHashSet(StringComparer.Ordinal);
        var caller = new Caller(id, key.Name, [new("api_key", ScopePath.Parse(key.Scope, null), null, permissions)]);
        return new(caller, null, key.ExpiresAt < now + Fresh ? key.ExpiresAt.Value : now + Fresh);
    }

    private Grant ToGrant(PostHeld held) =>
        new(held.Post, ScopePath.Parse(held.Scope, null), held.Team, composition.Permissions.Of(held.Post));
}

internal sealed record Entry(Caller? Caller, string? Stamp, DateTimeOffset Until, HashSet<Guid>? Ended = null);
