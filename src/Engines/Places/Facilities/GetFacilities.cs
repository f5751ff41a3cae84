using Linli.Places.Hours;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Facilities;

/// <summary>What the neighbourhood has: libraries, clinics, canteens and so on.</summary>
/// <param name="Scope">Code or path of a place: its own facilities and those it shares with others above it.</param>
/// <param name="Kind">Only one kind, such as <c>library</c>.</param>
/// <param name="Layer">Only one layer of the life map: mobility, childcare, education, health, elders or leisure (S76).</param>
/// <param name="Q">A name, kind or address, or the beginning of its pinyin.</param>
/// <param name="Open">Only what is open now.</param>
/// <param name="Within">Only what lies in this facility, such as a shopping park.</param>
/// <param name="Code">Only this one.</param>
public sealed record GetFacilities(
    string? Scope = null, string? Kind = null, string? Layer = null, string? Q = null, bool? Open = null, string? Within = null, string? Code = null)
    : IQuery<FacilityListed[]>;

/// <summary>A facility.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Place">Path of the place it serves.</param>
/// <param name="Kind">What it is, such as <c>library</c>.</param>
/// <param name="KindName">The kind in words.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Longitude">WGS-84 degrees.</param>
/// <param name="Latitude">WGS-84 degrees.</param>
/// <param name="SquareMetres">How large it is, where known.</param>
/// <param name="OpeningHours">When it is open, in OpenStreetMap's notation: <c>Mo-Fr 08:30-17:30</c>.</param>
/// <param name="Open">The same in words.</param>
/// <param name="Phone">Telephone, where it has one.</param>
/// <param name="Address">Street and number, where known.</param>
public sealed record FacilityListed(
    string Code, ScopePath Place, string Kind, Phrase KindName, Phrase Name, double Longitude, double Latitude, int? SquareMetres,
    string? OpeningHours, Phrase Open, string? Phone, string? Address = null)
{
    /// <summary>Its layer of the life map: mobility, childcare, education, health, elders or leisure; <c>null</c> for what is found by search only.</summary>
    public string? Layer { get; init; }

    /// <summary>Name of the icon of its kind.</summary>
    public string Icon { get; init; } = "map-pin";

    /// <summary>Whether it is open now, by its hours and the calendar of holidays; closed while it is closed until further notice.</summary>
    public OpenNow Now { get; init; } = OpenNow.Unknown;

    /// <summary>The same in words.</summary>
    public Phrase NowInWords { get; init; }

    /// <summary>Not to be counted on today: closed for a while, not yet open, or gone for good.</summary>
    public bool IsClosed { get; init; }

    /// <summary>Days of opening, of closing for a while and of closing for good, as far as they are known.</summary>
    public FacilityDays? Days { get; init; }

    /// <summary>Why, as people read it.</summary>
    public string? ClosedNote { get; init; }

    /// <summary>Code of the facility it lies in.</summary>
    public string? Within { get; init; }

    /// <summary>Whether a wheelchair gets in; <c>null</c> while nobody has looked.</summary>
    public bool? Wheelchair { get; init; }

    /// <summary>Path of the page that books it; <c>null</c> where it is asked for by telephone.</summary>
    public string? Booking { get; init; }
}

/// <summary>Local days, all inclusive.</summary>
/// <param name="OpenFrom">The first day there is something.</param>
/// <param name="OpenUntil">The last day before it is gone for good.</param>
/// <param name="ClosedFrom">First day of being closed for a while.</param>
/// <param name="ClosedUntil">Last day of being closed for a while.</param>
/// <param name="Paused">Closed for a while, on these days or until further notice.</param>
public sealed record FacilityDays(DateOnly? OpenFrom, DateOnly? OpenUntil, DateOnly? ClosedFrom, DateOnly? ClosedUntil, bool Paused);

