using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Grids.Teams;

/// <summary>The rows of teams as scenes see them.</summary>
internal sealed class GridTeams(LinliDb db, PlacesMemory memory, IStewardRoster roster, TimeProvider time) : IGridTeams
{
    public async Task<IReadOnlyList<TeamMember>> Of(ScopePath grid, CancellationToken cancel)
    {
        var rows = await db.Records<GridMember>().AsNoTracking().Where(m => m.Grid == grid && m.To == null).OrderBy(m => m.Role).ThenBy(m => m.From).ThenBy(m => m.Id).ToListAsync(cancel);
        Guid? steward = memory.Current.Stewards.TryGetValue(grid, out var account) ? account : null;
        var names = await roster.NamesOf([.. rows.Select(m => m.Account).Append(steward).OfType<Guid>().Distinct()], cancel);
        var working = await roster.Working([.. names.Keys], cancel);
        var members = rows.Where(m => m.Account is null || working.Contains(m.Account.Value))
            .Select(m => new TeamMember(m.Role, m.Account is { } who ? names[who] : m.Name!, m.Account)).ToList();
        if (steward is { } full && working.Contains(full) && names.TryGetValue(full, out var name) && !members.Exists(m => m.Account == full && m.Role == GridRole.FullTime))
            members.Insert(members.Count(m => m.Role == GridRole.Leader), new(GridRole.FullTime, name, full));
        return members;
    }

    public Task Form(ScopePath grid, IReadOnlyList<TeamMember> members, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        db.Records<GridMember>().AddRange(members.Select(m => new GridMember
        {
            Id = Guid.CreateVersion7(now), Grid = grid, Role = m.Role, Account = m.Account, Name = m.Account is null ? m.Name : null, From = now,
        }));
        return Task.CompletedTask;
    }
}
