using Linli.Neighbours.Friends;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Clubs;

/// <summary>Starts a club; it is listed once staff of the community have looked at it.</summary>
/// <param name="Name">2–20 characters.</param>
/// <param name="Interest">Code of an interest.</param>
/// <param name="About">What the club does, when and where, 5–300 characters.</param>
/// <param name="Nickname">What members read of the organiser, 2–12 characters; not needed by who has a card.</param>
/// <param name="BornOn">Needed by who has no card; not kept.</param>
/// <param name="IdempotencyKey">Made by the client.</param>
internal sealed record StartClub(
    string? Name, string? Interest, string? About, string? Nickname = null, DateOnly? BornOn = null, string? IdempotencyKey = null)
    : ICommand<ClubStarted>, IValidated, IRepeatable
{
    public IEnumerable<Problem> Problems()
    {
        if (MeetingRules.Shown(Name, 2, 20, "name", "请给社群起名", "Give the club a name") is { } name)
            yield return name;
        if (!Interests.Has(Interest))
            yield return Problem.Invalid("interest", "neighbours.interest_unknown", "请选择一个兴趣。", "Choose an interest.");
        if (MeetingRules.Shown(About, 5, 300, "about", "请写明做什么、什么时间、在哪里", "Say what it does, when and where") is { } about)
            yield return about;
    }
}

/// <summary>The club as it was started.</summary>
internal sealed record ClubStarted(Guid Id, ClubState State);

internal sealed class StartClubHandler(LinliDb db, CurrentCaller current, IScopeTree tree, Outbox outbox, TimeProvider time)
    : IHandler<StartClub, ClubStarted>, IUseCase
{
    /// <summary>Most clubs that one person has waiting for review.</summary>
    private const int MostWaiting = 3;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/neighbours/clubs", (StartClub request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Create(request, c => $"{Edge.Api}/neighbours/clubs/{c.Id}", cancel))
            .Needs(NeighboursPermissions.Meet).WithTags("clubs").WithSummary("Start a club 发起社群");

    public async Task<Result<ClubStarted>> Handle(StartClub request, CancellationToken cancel)
    {
        if (Residence.Of(current.Value, tree) is not { } home)
            return FriendProblems.NotResident;
        var me = current.Value.Account!.Value;
        if (await db.Unfiltered<Club>().CountAsync(c => c.Organiser == me && c.State == ClubState.Waiting, cancel) >= MostWaiting)
            return Problem.Conflict("neighbours.clubs_waiting", $"您有 {MostWaiting} 个社群在审核，请等审核后再发起。", $"{MostWaiting} clubs of yours wait for review: wait for those first.");
        PlainText.TryCleanLine(request.Name, 20, out var name);
        if (await db.Scoped<Club>(ScopeSet.Of([home.Joined])).AnyAsync(c => c.Name == name && (c.State == ClubState.Listed || c.State == ClubState.Waiting), cancel))
            return Problem.Conflict("neighbours.club_name_taken", "已有同名社群，可以直接加入或换个名字。", "There is a club of this name: join it, or choose another name.") with { Field = "name" };
        var now = Clock.Now(time);
        var nickname = await NicknameInClub.Of(db, me, request.Nickname, request.BornOn, now, cancel);
        if (!nickname.Ok)
            return nickname.As<ClubStarted>();

        PlainText.TryClean(request.About, 300, out var about);
        var club = new Club
        {
            Id = Guid.CreateVersion7(now), Scope = home.Community.Path.Value, Name = name, Interest = request.Interest!, About = about, Organiser = me, At = now,
        };
        db.Insert(club);
        db.Records<Member>().Add(new()
        {
            Id = Guid.CreateVersion7(now), Club = club.Id, Account = me, Nickname = nickname.Value, At = now, State = MemberState.Member,
        });
        outbox.Add(new ClubChanged(club.Id, home.Community.Path, club.State, me));
        return new ClubStarted(club.Id, club.State);
    }
}
