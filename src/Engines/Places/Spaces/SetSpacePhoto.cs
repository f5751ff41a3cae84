using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Spaces;

/// <summary>Gives a space its photo; the one before stays in the store but is not shown any more.</summary>
/// <param name="Code">The space; in the address.</param>
/// <param name="Photo">A photo the caller has uploaded.</param>
internal sealed record SetSpacePhoto(string Code, FileId Photo) : ICommand<SpaceLine>, IAudited
{
    public string? AuditSubject => Code;
}

internal sealed class SetSpacePhotoHandler(LinliDb db, IFileStore files, CurrentCaller current) : IHandler<SetSpacePhoto, SpaceLine>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/places/spaces/{code}/photo", (string code, SetSpacePhoto request, UseCaseRunner runner, CancellationToken cancel) =>
                runner.Answer(request with { Code = code }, cancel))
            .Needs(PlacesPermissions.Keep).WithTags("Spaces").WithSummary("Give a space its photo 空间照片");

    public async Task<Result<SpaceLine>> Handle(SetSpacePhoto request, CancellationToken cancel)
    {
        if (await db.Scoped<SpaceRow>(current.Value.ScopesFor(PlacesPermissions.Keep)).SingleOrDefaultAsync(s => s.Code == request.Code, cancel) is not { } space)
            return SpaceProblems.NoSpace();
        var attached = await files.Attach([request.Photo], SpacePhotos.Kind, space.Id, ScopePath.Parse(space.Scope, null), cancel, "photo");
        if (!attached.Ok)
            return attached.As<SpaceLine>();
        space.Photo = request.Photo.Value;
        return SpaceLine.Of(space);
    }
}

/// <summary>Photos of spaces are for everybody, as the page of centres is.</summary>
internal sealed class SpacePhotos(LinliDb db) : IFileGuard
{
    public const string Kind = "space";

    public string SubjectKind => Kind;

    public Task<bool> MaySee(Caller caller, Guid subject, CancellationToken cancel) => db.Unfiltered<SpaceRow>().AnyAsync(s => s.Id == subject, cancel);
}
