using Linli.Places.Grids;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places;

internal sealed class GridStewards(LinliDb db, PlacesMemory memory, Outbox outbox) : IGridStewards
{
    public Guid? StewardOf(ScopePath grid) =>
        memory.Current.Stewards.TryGetValue(grid, out var account) ? account : null;

    public async Task<int> Appoint(IReadOnlyDictionary<string, Guid> accounts, CancellationToken cancel)
    {
        var waiting = await db.Records<GridRow>().Where(g => g.Steward == null && g.StewardCode != null).ToListAsync(cancel);
        var appointed = 0;
        foreach (var grid in waiting)
            if (accounts.TryGetValue(grid.StewardCode!, out var account))
            {
                grid.Steward = account;
                appointed++;
            }

        await memory.Changed(db, cancel);
        await db.SaveChangesAsync(cancel);
        return appointed;
    }

    public async Task<int> Leave(Guid account, CancellationToken cancel, ScopePath? within = null)
    {
        var grids = (await db.Records<GridRow>().Where(g => g.Steward == account).ToListAsync(cancel))
            .FindAll(g => within is not { } place || place.Contains(g.Path));
        foreach (var grid in grids)
        {
            (grid.Steward, grid.LeftBy) = (null, account);
            outbox.Add(new GridStewardChanged(grid.Path, account, null));
        }

        if (grids.Count > 0)
            await memory.Changed(db, cancel);
        return grids.Count;
    }
}

/// <summary>Stands in while no engine that knows people is there: nobody is staff.</summary>
internal sealed class NoRoster : IStewardRoster
{
    private static readonly Dictionary<Guid, string> None = [];

    public Task<IReadOnlyDictionary<Guid, string>> NamesOf(IReadOnlyCollection<Guid> accounts, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<Guid, string>>(None);

    public Task<IReadOnlyDictionary<Guid, string>> CandidatesFor(ScopePath grid, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<Guid, string>>(None);
}
