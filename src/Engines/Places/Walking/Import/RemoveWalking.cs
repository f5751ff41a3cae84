using Linli.Places.Walking.Entrances;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Walking.Import;

/// <summary>Takes everything a source brought out of the walking network, its entrances with it.</summary>
/// <param name="Source">Name of the source.</param>
public sealed record RemoveWalking(string Source) : ICommand<Done>, IAudited
{
    string? IAudited.AuditSubject => Source;
}

internal sealed class RemoveWalkingHandler(LinliDb db, WalkingMemory memory, CurrentCaller caller) : IHandler<RemoveWalking, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete("/places/walking/sources/{source}", (string source, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new RemoveWalking(source), cancel))
            .Needs(PlacesPermissions.Manage).WithSummary("Take a source out of the walking network 删除步行网络来源");

    public async Task<Result<Done>> Handle(RemoveWalking request, CancellationToken cancel)
    {
        if (await db.Records<WalkSourceRow>().SingleOrDefaultAsync(s => s.Code == request.Source, cancel) is not { } known)
            return Problem.NotFound("places.unknown_source", "没有这个来源。", "There is no such source.");
        if (!caller.Value.May(PlacesPermissions.Manage, known.Owner))
            return PlaceProblems.NotHere();
        await db.Records<WalkEdgeRow>().Where(e => e.Source == request.Source).ExecuteDeleteAsync(cancel);
        await db.Records<WalkNodeRow>().Where(e => e.Source == request.Source).ExecuteDeleteAsync(cancel);
        await EntranceTables.Replace(db, request.Source, [], cancel);
        db.Records<WalkSourceRow>().Remove(known);
        await memory.Changed(db, cancel);
        return Done.It;
    }
}
