using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Grids;

/// <summary>Puts a grid into a steward's hands, or leaves it without one.</summary>
/// <param name="Grid">Code of the grid.</param>
/// <param name="Account">Account of the new steward; <c>null</c> leaves the grid without.</param>
public sealed record SetGridSteward(string Grid, Guid? Account) : ICommand<Done>, IAudited
{
    /// <inheritdoc/>
    public string? AuditSubject => Grid;
}

/// <summary>A grid came into other hands.</summary>
/// <param name="Grid">Path of the grid.</param>
/// <param name="Before">Account of the steward until now, if any.</param>
/// <param name="Now">Account of the steward from now on, if any.</param>
public sealed record GridStewardChanged(ScopePath Grid, Guid? Before, Guid? Now) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Grid.Code;

    /// <inheritdoc/>
    public override ScopePath Scope => Grid;

    /// <inheritdoc/>
    public override string? LivePermission => PlacesPermissions.Grids;
}

internal sealed class SetGridStewardHandler(
    LinliDb db, PlacesMemory memory, CurrentCaller caller, IStewardRoster roster, IEnumerable<IGridHandOverPart> parts, Outbox outbox) : IHandler<SetGridSteward, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/places/grids/{grid}/steward", (string grid, Body body, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new SetGridSteward(grid, body.Account), cancel)).Needs(PlacesPermissions.Manage);

    public async Task<Result<Done>> Handle(SetGridSteward request, CancellationToken cancel)
    {
        var grid = await db.Records<GridRow>().SingleOrDefaultAsync(g => g.Code == request.Grid, cancel);
        if (grid is null || !caller.Value.May(PlacesPermissions.Manage, grid.Path))
            return PlaceProblems.NoGrid("grid");
        if (request.Account is { } account && !(await roster.CandidatesFor(grid.Path, cancel)).ContainsKey(account))
            return Problem.Invalid("account", "places.steward_not_staff",
                "网格员必须是在岗的工作人员。", "A steward is a member of staff: choose one from the list.");
        if (grid.Steward == request.Account)
            return Done.It;

        if (grid.LastSteward is { } last && await OpenWork(grid.Path, last, request.Account ?? last, cancel) is { Count: > 0 } open)
            return Problem.Conflict("places.hand_over_first",
                $"原网格员名下还有未结工作（{string.Join("、", open.Select(o => $"{o.Title.Zh} {o.Count}"))}），请用“交接网格”一并移交。",
                $"The steward until now has open work ({string.Join(", ", open.Select(o => $"{o.Title.En} {o.Count}"))}): hand the grid over instead.");
        outbox.Add(new GridStewardChanged(grid.Path, grid.Steward, request.Account));
        (grid.Steward, grid.LeftBy) = (request.Account, request.Account is null ? grid.LastSteward : null);
        grid.StewardCode = null;
        await memory.Changed(db, cancel);
        return Done.It;
    }

    // Setting a steward moves nothing, so it is for grids where nothing is open (decision 20).
    private async Task<List<HandedOver>> OpenWork(ScopePath grid, Guid from, Guid to, CancellationToken cancel)
    {
        var open = new List<HandedOver>();
        foreach (var part in parts)
            if (await part.Preview(grid, from, to, cancel) is { Count: > 0 } item)
                open.Add(item);
        return open;
    }

    private sealed record Body(Guid? Account);
}
