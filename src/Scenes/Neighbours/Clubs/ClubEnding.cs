using Linli.Neighbours.Clubs.Meetings;
using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Results;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Clubs;

/// <summary>What becomes of a club that ends, or whose organiser is gone.</summary>
internal sealed class ClubEnding(LinliDb db, ClubReach reach, MeetingEnding meetings, INotices notices, Outbox outbox)
{
    public Task Lock(Guid club, CancellationToken cancel) => reach.Lock(club, cancel);

    /// <summary>Ends a locked club: its rooms are free, its events called off, its members told and forgotten.</summary>
    /// <param name="club">Which.</param>
    /// <param name="reason">Why, for the members; <c>null</c> from its organiser.</param>
    /// <param name="by">The account that ends it, which is not told.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<Problem?> Close(Club club, string? reason, Guid? by, CancellationToken cancel)
    {
        (club.State, club.Reason) = (ClubState.Closed, reason);
        if (await meetings.EndAll(club.Id, reason ?? "社群已解散", cancel) is { } refused)
            return refused;
        var words = reason is null ? club.Name : $"{club.Name}：{reason}";
        foreach (var account in await db.Records<Member>().Where(m => m.Club == club.Id && m.State == MemberState.Member && m.Account != by).Select(m => m.Account).ToListAsync(cancel))
            await notices.Tell(account, "neighbours.club", ("社群已解散", "A club of yours has ended"), (words, words), "/clubs", $"club-closed:{club.Id}", cancel);
        await db.Records<Member>().Where(m => m.Club == club.Id).ExecuteDeleteAsync(cancel);
        outbox.Add(new ClubChanged(club.Id, ScopePath.Parse(club.Scope, null), club.State, club.Organiser));
        return null;
    }

    /// <summary>Its organiser is gone for good: the coach of longest standing goes on; without one it ends, and its rooms are free.</summary>
    public async Task WithoutOrganiser(Guid id, CancellationToken cancel)
    {
        await Lock(id, cancel);
        if (await db.Unfiltered<Club>().SingleOrDefaultAsync(c => c.Id == id, cancel) is not { State: ClubState.Listed or ClubState.Waiting } club)
            return;
        var heir = club.State == ClubState.Waiting ? null
            : await db.Records<Member>().AsNoTracking().Where(m => m.Club == id && m.State == MemberState.Member && m.Coach && m.Account != club.Organiser).OrderBy(m => m.At).ThenBy(m => m.Id).FirstOrDefaultAsync(cancel);
        if (heir is null)
        {
            // What stands in the way of a single meeting must not keep somebody's data.
            _ = await Close(club, "发起人已离开", club.Organiser, cancel);
            return;
        }

        club.Organiser = heir.Account;
        await notices.Tell(heir.Account, "neighbours.club", ("社群由您接着办", "The club is yours to go on with"), ($"{club.Name}的发起人已离开，您是教练，现在由您管理。", $"The organiser of {club.Name} has left; as a coach you look after it now."), $"/clubs/{id}", $"club-heir:{id}:{heir.Account}", cancel);
    }
}
