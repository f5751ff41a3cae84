using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places;

/// <summary>Homes for other engines: what they show of them is checked there, with the permission they ask for.</summary>
internal sealed class HomesOf(LinliDb db) : IHomes
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

    private static Home? ToHome(HomeRow? row) =>
        row is null ? null : new(row.Id, row.Building, row.Grid, row.Label, row.Door);
}
