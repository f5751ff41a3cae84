using Linli.Notices.Inbox;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace Linli.Notices.Push;

/// <summary>Puts a notice that came in on its way to the browsers of its person; the sending is the job of <see cref="SendPushes"/>.</summary>
internal sealed class QueuePushes(LinliDb db, TimeProvider time) : IEventHandler<InboxChanged>
{
    public async Task Handle(Delivered<InboxChanged> delivered, CancellationToken cancel)
    {
        var (account, id, added) = delivered.Event;
        var browsers = added ? await db.Records<PushSubscription>().Where(s => s.AccountId == account).Select(s => s.Id).ToListAsync(cancel) : [];
        if (browsers.Count == 0 || !await db.Records<Notice>().AnyAsync(n => n.Id == id && n.ReadAt == null, cancel))
            return;
        var now = Clock.Now(time);
        foreach (var browser in browsers)
            db.Records<PushMessage>().Add(new() { Id = Guid.CreateVersion7(now), SubscriptionId = browser, NoticeId = id, At = now, NextTry = now });
    }
}
