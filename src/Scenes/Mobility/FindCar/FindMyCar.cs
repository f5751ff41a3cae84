using System.Text.Json.Serialization;
using Linli.Mobility.Parking;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Mobility.FindCar;

/// <summary>
/// 车位寻车 (S72): the way on foot from where somebody stands to a parking bay, over levels. Needs no identity and keeps no
/// record of who asked: nothing is written, and the access log has no query strings.
/// </summary>
/// <param name="From">Where one stands: the name of a room, the number of a pillar or a bay, or the id of a spot.</param>
/// <param name="Bay">Number of the bay, such as <c>B2-0417</c>.</param>
/// <param name="StepFree">Lifts only, no stairs.</param>
/// <param name="CarPark">Code of the car park; all are searched when left out.</param>
public sealed record FindMyCar(string From, string Bay, bool StepFree = false, string? CarPark = null) : IQuery<CarWay>, IValidated
{
    IEnumerable<Problem> IValidated.Problems()
    {
        if (SpotSearch.Plain(From ?? "").Length is 0 || From!.Length > 60)
            yield return Problem.Invalid("from", "mobility.start_missing", "请选择或输入您现在的位置（60 字以内），例如身边柱子上的编号。", "Say where you are in at most 60 characters, such as the number on the pillar beside you.");
        if (SpotSearch.Plain(Bay ?? "").Length is 0 || Bay!.Length > 60)
            yield return Problem.Invalid("bay", "mobility.bay_missing", "请输入车位号，例如 B2-0417。", "Give the number of the bay, such as B2-0417.");
    }
}

/// <summary>The way to a bay.</summary>
/// <param name="CarPark">Name of the car park.</param>
/// <param name="From">Where it begins.</param>
/// <param name="Bay">The bay.</param>
/// <param name="Found">Whether one gets there; step-free there may be no way.</param>
/// <param name="StepFree">Whether stairs were left out.</param>
/// <param name="Metres">How far on foot.</param>
/// <param name="Minutes">How long it takes, rounded up; 1.2 m/s, step-free 0.9 m/s.</param>
/// <param name="Turns">How often one turns or changes the level.</param>
/// <param name="ByLift">Whether it goes through a lift.</param>
/// <param name="Steps">What to do, in order.</param>
public sealed record CarWay(
    Phrase CarPark, string From, string Bay, bool Found, bool StepFree, int Metres, int Minutes, int Turns, bool ByLift, IReadOnlyList<CarStep> Steps)
{
    /// <summary>The plan it goes through, for the drawing.</summary>
    [JsonIgnore]
    public IIndoorPlan? Plan { get; init; }

    /// <summary>Ids of the spots at both ends.</summary>
    [JsonIgnore]
    public (Guid From, Guid Bay) Ends { get; init; }
}

