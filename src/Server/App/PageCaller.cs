using Linli.People;
using Linli.Platform.Live;
using Linli.Platform.Modules;
using Linli.Platform.Security;
using Linli.Web;

namespace Linli.Server.App;

/// <summary>Who the current page is drawn for.</summary>
internal sealed class PageCaller(CurrentCaller current, FieldCipher cipher, IHttpContextAccessor http, IUnreadNotices? notices = null) : IPageCaller
{
    private static readonly string[] PropertyPosts = [Posts.PropertyClerk, Posts.PropertyRepair];

    public bool IsSignedIn => current.Value.Account is not null;

    public string DisplayName => current.Value.Name;

    public string Key => current.Value.Account is { } account ? cipher.Hash("page.key", account.ToString())[..24] : "";

    public IReadOnlyList<Workspace> Workspaces => [.. WorkspacesOf(current.Value)];

    public int Unread { get; private set; }

    public bool ElderMode => Preference(PreferencesEndpoint.Elder) == "on";

    public bool Dark => Preference(PreferencesEndpoint.Theme) == "dark";

    public bool May(string permission) => current.Value.May(permission);

    /// <summary>Reads what the properties cannot wait for.</summary>
    public async Task Load()
    {
        if (notices is not null && current.Value.Account is { } account)
            Unread = await notices.Count(account, http.HttpContext?.RequestAborted ?? default);
    }

    private string? Preference(string name) => http.HttpContext?.Request.Cookies[name];

    // Work first: who opens the workbench every day is led there, and reaches the resident's pages from it.
    private static IEnumerable<Workspace> WorkspacesOf(Caller caller)
    {
        var posts = caller.Grants.Select(g => g.Post).ToHashSet(StringComparer.Ordinal);
        if (posts.Overlaps(Posts.Staff))
            yield return Workspace.Staff;
        if (posts.Overlaps(PropertyPosts))
            yield return Workspace.Property;
        if (posts.Contains(Posts.Merchant))
            yield return Workspace.Merchant;
        yield return Workspace.Resident;
    }
}
