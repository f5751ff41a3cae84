using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Kitchen.Runs;

/// <summary>Today's runs of the caller, in the order of their vans.</summary>
internal sealed record ReadMyRuns : IQuery<IReadOnlyList<RunShown>>;

/// <summary>One run.</summary>
/// <param name="Run">Which.</param>
internal sealed record ReadRun(Guid Run) : IQuery<RunShown>;

/// <summary>A van's run.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Day">Local day.</param>
/// <param name="Van">Code of the van.</param>
/// <param name="Plate">Its number plate.</param>
/// <param name="Driver">Name of the driver.</param>
/// <param name="State">How far it is.</param>
/// <param name="Capacity">Boxes it takes.</param>
/// <param name="Boxes">Boxes on it.</param>
/// <param name="LeftAt">When it left.</param>
/// <param name="LeftCelsius">How hot the food was then.</param>
/// <param name="EatBy">Until when it is to be eaten.</param>
/// <param name="Stops">Its villages in order.</param>
internal sealed record RunShown(
    Guid Id, DateOnly Day, string Van, string Plate, string? Driver, RunState State, int Capacity, int Boxes, DateTimeOffset? LeftAt, decimal? LeftCelsius, DateTimeOffset EatBy,
    IReadOnlyList<StopShown> Stops);

/// <summary>A village on a run.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Village">Code of the village.</param>
/// <param name="Name">Its name.</param>
/// <param name="Latitude">WGS-84 degrees.</param>
/// <param name="Longitude">WGS-84 degrees.</param>
/// <param name="Boxes">Boxes of the sheet.</param>
/// <param name="DueAt">When the van should be there.</param>
/// <param name="ArrivedAt">When it came.</param>
/// <param name="HandedAt">When the boxes were handed over.</param>
/// <param name="HandedBoxes">How many.</param>
/// <param name="Shortage">How many were missing.</param>
/// <param name="Celsius">How hot they were.</param>
/// <param name="Hot">Whether they count as delivered hot and in time.</param>
/// <param name="Remedy">What was done about food that came cold or late.</param>
/// <param name="Note">What is to know of a shortage.</param>
/// <param name="ConfirmedAt">When the village said that it has them.</param>
/// <param name="ConfirmedBoxes">How many boxes the village says it has.</param>
/// <param name="Late">Whether the van is late there.</param>
/// <param name="Differs">Whether the village counted otherwise, and nobody has settled it.</param>
/// <param name="SettledBoxes">What the kitchen settled.</param>
internal sealed record StopShown(
    Guid Id, string Village, Phrase Name, double Latitude, double Longitude, int Boxes, DateTimeOffset? DueAt, DateTimeOffset? ArrivedAt, DateTimeOffset? HandedAt, int? HandedBoxes,
    int Shortage, decimal? Celsius, bool Hot, string? Remedy, string? Note, DateTimeOffset? ConfirmedAt, int? ConfirmedBoxes, bool Late, bool Differs, int? SettledBoxes);

internal sealed class ReadRunHandler(LinliDb db, RunReach reach, CurrentCaller current, TimeProvider time)
    : IHandler<ReadMyRuns, IReadOnlyList<RunShown>>, IHandler<ReadRun, RunShown>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/kitchen/runs/mine", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ReadMyRuns(), cancel))
            .Needs(ServicesPermissions.Drive).WithTags("kitchen").WithSummary("My runs today 我的送餐");
        api.MapGet("/kitchen/runs/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ReadRun(id), cancel))
            .Needs(Access.SignedIn).WithTags("kitchen").WithSummary("A van's run");
    }

    public async Task<Result<IReadOnlyList<RunShown>>> Handle(ReadMyRuns request, CancellationToken cancel)
    {
        var today = LocalTime.Today(time);
        var account = current.Value.Account;
        var days = db.Unfiltered<KitchenDay>().Where(d => d.Day == today).Select(d => d.Id);
        var runs = await db.Unfiltered<VanRun>().AsNoTracking().Where(r => r.Driver == account && days.Contains(r.Day)).OrderBy(r => r.Van).ToListAsync(cancel);
        var shown = new List<RunShown>();
        foreach (var run in runs)
            shown.Add(await reach.Show(run, await reach.Stops(run, cancel), cancel));
        return shown;
    }

    public async Task<Result<RunShown>> Handle(ReadRun request, CancellationToken cancel) =>
        await reach.Run(request.Run, cancel) is { } run ? await reach.Show(run, await reach.Stops(run, cancel), cancel) : RunReach.NotFound;
}

