using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Clubs;

/// <summary>Leaves a club, or takes a request to join back.</summary>
/// <param name="Club">Which.</param>
internal sealed record LeaveClub(Guid Club) : ICommand<Done>;

/// <summary>Ends a club: by its organiser, or by staff with a reason. Who was in it is told and forgotten, its rooms are free, its events called off.</summary>
/// <param name="Club">Which.</param>
/// <param name="Reason">Compulsory for staff, 2–200 characters: members read it.</param>
internal sealed record CloseClub(Guid Club, string? Reason = null) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Club.ToString();
}

internal sealed class LeaveClubHandler(LinliDb db, CurrentCaller current, ClubEnding ending, TimeProvider time)
    : IHandler<LeaveClub, Done>, IHandler<CloseClub, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/neighbours/clubs/{id:guid}/leave", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new LeaveClub(id), cancel))
            .Needs(Access.SignedIn).WithTags("clubs").WithSummary("Leave a club 退出社群");
        api.MapPost("/neighbours/clubs/{id:guid}/close", (Guid id, ClubRefusal? body, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new CloseClub(id, body?.Reason), cancel))
            .Needs(Access.SignedIn).WithTags("clubs").WithSummary("End a club 解散社群");
    }

    public async Task<Result<Done>> Handle(LeaveClub request, CancellationToken cancel)
    {
        var me = current.Value.Account;
        if (await db.Unfiltered<Club>().AnyAsync(c => c.Id == request.Club && c.Organiser == me && c.State != ClubState.Closed, cancel))
            return Problem.Conflict("neighbours.organiser_stays", "发起人不能退出，可以解散社群。", "Its organiser cannot leave a club, but can end it.");
        return await db.Records<Member>().Where(m => m.Club == request.Club && m.Account == me).ExecuteDeleteAsync(cancel) == 0
            ? Problem.NotFound("neighbours.not_in_club", "您不在这个社群里。", "You are not in this club.")
            : Done.It;
    }

    public async Task<Result<Done>> Handle(CloseClub request, CancellationToken cancel)
    {
        var me = current.Value.Account;
        await ending.Lock(request.Club, cancel);
        var club = await db.Scoped<Club>(current.Value.ScopesFor(NeighboursPermissions.Clubs), orElse: c => c.Organiser == me)
            .SingleOrDefaultAsync(c => c.Id == request.Club, cancel);
        if (club is null)
            return ClubProblems.NotFound;
        if (club.State == ClubState.Closed)
            return Problem.Conflict("neighbours.club_closed", "这个社群已经解散。", "This club has ended already.");
        var reason = request.Reason?.Trim();
        if (club.Organiser != me && reason is not { Length: >= 2 and <= 200 })
            return Problem.Invalid("reason", "reason_missing", "请写明原因（2–200 个字），成员会看到。", "Say why (2–200 characters): members read it.");
        if (club.Organiser != me)
            (club.DecidedBy, club.DecidedAt) = (me, Clock.Now(time));
        return await ending.Close(club, club.Organiser == me ? null : reason, me, cancel) is { } refused ? refused : Done.It;
    }
}
