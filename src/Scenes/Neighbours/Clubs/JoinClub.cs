using System.Text.Json.Serialization;
using Linli.Neighbours.Friends;
using Linli.Notices;
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

/// <summary>Asks the organiser of a club to join.</summary>
/// <param name="Word">A word to the organiser, at most 100 characters.</param>
/// <param name="Nickname">What the others read, 2–12 characters; not needed by who has a card.</param>
/// <param name="BornOn">Needed by who has no card; not kept.</param>
internal sealed record JoinClub(string? Word = null, string? Nickname = null, DateOnly? BornOn = null) : ICommand<Done>, IValidated
{
    /// <summary>Which club.</summary>
    [JsonIgnore]
    public Guid Club { get; init; }

    public IEnumerable<Problem> Problems()
    {
        if (!string.IsNullOrWhiteSpace(Word) && MeetingRules.Shown(Word, 1, 100, "word", "留言太长", "The word is too long") is { } word)
            yield return word;
    }
}

/// <summary>The organiser lets somebody in, or not; also takes a member out again.</summary>
/// <param name="Club">Which club.</param>
/// <param name="Member">Id of the request.</param>
/// <param name="Accept">In, or out.</param>
internal sealed record DecideJoin(Guid Club, Guid Member, bool Accept) : ICommand<Done>;

internal sealed class JoinClubHandler(LinliDb db, CurrentCaller current, IScopeTree tree, INotices notices, TimeProvider time)
    : IHandler<JoinClub, Done>, IHandler<DecideJoin, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/neighbours/clubs/{id:guid}/join", (Guid id, JoinClub request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(request with { Club = id }, cancel))
            .Needs(NeighboursPermissions.Meet).WithTags("clubs").WithSummary("Ask to join a club 申请加入");
        api.MapPost("/neighbours/clubs/{id:guid}/members/{member:guid}/accept", (Guid id, Guid member, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new DecideJoin(id, member, true), cancel))
            .Needs(NeighboursPermissions.Meet).WithTags("clubs").WithSummary("Let somebody into my club");
        api.MapPost("/neighbours/clubs/{id:guid}/members/{member:guid}/decline", (Guid id, Guid member, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new DecideJoin(id, member, false), cancel))
            .Needs(NeighboursPermissions.Meet).WithTags("clubs").WithSummary("Do not let somebody into my club");
    }

    public async Task<Result<Done>> Handle(JoinClub request, CancellationToken cancel)
    {
        if (Residence.Of(current.Value, tree) is not { } home)
            return FriendProblems.NotResident;
        var me = current.Value.Account!.Value;
        var club = await db.Scoped<Club>(ScopeSet.Of([home.Joined])).SingleOrDefaultAsync(c => c.Id == request.Club && c.State == ClubState.Listed, cancel);
        // Whom the organiser blocked is told nothing more than anybody else.
        if (club is null || await db.Records<Block>().AnyAsync(b => b.Account == club.Organiser && b.Blocked == me, cancel))
            return ClubProblems.NotFound;
        if (await db.Records<Member>().AnyAsync(m => m.Club == club.Id && m.Account == me, cancel))
            return Problem.Conflict("neighbours.joined_already", "您已申请或已在这个社群。", "You have asked already, or are in the club.");
        var now = Clock.Now(time);
        var nickname = await NicknameInClub.Of(db, me, request.Nickname, request.BornOn, now, cancel);
        if (!nickname.Ok)
            return nickname.As<Done>();
        PlainText.TryCleanLine(request.Word, 100, out var word);
        var member = new Member { Id = Guid.CreateVersion7(now), Club = club.Id, Account = me, Nickname = nickname.Value, Word = word.Length == 0 ? null : word, At = now };
        db.Records<Member>().Add(member);
        await notices.Tell(
            club.Organiser, "neighbours.club", ("有邻居想加入您的社群", "A neighbour wants to join your club"), (club.Name, club.Name),
            $"/clubs/{club.Id}", $"club-ask:{member.Id}", cancel);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(DecideJoin request, CancellationToken cancel)
    {
        var me = current.Value.Account;
        var club = await db.Unfiltered<Club>().SingleOrDefaultAsync(c => c.Id == request.Club && c.Organiser == me && c.State == ClubState.Listed, cancel);
        var member = club is null ? null : await db.Records<Member>().SingleOrDefaultAsync(m => m.Id == request.Member && m.Club == club.Id && m.Account != me, cancel);
        if (club is null || member is null)
            return Problem.NotFound("neighbours.member_not_found", "没有找到这位邻居的申请。", "This request was not found.");
        if (request.Accept)
            member.State = MemberState.Member;
        else
            db.Records<Member>().Remove(member);
        await notices.Tell(
            member.Account, "neighbours.club", request.Accept ? ("您已加入社群", "You are in the club") : ("社群未接受您的加入", "The club did not let you in"),
            (club.Name, club.Name), "/clubs", $"club-join:{member.Id}:{request.Accept}", cancel);
        return Done.It;
    }
}
