using System.Globalization;
using Linli.Notices.Inbox;
using Linli.Notices.Push;
using Linli.Notices.Sms;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Notices.Privacy;

/// <summary>What this engine keeps of a person: everything goes.</summary>
internal sealed class NoticesPersonalData(LinliDb db) : IPersonalData
{
    public string Module => "notices";

    public Phrase Title => ("消息", "Notices");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var notices = await db.Records<Notice>().AsNoTracking().Where(n => subject.Accounts.Contains(n.AccountId)).OrderBy(n => n.At).ToListAsync(cancel);
        var phones = await db.Records<PushSubscription>().AsNoTracking().Where(s => subject.Accounts.Contains(s.AccountId)).OrderBy(s => s.At).ToListAsync(cancel);
        var optOuts = await db.Records<OptOut>().AsNoTracking().Where(o => subject.Accounts.Contains(o.AccountId)).OrderBy(o => o.Kind).ToListAsync(cancel);
        return
        [
            new("inbox", ("收到的消息", "Notices I received"), [.. notices.Select(n => new DataValue[]
            {
                new("title", ("标题", "Title"), n.TitleZh),
                new("text", ("内容", "Text"), n.BodyZh),
                new("at", ("时间", "When"), Instant(n.At)),
                new("readAt", ("已读", "Read"), n.ReadAt is { } read ? Instant(read) : null),
            })]),
            new("devices", ("接收提醒的设备", "Devices that ring"), [.. phones.Select(s => new DataValue[]
            {
                new("device", ("设备", "Device"), s.Device),
                new("since", ("开始", "Since"), Instant(s.At)),
            })]),
            new("turnedOff", ("不接收的类别", "Kinds turned off"), [.. optOuts.Select(o => new DataValue[] { new("kind", ("类别", "Kind"), o.Kind) })]),
        ];
    }

    public Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<DataThatStays>>([]);

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        await db.Records<Notice>().Where(n => subject.Accounts.Contains(n.AccountId)).ExecuteDeleteAsync(cancel);
        await db.Records<OptOut>().Where(o => subject.Accounts.Contains(o.AccountId)).ExecuteDeleteAsync(cancel);
        await db.Records<SmsWish>().Where(w => subject.Accounts.Contains(w.AccountId)).ExecuteDeleteAsync(cancel);
        await db.Records<PushSubscription>().Where(s => subject.Accounts.Contains(s.AccountId)).ExecuteDeleteAsync(cancel);
    }

    private static string Instant(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);
}
