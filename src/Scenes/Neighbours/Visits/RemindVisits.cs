using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Visits;

/// <summary>Tells workers which visits are due soon, overdue, or were promised for these days; each once.</summary>
internal sealed record RemindVisits : ICommand<Done>;

internal sealed class RemindVisitsHandler(LinliDb db, INotices notices, TimeProvider time) : IHandler<RemindVisits, Done>, IUseCase
{
    // Nobody asks for it but the clock.
    public static void Map(IEndpointRouteBuilder api)
    {
    }

    public async Task<Result<Done>> Handle(RemindVisits request, CancellationToken cancel)
    {
        var today = LocalTime.Today(time);
        foreach (var (family, plan) in await Due(db, today, cancel))
        {
            if (VisitRules.Remind(family.VisitedAt is not null, family.DueOn, family.NextOn, today, WorkingDayCalendar.China) is not var (kind, key) || family.Reminded == key)
                continue;
            family.Reminded = key;
            await notices.Tell(
                family.Worker!.Value, "visits.due",
                kind switch
                {
                    VisitReminder.Overdue => ("有一户走访已逾期", "A visit is overdue"),
                    VisitReminder.DueSoon => ("有一户走访快到期", "A visit is due soon"),
                    _ => ("该再走访一户了", "A next visit is due"),
                },
                (plan.Name, plan.Name), $"/desk/visits/family/{family.Id}", $"visit:{family.Id}:{key}", cancel);
        }

        return Done.It;
    }

    /// <summary>Families that may have to be reminded of: a generous net, the rule decides.</summary>
    internal static async Task<IReadOnlyList<(VisitFamily Family, VisitPlan Plan)>> Due(LinliDb db, DateOnly today, CancellationToken cancel)
    {
        var soon = WorkingDayCalendar.China.AddWorkingDays(today, VisitRules.WarnWorkingDays);
        var rows = await db.Unfiltered<VisitFamily>()
            .Where(f => f.Worker != null && ((f.VisitedAt == null && f.DueOn <= soon) || (f.NextOn != null && f.NextOn <= soon)))
            .Join(db.Unfiltered<VisitPlan>(), f => f.Plan, p => p.Id, (f, p) => new { f, p })
            .Where(x => x.p.ClosedAt == null || x.f.NextOn != null).ToListAsync(cancel);
        return [.. rows.Select(x => (x.f, x.p))];
    }
}

/// <summary>Looks every half hour whether a worker has to be reminded; writes nothing when there is nothing to say.</summary>
internal sealed class VisitClock(LinliDb db, UseCaseRunner runner, TimeProvider time) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        var today = LocalTime.Today(time);
        var due = await RemindVisitsHandler.Due(db, today, cancel);
        db.ChangeTracker.Clear();
        if (due.Any(d => VisitRules.Remind(d.Family.VisitedAt is not null, d.Family.DueOn, d.Family.NextOn, today, WorkingDayCalendar.China) is var (_, key) && d.Family.Reminded != key))
            await runner.Run(new RemindVisits(), cancel);
    }
}
