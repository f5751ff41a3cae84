using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Linli.Services.Canteen;
using Linli.Services.Kitchen.Orders;
using Linli.Services.Kitchen.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;

namespace Linli.Services.Kitchen.Board;

/// <summary>The kitchen's board of a day: orders, production, loading, under way, handed over.</summary>
/// <param name="Day">Local day; today when left out.</param>
internal sealed record ReadBoard(DateOnly? Day = null) : IQuery<DayBoard>;

/// <summary>How far the day is.</summary>
internal enum BoardStage
{
    /// <summary>订餐中.</summary>
    Ordering,

    /// <summary>生产.</summary>
    Production,

    /// <summary>装车.</summary>
    Loading,

    /// <summary>配送中.</summary>
    UnderWay,

    /// <summary>已交接.</summary>
    HandedOver,
}

/// <summary>The board.</summary>
/// <param name="Kitchen">Name of the kitchen.</param>
/// <param name="Day">Local day.</param>
/// <param name="HasMenu">Whether a menu is planned.</param>
/// <param name="Stage">How far the day is.</param>
/// <param name="CutOffAt">When orders close.</param>
/// <param name="FrozenAt">When the sheet was frozen.</param>
/// <param name="Version">Version of the sheet.</param>
/// <param name="Boxes">Boxes ordered.</param>
/// <param name="Handed">Boxes handed over.</param>
/// <param name="Dishes">Dishes of the day.</param>
/// <param name="Sampled">Dishes with a sample.</param>
/// <param name="Overridden">Why vans may leave without all samples.</param>
/// <param name="Villages">Each village.</param>
/// <param name="Runs">Each van.</param>
/// <param name="Vans">Where vans are.</param>
/// <param name="Extras">Changes that wait for a decision.</param>
/// <param name="Unplanned">Villages with boxes that stand on no van.</param>
internal sealed record DayBoard(
    Phrase Kitchen, DateOnly Day, bool HasMenu, BoardStage Stage, DateTimeOffset CutOffAt, DateTimeOffset? FrozenAt, int Version, int Boxes, int Handed, int Dishes, int Sampled,
    string? Overridden, IReadOnlyList<VillageOnBoard> Villages, IReadOnlyList<RunShown> Runs, IReadOnlyList<VanSeen> Vans, IReadOnlyList<ExtraLine> Extras, IReadOnlyList<Phrase> Unplanned);

/// <summary>A village on the board.</summary>
internal sealed record VillageOnBoard(string Code, Phrase Name, int Boxes, string? Van, RunState? Run, StopShown? Stop);

/// <summary>Where a van is.</summary>
/// <param name="Van">Code of the van.</param>
/// <param name="Longitude">WGS-84 degrees.</param>
/// <param name="Latitude">WGS-84 degrees.</param>
/// <param name="FixAt">When its phone was there.</param>
/// <param name="AgeSeconds">How old that is.</param>
internal sealed record VanSeen(string Van, double Longitude, double Latitude, DateTimeOffset FixAt, int AgeSeconds);

