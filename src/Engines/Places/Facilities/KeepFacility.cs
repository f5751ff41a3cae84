using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Facilities;

/// <summary>Adds a facility to the map, or changes the one with this code.</summary>
internal sealed record KeepFacility : ICommand<FacilityKept>, IValidated, IAudited
{
    /// <summary>Unique in the installation, such as <c>f-library</c>; in the address.</summary>
    public string Code { get; init; } = "";

    /// <summary>Code or path of the place it serves.</summary>
    public string Place { get; init; } = "";

    /// <summary>What it is, such as <c>library</c>: a kind decides its layer of the life map.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Chinese name, 1 to 100 characters.</summary>
    public string NameZh { get; init; } = "";

    /// <summary>English name; the Chinese one where empty.</summary>
    public string? NameEn { get; init; }

    /// <summary>Degrees in <see cref="Crs"/>.</summary>
    public double? Longitude { get; init; }

    /// <summary>Degrees in <see cref="Crs"/>.</summary>
    public double? Latitude { get; init; }

    /// <summary>wgs84 (the default), cgcs2000, gcj02 or bd09 (R51).</summary>
    public string? Crs { get; init; }

    /// <summary>Somebody has checked degrees that look wrong.</summary>
    public bool DegreesChecked { get; init; }

    /// <summary>Square metres, 1 to 10,000,000.</summary>
    public int? SquareMetres { get; init; }

    /// <summary>In OpenStreetMap's notation.</summary>
    public string? OpeningHours { get; init; }

    /// <summary>Telephone.</summary>
    public string? Phone { get; init; }

    /// <summary>Street and number.</summary>
    public string? Address { get; init; }

    /// <summary>Code of the facility it lies in.</summary>
    public string? Within { get; init; }

    /// <summary>Whether a wheelchair gets in.</summary>
    public bool? Wheelchair { get; init; }

    /// <summary>Closed for a while: on the days below or, without them, until further notice.</summary>
    public bool IsClosed { get; init; }

    /// <summary>First local day of being closed.</summary>
    public DateOnly? ClosedFrom { get; init; }

    /// <summary>Last local day of being closed.</summary>
    public DateOnly? ClosedUntil { get; init; }

    /// <summary>First local day there is something.</summary>
    public DateOnly? OpenFrom { get; init; }

    /// <summary>Last local day before it is gone for good.</summary>
    public DateOnly? OpenUntil { get; init; }

    /// <summary>Why, as people read it; needed when it is closed.</summary>
    public string? ClosedNote { get; init; }

    /// <inheritdoc/>
    public string? AuditSubject => Code;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (!PlaceCode.IsValid(Code))
            yield return PlaceCode.Wrong("code");
        if (FacilityKinds.Find(Kind) is null)
            yield return Problem.Invalid("kind", "places.unknown_kind", "请从列表中选择设施类别。", "Choose a kind from the list: " + string.Join(", ", FacilityKinds.All.Select(k => k.Code)));
        if (!PlainText.TryCleanLine(NameZh, 100, out var name) || name.Length == 0)
            yield return Problem.Invalid("nameZh", "places.name_length", "名称应为 1–100 个字。", "A name has 1 to 100 characters.");
        if (Longitude is null || Latitude is null)
            yield return Problem.Invalid(Longitude is null ? "longitude" : "latitude", "places.degrees_missing",
                "请在地图上点选，或填写经度和纬度。", "Tap the map, or give longitude and latitude.");
        if (SquareMetres is < 1 or > 10_000_000)
            yield return Problem.Invalid("squareMetres", "places.area_range", "面积为 1–10000000 平方米。", "An area is 1 to 10,000,000 square metres.");
        if (!string.IsNullOrWhiteSpace(OpeningHours) && !OpeningTimes.TryParse(OpeningHours, out _))
            yield return Spaces.SpaceProblems.Hours("openingHours");
        if (IsClosed && string.IsNullOrWhiteSpace(ClosedNote))
            yield return Problem.Invalid("closedNote", "places.closed_note", "请写明为什么暂停开放，居民会看到。", "Say why it is closed; residents read it.");
        if (!IsClosed && (ClosedFrom is not null || ClosedUntil is not null))
            yield return Problem.Invalid(ClosedFrom is not null ? "closedFrom" : "closedUntil", "places.closed_days", "填了暂停日期，请同时勾选暂停开放。", "Days of being closed are given: say that it is closed, too.");
        if (ClosedFrom > ClosedUntil)
            yield return Problem.Invalid("closedUntil", "places.closed_days", "暂停的最后一天不能早于第一天。", "The last day of being closed is not before the first.");
        if (OpenFrom > OpenUntil)
            yield return Problem.Invalid("openUntil", "places.open_days", "停业日不能早于开业日。", "The last day is not before the first.");
        foreach (var (field, text, most) in new[] { ("nameEn", NameEn, 200), ("phone", Phone, 40), ("address", Address, 200), ("closedNote", ClosedNote, 200) })
            if (!PlainText.TryCleanLine(text, most, out _))
                yield return Problem.Invalid(field, "places.text_length", $"最多 {most} 个字，一行。", $"At most {most} characters on one line.");
    }
}

