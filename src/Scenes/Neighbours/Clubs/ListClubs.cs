using Linli.Neighbours.Friends;
using Linli.People;
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

/// <summary>Clubs of the caller's joined communities, and the caller's own whatever their state.</summary>
/// <param name="Interest">Only of this interest.</param>
internal sealed record ListClubs(string? Interest = null) : IQuery<IReadOnlyList<ClubLine>>;

/// <summary>A club in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Interest">Code of its interest.</param>
/// <param name="About">What it does.</param>
/// <param name="Community">The community it comes from.</param>
/// <param name="Members">How many members.</param>
/// <param name="State">waiting, listed, refused or closed.</param>
/// <param name="Mine">organiser, member, asked, or <c>null</c>.</param>
internal sealed record ClubLine(Guid Id, string Name, string Interest, string About, Phrase Community, int Members, ClubState State, string? Mine);

/// <summary>Clubs at the places where the caller reviews them: those that wait, then the listed ones.</summary>
internal sealed record ClubsToReview : IQuery<IReadOnlyList<ClubToReview>>;

/// <summary>A club as a reviewer sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Interest">Code of its interest.</param>
/// <param name="About">What it does.</param>
/// <param name="Community">Where.</param>
/// <param name="Organiser">Masked name of whoever started it.</param>
/// <param name="Members">How many members.</param>
/// <param name="At">When it was started, UTC.</param>
/// <param name="State">waiting or listed.</param>
internal sealed record ClubToReview(
    Guid Id, string Name, string Interest, string About, Phrase Community, string? Organiser, int Members, DateTimeOffset At, ClubState State)
{
    /// <summary>Where the organiser moved away: the members among whom the office names another, coaches first.</summary>
    public IReadOnlyList<ClubHeir>? Heirs { get; init; }
}

/// <summary>A member who could go on with a club.</summary>
/// <param name="Member">Id among the members.</param>
/// <param name="Nickname">What the others call them.</param>
/// <param name="Coach">Whether they are a coach.</param>
internal sealed record ClubHeir(Guid Member, string Nickname, bool Coach);

internal sealed class ListClubsHandler(LinliDb db, CurrentCaller current, IScopeTree tree, IPeople people)
    : IHandler<ListClubs, IReadOnlyList<ClubLine>>, IHandler<ClubsToReview, IReadOnlyList<ClubToReview>>, IUseCase
{
    private const int Most = 200;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/neighbours/clubs", (UseCaseRunner runner, CancellationToken cancel, string? interest = null) => runner.Answer(new ListClubs(interest), cancel))
            .Needs(NeighboursPermissions.Meet).WithTags("clubs").WithSummary("Clubs around me 社群");
        api.MapGet("/neighbours/clubs/review", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ClubsToReview(), cancel))
            .Needs(NeighboursPermissions.Clubs).WithTags("clubs").WithSummary("Clubs I review");
    }

    public async Task<Result<IReadOnlyList<ClubLine>>> Handle(ListClubs request, CancellationToken cancel)
    {
        if (Residence.Of(current.Value, tree) is not { } home)
            return FriendProblems.NotResident;
        var me = current.Value.Account;
        var rows = await db.Scoped<Club>(ScopeSet.Of([home.Joined])).AsNoTracking()
            .Where(c => (c.State == ClubState.Listed || (c.Organiser == me && c.State != ClubState.Closed)) && (request.Interest == null || c.Interest == request.Interest))
            .OrderBy(c => c.Name).Take(Most)
            .Select(c => new
            {
                c,
                Members = db.Records<Member>().Count(m => m.Club == c.Id && m.State == MemberState.Member),
                Mine = db.Records<Member>().Where(m => m.Club == c.Id && m.Account == me).Select(m => (MemberState?)m.State).FirstOrDefault(),
            }).ToListAsync(cancel);
        return rows.ConvertAll(x => new ClubLine(
            x.c.Id, x.c.Name, x.c.Interest, x.c.About, NameOf(x.c), x.Members, x.c.State,
            x.c.Organiser == me ? "organiser" : x.Mine switch { MemberState.Member => "member", MemberState.Asked => "asked", _ => null }));
    }

    public async Task<Result<IReadOnlyList<ClubToReview>>> Handle(ClubsToReview request, CancellationToken cancel)
    {
        var rows = await db.Scoped<Club>(current.Value.ScopesFor(NeighboursPermissions.Clubs)).AsNoTracking()
            .Where(c => c.State == ClubState.Waiting || c.State == ClubState.Listed)
            .OrderBy(c => c.State != ClubState.Waiting).ThenBy(c => c.At).Take(Most)
            .Select(c => new { c, Members = db.Records<Member>().Count(m => m.Club == c.Id && m.State == MemberState.Member) }).ToListAsync(cancel);
        var names = await people.NamesOf([.. rows.Select(x => x.c.Organiser).Distinct()], cancel);
        var orphans = rows.Where(x => x.c.OrganiserGoneAt is not null).Select(x => x.c.Id).ToList();
        var heirs = orphans.Count == 0 ? [] : await db.Records<Member>().AsNoTracking().Where(m => orphans.Contains(m.Club) && m.State == MemberState.Member).OrderBy(m => !m.Coach).ThenBy(m => m.At).ThenBy(m => m.Id).ToListAsync(cancel);
        return rows.ConvertAll(x => new ClubToReview(
            x.c.Id, x.c.Name, x.c.Interest, x.c.About, NameOf(x.c), names.GetValueOrDefault(x.c.Organiser), x.Members, x.c.At, x.c.State)
        {
            Heirs = x.c.OrganiserGoneAt is null ? null : [.. heirs.Where(m => m.Club == x.c.Id && m.Account != x.c.Organiser).Select(m => new ClubHeir(m.Id, m.Nickname, m.Coach))],
        });
    }

    private Phrase NameOf(Club club) => tree.Find(ScopePath.Parse(club.Scope, null))?.Name ?? default;
}
