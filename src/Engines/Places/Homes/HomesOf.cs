using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places;

/// <summary>Homes for other engines: what they show of them is checked there, with the permission they ask for.</summary>
internal sealed class HomesOf(LinliDb db, IScopeTree tree) : IHomes
{
    public async Task<Home?> Find(HomeId id, CancellationToken cancel) =>
        ToHome(await db.Unfiltered<HomeRow>().AsNoTracking().SingleOrDefaultAsync(h => h.Id == id, cancel));

    public async Task<IReadOnlyList<Home>> InBuilding(ScopePath building, CancellationToken cancel)
    {
        var rows = await db.Unfiltered<HomeRow>().AsNoTracking().Where(h => h.Building == building)
            .OrderBy(h => h.Unit).ThenBy(h => h.Floor).ThenBy(h => h.Door).ToListAsync(cancel);
        return [.. rows.Select(h => ToHome(h)!)];
    }

    public async Task<Home?> FindLabel(string label, CancellationToken cancel)
    {
        var written = HomeLabel.Normal(label);
        return ToHome(await db.Unfiltered<HomeRow>().AsNoTracking().SingleOrDefaultAsync(h => h.Label == written, cancel));
    }

    public async Task<IReadOnlyDictionary<string, Home>> FindLabels(IReadOnlyCollection<string> labels, CancellationToken cancel)
    {
        var written = labels.Select(HomeLabel.Normal).Distinct().ToList();
        var rows = await db.Unfiltered<HomeRow>().AsNoTracking().Where(h => written.Contains(h.Label)).ToListAsync(cancel);
        return rows.ToDictionary(h => h.Label, h => ToHome(h)!, StringComparer.Ordinal);
    }

    public async Task<IReadOnlyList<Home>> FindBeginning(string label, ScopeSet scopes, int most, CancellationToken cancel)
    {
        var written = HomeLabel.Normal(label);
        if (written.Length == 0)
            return [];
        var end = written + '\uffff';
#pragma warning disable CA1309 // becomes a range of the index on the label; the database compares bytes
        var rows = await db.Scoped<HomeRow>(scopes).AsNoTracking()
            .Where(h => string.Compare(h.Label, written) >= 0 && string.Compare(h.Label, end) < 0)
            .OrderBy(h => h.Label.Length).ThenBy(h => h.Label).Take(most).ToListAsync(cancel);
#pragma warning restore CA1309
        return [.. rows.Select(h => ToHome(h)!)];
    }

    public async Task<IReadOnlyList<Home>> Within(ScopePath place, CancellationToken cancel)
    {
        var buildings = tree.All.Where(p => p.Kind == PlaceKind.Building && place.Contains(p.Path)).Select(p => p.Path).ToHashSet();
        if (buildings.Count == 0)
            return [];
        // Homes are kept by grid: those of the community, of which the compound's are picked here.
        var around = ScopeSet.Of([tree.CommunityOf(place)?.Path ?? place]);
        var rows = await db.Scoped<HomeRow>(around).AsNoTracking().OrderBy(h => h.Label).ToListAsync(cancel);
        return [.. rows.Where(h => buildings.Contains(h.Building)).Select(h => ToHome(h)!)];
    }

    private static Home? ToHome(HomeRow? row) =>
        row is null
            ? null
            : new(row.Id, row.Building, row.Grid, row.Label, row.Door) { Use = row.Use, AreaDm2 = row.AreaDm2, AreaFrom = row.AreaFrom };
}
