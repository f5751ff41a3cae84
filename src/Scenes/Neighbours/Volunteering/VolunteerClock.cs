using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Volunteering;

/// <summary>Tells leaders whose volunteers came and did not check out: they decide the hours.</summary>
internal sealed record RemindLeaders : ICommand<int>;

internal sealed class RemindLeadersHandler(LinliDb db, INotices notices, TimeProvider time) : IHandler<RemindLeaders, int>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        // For the clock only.
    }

    public async Task<Result<int>> Handle(RemindLeaders request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var until = now - VolunteerRules.Late;
        // Of every place: the clock of the house.
        var over = await db.Unfiltered<VolunteerActivity>().Where(a => a.State == ActivityState.Open && a.RemindedAt == null && a.EndsAt <= until).OrderBy(a => a.EndsAt).Take(100).ToListAsync(cancel);
        var told = 0;
        foreach (var activity in over)
        {
            activity.RemindedAt = now;
            var open = await db.Records<SignUp>().CountAsync(s => s.Activity == activity.Id && s.InAt != null && s.SettledAt == null, cancel);
            if (open == 0)
                continue;
            told++;
            await notices.Tell(activity.Leader, "volunteer.decide", ("请确认志愿时长", "Please decide hours"),
                ($"{activity.Title}：{open} 人没有签退。", $"{activity.Title}: {open} people did not check out."), $"/volunteering/{activity.Id}/lead", $"volunteer-decide:{activity.Id}", cancel);
        }

        return told;
    }
}

/// <summary>Looks every ten minutes; writes nothing when there is nothing to say.</summary>
internal sealed class VolunteerClock(LinliDb db, UseCaseRunner runner, TimeProvider time) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        var until = Clock.Now(time) - VolunteerRules.Late;
        // Of every place: the clock of the house.
        if (await db.Unfiltered<VolunteerActivity>().AnyAsync(a => a.State == ActivityState.Open && a.RemindedAt == null && a.EndsAt <= until, cancel))
            await runner.Run(new RemindLeaders(), cancel);
    }
}
