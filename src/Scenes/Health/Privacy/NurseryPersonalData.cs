using System.Globalization;
using Linli.Health.ChildCare;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.Privacy;

/// <summary>What child-care keeps of a child, and of its guardian: all of it goes, payments stay in the books without a name.</summary>
internal sealed class NurseryPersonalData(LinliDb db, ICareLists register, NurseryFees fees, TimeProvider time) : IPersonalData
{
    public string Module => "nursery";

    public Phrase Title => ("托育", "Child-care");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var children = await (await Children(subject, cancel)).AsNoTracking().OrderBy(c => c.At).ToListAsync(cancel);
        if (children.Count == 0)
            return [];
        var ids = children.ConvertAll(c => c.Id);
        var collectors = await db.Unfiltered<Collector>().AsNoTracking().Where(c => ids.Contains(c.Child)).OrderBy(c => c.At).ToListAsync(cancel);
        var days = await db.Unfiltered<Handover>().AsNoTracking().Where(h => ids.Contains(h.Child)).OrderBy(h => h.Day).ToListAsync(cancel);
        var people = children.ConvertAll(c => (Guid?)c.Person);
        var looks = await db.Unfiltered<NurseryLook>().AsNoTracking().Where(l => ids.Contains(l.Child)).OrderBy(l => l.At).ToListAsync(cancel);
        var paid = await db.Unfiltered<NurseryFee>().AsNoTracking().Where(f => people.Contains(f.Person)).OrderBy(f => f.Month).ToListAsync(cancel);
        return
        [
            new("children", ("入园登记", "Children"), [.. children.Select(c => new DataValue[] { new("callName", ("称呼", "Called"), c.CallName), DataValue.Instant("at", ("登记时间", "Entered"), c.At) })]),
            new("collectors", ("接送人", "Who may fetch"), [.. collectors.Select(c => new DataValue[]
            {
                new("name", ("姓名", "Name"), c.NameMask), new("relation", ("关系", "Relation"), c.Relation), DataValue.Day("day", ("仅限", "Only on"), c.Day), DataValue.Instant("withdrawn", ("取消", "Withdrawn"), c.WithdrawnAt),
            })]),
            new("days", ("接送记录", "Days"), [.. days.Select(h => new DataValue[]
            {
                DataValue.Instant("came", ("入园", "Came"), h.CameAt), DataValue.Instant("left", ("离园", "Fetched"), h.LeftAt), new("by", ("接走", "By"), collectors.Find(c => c.Id == h.Collector)?.Relation),
            })]),
            new("fees", ("保育费", "Fees"), [.. paid.Select(f => new DataValue[]
            {
                DataValue.Day("month", ("月份", "Month"), f.Month), new("fen", ("金额（分）", "Fen"), f.Fen.ToString(CultureInfo.InvariantCulture)), DataValue.Instant("back", ("退回", "Given back"), f.BackAt),
            })]),
            new("looks", ("谁看过名单", "Who saw the list"), [.. looks.Select(l => new DataValue[] { DataValue.Day("day", ("日期", "Day"), l.Day), new("name", ("工作人员", "Staff"), l.Name) })]),
        ];
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel)
    {
        var paid = await db.Unfiltered<NurseryFee>().CountAsync(f => f.Person == subject.Person, cancel);
        return paid == 0 ? [] : [new(("每月保育费已交，不带孩子姓名", "That the fee of a month was paid, without the child"), ("会计资料（会计法第二十三条）", "Records of accounting (Accounting Law art. 23)"), paid)];
    }

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        // A guardian who leaves takes nothing from the child; only the child's own data go with it.
        var own = await db.Unfiltered<NurseryChild>().Where(c => c.Person == subject.Person).Select(c => c.Id).ToListAsync(cancel);
        // Before nobody knows any more whose they are: what was paid ahead comes back.
        foreach (var place in await db.Unfiltered<NurseryFee>().Where(f => f.Person == subject.Person && f.BackAt == null).Select(f => f.Reservation).Distinct().ToListAsync(cancel))
            await fees.EndOf(place, LocalTime.Today(time), cancel);
        await db.SaveChangesAsync(cancel);
        await db.Unfiltered<HandoverAttempt>().Where(a => own.Contains(a.Child)).ExecuteDeleteAsync(cancel);
        await db.Unfiltered<NurseryLook>().Where(l => own.Contains(l.Child)).ExecuteDeleteAsync(cancel);
        await db.Unfiltered<Handover>().Where(h => own.Contains(h.Child)).ExecuteDeleteAsync(cancel);
        await db.Unfiltered<Collector>().Where(c => own.Contains(c.Child)).ExecuteDeleteAsync(cancel);
        await db.Unfiltered<NurseryChild>().Where(c => own.Contains(c.Id)).ExecuteDeleteAsync(cancel);
        await db.Unfiltered<NurseryFee>().Where(f => f.Person == subject.Person).ExecuteUpdateAsync(s => s.SetProperty(f => f.Person, (Guid?)null), cancel);
        // Whom they named to fetch a child is named anew by the guardians that are left.
        await db.Unfiltered<Collector>().Where(c => c.By != null && subject.Accounts.Contains(c.By.Value)).ExecuteUpdateAsync(s => s.SetProperty(c => c.By, (Guid?)null), cancel);
        await db.Unfiltered<HandoverAttempt>().Where(a => a.Account != null && subject.Accounts.Contains(a.Account.Value)).ExecuteUpdateAsync(s => s.SetProperty(a => a.Account, (Guid?)null), cancel);
        await db.Unfiltered<NurseryLook>().Where(l => l.Account != null && subject.Accounts.Contains(l.Account.Value)).ExecuteUpdateAsync(s => s.SetProperty(l => l.Account, (Guid?)null).SetProperty(l => l.Name, ""), cancel);
        await db.Unfiltered<Handover>().Where(h => h.ReceivedBy != null && subject.Accounts.Contains(h.ReceivedBy.Value)).ExecuteUpdateAsync(s => s.SetProperty(h => h.ReceivedBy, (Guid?)null), cancel);
        await db.Unfiltered<Handover>().Where(h => h.HandedBy != null && subject.Accounts.Contains(h.HandedBy.Value)).ExecuteUpdateAsync(s => s.SetProperty(h => h.HandedBy, (Guid?)null), cancel);
    }

    // Of a child, and for those who are its guardians today: where a child is, is nothing for who was one once (R37, R38).
    private async Task<IQueryable<NurseryChild>> Children(DataSubject subject, CancellationToken cancel)
    {
        var people = new List<Guid> { subject.Person };
        foreach (var account in subject.Accounts)
            people.AddRange(await register.WardsOf(account, cancel));
        return db.Unfiltered<NurseryChild>().Where(c => people.Contains(c.Person));
    }
}
