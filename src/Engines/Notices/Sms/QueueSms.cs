using Linli.Notices.Push;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace Linli.Notices.Sms;

/// <summary>Plans a text message about a notice that came in, unless a phone of the person rings already.</summary>
internal sealed class QueueSms(LinliDb db) : IEventHandler<InboxChanged>
{
    public async Task Handle(Delivered<InboxChanged> delivered, CancellationToken cancel)
    {
        var account = delivered.Event.Account;
        if (!delivered.Event.Added
            || await db.Records<SmsWish>().SingleOrDefaultAsync(w => w.AccountId == account && w.DueAt == null, cancel) is not { } wish
            || await db.Records<PushSubscription>().AnyAsync(s => s.AccountId == account, cancel))
            return;
        wish.DueAt = SmsRules.DueAt(delivered.Time, wish.LastSentAt);
    }
}
