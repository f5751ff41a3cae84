using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Scopes;

/// <summary>Adds a node to the scope tree. Grids need a border and come through <see cref="Grids.ImportGrids"/>.</summary>
/// <param name="Parent">Code or path of the place it lies in; nothing for the top of the tree.</param>
/// <param name="Kind">Its level.</param>
/// <param name="Code">Unique in the installation.</param>
/// <param name="NameZh">Chinese name.</param>
/// <param name="NameEn">English name; the Chinese one where empty.</param>
/// <param name="AddressName">Its part of a home's label: 和二 of a compound, 7 of a building.</param>
/// <param name="Aliases">Other names people use.</param>
/// <param name="Prefix">Prefix of short numbers given out here, one to eight capital letters.</param>
/// <param name="AreaCode">Division code (R50).</param>
/// <param name="Longitude">WGS-84 degrees.</param>
/// <param name="Latitude">WGS-84 degrees.</param>
/// <param name="PropertyCompany">Code of the property company of a compound.</param>
public sealed record CreatePlace(
    string? Parent, PlaceKind Kind, string Code, string NameZh, string? NameEn = null, string? AddressName = null,
    string[]? Aliases = null, string? Prefix = null, string? AreaCode = null, double? Longitude = null, double? Latitude = null,
    string? PropertyCompany = null) : ICommand<PlaceCreated>, IValidated, IAudited
{
    /// <inheritdoc/>
    public string? AuditSubject => Code;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (!PlaceCode.IsValid(Code))
            yield return PlaceCode.Wrong("code");
        foreach (var problem in PlaceNames.Problems(NameZh, NameEn, AddressName, Aliases))
            yield return problem;
        if (Prefix is not null && !(Prefix.Length is > 0 and <= 8 && Prefix.All(char.IsAsciiLetterUpper)))
            yield return Problem.Invalid("prefix", "places.prefix_form",
                "编号前缀为 1–8 个大写字母。", "A prefix is one to eight capital letters.");
        if (Longitude is null != Latitude is null)
            yield return Problem.Invalid(Longitude is null ? "longitude" : "latitude", "places.degrees_missing",
                "经度和纬度要一起填写。", "Longitude and latitude belong together.");
        else if (Longitude is { } longitude && Latitude is { } latitude)
            foreach (var problem in Degrees.Check(longitude, latitude, "longitude", "latitude"))
                yield return problem;
    }
}

/// <summary>A new place.</summary>
/// <param name="Path">Where it is in the tree.</param>
public sealed record PlaceCreated(ScopePath Path);

internal sealed class CreatePlaceHandler(LinliDb db, PlacesMemory memory, CurrentCaller caller)
    : IHandler<CreatePlace, PlaceCreated>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/places/scopes", (CreatePlace request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Create(request, p => "/api/v1/places/scopes?under=" + p.Path.Code, cancel)).Needs(PlacesPermissions.Manage);

    public async Task<Result<PlaceCreated>> Handle(CreatePlace request, CancellationToken cancel)
    {
        var parent = memory.Current.Tree.Resolve(request.Parent);
        if (parent is null && !string.IsNullOrEmpty(request.Parent))
            return PlaceProblems.NoPlace("parent");
        var above = parent?.Path ?? ScopePath.Root;
        if (!caller.Value.May(PlacesPermissions.Manage, above))
            return PlaceProblems.NotHere();
        if (!MayLieBelow(request.Kind, parent?.Kind))
            return Problem.Invalid("kind", "places.wrong_level",
                "这一级不能放在所选的上级下面。", "A place of this level cannot lie below the chosen one.");
        if (AreaCode.Check(request.Kind, request.AreaCode, AreaCodeAbove(above)) is { } wrong)
            return wrong;
        if (await db.Records<PlaceRow>().AnyAsync(p => p.Code == request.Code, cancel))
            return PlaceProblems.CodeTaken("code", request.Code);

        var path = above.Child(request.Code);
        db.Records<PlaceRow>().Add(new()
        {
            Path = path,
            Code = request.Code,
            Kind = request.Kind,
            NameZh = request.NameZh.Trim(),
            NameEn = PlaceNames.English(request.NameZh, request.NameEn),
            Aliases = PlaceNames.Joined(request.Aliases),
            AddressName = request.AddressName,
            Prefix = request.Prefix,
            AreaCode = request.AreaCode,
            Longitude = request.Longitude,
            Latitude = request.Latitude,
            PropertyCompany = request.PropertyCompany,
        });
        await memory.Changed(db, cancel);
        return new PlaceCreated(path);
    }

    /// <summary>Each level lies below a higher one; compounds only in communities, buildings only in compounds or communities.</summary>
    internal static bool MayLieBelow(PlaceKind kind, PlaceKind? parent) => kind switch
    {
        PlaceKind.Grid => false,
        PlaceKind.Compound => parent == PlaceKind.Community,
        PlaceKind.Building => parent is PlaceKind.Compound or PlaceKind.Community,
        _ => parent is null || parent < kind,
    };

    private string? AreaCodeAbove(ScopePath path) =>
        path.SelfAndAncestors().Reverse().Select(p => memory.Current.Tree.Find(p)?.AreaCode).FirstOrDefault(c => c is not null);
}
