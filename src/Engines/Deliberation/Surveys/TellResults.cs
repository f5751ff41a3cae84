using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Linli.Deliberation.Surveys;

/// <summary>Tells those who answered that the results of a survey are there.</summary>
internal sealed class TellResults(LinliDb db, INotices notices, TimeProvider time) : IJob
{
    /// <summary>What people are told, and opt out of.</summary>
    public const string Topic = "survey";

    public async Task Run(CancellationToken cancel)
    {
        var now = Clock.Now(time);
        foreach (var survey in await db.Unfiltered<Survey>().Where(s => s.PublishedAt != null && !s.Told && s.ClosesAt <= now).OrderBy(s => s.ClosesAt).Take(20).ToListAsync(cancel))
        {
            foreach (var account in await db.Records<SurveyPart>().Where(p => p.Survey == survey.Id && p.Account != Guid.Empty).Select(p => p.Account).Distinct().ToListAsync(cancel))
                await notices.Tell(account, Topic + ".results", ("您答过的问卷有结果了", "Results of a survey you answered"), (survey.Title, survey.Title), $"/surveys/{survey.Id}", $"survey-results:{survey.Id}", cancel);
            survey.Told = true;
            await db.SaveChangesAsync(cancel);
        }
    }
}
