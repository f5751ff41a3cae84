using System.Globalization;
using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Linli.Services.Kitchen.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Kitchen.Loading;

/// <summary>A van is loaded and leaves (装车核对、发车): every village counted, hot, and every dish of the day sampled.</summary>
/// <param name="Run">Which run.</param>
/// <param name="Temperature">°C in the boxes, at most one decimal.</param>
/// <param name="Loaded">Each village with the boxes that were counted.</param>
/// <param name="IdempotencyKey">See <see cref="IRepeatable"/>.</param>
internal sealed record Depart(Guid Run, decimal Temperature, IReadOnlyList<LoadedBoxes>? Loaded, string? IdempotencyKey = null) : ICommand<RunShown>, IValidated, IRepeatable, IAudited
{
    public string? AuditSubject => Run.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (KitchenRules.Tenths(Temperature) is null)
            yield return KitchenRules.WrongTemperature;
        if (Loaded is null)
            yield return Problem.Invalid("loaded", "services.load_missing", "请逐村核对装车份数。", "Count the boxes of each village.");
    }
}

/// <summary>Boxes counted into a van.</summary>
internal sealed record LoadedBoxes(string Village, int Boxes);

/// <summary>The body of a departure.</summary>
internal sealed record DepartBody(decimal Temperature, IReadOnlyList<LoadedBoxes>? Loaded, string? IdempotencyKey = null);

internal sealed class DepartHandler(LinliDb db, KitchenBook book, RunReach reach, CurrentCaller current, INotices notices, Outbox outbox) : IHandler<Depart, RunShown>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/kitchen/runs/{id:guid}/depart", (Guid id, DepartBody body, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new Depart(id, body.Temperature, body.Loaded, body.IdempotencyKey), cancel))
            .Needs(ServicesPermissions.Kitchen).WithTags("kitchen").WithSummary("A van is loaded and leaves 发车");

    public async Task<Result<RunShown>> Handle(Depart request, CancellationToken cancel)
    {
        if (await db.Scoped<VanRun>(current.Value.ScopesFor(ServicesPermissions.Kitchen)).SingleOrDefaultAsync(r => r.Id == request.Run, cancel) is not { } run)
            return RunReach.NotFound;
        var known = await db.Unfiltered<KitchenDay>().AsNoTracking().SingleAsync(d => d.Id == run.Day, cancel);
        var kitchen = await book.KitchenOf(known.Kitchen, cancel);
        var day = (await book.LockedDay(kitchen.Code, known.Day, cancel))!;
        if (run.State != RunState.Planned)
            return Problem.Conflict("services.van_left", "这辆车已经出发了。", "This van has left already.");
        var stops = await db.Unfiltered<RunStop>().Where(s => s.Run == run.Id).OrderBy(s => s.Position).ToListAsync(cancel);
        if (await Wrong(request, kitchen, day, stops, cancel) is { } problem)
            return problem;

        (run.State, run.LeftAt, run.LeftBy, run.LeftTenths) = (RunState.UnderWay, book.Now, current.Value.Account, KitchenRules.Tenths(request.Temperature));
        var villages = await db.Unfiltered<Village>().Where(v => v.Kitchen == kitchen.Code).ToDictionaryAsync(v => v.Code, cancel);
        var due = Times.Due(kitchen, book.Now, [.. stops.Select(s => new Drop(s.Village, KitchenBook.At(villages[s.Village]), s.Boxes))]);
        for (var i = 0; i < stops.Count; i++)
        {
            stops[i].DueAt = due[i];
            var staff = await book.StaffOf(villages[stops[i].Village], cancel);
            var at = Linli.Platform.Time.LocalTime.ToLocal(due[i]).ToString("HH:mm", CultureInfo.InvariantCulture);
            foreach (var account in staff)
                await notices.Tell(
                    account, "kitchen.left", ($"送餐车 {run.Van} 已出发", $"Van {run.Van} has left"), ($"{stops[i].Boxes} 份，预计 {at} 到村，请安排人接收。", $"{stops[i].Boxes} boxes, expected at {at}: somebody should be there."),
                    $"/desk/village-meals?day={day.Day:yyyy-MM-dd}", $"kitchen-left:{stops[i].Id}", cancel);
            outbox.Add(new KitchenChanged(day.Id, ScopePath.Parse(day.Scope, null), "left", stops[i].Village, staff));
        }

        return await reach.Show(run, stops, cancel);
    }

    private async Task<Problem?> Wrong(Depart request, CentralKitchen kitchen, KitchenDay day, List<RunStop> stops, CancellationToken cancel)
    {
        if (stops.Count == 0)
            return Problem.Conflict("services.van_empty", "这辆车没有安排村子。", "No village stands on this van.");
        var (_, dishes) = await book.Menu(day.Id, cancel);
        var samples = await db.Records<FoodSample>().AsNoTracking().Where(s => s.Day == day.Id).ToListAsync(cancel);
        if (day.OverrideReason is null && KitchenRules.WithoutSample(kitchen, dishes, samples) is { Count: > 0 } missing)
            return Problem.Conflict("services.sample_missing",
                $"还缺留样：{string.Join("、", missing.Select(d => d.NameZh))}。每道菜留样后才能发车。", $"Samples are missing: {string.Join(", ", missing.Select(d => d.NameEn))}. Every dish is sampled before a van leaves.");
        if (!KitchenRules.IsHot(kitchen, KitchenRules.Tenths(request.Temperature)!.Value))
            return Problem.Invalid("temperature", "services.too_cold", $"不到 {kitchen.HotTenths / 10} ℃，请重新加热后再装车。", $"Below {kitchen.HotTenths / 10} °C: heat it again before it is loaded.");
        if (request.Loaded!.Count != stops.Count || request.Loaded.Select(l => l.Village).Distinct().Count() != stops.Count || stops.Exists(s => !request.Loaded.Any(l => l.Village == s.Village)))
            return Problem.Invalid("loaded", "services.load_missing", "请把车上每个村都核对一次。", "Count each village of the van once.");
        foreach (var stop in stops)
            if (request.Loaded.First(l => l.Village == stop.Village).Boxes is var boxes && boxes != stop.Boxes)
                return Problem.Invalid("loaded", "services.load_count", $"{stop.Village} 应装 {stop.Boxes} 份，核对是 {boxes} 份，请重新清点。", $"{stop.Village} gets {stop.Boxes} boxes, {boxes} were counted: count again.");
        return null;
    }
}
