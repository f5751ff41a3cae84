using System.Collections.Frozen;
using Linli.Platform.Data;

namespace Linli.Places;

/// <summary>The scope tree at one moment.</summary>
internal sealed class ScopeTree : IScopeTree
{
    private readonly FrozenDictionary<ScopePath, Place> byPath;
    private readonly FrozenDictionary<string, Place> byCode;
    private readonly FrozenDictionary<ScopePath, Place[]> children;

    public ScopeTree(IEnumerable<PlaceRow> rows)
    {
        var prefixes = new Dictionary<ScopePath, string>();
        var all = new List<Place>();
        // A parent's path is a prefix of its children's, so ordinal order puts it first.
        foreach (var row in rows.OrderBy(r => r.Path))
        {
            var place = row.ToPlace(prefixes.GetValueOrDefault(row.Path.Parent, ""));
            prefixes[row.Path] = place.Prefix;
            all.Add(place);
        }

        All = all;
        byPath = all.ToFrozenDictionary(p => p.Path);
        byCode = all.ToFrozenDictionary(p => p.Code, StringComparer.Ordinal);
        children = all.GroupBy(p => p.Path.Parent)
            .ToFrozenDictionary(g => g.Key, g => g.OrderBy(p => p.Code, StringComparer.Ordinal).ToArray());
    }

    public IReadOnlyList<Place> All { get; }

    public Place? Find(ScopePath path) => byPath.GetValueOrDefault(path);

    public Place? FindCode(string code) => byCode.GetValueOrDefault(code);

    public IReadOnlyList<Place> Below(ScopePath path) => children.GetValueOrDefault(path, []);

    public Place? CommunityOf(ScopePath path) =>
        path.SelfAndAncestors().Select(Find).FirstOrDefault(p => p?.Kind == PlaceKind.Community);
}

/// <summary>Ways people and programs name a place.</summary>
internal static class ScopeTreeWays
{
    /// <summary>The place with this code or, where it begins with a slash, this path.</summary>
    public static Place? Resolve(this IScopeTree tree, string? codeOrPath) => codeOrPath switch
    {
        null or "" => null,
        ['/', ..] => ScopePath.TryParse(codeOrPath, null, out var path) ? tree.Find(path) : null,
        _ => tree.FindCode(codeOrPath),
    };

    /// <summary>What a building is called, the beginning of its homes' labels: 和二-7.</summary>
    public static string LabelOf(this IScopeTree tree, Place building)
    {
        var compound = tree.Find(building.Path.Parent);
        return $"{compound?.AddressName ?? compound?.Name.Zh}-{building.AddressName ?? building.Name.Zh}";
    }

    /// <summary>What a home is called: 和二-7-502.</summary>
    public static string LabelOf(this IScopeTree tree, Place building, string door) => $"{tree.LabelOf(building)}-{door}";
}
