using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Facilities;

/// <summary>What the neighbourhood has: libraries, clinics, canteens and so on.</summary>
/// <param name="Scope">Code or path of a place: its own facilities and those it shares with others above it.</param>
/// <param name="Kind">Only one kind, such as <c>library</c>.</param>
public sealed record GetFacilities(string? Scope = null, string? Kind = null) : IQuery<FacilityListed[]>;

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
    string? OpeningHours, Phrase Open, string? Phone, string? Address = null);

internal sealed class GetFacilitiesHandler(LinliDb db, IScopeTree tree) : IHandler<GetFacilities, FacilityListed[]>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/places/facilities", (string? scope, string? kind, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new GetFacilities(scope, kind), cancel)).Needs(Access.Public);
        api.MapGet("/places/facilities.geojson", async Task<IResult> (string? scope, string? kind, UseCaseRunner runner, CancellationToken cancel) =>
        {
            var found = await runner.Ask(new GetFacilities(scope, kind), cancel);
            return found.Ok
                ? TypedResults.Bytes(GeoJson.Write(found.Value.Select(Feature)), "application/geo+json")
                : ProblemResults.From(found.Problems);
        }).Needs(Access.Public).Produces(StatusCodes.Status200OK, contentType: "application/geo+json");
    }

    public async Task<Result<FacilityListed[]>> Handle(GetFacilities request, CancellationToken cancel)
    {
        var place = tree.Resolve(request.Scope);
        if (place is null && !string.IsNullOrEmpty(request.Scope))
            return PlaceProblems.NoPlace("scope");
        var rows = await db.Records<FacilityRow>().AsNoTracking()
            .Where(f => request.Kind == null || f.Kind == request.Kind)
            .OrderBy(f => f.Kind).ThenBy(f => f.Code).ToListAsync(cancel);
        return rows.Where(f => place is null || place.Path.Contains(f.Place) || f.Place.Contains(place.Path)).Select(Describe).ToArray();
    }

    private static FacilityListed Describe(FacilityRow row) => new(
        row.Code, row.Place, row.Kind, FacilityKinds.NameOf(row.Kind), (row.NameZh, row.NameEn), row.Longitude, row.Latitude,
        row.SquareMetres, row.OpeningHours, OpeningHours.InWords(row.OpeningHours), row.Phone, row.Address);

    private static GeoFeature Feature(FacilityListed facility) => new(
        new GeoPoint(facility.Latitude, facility.Longitude).ToGeometry(),
        new Dictionary<string, object?>
        {
            ["kind"] = "facility",
            ["facility"] = facility.Kind,
            ["name"] = facility.Name.ToString(),
            ["text"] = facility.Open.ToString(),
            ["name_zh"] = facility.Name.Zh,
            ["name_en"] = facility.Name.En,
            ["opening_hours"] = facility.OpeningHours,
            ["phone"] = facility.Phone,
            ["address"] = facility.Address,
            ["area_m2"] = facility.SquareMetres,
        },
        facility.Code);
}
