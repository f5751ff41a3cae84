using Linli.People.Care;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.MyData;

/// <summary>
/// Which special-care lists a person is on, and why: among the most sensitive that is kept of anybody, so all of it goes. Who
/// looks after them is a worker, whom the person may know by account only.
/// </summary>
internal sealed class CarePersonalData(LinliDb db, FieldCipher cipher, TimeProvider time) : IPersonalData
{
    public string Module => "care";

    public Phrase Title => ("关爱名单", "Special care");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var entries = await db.Unfiltered<CareEntry>().AsNoTracking().Where(c => c.PersonId == subject.Person).OrderBy(c => c.At).ToListAsync(cancel);
        var workers = await db.Records<CareAssignment>().AsNoTracking().Where(a => a.PersonId == subject.Person).OrderBy(a => a.From).ToListAsync(cancel);
        var refused = await db.Records<CareDismissal>().AsNoTracking().Where(d => d.PersonId == subject.Person).OrderBy(d => d.Until).ToListAsync(cancel);
        if (entries.Count + workers.Count + refused.Count == 0)
            return [];
        var names = await db.Records<CareGroup>().AsNoTracking().ToDictionaryAsync(g => g.Code, g => g.NameZh, cancel);
        return
        [
            new("entries", ("我在的名单", "Lists I am on"), [.. entries.Select(c => new DataValue[]
            {
                new("group", ("名单", "List"), names.GetValueOrDefault(c.Group, c.Group)),
                new("state", ("状态", "State"), c.State.ToString().ToLowerInvariant()),
                new("reason", ("原因", "Reason"), cipher.Open(c.Reason)),
                new("evidence", ("依据", "Evidence"), cipher.Open(c.Evidence)),
                DataValue.Day("from", ("开始", "From"), c.From),
                DataValue.Day("to", ("结束", "To"), c.To),
                DataValue.Day("reviewOn", ("复核", "To be reviewed"), c.ReviewOn),
                new("suggested", ("登记册提示", "Suggested by the register"), c.Suggested ? "yes" : "no"),
                new("endReason", ("移出原因", "Why it ended"), c.EndReason),
                DataValue.Instant("at", ("时间", "When"), c.At),
            })]),
            new("workers", ("帮扶责任人", "Who looks after me"), [.. workers.Select(a => new DataValue[]
            {
                new("account", ("工作账号", "Staff account"), a.Account.ToString()),
                DataValue.Instant("from", ("开始", "From"), a.From),
                DataValue.Instant("to", ("结束", "To"), a.To),
            })]),
            new("notListed", ("未纳入的名单", "Lists I was not put on"), [.. refused.Select(d => new DataValue[]
            {
                new("group", ("名单", "List"), names.GetValueOrDefault(d.Group, d.Group)),
                new("reason", ("原因", "Reason"), d.Reason),
                DataValue.Day("until", ("至", "Until"), d.Until),
            })]),
        ];
    }

    public Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<DataThatStays>>([]);

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        await db.Unfiltered<CareEntry>().Where(c => c.PersonId == subject.Person).ExecuteDeleteAsync(cancel);
        await db.Records<CareAssignment>().Where(a => a.PersonId == subject.Person).ExecuteDeleteAsync(cancel);
        await db.Records<CareDismissal>().Where(d => d.PersonId == subject.Person).ExecuteDeleteAsync(cancel);
        // Whoever worked here looks after nobody any more.
        await db.Records<CareAssignment>().Where(a => subject.Accounts.Contains(a.Account) && a.To == null)
            .ExecuteUpdateAsync(a => a.SetProperty(x => x.To, now), cancel);
    }
}
