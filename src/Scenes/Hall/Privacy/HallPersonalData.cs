using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Privacy;

/// <summary>Tickets, matters and authorisations of a person. Tickets and lists go with them; what was decided stays as long as its case, without the name.</summary>
internal sealed class HallPersonalData(LinliDb db, FieldCipher cipher) : IPersonalData
{
    public string Module => "hall";

    public Phrase Title => ("政务大厅", "The service hall");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var tickets = await Tickets(subject).AsNoTracking().OrderBy(t => t.TakenAt).ToListAsync(cancel);
        var matters = await Matters(subject).AsNoTracking().OrderBy(m => m.TakenInAt).ToListAsync(cancel);
        var proxies = await Proxies(subject).AsNoTracking().OrderBy(p => p.At).ToListAsync(cancel);
        var prepared = await db.Records<PreparationRow>().AsNoTracking().Where(p => subject.Accounts.Contains(p.Account)).OrderBy(p => p.At).ToListAsync(cancel);
        var visits = await Files(subject).AsNoTracking().Where(f => f.VisitAt != null).OrderBy(f => f.VisitAt).ToListAsync(cancel);
        List<DataSection> sections = [];
        if (prepared.Count > 0)
            sections.Add(new("preparations", ("办事前的清单", "Lists gone through before"), [.. prepared.Select(p => new DataValue[]
            {
                new("item", ("事项", "Item"), p.Item), new("ready", ("已备材料", "Papers ready"), p.Ready), new("shared", ("部门共享", "Shared by offices"), p.Shared), DataValue.Instant("at", ("时间", "At"), p.At),
            })]));
        if (visits.Count > 0)
            sections.Add(new("visits", ("上门办", "Visits at home"), [.. visits.Select(f => new DataValue[]
            {
                new("number", ("编号", "Number"), f.Number), DataValue.Instant("planned", ("约定时间", "Planned for"), f.VisitAt), DataValue.Instant("from", ("到达", "From"), f.VisitFrom), DataValue.Instant("until", ("离开", "Until"), f.VisitUntil),
                new("note", ("情况", "What you said"), f.VisitNote is { } note ? cipher.Open(note) : null),
            })]));
        if (tickets.Count > 0)
            sections.Add(new("tickets", ("号票", "Tickets"), [.. tickets.Select(t => new DataValue[]
            {
                new("number", ("号码", "Number"), t.Number), DataValue.Instant("at", ("取号时间", "Taken"), t.TakenAt), new("priority", ("优先", "Priority"), t.Priority?.ToString()), new("state", ("状态", "State"), t.State.ToString()),
                new("rating", ("评价", "Rating"), t.Rating?.ToString(System.Globalization.CultureInfo.InvariantCulture)), new("ratingText", ("评价内容", "What you said"), t.RatingText),
                new("settled", ("整改", "How it was put right"), t.SettledHow),
            })]));
        if (matters.Count > 0)
            sections.Add(new("matters", ("办理事项", "Matters"), [.. matters.Select(m => new DataValue[]
            {
                new("item", ("事项", "Item"), m.Item), new("receipt", ("回执", "Receipt"), m.Receipt), DataValue.Instant("at", ("受理时间", "Taken in"), m.TakenInAt), new("state", ("状态", "State"), m.State.ToString()), new("outcome", ("结果", "Outcome"), m.Outcome),
            })]));
        if (proxies.Count > 0)
            sections.Add(new("proxies", ("委托", "Authorisations"), [.. proxies.Select(p => new DataValue[]
            {
                new("number", ("编号", "Number"), p.Number), new("principal", ("委托人", "Principal"), cipher.Open(p.Principal)), new("agent", ("受托人", "Agent"), p.AgentMask), new("shown", ("核验方式", "Shown by"), p.PrincipalBy is null ? "document" : "network identity"), new("items", ("事项", "Items"), p.Items),
                new("until", ("有效至", "Until"), p.Until.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)), new("state", ("状态", "State"), p.State.ToString()),
            })]));
        return sections;
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel)
    {
        var (matters, proxies) = (await Matters(subject).CountAsync(cancel), await Proxies(subject).CountAsync(cancel));
        List<DataThatStays> stays = [];
        if (matters > 0)
            stays.Add(new(("办理事项的回执、期限和结果，不带姓名", "Receipts, limits and outcomes of matters, without the name"), ("办件档案要保存", "Files of decisions have to be kept"), matters));
        if (proxies > 0)
            stays.Add(new(("委托的编号、事项、期限和见证，不带姓名和证件号码", "Number, items, time and witness of authorisations, without name and document"), ("证明别人来办是经过委托的", "They show that somebody was allowed to come"), proxies));
        return stays;
    }

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        await db.Records<PreparationRow>().Where(p => subject.Accounts.Contains(p.Account)).ExecuteDeleteAsync(cancel);
        // Why they went first says something of their health.
        var cases = await Files(subject).Select(f => f.Case).ToListAsync(cancel);
        await db.Records<WayRow>().Where(w => cases.Contains(w.Case) && w.Reason != null).ExecuteUpdateAsync(u => u.SetProperty(w => w.Reason, (PriorityReason?)null), cancel);
        await Files(subject).ExecuteUpdateAsync(u => u.SetProperty(f => f.VisitNote, (Sealed?)null).SetProperty(f => f.Account, (Guid?)null).SetProperty(f => f.Person, (Guid?)null).SetProperty(f => f.Name, (string?)null), cancel);
        await Tickets(subject).ExecuteUpdateAsync(
            u => u.SetProperty(t => t.Account, (Guid?)null).SetProperty(t => t.Person, (Guid?)null).SetProperty(t => t.Name, (string?)null).SetProperty(t => t.Priority, (PriorityReason?)null)
                .SetProperty(t => t.RatingText, (string?)null), cancel);
        var gone = cipher.Seal("");
        await Proxies(subject).ExecuteUpdateAsync(
            u => u.SetProperty(p => p.Principal, gone).SetProperty(p => p.PrincipalMask, "").SetProperty(p => p.PrincipalHash, "").SetProperty(p => p.PrincipalPerson, (Guid?)null)
                .SetProperty(p => p.PrincipalAccount, (Guid?)null).SetProperty(p => p.Reason, (string?)null)
                .SetProperty(p => p.Agent, gone).SetProperty(p => p.AgentMask, "").SetProperty(p => p.AgentHash, "")
                .SetProperty(p => p.State, p => p.State == ProxyState.Refused ? ProxyState.Refused : ProxyState.Revoked), cancel);
    }

    private IQueryable<TicketRow> Tickets(DataSubject subject) =>
        db.Unfiltered<TicketRow>().Where(t => (t.Person != null && t.Person == subject.Person) || (t.Account != null && subject.Accounts.Contains(t.Account.Value)));

    private IQueryable<FileRow> Files(DataSubject subject) =>
        db.Unfiltered<FileRow>().Where(f => (f.Person != null && f.Person == subject.Person) || (f.Account != null && subject.Accounts.Contains(f.Account.Value)));

    private IQueryable<HallMatter> Matters(DataSubject subject)
    {
        var files = Files(subject);
        return db.Unfiltered<HallMatter>().Where(m => files.Any(f => f.Case == m.Case));
    }

    private IQueryable<ProxyRow> Proxies(DataSubject subject) =>
        db.Unfiltered<ProxyRow>().Where(p => (p.PrincipalPerson != null && p.PrincipalPerson == subject.Person) || (p.PrincipalAccount != null && subject.Accounts.Contains(p.PrincipalAccount.Value)));
}
