using Linli.People;
using Linli.Platform.Events;

namespace Linli.Notices.Telling;

/// <summary>Those who review registrations day by day hear of a new one at once (S03), wherever they are.</summary>
internal sealed class TellOfRequest(INotices notices, IPeople people) : IEventHandler<RegistrationRequested>
{
    private static readonly string[] Reviewers = [Posts.CommunityWorker, Posts.DeskClerk];

    public async Task Handle(Delivered<RegistrationRequested> delivered, CancellationToken cancel)
    {
        var (registration, place) = delivered.Event;
        foreach (var account in (await people.StaffFor(place, Reviewers, cancel)).Select(s => s.Account).Distinct())
            await notices.Tell(
                account,
                "work.registration",
                ("有居民申请认证", "A resident asks to be verified"),
                ("请尽快审核。", "Please look at the request soon."),
                "/desk/registrations",
                $"registration-asked:{registration}",
                cancel);
    }
}