/// <summary>Runs that the caller drives, or whose kitchen the caller works in.</summary>
internal sealed class RunReach(LinliDb db, KitchenBook book, CurrentCaller current, IPeople people)
{
    public static readonly Problem NotFound = Problem.NotFound("services.run_not_found", "没有找到这趟送餐，或不是您的车。", "This run was not found, or it is not yours.");

    public Task<VanRun?> Run(Guid id, CancellationToken cancel)
    {
        var account = current.Value.May(ServicesPermissions.Drive) ? current.Value.Account : null;
        return db.Scoped<VanRun>(current.Value.ScopesFor(ServicesPermissions.Kitchen), r => account != null && r.Driver == account).SingleOrDefaultAsync(r => r.Id == id, cancel);
    }

    public async Task<(RunStop? Stop, VanRun? Run)> Stop(Guid id, CancellationToken cancel) =>
        await db.Unfiltered<RunStop>().SingleOrDefaultAsync(s => s.Id == id, cancel) is { } stop && await Run(stop.Run, cancel) is { } run ? (stop, run) : (null, null);

    public Task<List<RunStop>> Stops(VanRun run, CancellationToken cancel) => db.Unfiltered<RunStop>().AsNoTracking().Where(s => s.Run == run.Id).OrderBy(s => s.Position).ToListAsync(cancel);

    public async Task<RunShown> Show(VanRun run, IReadOnlyList<RunStop> stops, CancellationToken cancel)
    {
        var day = await db.Unfiltered<KitchenDay>().AsNoTracking().SingleAsync(d => d.Id == run.Day, cancel);
        var kitchen = await book.KitchenOf(day.Kitchen, cancel);
        var van = await db.Unfiltered<DeliveryVan>().AsNoTracking().SingleAsync(v => v.Code == run.Van, cancel);
        var codes = stops.Select(s => s.Village).ToList();
        var villages = await db.Unfiltered<Village>().AsNoTracking().Where(v => codes.Contains(v.Code)).ToDictionaryAsync(v => v.Code, cancel);
        var driver = run.Driver is { } account ? (await people.NamesOf([account], cancel)).GetValueOrDefault(account) : null;
        return new(
            run.Id, day.Day, run.Van, van.Plate, driver, run.State, run.Capacity, stops.Sum(s => s.Boxes), run.LeftAt, run.LeftTenths / 10m, KitchenRules.EatBy(kitchen, day.Day),
            [.. stops.OrderBy(s => s.Position).Select(s => Line(s, villages[s.Village], kitchen, day.Day, book.Now))]);
    }

    public static StopShown Line(RunStop stop, Village village, CentralKitchen kitchen, DateOnly day, DateTimeOffset now) => new(
        stop.Id, stop.Village, (village.NameZh, village.NameEn), village.Latitude, village.Longitude, stop.Boxes, stop.DueAt, stop.ArrivedAt, stop.HandedAt, stop.HandedBoxes,
        stop.HandedBoxes is { } handed ? stop.Boxes - handed : 0, stop.Tenths / 10m,
        stop.HandedAt is { } at && KitchenRules.IsHot(kitchen, stop.Tenths ?? 0) && at <= KitchenRules.EatBy(kitchen, day), stop.Remedy, stop.Note, stop.ConfirmedAt, stop.ConfirmedBoxes,
        IsLate(stop, kitchen, now), stop.Differs, stop.SettledBoxes);

    public static bool IsLate(RunStop stop, CentralKitchen kitchen, DateTimeOffset now) => stop.DueAt is { } due && (stop.HandedAt ?? now) > due.AddMinutes(kitchen.LateAfterMinutes);
}
