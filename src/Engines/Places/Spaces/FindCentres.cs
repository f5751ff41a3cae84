using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Spaces;

/// <summary>Neighbourhood centres for residents (邻里中心): wholes with their parts, hours, telephone and where to book. Owners and figures of use stay with staff.</summary>
/// <param name="Collection">Only those counted together under this name.</param>
internal sealed record FindCentres(string? Collection = null) : IQuery<CentreGroup[]>;

/// <summary>Centres that are counted together.</summary>
/// <param name="Name">What they are called together.</param>
/// <param name="Area">Square metres of all of them.</param>
/// <param name="Approximate">Some areas are known only about.</param>
/// <param name="Centres">The centres, in the order of their codes.</param>
internal sealed record CentreGroup(Phrase Name, decimal Area, bool Approximate, IReadOnlyList<Centre> Centres);

/// <summary>A centre or a part of one.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Scene">The scene it serves.</param>
/// <param name="Area">Square metres; <c>null</c> while not measured.</param>
/// <param name="Approximate">Known only about.</param>
/// <param name="State">What it is at the moment.</param>
/// <param name="StateNote">Why.</param>
/// <param name="OpeningHours">In OpenStreetMap's notation.</param>
/// <param name="Now">Whether it is open now.</param>
/// <param name="Phone">Telephone.</param>
/// <param name="Address">Street and number.</param>
/// <param name="Longitude">WGS-84 degrees.</param>
/// <param name="Latitude">WGS-84 degrees.</param>
/// <param name="Facility">Code of the facility on the map.</param>
/// <param name="Booking">Path of the page that books it; <c>null</c> where it is asked for by telephone.</param>
/// <param name="Photo">Address of its photo.</param>
/// <param name="Uses">What it may be used for, in words.</param>
/// <param name="Parts">Its rooms.</param>
internal sealed record Centre(
    string Code, Phrase Name, Scene Scene, decimal? Area, bool Approximate, SpaceState State, string? StateNote, string? OpeningHours, OpenNow Now, string? Phone,
    string? Address, double? Longitude, double? Latitude, string? Facility, string? Booking, string? Photo, IReadOnlyList<Phrase> Uses, IReadOnlyList<Centre> Parts);

internal sealed class FindCentresHandler(LinliDb db, IEnumerable<IBookingLinks> bookings, TimeProvider time) : IHandler<FindCentres, CentreGroup[]>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/places/centres", (string? collection, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new FindCentres(collection), cancel))
            .Needs(Access.Public).WithTags("Spaces").WithSummary("Neighbourhood centres with area, hours and telephone 邻里中心");

    public async Task<Result<CentreGroup[]>> Handle(FindCentres request, CancellationToken cancel)
    {
        // Centres are for everybody; what anybody may know of them is chosen above.
        var rows = await PublicSpaces.Read(db, cancel);
        var parts = rows.ToLookup(s => s.PartOf);
        var booked = await bookings.All(cancel);
        return rows.Where(s => s.PartOf is null && (request.Collection is null || s.Collection == request.Collection))
            .GroupBy(s => s.Collection!)
            .Select(g => new CentreGroup(
                (g.Key, g.Select(s => s.CollectionEn).FirstOrDefault(en => en is not null) ?? g.Key),
                // A whole that was not measured counts by its parts, as in the totals of the ledger.
                g.Sum(s => s.AreaDm2 ?? parts[s.Code].Sum(p => (long)(p.AreaDm2 ?? 0))) / 100m,
                g.Any(s => s.AreaIsApproximate || parts[s.Code].Any(p => p.AreaIsApproximate)),
                [.. g.Select(s => Describe(s, parts, booked))]))
            .ToArray();
    }

    private Centre Describe(SpaceRow row, ILookup<string?, SpaceRow> parts, IReadOnlyDictionary<string, string> booked) => new(
        row.Code, (row.NameZh, row.NameEn), row.Scene, row.AreaDm2 / 100m, row.AreaIsApproximate, row.State, row.StateNote, row.OpeningHours,
        row.State == SpaceState.InUse ? OpeningTimes.At(row.OpeningHours, time.GetUtcNow(), WorkingDayCalendar.China) : new(false, null, null),
        row.Phone, row.Address, row.Longitude, row.Latitude, row.Facility, BookingOf(row, booked),
        row.Photo is { } photo ? $"/files/{photo}" : null, [.. SpaceUses.Split(row.AllowedUses).Select(SpaceUses.NameOf)],
        row.PartOf is null ? [.. parts[row.Code].Select(p => Describe(p, parts, booked))] : []);

    // A space is booked by itself, or is known by a facility where something can be booked, such as a clinic.
    private static string? BookingOf(SpaceRow row, IReadOnlyDictionary<string, string> booked) =>
        booked.GetValueOrDefault(row.Code) ?? (row.Facility is { } facility ? booked.GetValueOrDefault(facility) : null);
}
