using Linli.Platform.Modules;

namespace Linli.Web;

/// <summary>
/// Who a page is drawn for. The application implements it once per request; the shells show only what it allows, and
/// every page still asks for its permission itself.
/// </summary>
public interface IPageCaller
{
    /// <summary>Whether somebody is signed in.</summary>
    bool IsSignedIn { get; }

    /// <summary>The name to greet with; empty when nobody is signed in.</summary>
    string DisplayName { get; }

    /// <summary>
    /// A stable, meaningless key of the person. What waits on a device for a connection is only ever sent as the person
    /// who wrote it. Empty when nobody is signed in.
    /// </summary>
    string Key { get; }

    /// <summary>The workspaces the person works in, the usual one first.</summary>
    IReadOnlyList<Workspace> Workspaces { get; }

    /// <summary>How many notices the person has not read.</summary>
    int Unread { get; }

    /// <summary>Whether the person chose 长辈版 (rule R44).</summary>
    bool ElderMode { get; }

    /// <summary>Whether the person chose the dark look of the workbench.</summary>
    bool Dark { get; }

    /// <summary>Whether the person holds a permission anywhere in their scopes.</summary>
    bool May(string permission);
}
