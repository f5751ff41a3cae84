using Linli.Notices.Inbox;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace Linli.Notices.Push;

/// <summary>Puts a notice that came in on its way to the browsers of its person; the sending is the job of <see cref="SendPushes"/>.</summary>
internal sealed class QueuePushes(LinliDb db, TimeProvider time) : IEventHandler<InboxChanged>
{
    public Task<bool> Concerns(InboxChanged happened, CancellationToken cancel) =>
        happened.Added ? db.Records<PushSubscription>().AnyAsync(s => s.AccountId == happened.Account, cancel) : Task.FromResult(false);

    public async Task Handle(Delivered<InboxChanged> delivered, CancellationToken cancel)
    {
        var (account, id, added) = delivered.Event;
        if (!added || !await db.Records<Notice>().AnyAsync(n => n.Id == id && n.ReadAt == null, cancel))
            return;
        var now = Clock.Now(time);
        foreach (var browser in await db.Records<PushSubscription>().Where(s => s.AccountId == account).Select(s => s.Id).ToListAsync(cancel))
            db.Records<PushMessage>().Add(new() { Id = Guid.CreateVersion7(now), SubscriptionId = browser, NoticeId = id, At = now, NextTry = now });
    }
}
