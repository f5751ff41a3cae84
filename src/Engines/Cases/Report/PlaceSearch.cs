using Linli.Places;
using Linli.Platform.Data;

namespace Linli.Cases.Report;

/// <summary>Finds places by what callers say: 和二 7 幢, 河畔里, 第三网格. Pure but for the tree it is given.</summary>
internal static class PlaceSearch
{
    private static readonly PlaceKind[] Kinds = [PlaceKind.Building, PlaceKind.Compound, PlaceKind.Grid, PlaceKind.Community];

    /// <summary>Places whose full name holds every word, the shortest name first.</summary>
    public static IReadOnlyList<Place> Find(string? text, IEnumerable<Place> places, IScopeTree tree, ScopeSet within, int most = 6)
    {
        var words = Words(text);
        if (words.Count == 0)
            return [];
        return [.. places
            .Where(p => Kinds.Contains(p.Kind) && Reaches(within, p, tree))
            .Select(p => (Place: p, Name: SearchName(p, tree)))
            .Where(p => words.All(w => p.Name.Contains(w, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(p => p.Name.Length).ThenBy(p => p.Name, StringComparer.Ordinal)
            .Take(most).Select(p => p.Place)];
    }

    /// <summary>The name with the compound or community before it.</summary>
    public static string Label(Place place, IScopeTree tree) => place.Kind switch
    {
        PlaceKind.Building => $"{tree.Find(place.Path.Parent)?.Name} {place.Name}",
        PlaceKind.Compound or PlaceKind.Grid => $"{tree.CommunityOf(place.Path)?.Name} {place.Name}",
        _ => place.Name.ToString(),
    };

    // A steward's post lies at a grid, buildings below compounds: whoever works in a community may log anywhere in it,
    // and the report itself is checked again.
    private static bool Reaches(ScopeSet within, Place place, IScopeTree tree) =>
        within.Covers(place.Path)
        || (tree.CommunityOf(place.Path) is { } community && within.Paths.Any(community.Path.Contains));

    private static string SearchName(Place place, IScopeTree tree)
    {
        var above = tree.Find(place.Path.Parent);
        string?[] names = [above?.AddressName, above?.Name.Zh, place.AddressName, place.Name.Zh, place.Name.En, .. place.Aliases];
        return string.Join(' ', names.Where(n => n is not null));
    }

    // "和二7幢" is two words to a register that writes "和二" and "7 幢".
    private static List<string> Words(string? text)
    {
        var words = new List<string>();
        var start = 0;
        var typed = text ?? "";
        for (var i = 0; i <= typed.Length; i++)
            if (i == typed.Length || char.IsWhiteSpace(typed[i]) || typed[i] is '-' or '，' or ',' || (i > start && char.IsAsciiDigit(typed[i]) != char.IsAsciiDigit(typed[i - 1])))
            {
                var word = typed[start..i].Trim(' ', '-', '，', ',', '　');
                if (word.Length > 0 && word is not ("幢" or "号" or "栋" or "楼"))
                    words.Add(word);
                start = i;
            }

        return words;
    }
}
