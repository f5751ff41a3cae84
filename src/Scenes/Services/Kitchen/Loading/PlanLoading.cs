using System.Globalization;
using System.Security.Cryptography;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Kitchen.Loading;

/// <summary>
/// Says which van takes which villages, in which order. Without <paramref name="Routes"/> Linli proposes them: the fixed vans and
/// those named, within their capacity, by distance. Vans that have left keep what they have.
/// </summary>
/// <param name="Day">Local day; its sheet must be frozen.</param>
/// <param name="Flexible">Codes of flexible vans added for the day.</param>
/// <param name="Routes">What people decided instead of the proposal.</param>
internal sealed record PlanLoading(DateOnly Day, IReadOnlyList<string>? Flexible, IReadOnlyList<RoutePlanned>? Routes = null) : ICommand<Done>, IAudited
{
    public string? AuditSubject => $"{Day:yyyy-MM-dd}";
}

/// <summary>A van's villages in order.</summary>
/// <param name="Van">Code of the van.</param>
/// <param name="Villages">Codes in order of the drive.</param>
/// <param name="Driver">Account; the van's usual driver when left out.</param>
internal sealed record RoutePlanned(string Van, IReadOnlyList<string> Villages, Guid? Driver = null);

/// <summary>The body of a plan.</summary>
internal sealed record LoadingBody(IReadOnlyList<string>? Flexible = null, IReadOnlyList<RoutePlanned>? Routes = null);

