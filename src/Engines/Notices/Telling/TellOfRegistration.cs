using Linli.People;
using Linli.Platform.Events;

namespace Linli.Notices.Telling;

/// <summary>The person hears what became of their registration; the reason stands on the page the notice leads to.</summary>
internal sealed class TellOfRegistration(INotices notices) : IEventHandler<RegistrationDecided>
{
    public Task Handle(Delivered<RegistrationDecided> delivered, CancellationToken cancel)
    {
        var (registration, account, _, approved) = delivered.Event;
        return notices.Tell(
            account,
            "registration.decided",
            approved ? ("居民认证已通过", "You are now a verified resident") : ("居民认证未通过", "Your registration was not approved"),
            approved ? ("欢迎！现在可以使用社区的全部服务。", "Welcome! All services of the community are open to you now.")
                : ("请查看原因，修改后可以再次提交。", "See why, correct it and send it again."),
            "/me",
            $"registration:{registration}",
            cancel);
    }
}
