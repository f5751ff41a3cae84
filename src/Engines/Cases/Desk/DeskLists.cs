using Linli.Cases.Report;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Web;

namespace Linli.Cases.Desk;

/// <summary>What the desk's forms offer to choose from, and what codes are called.</summary>
internal sealed class DeskLists(Categories categories, CaseTypes types, IPeople people, IScopeTree tree, CurrentCaller current)
{
    private Dictionary<string, Phrase>? categoryNames;
    private Dictionary<string, Phrase>? teamNames;

    /// <summary>Every team.</summary>
    public IReadOnlyList<Team> Teams { get; private set; } = [];

    /// <summary>Every category.</summary>
    public IReadOnlyList<Category> AllCategories { get; private set; } = [];

    /// <summary>Reads what the names need; once a page.</summary>
    public async Task Load(CancellationToken cancel)
    {
        AllCategories = await categories.All(cancel);
        Teams = await people.Teams(cancel);
        categoryNames = AllCategories.ToDictionary(c => c.Code, c => new Phrase(c.NameZh, c.NameEn));
        teamNames = Teams.ToDictionary(t => t.Code, t => t.Name);
    }

    public IEnumerable<Choice> CategoryChoices =>
        AllCategories.Select(c => new Choice(c.Code, c.Parent is null ? Category(c.Code) : $"　{Category(c.Code)}"));

    public IEnumerable<Choice> TypeChoices => types.All.Select(t => new Choice(t.Code, t.Name.ToString()));

    public IEnumerable<Choice> TeamChoices => Teams.Select(t => new Choice(t.Code, t.Name.ToString()));

    public static IEnumerable<Choice> Channels => Of<CaseChannel>(CaseText.Channel);

    public static IEnumerable<Choice> Modes => Of<HandlingMode>(CaseText.Mode);

    public static IEnumerable<Choice> Priorities => Of<CasePriority>(CaseText.Priority);

    public static IEnumerable<Choice> Outcomes => Of<CaseOutcome>(CaseText.Outcome);

    /// <summary>Streets, groups, communities and grids where the caller holds a permission.</summary>
    public IEnumerable<Choice> PlaceChoices(string permission)
    {
        var scopes = current.Value.ScopesFor(permission);
        return tree.All
            .Where(p => p.Kind is PlaceKind.Street or PlaceKind.Group or PlaceKind.Community or PlaceKind.Grid && scopes.Covers(p.Path))
            .Select(p => new Choice(p.Path.Value, p.Kind == PlaceKind.Grid ? $"　{CommunityName(p.Path)} {p.Name}" : p.Name.ToString()));
    }

    public string Category(string code) => Name(categoryNames, code);

    public string Team(string? code) => code is null ? "" : Name(teamNames, code);

    public string Type(string code) => types.Find(code)?.Name.ToString() ?? code;

    /// <summary>The grid or community of a case in words.</summary>
    public string Place(string scope)
    {
        if (!ScopePath.TryParse(scope, null, out var path) || tree.Find(path) is not { } place)
            return scope;
        return place.Kind == PlaceKind.Grid ? $"{CommunityName(path)} {place.Name}".Trim() : place.Name.ToString();
    }

    private string? CommunityName(ScopePath path) => tree.CommunityOf(path)?.Name.ToString();

    private static string Name(Dictionary<string, Phrase>? names, string code) =>
        names is not null && names.TryGetValue(code, out var name) ? name.ToString() : code;

    private static IEnumerable<Choice> Of<T>(Func<T, Phrase> name) where T : struct, Enum =>
        Enum.GetValues<T>().Select(v => new Choice(v.ToString(), name(v).ToString()));
}