internal sealed class PlanLoadingHandler(LinliDb db, KitchenBook book, IPeople people, Outbox outbox) : IHandler<PlanLoading, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/kitchen/days/{day}/loading", (DateOnly day, LoadingBody body, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new PlanLoading(day, body.Flexible, body.Routes), cancel))
            .Needs(ServicesPermissions.Kitchen).WithTags("kitchen").WithSummary("Plan which van takes which villages 装车安排");

    public async Task<Result<Done>> Handle(PlanLoading request, CancellationToken cancel)
    {
        if (await book.Kitchen(ServicesPermissions.Kitchen, cancel) is not { } kitchen)
            return KitchenBook.NoKitchen;
        if (await book.LockedDay(kitchen.Code, request.Day, cancel) is not { } day)
            return KitchenBook.NoDay;
        if (day.FrozenAt is null)
            return Problem.Conflict("services.sheet_open", "订餐还没截止，截止后再安排装车。", "Orders are still open: plan the loading once they are closed.");
        var vans = await db.Unfiltered<DeliveryVan>().Where(v => v.Kitchen == kitchen.Code && v.EndedAt == null).OrderByDescending(v => v.Fixed).ThenBy(v => v.Code).ToListAsync(cancel);
        var runs = await db.Unfiltered<VanRun>().Where(r => r.Day == day.Id).ToListAsync(cancel);
        var stops = await db.Unfiltered<RunStop>().Where(s => s.Day == day.Id).ToListAsync(cancel);
        var gone = runs.Where(r => r.State != RunState.Planned).Select(r => r.Id).ToHashSet();
        var drops = await Drops(day, kitchen, [.. stops.Where(s => gone.Contains(s.Run)).Select(s => s.Village)], cancel);
        var planned = request.Routes is null
            ? Proposed(kitchen, drops, [.. vans.Where(v => v.Fixed || request.Flexible?.Contains(v.Code) == true).Where(v => !runs.Exists(r => r.Van == v.Code && gone.Contains(r.Id)))])
            : Decided(request.Routes, drops, vans, runs, gone);
        if (!planned.Ok)
            return planned.As<Done>();
        foreach (var route in request.Routes ?? [])
            if (route.Driver is { } driver && !await KeepVanHandler.Drivers(people, kitchen, driver, cancel))
                return KeepVanHandler.NoDriver;
        Write(day, kitchen, planned.Value, vans, runs, stops, request);
        outbox.Add(new KitchenChanged(day.Id, ScopePath.Parse(day.Scope, null), "plan", null, [.. runs.Select(r => r.Driver).OfType<Guid>()]));
        return Done.It;
    }

    private static Result<IReadOnlyDictionary<string, IReadOnlyList<Drop>>> Proposed(CentralKitchen kitchen, List<Drop> drops, List<DeliveryVan> vans)
    {
        if (RoutePlan.Propose(KitchenBook.At(kitchen), drops, [.. vans.Select(v => (v.Code, v.Capacity))]) is { } plan)
            return plan;
        return Problem.Conflict("services.vans_too_small",
            $"{drops.Sum(d => d.Boxes)} 份装不下（现有 {vans.Sum(v => v.Capacity)} 份的车）。请加一辆机动车。",
            $"{drops.Sum(d => d.Boxes)} boxes do not fit into vans for {vans.Sum(v => v.Capacity)}: add a flexible van.");
    }

    private static Result<IReadOnlyDictionary<string, IReadOnlyList<Drop>>> Decided(
        IReadOnlyList<RoutePlanned> routes, List<Drop> drops, List<DeliveryVan> vans, List<VanRun> runs, HashSet<Guid> gone)
    {
        var plan = new Dictionary<string, IReadOnlyList<Drop>>(StringComparer.Ordinal);
        for (var i = 0; i < routes.Count; i++)
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"routes[{i}]");
            if (vans.Find(v => v.Code == routes[i].Van) is not { } van || plan.ContainsKey(routes[i].Van))
                return Problem.Invalid(field, "services.no_van", $"没有车 {routes[i].Van}，或写了两次。", $"There is no van {routes[i].Van}, or it stands there twice.");
            if (runs.Exists(r => r.Van == van.Code && gone.Contains(r.Id)))
                return Problem.Conflict("services.van_left", $"{van.Code} 车已经出发，不能再改。", $"Van {van.Code} has left: its load stays.");
            var some = routes[i].Villages.Select(code => drops.Find(d => d.Village == code)).ToList();
            if (some.Contains(null))
                return Problem.Invalid(field, "services.no_village_today", "有村子当天没有订餐或已在别的车上出发。", "A village has no boxes that day, or they have left already.");
            if (some.Sum(d => d!.Boxes) > van.Capacity)
                return Problem.Invalid(field, "services.van_full", $"{van.Code} 车只能装 {van.Capacity} 份，现在是 {some.Sum(d => d!.Boxes)} 份。", $"Van {van.Code} takes {van.Capacity} boxes, not {some.Sum(d => d!.Boxes)}.");
            plan[van.Code] = [.. some.OfType<Drop>()];
        }

        var placed = plan.Values.SelectMany(r => r).Select(d => d.Village).ToList();
        if (placed.Count != placed.Distinct().Count() || placed.Count != drops.Count)
            return Problem.Invalid("routes", "services.village_once", "每个订了餐的村都要安排，而且只能安排一次。", "Each village with boxes stands on exactly one van.");
        return plan;
    }

    private void Write(
        KitchenDay day, CentralKitchen kitchen, IReadOnlyDictionary<string, IReadOnlyList<Drop>> plan, List<DeliveryVan> vans, List<VanRun> runs, List<RunStop> stops, PlanLoading request)
    {
        var known = stops.ToDictionary(s => s.Village, StringComparer.Ordinal);
        var kept = runs.Where(r => r.State != RunState.Planned).Select(r => r.Id).ToHashSet();
        foreach (var (code, route) in plan)
        {
            var van = vans.Find(v => v.Code == code)!;
            var run = runs.Find(r => r.Van == code);
            if (run is null)
            {
                db.Insert(run = new() { Id = Guid.CreateVersion7(book.Now), Day = day.Id, Scope = day.Scope, Van = code, Capacity = van.Capacity });
                runs.Add(run);
            }

            run.Driver = request.Routes?.FirstOrDefault(r => r.Van == code)?.Driver ?? van.Driver;
            kept.Add(run.Id);
            var due = Times.Due(kitchen, LocalTime.StartOfDay(day.Day).AddMinutes(kitchen.LeaveMinutes), route);
            for (var i = 0; i < route.Count; i++)
            {
                if (!known.Remove(route[i].Village, out var stop))
                    db.Insert(stop = new()
                    {
                        Id = Guid.CreateVersion7(book.Now), Run = run.Id, Day = day.Id, Scope = day.Scope, Village = route[i].Village, Position = i, Boxes = route[i].Boxes,
                        Code = RandomNumberGenerator.GetString("0123456789", 4),
                    });
                (stop.Run, stop.Position, stop.Boxes, stop.DueAt) = (run.Id, i, route[i].Boxes, due[i]);
            }
        }

        foreach (var stop in known.Values.Where(s => !runs.Exists(r => r.Id == s.Run && r.State != RunState.Planned)))
            db.Delete(stop);
        foreach (var run in runs.Where(r => !kept.Contains(r.Id)))
            db.Delete(run);
    }

    private async Task<List<Drop>> Drops(KitchenDay day, CentralKitchen kitchen, HashSet<string> gone, CancellationToken cancel)
    {
        var boxes = (await book.Lines(day, cancel)).GroupBy(l => l.Village).ToDictionary(g => g.Key, g => g.Sum(l => l.Count), StringComparer.Ordinal);
        var villages = await db.Unfiltered<Village>().AsNoTracking().Where(v => v.Kitchen == kitchen.Code).OrderBy(v => v.Position).ToListAsync(cancel);
        return [.. villages.Where(v => boxes.GetValueOrDefault(v.Code) > 0 && !gone.Contains(v.Code)).Select(v => new Drop(v.Code, KitchenBook.At(v), boxes[v.Code]))];
    }
}

/// <summary>When a van should be where.</summary>
internal static class Times
{
    /// <summary>Planned arrival at each stop: the drive at the kitchen's usual speed, and the minutes each hand-over takes.</summary>
    public static IReadOnlyList<DateTimeOffset> Due(CentralKitchen kitchen, DateTimeOffset leave, IReadOnlyList<Drop> route)
    {
        var due = new List<DateTimeOffset>(route.Count);
        var (at, here) = (leave, KitchenBook.At(kitchen));
        foreach (var drop in route)
        {
            at = at.AddMinutes(here.DistanceTo(drop.At) * RoutePlan.RoadFactor / 1000 / kitchen.KmPerHour * 60);
            due.Add(Clock.ToMicroseconds(at));
            (at, here) = (at.AddMinutes(kitchen.StopMinutes), drop.At);
        }

        return due;
    }
}
