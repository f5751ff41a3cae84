using Linli.People;
using Linli.Platform.Events;

namespace Linli.Notices.Telling;

/// <summary>Whoever is affected hears of a breach; for a child under 14 the guardian does (R37, R38).</summary>
internal sealed class TellOfBreach(INotices notices) : IEventHandler<PersonalDataBreached>
{
    public async Task Handle(Delivered<PersonalDataBreached> delivered, CancellationToken cancel)
    {
        foreach (var account in delivered.Event.Accounts)
            await notices.Tell(account, "privacy.breach",
                ("个人信息安全事件通知", "Your personal data may have been exposed"),
                ("请查看涉及哪些信息、我们做了什么、您可以怎样防范。", "Read which data, what we have done, and what you can do."),
                $"/me/data/breaches/{delivered.Event.Breach}", $"breach:{delivered.Event.Breach}", cancel);
    }
}
