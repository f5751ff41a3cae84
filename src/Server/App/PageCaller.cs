using Linli.Platform.Live;
using Linli.Platform.Modules;
using Linli.Platform.Security;
using Linli.Web;

namespace Linli.Server.App;

/// <summary>Who the current page is drawn for.</summary>
internal sealed class PageCaller(CurrentCaller current, FieldCipher cipher, IHttpContextAccessor http, IUnreadNotices? notices = null) : IPageCaller
{
    public bool IsSignedIn => current.Value.Account is not null;

    public string DisplayName => current.Value.Name;

    public string Key => current.Value.Account is { } account ? cipher.Hash("page.key", account.ToString())[..24] : "";

    public IReadOnlyList<Workspace> Workspaces => People.Workspaces.Of(current.Value);

    public int Unread { get; private set; }

    public bool ElderMode => http.HttpContext is { } context && PreferenceCookies.ElderMode(context.Request);

    public bool Dark => http.HttpContext is { } context && PreferenceCookies.Dark(context.Request);

    public bool May(string permission) => current.Value.May(permission);

    /// <summary>Reads what the properties cannot wait for.</summary>
    public async Task Load()
    {
        if (notices is not null && current.Value.Account is { } account)
            Unread = await notices.Count(account, http.HttpContext?.RequestAborted ?? default);
    }
}