internal sealed class KitchenBoardHandler(LinliDb db, KitchenBook book, RunReach reach, TimeProvider time) : IHandler<ReadBoard, DayBoard>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/kitchen/days/{day}", (DateOnly day, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ReadBoard(day), cancel))
            .Needs(ServicesPermissions.Kitchen).WithTags("kitchen").WithSummary("The kitchen's board of a day 厨房看板");
        api.MapGet("/kitchen/days/{day}/map.geojson", async Task<IResult> (DateOnly day, UseCaseRunner runner, TimeProvider time, LinliDb db, CancellationToken cancel) =>
        {
            var board = await runner.Ask(new ReadBoard(day), cancel);
            return board.Ok ? TypedResults.Bytes(GeoJson.Write(Features(board.Value)), "application/geo+json") : ProblemResults.From(board.Problems);
        }).Needs(ServicesPermissions.Kitchen).WithTags("kitchen").WithSummary("Villages and vans of a day as GeoJSON").Produces(StatusCodes.Status200OK, contentType: "application/geo+json");
    }

    public async Task<Result<DayBoard>> Handle(ReadBoard request, CancellationToken cancel)
    {
        if (await book.Kitchen(ServicesPermissions.Kitchen, cancel) is not { } kitchen)
            return KitchenBook.NoKitchen;
        var date = request.Day ?? LocalTime.Today(time);
        if (CanteenRules.DayFault(date, "day") is { } fault)
            return fault;
        var villages = await db.Unfiltered<Village>().AsNoTracking().Where(v => v.Kitchen == kitchen.Code && v.EndedAt == null).OrderBy(v => v.Position).ToListAsync(cancel);
        if (await book.Day(kitchen.Code, date, cancel) is not { } day)
            return new DayBoard(
                (kitchen.NameZh, kitchen.NameEn), date, false, BoardStage.Ordering, KitchenRules.CutOffOf(kitchen, date), null, 0, 0, 0, 0, 0, null,
                [.. villages.Select(v => new VillageOnBoard(v.Code, (v.NameZh, v.NameEn), 0, null, null, null))], [], [], [], []);
        var lines = (await book.Lines(day, cancel)).GroupBy(l => l.Village).ToDictionary(g => g.Key, g => g.Sum(l => l.Count), StringComparer.Ordinal);
        var (_, dishes) = await book.Menu(day.Id, cancel);
        var samples = await db.Records<FoodSample>().AsNoTracking().Where(s => s.Day == day.Id).ToListAsync(cancel);
        var runs = await db.Unfiltered<VanRun>().AsNoTracking().Where(r => r.Day == day.Id).OrderBy(r => r.Van).ToListAsync(cancel);
        var shown = new List<RunShown>();
        foreach (var run in runs)
            shown.Add(await reach.Show(run, await reach.Stops(run, cancel), cancel));
        var extras = await db.Unfiltered<MealExtra>().AsNoTracking().Where(x => x.Day == day.Id && x.State == ExtraState.Asked).OrderBy(x => x.At).ToListAsync(cancel);
        var onBoard = villages.ConvertAll(v =>
        {
            var run = shown.Find(r => r.Stops.Any(s => s.Village == v.Code));
            return new VillageOnBoard(v.Code, (v.NameZh, v.NameEn), lines.GetValueOrDefault(v.Code), run?.Van, run?.State, run?.Stops.First(s => s.Village == v.Code));
        });
        return new DayBoard(
            (kitchen.NameZh, kitchen.NameEn), date, true, StageOf(day, shown), day.CutOffAt, day.FrozenAt, day.Version, lines.Values.Sum(), shown.SelectMany(r => r.Stops).Sum(s => s.HandedBoxes ?? 0),
            dishes.Count, dishes.Count - KitchenRules.WithoutSample(kitchen, dishes, samples).Count, day.OverrideReason, onBoard, shown,
            [.. runs.Where(r => r is { State: RunState.UnderWay, FixAt: not null }).Select(r => new VanSeen(r.Van, r.Longitude!.Value, r.Latitude!.Value, r.FixAt!.Value, (int)Math.Max(0, (book.Now - r.FixAt.Value).TotalSeconds)))],
            [.. extras.Select(ExtraLine.Of)], day.FrozenAt is null ? [] : [.. onBoard.Where(v => v.Boxes > 0 && v.Stop is null).Select(v => v.Name)]);
    }

    private static BoardStage StageOf(KitchenDay day, List<RunShown> runs) => runs.Count switch
    {
        _ when day.FrozenAt is null => BoardStage.Ordering,
        0 => BoardStage.Production,
        _ when runs.TrueForAll(r => r.State == RunState.Done || r.Stops.Count == 0) => BoardStage.HandedOver,
        _ when runs.Exists(r => r.State != RunState.Planned) => BoardStage.UnderWay,
        _ => BoardStage.Loading,
    };

    // What has been seen longest ago lies below: routes, then villages, then vans.
    private static IEnumerable<GeoFeature> Features(DayBoard board)
    {
        string[] colours = ["#0b7356", "#3b6ea8", "#7a4b8f", "#b9480e", "#8a6d1d"];
        for (var i = 0; i < board.Runs.Count; i++)
            if (board.Runs[i].Stops.Count > 1)
                yield return new(
                    new LineString([.. board.Runs[i].Stops.Select(s => new Coordinate(s.Longitude, s.Latitude))]),
                    new Dictionary<string, object?> { ["kind"] = "route", ["name"] = board.Runs[i].Van, ["colour"] = colours[i % colours.Length] }, "route-" + board.Runs[i].Van);
        foreach (var village in board.Villages)
            if (village.Stop is { } stop)
                yield return new(
                    new Point(stop.Longitude, stop.Latitude),
                    new Dictionary<string, object?>
                    {
                        ["kind"] = "village", ["name"] = village.Name.ToString(), ["text"] = KitchenWords.StopText(village), ["colour"] = stop.HandedAt is not null ? "#8aa79b" : stop.Late ? "#b3261e" : "#f0a35e",
                    },
                    village.Code);
        foreach (var van in board.Vans)
            yield return new(
                new Point(van.Longitude, van.Latitude),
                new Dictionary<string, object?> { ["kind"] = "van", ["name"] = van.Van, ["text"] = KitchenWords.Age(van.AgeSeconds), ["colour"] = "#12384a" }, "van-" + van.Van);
    }
}
