using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Deliberation.Surveys;

/// <summary>Which surveys somebody answered; what they answered bears no name and cannot be found.</summary>
internal sealed class SurveyPersonalData(LinliDb db) : IPersonalData
{
    public string Module => "deliberation";

    public Phrase Title => ("问卷", "Surveys");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var parts = await db.Records<SurveyPart>().AsNoTracking().Where(p => subject.Accounts.Contains(p.Account)).OrderBy(p => p.At).ToListAsync(cancel);
        var ids = parts.ConvertAll(p => p.Survey);
        var titles = await db.Unfiltered<Survey>().Where(s => ids.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.Title, cancel);
        return
        [
            new("answered", ("答过的问卷", "Surveys I answered"), [.. parts.Select(p => new DataValue[]
            {
                new("survey", ("问卷", "Survey"), titles[p.Survey]),
                new("at", ("时间", "When"), LocalTime.ToLocal(p.At).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)),
            })]),
        ];
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel) =>
        await db.Records<SurveyPart>().CountAsync(p => subject.Accounts.Contains(p.Account), cancel) is > 0 and var count
            ? [new(("您家或您答过的标记，不含您的账号和姓名", "The mark that your home or you have answered, without your account and name"), ("每人或每户只计一份答卷", "Each person or household is counted once"), count)]
            : [];

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        foreach (var part in await db.Records<SurveyPart>().Where(p => subject.Accounts.Contains(p.Account) || p.Who == subject.Person).ToListAsync(cancel))
        {
            part.Account = Guid.Empty;
            // The mark of a home stays: another of the household could answer a second time.
            if (part.Who == subject.Person)
                part.Who = SurveyAnswer.RandomId();
        }

        await db.SaveChangesAsync(cancel);
    }
}
