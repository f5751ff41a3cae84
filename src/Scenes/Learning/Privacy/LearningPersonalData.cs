using Linli.Learning.AfterSchool;
using Linli.Learning.Courses;
using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Learning.Privacy;

/// <summary>What the courses keep of a person besides their bookings. That a child was handed over stays without their name.</summary>
internal sealed class LearningPersonalData(LinliDb db, FieldCipher cipher, ICareLists register, INotices notices) : IPersonalData
{
    public string Module => "learning";

    public Phrase Title => ("课程与接送", "Courses and fetching");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var wishes = await Wishes(subject).AsNoTracking().Join(db.Unfiltered<Course>(), w => w.Course, c => c.Id, (w, c) => new { w.At, c.TitleZh }).ToListAsync(cancel);
        var classes = await Monitored(subject).AsNoTracking().Select(c => c.TitleZh).ToListAsync(cancel);
        var collectors = await Collectors(subject).AsNoTracking().OrderBy(c => c.At).ToListAsync(cancel);
        var fetched = await Fetched(subject).AsNoTracking().OrderBy(h => h.At).ToListAsync(cancel);
        if (wishes.Count + classes.Count + collectors.Count + fetched.Count == 0)
            return [];
        return
        [
            new("wishes", ("登记候补的课程", "Courses put down for"), [.. wishes.Select(w => new DataValue[] { new("course", ("课程", "Course"), w.TitleZh), DataValue.Instant("at", ("时间", "When"), w.At) })]),
            new("monitor", ("担任班长", "Monitor of"), [.. classes.Select(c => new DataValue[] { new("course", ("课程", "Course"), c) })]),
            new("collectors", ("接送人", "Who may fetch the child"), [.. collectors.Select(c => new DataValue[]
            {
                new("name", ("姓名", "Name"), cipher.Open(c.Name)), new("relation", ("关系", "Relation"), c.Relation), DataValue.Instant("at", ("登记", "Named"), c.At), DataValue.Instant("ended", ("取消", "Ended"), c.EndedAt),
            })]),
            new("fetched", ("放学交接", "Handed over"), [.. fetched.Select(h => new DataValue[] { DataValue.Instant("at", ("时间", "When"), h.At), new("to", ("接的人", "By"), h.Relation) })]),
        ];
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel) => await Fetched(subject).CountAsync(cancel) is > 0 and var count
        ? [new(("放学交接记录，不再与孩子关联", "That a child was handed over, no longer tied to them"), ("未成年人保护的交接凭证", "Proof of handing children over"), count)]
        : [];

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        await Wishes(subject).ExecuteDeleteAsync(cancel);
        await Monitored(subject).ExecuteUpdateAsync(s => s.SetProperty(c => c.Monitor, (Guid?)null), cancel);
        await Fetched(subject).ExecuteUpdateAsync(s => s.SetProperty(h => h.Child, (Guid?)null).SetProperty(h => h.Guardian, (Guid?)null), cancel);
        await db.Unfiltered<HandedOver>().Where(h => h.Guardian != null && subject.Accounts.Contains(h.Guardian.Value)).ExecuteUpdateAsync(s => s.SetProperty(h => h.Guardian, (Guid?)null), cancel);
        await db.Unfiltered<HandedOver>().Where(h => h.By != null && subject.Accounts.Contains(h.By.Value)).ExecuteUpdateAsync(s => s.SetProperty(h => h.By, (Guid?)null), cancel);
        await TellGuardians(subject, cancel);
        await Collectors(subject).ExecuteDeleteAsync(cancel);
    }

    // Whom a guardian who leaves has named does not fetch the child any more: the other one names them anew.
    private async Task TellGuardians(DataSubject subject, CancellationToken cancel)
    {
        foreach (var child in await db.Records<Collector>().Where(c => c.EndedAt == null && c.Child != subject.Person && subject.Accounts.Contains(c.By)).Select(c => c.Child).Distinct().OrderBy(c => c).ToListAsync(cancel))
            foreach (var account in (await register.GuardianAccountsOf(child, cancel)).Where(a => !subject.Accounts.Contains(a)))
                await notices.Tell(account, "learning.collectors", ("接送人名单有变", "Who may fetch your child has changed"), ("另一位监护人登记的接送人已取消，需要的话请重新登记。", "Those whom the other guardian named may not fetch the child any more: name them anew if they should."),
                    "/learning/fetch", $"collectors-gone-{child:N}-{subject.Person:N}", cancel);
    }

    // Of one person, wherever they learn.
    private IQueryable<CourseWish> Wishes(DataSubject subject) => db.Unfiltered<CourseWish>().Where(w => w.Person == subject.Person);

    private IQueryable<Course> Monitored(DataSubject subject) => db.Unfiltered<Course>().Where(c => c.Monitor == subject.Person);

    private IQueryable<Collector> Collectors(DataSubject subject) => db.Records<Collector>().Where(c => c.Child == subject.Person || subject.Accounts.Contains(c.By));

    private IQueryable<HandedOver> Fetched(DataSubject subject) => db.Unfiltered<HandedOver>().Where(h => h.Child == subject.Person);
}
