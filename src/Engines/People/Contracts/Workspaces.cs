using Linli.Platform.Modules;
using Linli.Platform.Security;

namespace Linli.People;

/// <summary>Which of the four workspaces (S02) a person works in.</summary>
public static class Workspaces
{
    /// <summary>
    /// Work first, those that come with a post: who opens the workbench every day is led there. The resident's, which
    /// everybody has, comes last.
    /// </summary>
    public static IReadOnlyList<Workspace> Of(Caller caller)
    {
        var posts = caller.Grants.Select(g => g.Post).ToHashSet(StringComparer.Ordinal);
        var workspaces = new List<Workspace>(4);
        if (posts.Overlaps(Posts.Staff))
            workspaces.Add(Workspace.Staff);
        if (!workspaces.Contains(Workspace.Staff) && (posts.Overlaps(Posts.Kitchen) || posts.Contains(Posts.SchoolSafety)))
            workspaces.Add(Workspace.Staff);
        if (posts.Contains(Posts.PropertyClerk) || posts.Contains(Posts.PropertyRepair) || posts.Contains(Posts.Guard))
            workspaces.Add(Workspace.Property);
        if (posts.Contains(Posts.Merchant))
            workspaces.Add(Workspace.Merchant);
        workspaces.Add(Workspace.Resident);
        return workspaces;
    }
}
