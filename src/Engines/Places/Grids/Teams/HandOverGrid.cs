using System.Text.Json;
using Linli.Platform;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Grids.Teams;

/// <summary>
/// Hands a grid to another steward with everything that is open (网格交接). Both confirm the protocol; for a steward who is
/// gone, whoever manages grids does.
/// </summary>
/// <param name="Grid">Code of the grid.</param>
/// <param name="To">Account of the successor.</param>
/// <param name="Notes">What the successor should know, 2–2,000 characters; nothing about health or families, that lies with their records.</param>
internal sealed record HandOverGrid(string Grid, Guid? To, string? Notes) : ICommand<HandOverLine>, IValidated, IAudited
{
    public string? AuditSubject => Grid;

    public IEnumerable<Problem> Problems()
    {
        if (To is null)
            yield return Problem.Invalid("to", "places.successor_missing", "请选择接任的网格员。", "Choose the successor.");
        if (Notes?.Trim() is not { Length: >= 2 and <= 2000 })
            yield return Problem.Invalid("notes", "places.hand_over_notes", "请写明交接事项（2–2000 个字）。", "Say what the successor should know (2–2,000 characters).");
    }
}

/// <summary>What would change hands with a grid, and to whom; changes nothing.</summary>
/// <param name="Grid">Code of the grid.</param>
/// <param name="To">Account of the successor.</param>
internal sealed record PreviewHandOver(string Grid, Guid To) : IQuery<HandOverPreview>;

/// <summary>What would change hands.</summary>
/// <param name="From">Account of the steward until now; <c>null</c> where there was none, and nothing moves.</param>
/// <param name="To">Account of the successor.</param>
/// <param name="Items">What would move.</param>
/// <param name="MayHandOver">Whether everything has somebody who takes it.</param>
internal sealed record HandOverPreview(Guid? From, Guid To, IReadOnlyList<HandedOver> Items, bool MayHandOver);

/// <summary>Confirms a hand-over: what is written there is what was given, or taken.</summary>
/// <param name="Id">The hand-over.</param>
internal sealed record ConfirmHandOver(Guid Id) : ICommand<HandOverLine>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

/// <summary>Hand-overs of a grid, the newest first.</summary>
/// <param name="Grid">Code of the grid.</param>
internal sealed record ListHandOvers(string Grid) : IQuery<IReadOnlyList<HandOverLine>>;

/// <summary>A hand-over.</summary>
/// <param name="Id">Its id.</param>
/// <param name="From">Account of the steward until then.</param>
/// <param name="To">Account of the successor.</param>
/// <param name="At">When.</param>
/// <param name="Notes">What the successor should know.</param>
/// <param name="Items">What changed hands.</param>
/// <param name="FromConfirmedAt">When the giving side confirmed.</param>
/// <param name="ToConfirmedAt">When the taking side confirmed.</param>
/// <param name="MayConfirm">Whether the caller can confirm now.</param>
internal sealed record HandOverLine(
    Guid Id, Guid? From, Guid To, DateTimeOffset At, string Notes, IReadOnlyList<HandedOver> Items, DateTimeOffset? FromConfirmedAt, DateTimeOffset? ToConfirmedAt, bool MayConfirm);

