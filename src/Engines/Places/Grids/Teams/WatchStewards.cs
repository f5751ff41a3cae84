using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Grids.Teams;

/// <summary>A grid has no steward any more, or never had one for a day: whoever manages grids is told.</summary>
/// <param name="Grid">Path of the grid.</param>
/// <param name="Before">Account of the steward who is gone, if any.</param>
public sealed record GridLeftAlone(ScopePath Grid, Guid? Before) : DomainEvent
{
    /// <inheritdoc/>
    public override string Subject => Grid.Code;

    /// <inheritdoc/>
    public override ScopePath Scope => Grid;

    /// <inheritdoc/>
    public override string? LivePermission => PlacesPermissions.Grids;
}

/// <summary>
/// Looks whether each steward still works here: a post withdrawn or an account suspended must not leave a grid behind in
/// silence. The account stays in the row until the hand-over, which knows by it what to move.
/// </summary>
internal sealed class WatchStewards(LinliDb db, IStewardRoster roster, UseCaseRunner runner) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        var grids = await db.Records<GridRow>().AsNoTracking().ToListAsync(cancel);
        foreach (var community in grids.GroupBy(g => g.Path.Parent))
        {
            var here = await roster.CandidatesFor(community.First().Path, cancel);
            foreach (var grid in community)
                if ((grid.Steward is not { } steward || !here.ContainsKey(steward)) != (grid.AloneSince is not null))
                    await runner.Run(new NoteLoneGrid(grid.Code, grid.AloneSince is null), cancel);
        }
    }
}

/// <summary>Notes that a grid is without a steward, or has one again.</summary>
internal sealed record NoteLoneGrid(string Grid, bool Alone) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Grid;
}

internal sealed class NoteLoneGridHandler(LinliDb db, PlacesMemory memory, Outbox outbox, TimeProvider time) : IHandler<NoteLoneGrid, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        // Only Linli itself does this.
    }

    public async Task<Result<Done>> Handle(NoteLoneGrid request, CancellationToken cancel)
    {
        var grid = await db.Records<GridRow>().SingleAsync(g => g.Code == request.Grid, cancel);
        grid.AloneSince = request.Alone ? Clock.Now(time) : null;
        if (request.Alone)
            outbox.Add(new GridLeftAlone(grid.Path, grid.Steward));
        await memory.Changed(db, cancel);
        return Done.It;
    }
}
