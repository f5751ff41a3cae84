using System.Collections.Frozen;
using System.Security.Claims;
using Linli.Platform.Data;

namespace Linli.Platform.Security;

/// <summary>A post held at a place, with what it allows there.</summary>
/// <param name="Post">Code of the post, such as <c>grid_steward</c>.</param>
/// <param name="Scope">Where it is held; it reaches everything below.</param>
/// <param name="Team">Code of the team the person works in on this post, if any.</param>
/// <param name="Permissions">Names of the permissions it brings.</param>
public sealed record Grant(string Post, ScopePath Scope, string? Team, IReadOnlySet<string> Permissions);

/// <summary>Whoever asks: a person, a machine with a key, or the system itself.</summary>
public sealed class Caller
{
    /// <summary>Nobody is signed in.</summary>
    public static readonly Caller Anonymous = new(null, "", []);

    /// <summary>Linli itself: jobs, event handlers, the command line.</summary>
    public static readonly Caller System = new(null, "system", []) { IsSystem = true };

    private readonly FrozenDictionary<string, ScopeSet> scopes;

    /// <param name="account">The account, <c>null</c> for nobody and for the system.</param>
    /// <param name="name">Display name.</param>
    /// <param name="grants">Posts held.</param>
    public Caller(Guid? account, string name, IReadOnlyList<Grant> grants)
    {
        Account = account;
        Name = name;
        Grants = grants;
        scopes = grants
            .SelectMany(grant => grant.Permissions, (grant, permission) => (grant.Scope, permission))
            .GroupBy(pair => pair.permission, pair => pair.Scope)
            .ToFrozenDictionary(group => group.Key, ScopeSet.Of);
    }

    /// <summary>The account, <c>null</c> for nobody and for the system.</summary>
    public Guid? Account { get; }

    /// <summary>The person behind the account; <c>null</c> for machines, and for people while it is not certain who they are.</summary>
    public Guid? Person { get; init; }

    /// <summary>The person whom the account names, even while it is not certain that it is theirs.</summary>
    public Guid? NamedPerson { get; init; }

    /// <summary>Display name.</summary>
    public string Name { get; }

    /// <summary>Whether somebody is, or may be, the caller: what nobody does for themselves is refused in doubt.</summary>
    public bool MayBe(Guid person) => person == Person || person == NamedPerson;

    /// <summary>Posts held.</summary>
    public IReadOnlyList<Grant> Grants { get; }

    /// <summary>Where the person is at home as a verified resident.</summary>
    public IReadOnlyList<ScopePath> HomeScopes { get; init; } = [];

    /// <summary>Linli itself.</summary>
    public bool IsSystem { get; private init; }

    /// <summary>Whether somebody, or the system, is behind the request.</summary>
    public bool IsSignedIn => Account is not null || IsSystem;

    /// <summary>Codes of the teams the person works in.</summary>
    public IEnumerable<string> Teams => Grants.Where(g => g.Team is not null).Select(g => g.Team!).Distinct();

    /// <summary>The places at which the permission is held.</summary>
    public ScopeSet ScopesFor(string permission) =>
        IsSystem ? ScopeSet.Everywhere : scopes.GetValueOrDefault(permission, ScopeSet.Nowhere);

    /// <summary>Whether the permission is held anywhere.</summary>
    public bool May(string permission) => permission switch
    {
        Access.Public => true,
        Access.SignedIn => IsSignedIn,
        _ => !ScopesFor(permission).IsEmpty,
    };

    /// <summary>Whether the permission is held at a place.</summary>
    public bool May(string permission, ScopePath place) => ScopesFor(permission).Covers(place);

    /// <summary>Whether the permission is held at a place given as the text of a scope path.</summary>
    public bool May(string permission, string place) => ScopesFor(permission).Covers(place);
}

/// <summary>The caller of the current request or job; set once by the edge that let it in.</summary>
public sealed class CurrentCaller
{
    /// <summary>Who asks.</summary>
    public Caller Value { get; set; } = Caller.Anonymous;
}

/// <summary>Turns an account into a caller; implemented where accounts and posts live.</summary>
public interface ICallerDirectory
{
    /// <summary>The caller behind an account, or <c>null</c> when the account is gone or locked.</summary>
    ValueTask<Caller?> Find(Guid account, CancellationToken cancel);

    /// <summary>
    /// The caller behind what authentication found, or <c>null</c> when the account is gone, locked, or its sign-in was
    /// ended everywhere since.
    /// </summary>
    ValueTask<Caller?> Find(ClaimsPrincipal who, CancellationToken cancel) =>
        Guid.TryParse(who.FindFirstValue(ClaimTypes.NameIdentifier), out var account) ? Find(account, cancel) : ValueTask.FromResult<Caller?>(null);
}
