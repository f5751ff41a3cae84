using Linli.Platform.Modules;

namespace Linli.Web;

/// <summary>Which pages a navigation shows, and which of them is open.</summary>
internal static class Navigation
{
    public static IEnumerable<NavigationItem> For(this IEnumerable<NavigationItem> all, Workspace workspace, IPageCaller caller) =>
        all.Where(item => item.Workspace == workspace && caller.May(item.Permission)).OrderBy(item => item.Order);

    /// <summary>The item whose path is the longest beginning of the current path; a page below an item keeps it open.</summary>
    public static NavigationItem? Current(this IEnumerable<NavigationItem> items, string path) =>
        items.Where(item => Covers(item, path)).MaxBy(item => item.Path.Length);

    private static bool Covers(NavigationItem item, string path) =>
        path.Equals(item.Path, StringComparison.OrdinalIgnoreCase) || path.StartsWith(item.Below + "/", StringComparison.OrdinalIgnoreCase);
}