/// <summary>A facility that was kept.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Added">It is new.</param>
/// <param name="Longitude">WGS-84 degrees, as stored.</param>
/// <param name="Latitude">WGS-84 degrees, as stored.</param>
internal sealed record FacilityKept(string Code, bool Added, double Longitude, double Latitude);

/// <summary>Takes a facility off the map for good; to close it for a while, keep it as closed.</summary>
/// <param name="Code">Its code.</param>
internal sealed record RemoveFacility(string Code) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Code;
}

internal sealed class KeepFacilityHandler(LinliDb db, FacilityBook book, CurrentCaller current)
    : IHandler<KeepFacility, FacilityKept>, IHandler<RemoveFacility, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/places/facilities/{code}", (string code, KeepFacility request, UseCaseRunner runner, CancellationToken cancel) =>
                runner.Answer(request with { Code = code }, cancel))
            .Needs(PlacesPermissions.Keep).WithTags("Facilities").WithSummary("Keep a facility of the map 设施");
        api.MapDelete("/places/facilities/{code}", (string code, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new RemoveFacility(code), cancel))
            .Needs(PlacesPermissions.Keep).WithTags("Facilities").WithSummary("Take a facility off the map");
    }

    public Task<Result<FacilityKept>> Handle(KeepFacility request, CancellationToken cancel) => book.Keep(request, current.Value, cancel);

    public async Task<Result<Done>> Handle(RemoveFacility request, CancellationToken cancel)
    {
        if (await db.Records<FacilityRow>().SingleOrDefaultAsync(f => f.Code == request.Code, cancel) is not { } row)
            return Problem.NotFound("places.unknown_facility", "没有这个设施。", "There is no such facility.");
        if (!current.Value.May(PlacesPermissions.Keep, row.Place))
            return PlaceProblems.NotHere();
        if (await db.Records<FacilityRow>().AnyAsync(f => f.Within == request.Code, cancel) || await db.Unfiltered<Spaces.SpaceRow>().AnyAsync(s => s.Facility == request.Code, cancel))
            return Problem.Conflict("places.facility_used", "台账里的空间或其他设施还指着它，请先改掉。", "Spaces of the ledger or other facilities still point to it: change those first.");
        db.Records<FacilityRow>().Remove(row);
        return Done.It;
    }
}

/// <summary>Writes facilities: for the desk and for imports alike.</summary>
internal sealed class FacilityBook(LinliDb db, PlacesMemory memory)
{
    /// <summary>Adds or changes a facility; nothing is changed when a problem is found.</summary>
    public async Task<Result<FacilityKept>> Keep(KeepFacility wish, Caller caller, CancellationToken cancel)
    {
        if (memory.Current.Tree.Resolve(wish.Place) is not { } place)
            return PlaceProblems.NoPlace("place");
        var row = await db.Records<FacilityRow>().FindAsync([wish.Code], cancel);
        if (!caller.May(PlacesPermissions.Keep, place.Path) || (row is not null && !caller.May(PlacesPermissions.Keep, row.Place)))
            return PlaceProblems.NotHere();
        if (PointCheck.SystemOf(wish.Crs) is not { } system)
            return PointCheck.UnknownSystem("crs");
        if (wish.Within is { Length: > 0 } within && (within == wish.Code || await db.Records<FacilityRow>().FindAsync([within], cancel) is null))
            return Problem.Invalid("within", "places.unknown_facility", "没有这个设施，请检查代码。", "There is no such facility: check its code.");
        GeoPoint? known = row is null ? null : new(row.Latitude, row.Longitude);
        var point = PointCheck.For(place.Path, memory.Current).Read(wish.Longitude!.Value, wish.Latitude!.Value, system, known, wish.DegreesChecked);
        if (!point.Ok)
            return point.As<FacilityKept>();
        var added = row is null;
        if (row is null)
            db.Records<FacilityRow>().Add(row = new()
            {
                Code = wish.Code, Place = place.Path, Kind = wish.Kind, NameZh = "", NameEn = "", Longitude = point.Value.Longitude, Latitude = point.Value.Latitude,
            });
        Fill(row, wish, place, point.Value);
        return new FacilityKept(row.Code, added, row.Longitude, row.Latitude);
    }

    private static void Fill(FacilityRow row, KeepFacility wish, Place place, GeoPoint point)
    {
        (row.Place, row.Kind, row.NameZh, row.NameEn) = (place.Path, wish.Kind, Text(wish.NameZh)!, Text(wish.NameEn) ?? Text(wish.NameZh)!);
        (row.Longitude, row.Latitude, row.SquareMetres) = (point.Longitude, point.Latitude, wish.SquareMetres);
        (row.OpeningHours, row.Phone, row.Address, row.Within) = (Text(wish.OpeningHours), Text(wish.Phone), Text(wish.Address), Text(wish.Within));
        (row.Wheelchair, row.IsClosed, row.ClosedNote) = (wish.Wheelchair, wish.IsClosed, wish.IsClosed ? Text(wish.ClosedNote) : null);
        (row.OpenFrom, row.OpenUntil, row.ClosedFrom, row.ClosedUntil) = (wish.OpenFrom, wish.OpenUntil, wish.ClosedFrom, wish.ClosedUntil);
    }

    private static string? Text(string? text) => PlainText.TryCleanLine(text, 200, out var clean) && clean.Length > 0 ? clean : null;
}
