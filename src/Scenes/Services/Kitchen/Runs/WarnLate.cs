using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Kitchen.Runs;

/// <summary>Tells a village, once, that its van is late (晚点).</summary>
internal sealed record WarnLate(Guid Stop) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Stop.ToString();
}

internal sealed class WarnLateHandler(LinliDb db, KitchenBook book, INotices notices, Outbox outbox) : IHandler<WarnLate, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        // Only Linli itself does this.
    }

    public async Task<Result<Done>> Handle(WarnLate request, CancellationToken cancel)
    {
        if (await db.Unfiltered<RunStop>().SingleOrDefaultAsync(s => s.Id == request.Stop && s.HandedAt == null && s.LateToldAt == null, cancel) is not { } stop)
            return Done.It;
        var village = await db.Unfiltered<Village>().SingleAsync(v => v.Code == stop.Village, cancel);
        var day = await db.Unfiltered<KitchenDay>().AsNoTracking().SingleAsync(d => d.Id == stop.Day, cancel);
        stop.LateToldAt = book.Now;
        var staff = await book.StaffOf(village, cancel);
        foreach (var account in staff)
            await notices.Tell(
                account, "kitchen.late", ("送餐车晚点了", "The van with the meals is late"), ("请告诉老人稍等；厨房正在联系司机。", "Ask the elders to wait a little; the kitchen is ringing the driver."),
                $"/desk/village-meals?day={day.Day:yyyy-MM-dd}", $"kitchen-late:{stop.Id}", cancel);
        outbox.Add(new KitchenChanged(day.Id, ScopePath.Parse(day.Scope, null), "late", stop.Village, staff));
        return Done.It;
    }
}

/// <summary>Looks after the vans of today.</summary>
internal sealed class WatchRuns(LinliDb db, UseCaseRunner runner, TimeProvider time) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        var (now, today) = (Clock.Now(time), LocalTime.Today(time));
        var days = await db.Unfiltered<KitchenDay>().AsNoTracking().Where(d => d.Day == today).ToListAsync(cancel);
        foreach (var day in days)
        {
            var kitchen = await db.Unfiltered<CentralKitchen>().AsNoTracking().SingleAsync(k => k.Code == day.Kitchen, cancel);
            var open = await db.Unfiltered<RunStop>().AsNoTracking().Where(s => s.Day == day.Id && s.HandedAt == null && s.LateToldAt == null && s.DueAt != null).ToListAsync(cancel);
            foreach (var stop in open.Where(s => RunReach.IsLate(s, kitchen, now)))
                await runner.Run(new WarnLate(stop.Id), cancel);
        }
    }
}