internal sealed class FindMyCarHandler(LinliDb db, IIndoorWays indoor) : IHandler<FindMyCar, CarWay>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/mobility/parking/way", (string? from, string? bay, bool? stepFree, string? carPark, UseCaseRunner runner, CancellationToken cancel) =>
                runner.Answer(new FindMyCar(from ?? "", bay ?? "", stepFree == true, carPark), cancel))
            .Needs(Access.Public).WithSummary("The way to a parked car 车位寻车");

    public async Task<Result<CarWay>> Handle(FindMyCar request, CancellationToken cancel)
    {
        var plans = await CarParkPlans.All(db, indoor, request.CarPark, cancel);
        if (plans.Count == 0)
            return Problem.NotFound("mobility.no_car_park", "没有可以寻车的停车场，请检查停车场代码。", "There is no car park with a map of its bays: check its code.");
        var all = plans.SelectMany(p => p.Spots.Select(s => (Plan: p, Spot: s))).ToList();
        var bay = SpotSearch.Find(request.Bay, all.Where(s => s.Spot.Kind == "parking"));
        if (bay.One is not { } goal)
            return Unclear("bay", "mobility.unknown_bay", "车位", "bay", bay);
        // One walks within the building the car stands in.
        var from = SpotSearch.Find(request.From, all.Where(s => s.Plan == goal.Plan));
        if (from.One is not { } start)
            return Unclear("from", "mobility.unknown_start", "位置", "place", from);
        var pieces = goal.Plan.Way(start.Spot.Id, goal.Spot.Id, request.StepFree);
        var steps = pieces is null ? [] : WayWords.Say(goal.Plan, pieces, goal.Spot);
        return new CarWay(
            goal.Plan.Name, SpotSearch.Label(start), SpotSearch.Label(goal), pieces is not null, request.StepFree,
            (int)Math.Round(pieces?.Sum(p => p.Metres) ?? 0), (int)Math.Ceiling((pieces?.Sum(p => p.Seconds) ?? 0) / 60),
            steps.Count(s => s.Turn is not (CarTurn.Straight or CarTurn.There)), steps.Any(s => s.Turn == CarTurn.Lift), steps)
        {
            Plan = goal.Plan, Ends = (start.Spot.Id, goal.Spot.Id),
        };
    }

    private static Problem Unclear(string field, string code, string zh, string en, SpotSearch.Meant meant) =>
        meant.Could.Count > 0
            ? Problem.Invalid(field, "mobility.several", $"有几个这样的{zh}：{string.Join("、", meant.Could)}。请把楼层也写上。", $"Several are called so: {string.Join(", ", meant.Could)}. Give the level too.")
            : meant.Like.Count > 0
                ? Problem.Invalid(field, code, $"没有这个{zh}。您是不是要找：{string.Join("、", meant.Like)}？", $"There is no such {en}. Did you mean: {string.Join(", ", meant.Like)}?")
                : Problem.Invalid(field, code, $"没有这个{zh}，请核对地面或柱子上的编号。", $"There is no such {en}: check the number on the ground or on the pillar.");
}

/// <summary>The car parks whose bays are on an indoor map.</summary>
internal static class CarParkPlans
{
    public static async Task<IReadOnlyList<IIndoorPlan>> All(LinliDb db, IIndoorWays indoor, string? carPark, CancellationToken cancel)
    {
        // Car parks are for everybody.
        var venues = await db.Unfiltered<ParkingLot>().AsNoTracking().Where(l => l.Venue != null && (carPark == null || l.Code == carPark)).OrderBy(l => l.Code).Select(l => l.Venue!).ToListAsync(cancel);
        var plans = new List<IIndoorPlan>();
        foreach (var venue in venues.Distinct())
            if (await indoor.Find(venue, cancel) is { } plan)
                plans.Add(plan);
        return plans;
    }
}

/// <summary>Where one may start from: rooms, lifts and pillars by level, without the bays themselves.</summary>
/// <param name="CarPark">Code of the car park; the first when left out.</param>
public sealed record GetCarStarts(string? CarPark = null) : IQuery<CarStart[]>;

/// <summary>A place to start from.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Level">What the lift shows.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Pillar">Whether it is a pillar with a number.</param>
public sealed record CarStart(Guid Id, string Level, Phrase Name, bool Pillar);

internal sealed class GetCarStartsHandler(LinliDb db, IIndoorWays indoor) : IHandler<GetCarStarts, CarStart[]>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/mobility/parking/starts", (string? carPark, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new GetCarStarts(carPark), cancel))
            .Needs(Access.Public).WithSummary("Places to start from when looking for the car 寻车起点");

    public async Task<Result<CarStart[]>> Handle(GetCarStarts request, CancellationToken cancel)
    {
        var plans = await CarParkPlans.All(db, indoor, request.CarPark, cancel);
        return (CarStart[])[.. plans.SelectMany(plan => plan.Levels.SelectMany(level => plan.Spots
            .Where(s => s.Level == level.Id && s.IsNamed && s.Public && s.Kind is not ("parking" or "driveway"))
            .OrderBy(s => s.Kind == "information").ThenBy(s => s.Name.Zh, StringComparer.Ordinal)
            .Select(s => new CarStart(s.Id, level.Short, s.Name, s.Kind == "information"))))];
    }
}
