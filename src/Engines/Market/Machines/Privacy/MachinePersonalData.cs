using System.Globalization;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Privacy;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Machines.Privacy;

/// <summary>Purchases at machines: can be taken along; receipts stay with the books, and name nobody any more.</summary>
internal sealed class MachinePersonalData(LinliDb db, IFileStore files) : IPersonalData
{
    public string Module => "market-machines";

    public Phrase Title => ("无人设备购买", "Purchases at machines");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var sessions = await Own(subject).AsNoTracking().OrderBy(s => s.At).ToListAsync(cancel);
        var ids = sessions.ConvertAll(s => s.Id);
        var lines = (await db.Records<MachineLine>().AsNoTracking().Where(l => ids.Contains(l.Session)).ToListAsync(cancel)).ToLookup(l => l.Session);
        // Of the person's own purchases.
        var disputes = await db.Unfiltered<MachineDispute>().AsNoTracking().Where(d => ids.Contains(d.Session)).OrderBy(d => d.At).ToListAsync(cancel);
        var photos = new List<StoredFile>();
        foreach (var dispute in disputes)
            photos.AddRange(await files.Of(MachineDispute.FileKind, dispute.Id, cancel));
        return
        [
            new("purchases", ("购买", "Purchases"), [.. sessions.Select(s => new DataValue[]
            {
                new("number", ("编号", "Number"), s.Number),
                DataValue.Instant("at", ("时间", "When"), s.At),
                new("state", ("状态", "State"), SessionWords.State(s.State).Zh),
                new("goods", ("商品", "Goods"), string.Join("；", lines[s.Id].Select(l => $"{l.NameZh} {l.Grams} 克 {Yuan.Words(l.Fen).Zh}"))),
                new("charged_fen", ("实付（分）", "Charged, fen"), s.ChargedFen.ToString(CultureInfo.InvariantCulture)),
                new("refunded_fen", ("退款（分）", "Given back, fen"), s.RefundedFen.ToString(CultureInfo.InvariantCulture)),
            })]),
            new("disputes", ("异议", "Disputes"), [.. disputes.Select(d => new DataValue[]
            {
                DataValue.Instant("at", ("时间", "When"), d.At),
                new("text", ("内容", "Text"), d.Text),
                new("decision", ("处理意见", "Decision"), d.Decision),
            })]) { Files = photos },
        ];
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel)
    {
        var count = await Own(subject).CountAsync(cancel);
        return count == 0 ? [] :
            [new(("无人设备的销售记录，不再与您关联", "Sales of machines, no longer tied to you"), ("会计法：销售凭据不得删除", "Accounting Law: receipts are not deleted"), count)];
    }

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        var sessions = await Own(subject).ToListAsync(cancel);
        foreach (var session in sessions)
        {
            session.Person = session.Person == subject.Person ? null : session.Person;
            session.Account = session.Account is { } account && subject.Accounts.Contains(account) ? null : session.Account;
            (session.StaffNote, session.DebtClosed) = (subject.Scrub(session.StaffNote), subject.Scrub(session.DebtClosed));
        }

        var ids = sessions.Where(s => s.Person is null).Select(s => s.Id).ToList();
        // Of the person's own purchases.
        var disputes = await db.Unfiltered<MachineDispute>().Where(d => ids.Contains(d.Session)).ToListAsync(cancel);
        foreach (var dispute in disputes)
            (dispute.Text, dispute.Decision) = ("＊＊", subject.Scrub(dispute.Decision));
        var all = sessions.ConvertAll(s => (Guid?)s.Id);
        foreach (var seen in await db.Records<MachineEvent>().Where(e => all.Contains(e.Session) && e.SeenNote != null).ToListAsync(cancel))
            seen.SeenNote = subject.Scrub(seen.SeenNote);
        await files.Discard(MachineDispute.FileKind, disputes.ConvertAll(d => d.Id), cancel);
    }

    // Of one person, wherever they bought.
    private IQueryable<MachineSession> Own(DataSubject subject)
    {
        var accounts = subject.Accounts.Select(a => (Guid?)a).ToList();
        return db.Unfiltered<MachineSession>().Where(s => s.Person == subject.Person || (s.Account != null && accounts.Contains(s.Account)));
    }
}
