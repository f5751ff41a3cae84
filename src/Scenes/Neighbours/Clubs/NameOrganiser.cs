using Linli.Neighbours.Friends;
using Linli.Notices;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Clubs;

/// <summary>The office names one of the members as organiser of a club whose organiser moved away (指定新发起人). Who still lives there hands a club on to nobody.</summary>
/// <param name="Club">Which.</param>
/// <param name="Member">Id of the member, as the list of clubs names them.</param>
internal sealed record NameOrganiser(Guid Club, Guid Member) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Club.ToString();
}

/// <summary>Looks whether the organiser of a club still lives around it, and lets the office know of one who does not.</summary>
/// <param name="Club">Which.</param>
internal sealed record LookForOrganiser(Guid Club) : ICommand<Done>;

internal sealed class NameOrganiserHandler(LinliDb db, CurrentCaller current, ClubEnding ending, ICallerDirectory callers, IScopeTree tree, IPeople people, INotices notices, Outbox outbox, TimeProvider time)
    : IHandler<NameOrganiser, Done>, IHandler<LookForOrganiser, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/neighbours/clubs/{id:guid}/organiser", (Guid id, NameOrganiser request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Club = id }, cancel))
            .Needs(NeighboursPermissions.Clubs).WithTags("clubs").WithSummary("Name a new organiser where the old one moved away 指定新发起人");

    public async Task<Result<Done>> Handle(NameOrganiser request, CancellationToken cancel)
    {
        await ending.Lock(request.Club, cancel);
        if (await db.Scoped<Club>(current.Value.ScopesFor(NeighboursPermissions.Clubs)).SingleOrDefaultAsync(c => c.Id == request.Club, cancel) is not { } club)
            return ClubProblems.NotFound;
        if (club.State != ClubState.Listed)
            return Problem.Conflict("neighbours.club_not_listed", "这个社群没有公开，不用指定发起人。", "This club is not listed: it needs no organiser.");
        if (await db.Records<Member>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == request.Member && m.Club == club.Id && m.State == MemberState.Member, cancel) is not { } heir)
            return Problem.Invalid("member", "neighbours.heir_unknown", "请从现在的成员里选一位。", "Choose one of the members of today.");
        if (heir.Account == club.Organiser)
            return Done.It;
        if (await LivesAround(club, club.Organiser, cancel))
            return Problem.Conflict("neighbours.organiser_here", "发起人还住在这里，社群由发起人管理。", "The organiser still lives here and looks after the club.");
        if (!await LivesAround(club, heir.Account, cancel))
            return Problem.Invalid("member", "neighbours.heir_away", "这位成员也已搬走，请另选一位。", "This member moved away too: choose another.");
        var before = club.Organiser;
        (club.Organiser, club.OrganiserGoneAt) = (heir.Account, null);
        outbox.Add(new ClubChanged(club.Id, ScopePath.Parse(club.Scope, null), club.State, club.Organiser));
        await notices.Tell(
            heir.Account, "neighbours.club", ("社群由您接着办", "The club is yours to go on with"), ($"{club.Name}的发起人已搬走，社区请您接着办。不方便的话请告诉社区，或解散社群。", $"The organiser of {club.Name} moved away, and the office asks you to go on with it. If you cannot, tell the office, or end the club."),
            $"/clubs/{club.Id}", $"club-heir:{club.Id}:{heir.Account}", cancel);
        await notices.Tell(before, "neighbours.club", ("社群有了新的发起人", "Your club has a new organiser"), (club.Name, club.Name), "/clubs", $"club-former:{club.Id}:{before}", cancel);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(LookForOrganiser request, CancellationToken cancel)
    {
        await ending.Lock(request.Club, cancel);
        // Of every community.
        if (await db.Unfiltered<Club>().SingleOrDefaultAsync(c => c.Id == request.Club && c.State == ClubState.Listed, cancel) is not { } club)
            return Done.It;
        var here = await LivesAround(club, club.Organiser, cancel);
        if (here == club.OrganiserGoneAt is null)
            return Done.It;
        club.OrganiserGoneAt = here ? null : Clock.Now(time);
        outbox.Add(new ClubChanged(club.Id, ScopePath.Parse(club.Scope, null), club.State, club.Organiser));
        foreach (var member in here ? [] : (await people.StaffFor(ScopePath.Parse(club.Scope, null), [Posts.CommunityWorker], cancel)).DistinctBy(m => m.Account))
            await notices.Tell(
                member.Account, "neighbours.club", ("社群没有发起人了", "A club lost its organiser"), ($"{club.Name}的发起人已搬走，请在成员里指定一位。", $"The organiser of {club.Name} moved away: name one of its members."), "/desk/clubs",
                $"club-orphan:{club.Id}:{club.Organiser}", cancel);
        return Done.It;
    }

    private async Task<bool> LivesAround(Club club, Guid account, CancellationToken cancel) =>
        await callers.Find(account, cancel) is { } caller && Residence.Of(caller, tree)?.Joined == Residence.Around(ScopePath.Parse(club.Scope, null), tree);
}

/// <summary>Looks for organisers who moved away.</summary>
internal sealed class WatchOrganisers(LinliDb db, UseCaseRunner runner) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        foreach (var club in await db.Unfiltered<Club>().AsNoTracking().Where(c => c.State == ClubState.Listed).OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(cancel))
            await runner.Run(new LookForOrganiser(club), cancel);
    }
}
