using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Clubs;

/// <summary>Staff of the community list a club, or refuse it with a reason.</summary>
/// <param name="Id">Which.</param>
/// <param name="List">List or refuse.</param>
/// <param name="Reason">Compulsory when refusing, 2–200 characters: the organiser reads it.</param>
internal sealed record ReviewClub(Guid Id, bool List, string? Reason = null) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (!List && Reason?.Trim() is not { Length: >= 2 and <= 200 })
            yield return Problem.Invalid("reason", "reason_missing", "请写明原因（2–200 个字），发起人会看到。", "Say why (2–200 characters): the organiser reads it.");
    }
}

/// <summary>Why a club is not listed.</summary>
internal sealed record ClubRefusal(string? Reason);

internal sealed class ReviewClubHandler(LinliDb db, CurrentCaller current, INotices notices, Outbox outbox, TimeProvider time)
    : IHandler<ReviewClub, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/neighbours/clubs/{id:guid}/list", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ReviewClub(id, true), cancel))
            .Needs(NeighboursPermissions.Clubs).WithTags("clubs").WithSummary("List a club");
        api.MapPost("/neighbours/clubs/{id:guid}/refuse", (Guid id, ClubRefusal body, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new ReviewClub(id, false, body.Reason), cancel))
            .Needs(NeighboursPermissions.Clubs).WithTags("clubs").WithSummary("Refuse a club with a reason");
    }

    public async Task<Result<Done>> Handle(ReviewClub request, CancellationToken cancel)
    {
        var club = await db.Scoped<Club>(current.Value.ScopesFor(NeighboursPermissions.Clubs)).SingleOrDefaultAsync(c => c.Id == request.Id, cancel);
        if (club is null)
            return ClubProblems.NotFound;
        if (club.State != ClubState.Waiting)
            return Problem.Conflict("neighbours.club_decided", "这个社群已经审核过了。", "This club was reviewed already.");
        club.State = request.List ? ClubState.Listed : ClubState.Refused;
        (club.DecidedBy, club.DecidedAt, club.Reason) = (current.Value.Account, Clock.Now(time), request.List ? null : request.Reason!.Trim());
        outbox.Add(new ClubChanged(club.Id, ScopePath.Parse(club.Scope, null), club.State, club.Organiser));
        await notices.Tell(
            club.Organiser, "neighbours.club", request.List ? ("社群已公开", "Your club is listed") : ("社群未通过审核", "Your club was not listed"),
            request.List ? ("邻居们现在可以申请加入。", "Neighbours can ask to join now.") : ("请查看原因。", "See why."),
            $"/clubs/{club.Id}", $"club-reviewed:{club.Id}", cancel);
        return Done.It;
    }
}

/// <summary>What several use cases answer.</summary>
internal static class ClubProblems
{
    public static readonly Problem NotFound = Problem.NotFound("neighbours.club_not_found", "没有找到这个社群。", "This club was not found.");
}