internal sealed class GetFacilitiesHandler(LinliDb db, IScopeTree tree, IEnumerable<IBookingLinks> bookings, TimeProvider time)
    : IHandler<GetFacilities, FacilityListed[]>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/places/facilities", ([AsParameters] GetFacilities request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(request, cancel)).Needs(Access.Public);
        api.MapGet("/places/facilities.geojson", async Task<IResult> ([AsParameters] GetFacilities request, string? crs, UseCaseRunner runner, CancellationToken cancel) =>
        {
            if (PointCheck.SystemOf(crs) is not { } system)
                return ProblemResults.From([PointCheck.UnknownSystem("crs")]);
            var found = await runner.Ask(request, cancel);
            return found.Ok
                ? TypedResults.Bytes(GeoJson.Write(found.Value.Select(f => FacilityGeoJson.Feature(f, system))), "application/geo+json")
                : ProblemResults.From(found.Problems);
        }).Needs(Access.Public).Produces(StatusCodes.Status200OK, contentType: "application/geo+json");
    }

    public async Task<Result<FacilityListed[]>> Handle(GetFacilities request, CancellationToken cancel)
    {
        var place = tree.Resolve(request.Scope);
        if (place is null && !string.IsNullOrEmpty(request.Scope))
            return PlaceProblems.NoPlace("scope");
        var layer = LifeLayers.FromCode(request.Layer);
        if (layer is null && !string.IsNullOrEmpty(request.Layer))
            return Problem.Invalid("layer", "places.unknown_layer",
                "图层只有：" + string.Join("、", LifeLayers.All.Select(l => l.Name().Zh)), "The layers are " + string.Join(", ", LifeLayers.All.Select(l => l.Code())));
        var rows = await db.Records<FacilityRow>().AsNoTracking()
            .Where(f => (request.Kind == null || f.Kind == request.Kind) && (request.Within == null || f.Within == request.Within)
                && (request.Code == null || f.Code == request.Code))
            .OrderBy(f => f.Kind).ThenBy(f => f.Code).ToListAsync(cancel);
        var booked = await bookings.All(cancel);
        return rows.Where(f => place is null || place.Path.Contains(f.Place) || f.Place.Contains(place.Path))
            .Where(f => layer is null || FacilityKinds.LayerOf(f.Kind) == layer)
            .Where(f => string.IsNullOrWhiteSpace(request.Q) || Finds(request.Q, f))
            .Select(f => Describe(f, booked)).Where(f => request.Open != true || f.Now.IsOpen == true).ToArray();
    }

    private static bool Finds(string q, FacilityRow row) =>
        FacilityKinds.NameOf(row.Kind) is var kind && NameSearch.Finds(q, row.NameZh, row.NameEn, kind.Zh, kind.En, row.Address);

    private FacilityListed Describe(FacilityRow row, IReadOnlyDictionary<string, string> booked)
    {
        var now = time.GetUtcNow();
        var term = FacilityTerm.Of(row);
        var standing = term.On(LocalTime.DateOf(now));
        var state = standing != Standing.There ? new(false, null, null) : OpeningTimes.At(row.OpeningHours, now, WorkingDayCalendar.China);
        return new(
            row.Code, row.Place, row.Kind, FacilityKinds.NameOf(row.Kind), (row.NameZh, row.NameEn), row.Longitude, row.Latitude,
            row.SquareMetres, row.OpeningHours, OpeningHours.InWords(row.OpeningHours), row.Phone, row.Address)
        {
            Layer = FacilityKinds.LayerOf(row.Kind)?.Code(),
            Icon = FacilityKinds.IconOf(row.Kind),
            Now = state,
            NowInWords = term.Say(standing, row.ClosedNote) ?? OpenWords.Say(state, now),
            IsClosed = standing != Standing.There,
            Days = term == default ? null : new(row.OpenFrom, row.OpenUntil, row.ClosedFrom, row.ClosedUntil, row.IsClosed),
            ClosedNote = row.ClosedNote,
            Within = row.Within,
            Wheelchair = row.Wheelchair,
            Booking = standing != Standing.There ? null : booked.GetValueOrDefault(row.Code),
        };
    }
}
