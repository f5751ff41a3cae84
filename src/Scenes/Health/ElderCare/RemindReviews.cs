using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ElderCare;

/// <summary>Says that a plan is to be looked at again (复评到期): to the person, to who speaks for them, and to whoever proposed it; once for each day of review.</summary>
internal sealed class RemindReviews(LinliDb db, EachByItself each, PlanBook plans, INotices notices, TimeProvider time) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        var today = LocalTime.Today(time);
        // For the whole installation.
        var due = await db.Unfiltered<CarePlan>().AsNoTracking().Where(p => p.State == PlanState.Agreed && p.ReviewOn <= today && (p.RemindedOf == null || p.RemindedOf != p.ReviewOn)).Select(p => p.Id).ToListAsync(cancel);
        await each.Do(due, async id =>
        {
            var plan = await db.Unfiltered<CarePlan>().SingleAsync(p => p.Id == id, cancel);
            plan.RemindedOf = plan.ReviewOn;
            var key = $"care-plan-due-{plan.Id:N}-{plan.ReviewOn:yyyyMMdd}";
            if (plan.Person is { } person)
                await plans.Tell(person, "elder-care.due", ("照护计划该复评了", "A plan of care is to be looked at again"), ("护理员会和您约时间；也可以先想想哪里要改。", "The carers will arrange a time; think about what should change."), key, cancel);
            if (plan.By is { } carer)
                await notices.Tell(carer, "elder-care.due", ("有一份照护计划该复评了", "A plan of care is to be looked at again"), ("请和本人或家属约时间复评。", "Arrange a time with the person or their family."), $"/desk/elder-care?centre={plan.Centre}", key, cancel);
        }, cancel);
    }
}
