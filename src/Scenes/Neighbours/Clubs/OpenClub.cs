using Linli.Neighbours.Friends;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Clubs;

/// <summary>One club: members read who is in it, its organiser who wants to be.</summary>
/// <param name="Id">Which.</param>
internal sealed record OpenClub(Guid Id) : IQuery<ClubDetail>;

/// <summary>A club as the caller may see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Interest">Code of its interest.</param>
/// <param name="About">What it does.</param>
/// <param name="Community">The community it comes from.</param>
/// <param name="State">waiting, listed, refused or closed.</param>
/// <param name="Organiser">Nickname of whoever started it.</param>
/// <param name="Count">How many members.</param>
/// <param name="Mine">organiser, member, asked, or <c>null</c>.</param>
/// <param name="Members">Nicknames; for members only.</param>
/// <param name="Asking">Who wants to join; for its organiser only.</param>
/// <param name="Reason">Why it was not listed; for its organiser only.</param>
/// <param name="NeedsNickname">Whether the caller has to say a nickname and a date of birth to join.</param>
internal sealed record ClubDetail(
    Guid Id, string Name, string Interest, string About, Phrase Community, ClubState State, string Organiser, int Count, string? Mine,
    IReadOnlyList<string> Members, IReadOnlyList<Asking> Asking, string? Reason, bool NeedsNickname);

/// <summary>Somebody who wants to join.</summary>
/// <param name="Member">Id of the request.</param>
/// <param name="Nickname">Nickname.</param>
/// <param name="Word">What they wrote.</param>
/// <param name="At">When, UTC.</param>
internal sealed record Asking(Guid Member, string Nickname, string? Word, DateTimeOffset At);

internal sealed class OpenClubHandler(LinliDb db, CurrentCaller current, IScopeTree tree) : IHandler<OpenClub, ClubDetail>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/neighbours/clubs/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new OpenClub(id), cancel))
            .Needs(NeighboursPermissions.Meet).WithTags("clubs").WithSummary("One club");

    public async Task<Result<ClubDetail>> Handle(OpenClub request, CancellationToken cancel)
    {
        if (Residence.Of(current.Value, tree) is not { } home)
            return FriendProblems.NotResident;
        var me = current.Value.Account;
        var club = await db.Scoped<Club>(ScopeSet.Of([home.Joined])).AsNoTracking().SingleOrDefaultAsync(c => c.Id == request.Id, cancel);
        if (club is null || (club.State != ClubState.Listed && club.Organiser != me))
            return ClubProblems.NotFound;
        var all = await db.Records<Member>().AsNoTracking().Where(m => m.Club == club.Id)
            .OrderBy(m => m.Account != club.Organiser).ThenBy(m => m.At).ThenBy(m => m.Id).ToListAsync(cancel);
        var mine = all.Find(m => m.Account == me);
        var isOrganiser = club.Organiser == me;
        var isMember = mine?.State == MemberState.Member;
        return new ClubDetail(
            club.Id, club.Name, club.Interest, club.About, tree.Find(ScopePath.Parse(club.Scope, null))?.Name ?? default, club.State,
            all.Find(m => m.Account == club.Organiser)?.Nickname ?? "–", all.Count(m => m.State == MemberState.Member),
            isOrganiser ? "organiser" : isMember ? "member" : mine is null ? null : "asked",
            isMember ? [.. all.Where(m => m.State == MemberState.Member).Select(m => m.Nickname)] : [],
            isOrganiser ? [.. all.Where(m => m.State == MemberState.Asked).Select(m => new Asking(m.Id, m.Nickname, m.Word, m.At))] : [],
            isOrganiser ? club.Reason : null,
            await NicknameInClub.Known(db, me, cancel) is null);
    }
}
