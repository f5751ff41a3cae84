using Linli.People;
using Linli.Places;
using Linli.Platform.Security;
using Linli.Web;

namespace Linli.Cases.Report;

/// <summary>Places to choose from without a map: one's own first, then every compound and community.</summary>
internal sealed class PlaceChoices(IScopeTree tree, CurrentCaller current)
{
    /// <summary>The community the caller is at home in or has a shop in, or the only one there is.</summary>
    public Place? Home() =>
        current.Value.HomeScopes.Select(tree.CommunityOf).FirstOrDefault(p => p is not null)
        ?? current.Value.Grants.Where(g => g.Post == Posts.Merchant).Select(g => tree.CommunityOf(g.Scope)).FirstOrDefault(p => p is not null)
        ?? (Communities().Take(2).ToList() is [var only] ? only : null);

    /// <summary>Communities by name.</summary>
    public IEnumerable<Place> Communities() => tree.All.Where(p => p.Kind == PlaceKind.Community);

    /// <summary>Communities only.</summary>
    public IReadOnlyList<Choice> OfCommunities() => [.. Communities().Select(p => new Choice(p.Code, p.Name.ToString()))];

    /// <summary>The buildings of one's own compound, then all compounds under their community.</summary>
    public IReadOnlyList<Choice> OfCompounds()
    {
        var choices = new List<Choice>();
        foreach (var compound in OwnCompounds())
            choices.AddRange(tree.Below(compound.Path).Where(p => p.Kind == PlaceKind.Building)
                .Select(p => new Choice(p.Code, $"{compound.Name} {p.Name}", Group: Bilingual.T("我的小区", "My compound"))));
        foreach (var community in Communities())
        {
            var group = community.Name.ToString();
            choices.Add(new(community.Code, Bilingual.T($"{group}（公共区域）", $"{group} (public areas)"), Group: group));
            choices.AddRange(tree.Below(community.Path).Where(p => p.Kind == PlaceKind.Compound)
                .Select(p => new Choice(p.Code, p.Name.ToString(), Group: group)));
        }

        return choices;
    }

    /// <summary>The place behind a choice.</summary>
    public Place? Find(string? code) =>
        code is not null && tree.FindCode(code) is { Kind: PlaceKind.Community or PlaceKind.Compound or PlaceKind.Building } place ? place : null;

    /// <summary>The community a chosen place lies in.</summary>
    public Place? CommunityOf(Place place) => tree.CommunityOf(place.Path);

    /// <summary>What the place is called from outside: a building with its compound.</summary>
    public string NameOf(Place place) =>
        place.Kind == PlaceKind.Building && tree.Find(place.Path.Parent) is { } compound ? $"{compound.Name}{place.Name}" : place.Name.ToString();

    private IEnumerable<Place> OwnCompounds() => current.Value.HomeScopes
        .SelectMany(home => home.SelfAndAncestors()).Distinct().Select(path => tree.Find(path)).OfType<Place>()
        .Where(p => p.Kind == PlaceKind.Compound);
}
