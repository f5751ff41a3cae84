using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Scopes;

/// <summary>Gives a place another name. Its code, its path and the labels of its homes stay: documents refer to them.</summary>
/// <param name="Code">Code of the place.</param>
/// <param name="NameZh">Chinese name.</param>
/// <param name="NameEn">English name; the Chinese one where empty.</param>
/// <param name="Aliases">Other names people use; the old name is worth keeping among them.</param>
public sealed record RenamePlace(string Code, string NameZh, string? NameEn = null, string[]? Aliases = null)
    : ICommand<Done>, IValidated, IAudited
{
    /// <inheritdoc/>
    public string? AuditSubject => Code;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() => PlaceNames.Problems(NameZh, NameEn, null, Aliases);
}

internal sealed class RenamePlaceHandler(LinliDb db, PlacesMemory memory, CurrentCaller caller) : IHandler<RenamePlace, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/places/scopes/{code}/name", (string code, Body body, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new RenamePlace(code, body.NameZh, body.NameEn, body.Aliases), cancel)).Needs(PlacesPermissions.Manage);

    public async Task<Result<Done>> Handle(RenamePlace request, CancellationToken cancel)
    {
        var place = await db.Records<PlaceRow>().SingleOrDefaultAsync(p => p.Code == request.Code, cancel);
        if (place is null || !caller.Value.May(PlacesPermissions.Manage, place.Path))
            return PlaceProblems.NoPlace("code");
        place.NameZh = request.NameZh.Trim();
        place.NameEn = PlaceNames.English(request.NameZh, request.NameEn);
        place.Aliases = PlaceNames.Joined(request.Aliases);
        await memory.Changed(db, cancel);
        return Done.It;
    }

    private sealed record Body(string NameZh, string? NameEn, string[]? Aliases);
}
