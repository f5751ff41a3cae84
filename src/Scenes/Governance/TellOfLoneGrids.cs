using Linli.Notices;
using Linli.People;
using Linli.Places;
using Linli.Places.Grids.Teams;
using Linli.Platform.Events;

namespace Linli.Governance;

/// <summary>Tells leaders and operators of a grid that has lost its steward: no grid stays alone in silence (S14).</summary>
internal sealed class TellOfLoneGrids(IPeople people, INotices notices, IScopeTree tree) : IEventHandler<GridLeftAlone>
{
    public async Task Handle(Delivered<GridLeftAlone> delivered, CancellationToken cancel)
    {
        var grid = delivered.Event.Grid;
        if (tree.Find(grid) is not { } place)
            return;
        foreach (var account in (await people.StaffFor(grid, [Posts.GridLeader, Posts.PartySecretary, Posts.Operator], cancel)).Select(m => m.Account).Distinct())
            await notices.Tell(
                account, "work.grid_alone", ($"{place.Name.Zh} 没有网格员了", $"{place.Name.En} has no steward"),
                ("原网格员已离岗，请尽快交接，未结事项会一起移交。", "Its steward has left: hand it over soon; open cases go along."),
                $"/places/grids/{grid.Code}", $"grid-alone:{grid.Code}:{delivered.Id}", cancel);
    }
}
