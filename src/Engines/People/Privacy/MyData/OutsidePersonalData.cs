using Linli.People.SignIn.Outside;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.MyData;

/// <summary>Accounts of other houses that opened the person's own, and what those houses were asked for.</summary>
internal sealed class OutsidePersonalData(LinliDb db, FieldCipher cipher) : IPersonalData
{
    public string Module => "outside-accounts";

    public Phrase Title => ("关联账号与数据共享", "Linked accounts and shared data");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var links = await db.Records<OutsideLink>().AsNoTracking().Where(l => subject.Accounts.Contains(l.AccountId)).OrderBy(l => l.At).ToListAsync(cancel);
        var asked = await Asked(subject).AsNoTracking().OrderBy(r => r.ConsentAt).ToListAsync(cancel);
        if (links.Count + asked.Count == 0)
            return [];
        return
        [
            new("links", ("关联的账号", "Linked accounts"), [.. links.Select(l => new DataValue[]
            {
                new("provider", ("来源", "House"), l.Provider),
                new("subject", ("对方的编号", "Its number of me"), cipher.Open(l.Subject)),
                new("verified", ("已实名", "Verified there"), l.Verified ? "yes" : "no"),
                DataValue.Instant("at", ("关联时间", "Linked"), l.At),
                DataValue.Instant("lastUsedAt", ("最近使用", "Last used"), l.LastUsedAt),
            })]),
            new("sharing", ("数据共享记录", "Data that was shared"), [.. asked.Select(r => new DataValue[]
            {
                new("provider", ("来源", "House"), r.Provider),
                new("purpose", ("用途", "Purpose"), r.PurposeZh),
                new("fields", ("申请的内容", "Asked for"), r.Fields),
                new("received", ("收到的内容", "Received"), r.Received),
                DataValue.Instant("consentAt", ("同意时间", "Agreed"), r.ConsentAt),
                DataValue.Instant("answeredAt", ("答复时间", "Answered"), r.AnsweredAt),
                DataValue.Instant("keepUntil", ("保存至", "Kept until"), r.KeepUntil),
            })]),
        ];
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel) =>
        await Asked(subject).CountAsync(cancel) is > 0 and var asked
            ? [new(("数据共享记录：何时、何用、哪些项目，不含姓名和内容", "Records of shared data: when, what for, which fields; without the name and the data"),
                ("共享须留痕，记录保存三年", "Sharing must leave a record, which is kept for three years"), asked)]
            : [];

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        var links = await db.Records<OutsideLink>().Where(l => subject.Accounts.Contains(l.AccountId)).Select(l => l.Id).ToListAsync(cancel);
        await db.Records<OutsideSession>().Where(s => links.Contains(s.LinkId)).ExecuteDeleteAsync(cancel);
        await db.Records<OutsideLink>().Where(l => links.Contains(l.Id)).ExecuteDeleteAsync(cancel);
        await db.Records<OutsideVisit>().Where(v => v.AccountId != null && subject.Accounts.Contains(v.AccountId.Value)).ExecuteDeleteAsync(cancel);
        await Asked(subject).Where(r => r.Answer != null).ExecuteUpdateAsync(r => r.SetProperty(x => x.Answer, (Sealed?)null), cancel);
    }

    private IQueryable<SharedDataRequest> Asked(DataSubject subject) => db.Records<SharedDataRequest>().Where(r => r.PersonId == subject.Person);
}
