using Linli.Notices.Inbox;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Notices.Telling;

/// <summary>Puts notices into inboxes, in the transaction of whoever tells.</summary>
internal sealed class NoticeDesk(LinliDb db, Outbox outbox, IEnumerable<NoticeTopic> topics, TimeProvider time) : INotices
{
    public async Task Tell(Guid account, string kind, Phrase title, Phrase body, string link, string key, CancellationToken cancel)
    {
        if (!LocalLinks.IsLocal(link))
            throw new ArgumentException("A notice leads to a page of this installation.", nameof(link));
        var topic = NoticeTopic.Of(kind);
        var notices = db.Records<Notice>();
        if (notices.Local.Any(n => n.AccountId == account && n.Key == key)
            || await notices.AnyAsync(n => n.AccountId == account && n.Key == key, cancel)
            || (!topics.Any(t => t.Always && t.Code == topic)
                && await db.Records<OptOut>().AnyAsync(o => o.AccountId == account && (o.Kind == kind || o.Kind == topic), cancel)))
            return;
        var now = Clock.Now(time);
        var notice = new Notice
        {
            Id = Guid.CreateVersion7(now),
            AccountId = account,
            Kind = kind,
            TitleZh = title.Zh,
            TitleEn = title.En,
            BodyZh = body.Zh,
            BodyEn = body.En,
            Link = link,
            Key = key,
            At = now,
        };
        notices.Add(notice);
        outbox.Add(new InboxChanged(account, notice.Id, Added: true));
    }
}

/// <summary>Links that stay in this installation.</summary>
internal static class LocalLinks
{
    public static bool IsLocal(string link) =>
        link.Length is > 0 and <= 300 && link[0] == '/' && !link.StartsWith("//", StringComparison.Ordinal) && !link.StartsWith("/\\", StringComparison.Ordinal);
}
