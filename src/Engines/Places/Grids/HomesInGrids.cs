using Linli.Platform.Data;
using Linli.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places;

/// <summary>Which grid the homes of a building belong to.</summary>
internal static class HomesInGrids
{
    /// <summary>
    /// The grid at the building's point, among those of its own community: stewards of a neighbouring community never get its
    /// homes, even where a border was drawn through the building.
    /// </summary>
    public static Place? GridOf(Place building, IScopeTree tree, GridMap map) =>
        building is { Longitude: { } longitude, Latitude: { } latitude } && tree.CommunityOf(building.Path) is { } community
            ? map.GridAt(longitude, latitude, community.Path)
            : null;

    /// <summary>The place a home belongs to: its grid, or its community while it has none.</summary>
    public static string ScopeOf(Place building, Place? grid, IScopeTree tree) =>
        (grid ?? tree.CommunityOf(building.Path) ?? building).Path.Value;

    /// <summary>Puts every home of the communities into the grid the map says, in the current transaction.</summary>
    /// <returns>How many homes came into another grid.</returns>
    public static async Task<int> Reassign(
        LinliDb db, IScopeTree tree, GridMap map, IReadOnlyCollection<ScopePath> communities, Outbox outbox, CancellationToken cancel)
    {
        var moved = 0;
        foreach (var building in tree.All.Where(p => p.Kind == PlaceKind.Building && communities.Any(c => c.Contains(p.Path))))
            moved += await Move(db, tree, map, building, outbox, cancel);
        return moved;
    }

    /// <summary>Puts the homes of one building into the grid its point lies in.</summary>
    public static async Task<int> Move(LinliDb db, IScopeTree tree, GridMap map, Place building, Outbox outbox, CancellationToken cancel)
    {
        var grid = GridOf(building, tree, map);
        var scope = ScopeOf(building, grid, tree);
        var path = grid?.Path;
        var moved = await db.Unfiltered<HomeRow>()
            .Where(h => h.Building == building.Path && h.Scope != scope)
            .ExecuteUpdateAsync(s => s.SetProperty(h => h.Scope, scope).SetProperty(h => h.Grid, path), cancel);
        if (moved > 0)
            outbox.Add(new HomesMoved(building.Path, path));
        return moved;
    }
}
