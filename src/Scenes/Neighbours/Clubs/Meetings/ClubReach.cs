using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Clubs.Meetings;

/// <summary>Who may do what with a club's meetings.</summary>
internal sealed class ClubReach(LinliDb db, CurrentCaller current)
{
    public static readonly Problem NotYours = Problem.Forbidden("clubs.not_organiser", "只有社群发起人和教练可以办理。", "Only the club's organiser and coaches may do this.");

    /// <summary>Whatever gives a club a room, or takes all of them, waits here.</summary>
    public Task Lock(Guid club, CancellationToken cancel) => db.LockUntilCommit($"neighbours.club.{club}", cancel);

    /// <summary>A listed club whose organiser the caller is; coaches too where they may.</summary>
    public async Task<Result<Club>> Lead(Guid id, bool coaches, CancellationToken cancel)
    {
        var me = current.Value.Account;
        // One's own club.
        if (await db.Unfiltered<Club>().SingleOrDefaultAsync(c => c.Id == id && c.State == ClubState.Listed, cancel) is not { } club)
            return ClubProblems.NotFound;
        return club.Organiser == me || (coaches && await db.Records<Member>().AnyAsync(m => m.Club == id && m.Account == me && m.State == MemberState.Member && m.Coach, cancel)) ? club : NotYours;
    }
}
