using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Clubs.Meetings;

/// <summary>At which meetings of clubs somebody was; all of it goes with them.</summary>
internal sealed class ClubMeetingsPersonalData(LinliDb db) : IPersonalData
{
    public string Module => "club-meetings";

    public Phrase Title => ("社群签到", "Clubs' meetings");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var rows = await Rows(subject).AsNoTracking().Join(db.Unfiltered<Club>(), p => p.Club, c => c.Id, (p, c) => new { c.Name, p.At }).OrderBy(p => p.At).ToListAsync(cancel);
        return rows.Count == 0 ? [] : [new("attendance", ("参加的活动", "Meetings"), [.. rows.Select(r => new DataValue[] { new("club", ("社群", "Club"), r.Name), DataValue.Instant("at", ("签到", "When"), r.At) })])];
    }

    public Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel) => Task.FromResult<IReadOnlyList<DataThatStays>>([]);

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        await Rows(subject).ExecuteDeleteAsync(cancel);
        await db.Records<ClubPresence>().Where(p => p.By != null && subject.Accounts.Contains(p.By.Value)).ExecuteUpdateAsync(s => s.SetProperty(p => p.By, (Guid?)null), cancel);
    }

    private IQueryable<ClubPresence> Rows(DataSubject subject) => db.Records<ClubPresence>().Where(p => subject.Accounts.Contains(p.Account));
}
