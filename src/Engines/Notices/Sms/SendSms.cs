using Linli.Notices.Inbox;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Linli.Notices.Sms;

/// <summary>
/// Sends the text messages that are due to whoever has still not read. A gateway that fails is tried again after the usual
/// grace, until the news is a day old.
/// </summary>
internal sealed class SendSms(LinliDb db, WriterQueue writers, IPersonalSms sms, TimeProvider time, ILogger<SendSms> log) : IJob
{
    private const int Batch = 100;
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(1);

    public async Task Run(CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var due = await db.Records<SmsWish>().AsNoTracking().Where(w => w.DueAt <= now).OrderBy(w => w.DueAt).Take(Batch).ToListAsync(cancel);
        foreach (var wish in due)
        {
            var unread = await db.Records<Notice>()
                .CountAsync(n => n.AccountId == wish.AccountId && n.ReadAt == null && n.At > now - Fresh && (wish.LastSentAt == null || n.At > wish.LastSentAt), cancel);
            await WriteDown(wish, unread == 0 ? null : await Send(wish.AccountId, unread, cancel), now, cancel);
        }
    }

    private async Task<bool> Send(Guid account, int unread, CancellationToken cancel)
    {
        var problem = await sms.Send(account, TextFor(unread), cancel);
        if (problem is not null)
            log.LogWarning("A text message could not be sent and is tried again: {Code}", problem.Code);
        return problem is null;
    }

    /// <summary>Nothing of what it is about: the message lies open on the phone.</summary>
    private static Phrase TextFor(int unread) => (
        $"邻里：您有{unread}条新消息，请打开邻里查看，或致电社区服务台询问。",
        $"Linli: you have {unread} new message{(unread > 1 ? "s" : "")}. Open Linli to read, or call the community desk.");

    /// <param name="wish">Whose message was due.</param>
    /// <param name="sent">Whether it was sent; <c>null</c> when there was nothing to say any more.</param>
    /// <param name="now">The moment of the turn.</param>
    /// <param name="cancel">Stops waiting.</param>
    private async Task WriteDown(SmsWish wish, bool? sent, DateTimeOffset now, CancellationToken cancel)
    {
        var next = sent == false ? now + SmsRules.Grace : (DateTimeOffset?)null;
        var last = sent == true ? now : wish.LastSentAt;
        using (await writers.Enter(cancel))
            await db.Records<SmsWish>().Where(w => w.AccountId == wish.AccountId)
                .ExecuteUpdateAsync(s => s.SetProperty(w => w.DueAt, next).SetProperty(w => w.LastSentAt, last), CancellationToken.None);
    }
}