internal sealed class HandOverGridHandler(
    LinliDb db, PlacesMemory memory, CurrentCaller caller, IStewardRoster roster, IEnumerable<IGridHandOverPart> parts, Outbox outbox, TimeProvider time)
    : IHandler<HandOverGrid, HandOverLine>, IHandler<ConfirmHandOver, HandOverLine>, IHandler<ListHandOvers, IReadOnlyList<HandOverLine>>,
        IHandler<PreviewHandOver, HandOverPreview>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/places/grids/{grid}/hand-over", (string grid, Body body, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new HandOverGrid(grid, body.To, body.Notes), cancel)).Needs(PlacesPermissions.Manage);
        api.MapGet("/places/grids/{grid}/hand-over", (string grid, Guid to, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new PreviewHandOver(grid, to), cancel)).Needs(PlacesPermissions.Manage);
        api.MapPost("/places/grids/hand-overs/{id:guid}/confirm", (Guid id, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new ConfirmHandOver(id), cancel)).Needs(PlacesPermissions.Grids);
        api.MapGet("/places/grids/{grid}/hand-overs", (string grid, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new ListHandOvers(grid), cancel)).Needs(PlacesPermissions.Grids);
    }

    public async Task<Result<HandOverLine>> Handle(HandOverGrid request, CancellationToken cancel)
    {
        var grid = await db.Records<GridRow>().SingleOrDefaultAsync(g => g.Code == request.Grid, cancel);
        if (grid is null || !caller.Value.May(PlacesPermissions.Manage, grid.Path))
            return PlaceProblems.NoGrid("grid");
        var to = request.To!.Value;
        if (await WhyNot(grid, to, cancel) is { } refused)
            return refused;
        var items = new List<HandedOver>();
        if (grid.LastSteward is { } from)
        {
            // All or nothing: what nobody could take is named before anything moves.
            var orphans = (await Preview(grid, from, to, cancel)).FindAll(i => i.NoOwner is not null);
            if (orphans.Count > 0)
                return Problem.Conflict("places.hand_over_no_owner",
                    $"还有没人接手的：{string.Join("；", orphans.Select(o => $"{o.Title.Zh} {o.Count} 项（{o.NoOwner!.Value.Zh}）"))}。请换一位接任者，或先另行交接。",
                    $"Some of it has nobody who takes it: {string.Join("; ", orphans.Select(o => $"{o.Title.En} {o.Count} ({o.NoOwner!.Value.En})"))}. Choose another successor, or hand it over by itself first.");
            foreach (var part in parts)
                if (await part.HandOver(grid.Path, from, to, cancel) is { Count: > 0 } moved)
                    items.Add(moved);
        }

        var now = Clock.Now(time);
        var row = new GridHandOver
        {
            Id = Guid.CreateVersion7(now), Grid = grid.Path, From = grid.LastSteward, To = to, At = now, By = caller.Value.Account, Notes = request.Notes!.Trim(),
            Items = JsonSerializer.Serialize(items, Json.Options),
        };
        db.Records<GridHandOver>().Add(row);
        outbox.Add(new GridStewardChanged(grid.Path, grid.LastSteward, to));
        (grid.Steward, grid.StewardCode, grid.LeftBy) = (to, null, null);
        await memory.Changed(db, cancel);
        return await Line(row, cancel);
    }

    public async Task<Result<HandOverPreview>> Handle(PreviewHandOver request, CancellationToken cancel)
    {
        var grid = await db.Records<GridRow>().AsNoTracking().SingleOrDefaultAsync(g => g.Code == request.Grid, cancel);
        if (grid is null || !caller.Value.May(PlacesPermissions.Manage, grid.Path))
            return PlaceProblems.NoGrid("grid");
        if (await WhyNot(grid, request.To, cancel) is { } refused)
            return refused;
        var items = grid.LastSteward is { } from ? (await Preview(grid, from, request.To, cancel)).FindAll(i => i.Count > 0) : [];
        return new HandOverPreview(grid.LastSteward, request.To, items, items.TrueForAll(i => i.NoOwner is null));
    }

    public async Task<Result<HandOverLine>> Handle(ConfirmHandOver request, CancellationToken cancel)
    {
        var row = await db.Records<GridHandOver>().SingleOrDefaultAsync(h => h.Id == request.Id, cancel);
        if (row is null || !(caller.Value.May(PlacesPermissions.Grids, row.Grid) || caller.Value.Account == row.From || caller.Value.Account == row.To))
            return Problem.NotFound("places.hand_over_not_found", "没有找到这份交接单。", "This hand-over was not found.");
        var sides = await MaySign(row, cancel);
        if (sides == (false, false))
            return Problem.Conflict("places.hand_over_not_yours", "您没有需要确认的部分。", "There is nothing for you to confirm.");
        var now = Clock.Now(time);
        if (sides.From)
            (row.FromConfirmedAt, row.FromConfirmedBy) = (now, caller.Value.Account);
        if (sides.To)
            row.ToConfirmedAt = now;
        return await Line(row, cancel);
    }

    public async Task<Result<IReadOnlyList<HandOverLine>>> Handle(ListHandOvers request, CancellationToken cancel)
    {
        if (memory.Current.Tree.FindCode(request.Grid) is not { Kind: PlaceKind.Grid } grid || !caller.Value.May(PlacesPermissions.Grids, grid.Path))
            return PlaceProblems.NoGrid("grid");
        var rows = await db.Records<GridHandOver>().AsNoTracking().Where(h => h.Grid == grid.Path).OrderByDescending(h => h.At).Take(50).ToListAsync(cancel);
        var lines = new List<HandOverLine>();
        foreach (var row in rows)
            lines.Add(await Line(row, cancel));
        return lines;
    }

    private async Task<Problem?> WhyNot(GridRow grid, Guid to, CancellationToken cancel)
    {
        if (!(await roster.CandidatesFor(grid.Path, cancel)).ContainsKey(to))
            return Problem.Invalid("to", "places.steward_not_staff", "接任者必须是这里在岗的工作人员。", "The successor is a member of staff here: choose one from the list.");
        return grid.Steward == to
            ? Problem.Invalid("to", "places.same_steward", "此人已经是这个网格的网格员。", "This person is the steward of the grid already.")
            : null;
    }

    private async Task<List<HandedOver>> Preview(GridRow grid, Guid from, Guid to, CancellationToken cancel)
    {
        var items = new List<HandedOver>();
        foreach (var part in parts)
            items.Add(await part.Preview(grid.Path, from, to, cancel));
        return items;
    }

    private async Task<HandOverLine> Line(GridHandOver row, CancellationToken cancel)
    {
        var (from, to) = await MaySign(row, cancel);
        return new(
            row.Id, row.From, row.To, row.At, row.Notes, JsonSerializer.Deserialize<List<HandedOver>>(row.Items, Json.Options) ?? [],
            row.FromConfirmedAt, row.ToConfirmedAt, from || to);
    }

    // Who handed over and is still here signs for themselves; nobody signs for the successor.
    private async Task<(bool From, bool To)> MaySign(GridHandOver row, CancellationToken cancel)
    {
        var me = caller.Value.Account;
        var gone = row.From is { } left && !(await roster.CandidatesFor(row.Grid, cancel)).ContainsKey(left);
        var from = row is { FromConfirmedAt: null, From: not null } && (me == row.From || (gone && me != row.To && caller.Value.May(PlacesPermissions.Manage, row.Grid)));
        return (from, row.ToConfirmedAt is null && me == row.To);
    }

    private sealed record Body(Guid? To, string? Notes);
}
