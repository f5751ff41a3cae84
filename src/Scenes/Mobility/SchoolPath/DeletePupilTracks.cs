using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Linli.Sensing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Mobility.SchoolPath;

/// <summary>A guardian deletes what the card of their child has said so far (删除行踪, R38); the card goes on being listened to in its windows.</summary>
/// <param name="Child">Id of the child.</param>
public sealed record DeletePupilTracks(Guid Child) : ICommand<TracksDeleted>, IAudited
{
    // Whose it was stands in no log.
    string? IAudited.AuditSubject => null;
}

/// <summary>Tracks were deleted.</summary>
/// <param name="Readings">How many positions and values there were.</param>
public sealed record TracksDeleted(int Readings);

internal sealed class DeletePupilTracksHandler(LinliDb db, IActingFor family, ITracks tracks, TimeProvider time) : IHandler<DeletePupilTracks, TracksDeleted>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete("/mobility/school-path/pupils/{child:guid}/tracks", (Guid child, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new DeletePupilTracks(child), cancel))
            .Needs(Access.SignedIn).WithSummary("Delete the tracks of one's child 删除孩子的行踪");

    public async Task<Result<TracksDeleted>> Handle(DeletePupilTracks request, CancellationToken cancel)
    {
        if (await family.For(request.Child, FamilyMatters.View, cancel) is not { Ok: true, Value.Agency: null })
            return Problem.NotFound("mobility.not_guardian", "只有监护人可以删除。", "Only a guardian deletes.");
        // The guardian's own child. A card of before may be another child's now: only what it said until then is this one's.
        var count = 0;
        foreach (var pupil in await db.Unfiltered<Pupil>().AsNoTracking().Where(p => p.Person == request.Child).ToListAsync(cancel))
            count += await tracks.Forget(new(pupil.Device), pupil.EndedAt ?? Clock.Now(time), cancel);
        return new TracksDeleted(count);
    }
}
