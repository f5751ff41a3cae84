using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Places;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cockpit.Roster;

/// <summary>The watch of a place: one for the whole of what its duty room looks after.</summary>
internal sealed class WatchBook(LinliDb db, CurrentCaller current, IScopeTree tree)
{
    /// <summary>The place whose watch the caller sees: the outermost at which they hold a permission.</summary>
    public Result<ScopePath> Place(string permission)
    {
        var paths = current.Value.ScopesFor(permission).Paths;
        if (paths.Count == 0)
            return Problem.Forbidden("cockpit.no_place", "您没有值守岗位。", "You hold no post of the watch.");
        // Whoever may see everything sees the watch of the first group of communities.
        return paths[0] == ScopePath.Root && tree.All.FirstOrDefault(p => p.Kind == PlaceKind.Group) is { } group ? group.Path : paths[0];
    }

    /// <summary>The last hand-over that both signed: who took it has the watch.</summary>
    public Task<HandOver?> Last(ScopePath place, CancellationToken cancel) =>
        db.Scoped<HandOver>(ScopeSet.Of([place])).AsNoTracking().Where(h => h.TakenAt != null).OrderByDescending(h => h.TakenAt).FirstOrDefaultAsync(cancel);

    /// <summary>What was given and nobody has taken yet.</summary>
    public Task<HandOver?> Waiting(ScopePath place, CancellationToken cancel) =>
        db.Scoped<HandOver>(ScopeSet.Of([place])).FirstOrDefaultAsync(h => h.TakenAt == null, cancel);

    /// <summary>Shifts that overlap a time.</summary>
    public Task<List<Shift>> Shifts(ScopePath place, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) =>
        db.Scoped<Shift>(ScopeSet.Of([place])).Where(s => s.EndsAt > from && s.StartsAt < to).OrderBy(s => s.StartsAt).ToListAsync(cancel);
}
