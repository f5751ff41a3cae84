using System.Diagnostics.CodeAnalysis;
using Linli.Platform.Text;

namespace Linli.Platform.Security;

/// <summary>Something a person may be allowed to do at a place.</summary>
/// <param name="Name">Module name, a dot, a verb: <c>cases.dispatch</c>.</param>
/// <param name="Title">What an administrator reads when granting it.</param>
/// <param name="Posts">Codes of the posts that hold it unless a community's data says otherwise.</param>
public sealed record Permission(string Name, Phrase Title, params string[] Posts)
{
    /// <summary>Whether a person must answer for each use by name: no key of a machine holds it.</summary>
    public bool PeopleOnly { get; init; }
}

/// <summary>Permissions that need no grant.</summary>
public static class Access
{
    /// <summary>Anyone, signed in or not.</summary>
    public const string Public = "public";

    /// <summary>Anyone who is signed in.</summary>
    public const string SignedIn = "signed-in";
}

/// <summary>All declared permissions by name and by post.</summary>
public sealed class PermissionBook
{
    private readonly Dictionary<string, Permission> byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> byPost = new(StringComparer.Ordinal);

    /// <summary>Every permission, in the order of declaration.</summary>
    public IEnumerable<Permission> All => byName.Values;

    /// <summary>Names of what a post may do.</summary>
    public IReadOnlySet<string> Of(string post) =>
        byPost.TryGetValue(post, out var names) ? names : new HashSet<string>();

    /// <summary>Looks a permission up by name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out Permission? permission) => byName.TryGetValue(name, out permission);

    internal void AddRange(IEnumerable<Permission> permissions)
    {
        foreach (var permission in permissions)
        {
            if (!byName.TryAdd(permission.Name, permission))
                throw new InvalidOperationException($"Permission '{permission.Name}' is declared twice.");
            foreach (var post in permission.Posts)
            {
                if (!byPost.TryGetValue(post, out var names))
                    byPost[post] = names = new(StringComparer.Ordinal);
                names.Add(permission.Name);
            }
        }
    }
}
