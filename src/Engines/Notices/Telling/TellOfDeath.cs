using Linli.People;
using Linli.Platform.Events;

namespace Linli.Notices.Telling;

/// <summary>The grid and the community workers hear that a resident died, to help the family and to end what has to end.</summary>
internal sealed class TellOfDeath(INotices notices, IPeople people) : IEventHandler<ResidentDied>
{
    private static readonly string[] Told = [Posts.GridSteward, Posts.GridLeader, Posts.CommunityWorker];

    public async Task Handle(Delivered<ResidentDied> delivered, CancellationToken cancel)
    {
        var (person, home, place) = delivered.Event;
        foreach (var account in (await people.StaffFor(place, Told, cancel)).Select(s => s.Account).Distinct())
            await notices.Tell(
                account,
                "register.died",
                ("辖区有居民去世", "A resident of your places died"),
                ("请慰问家属，核对住户、关爱和代办事项。", "Please see the family, and check the household, care and whatever runs in their name."),
                $"/desk/register/homes/{home}",
                $"register-died:{person}",
                cancel);
    }
}
