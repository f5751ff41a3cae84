using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Linli.Sensing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Mobility.Parking;

/// <summary>
/// Parking lots at a glance (如心停车, S71): free bays, the age of the number, a short forecast. Open to everybody, as the open
/// feed is that public lots owe the district's guidance (R46).
/// </summary>
/// <param name="Near">Latitude and longitude, WGS-84: the nearest first; by name when left out.</param>
/// <param name="Code">One lot only.</param>
public sealed record GetParking(string? Near = null, string? Code = null) : IQuery<ParkingShown>, IValidated
{
    IEnumerable<Problem> IValidated.Problems()
    {
        if (!string.IsNullOrEmpty(Near) && !GeoPoint.TryParse(Near, out _))
            yield return Problem.Invalid("near", "mobility.near_form", "位置应写成“纬度,经度”，例如 30.208,120.21。", "Write the place as latitude,longitude, such as 30.208,120.21.");
    }
}

/// <summary>All lots with their sums.</summary>
/// <param name="At">When it was asked, UTC.</param>
/// <param name="Capacity">Bays of all lots.</param>
/// <param name="Counted">Bays of the lots whose numbers are of now.</param>
/// <param name="Free">Free ones among these.</param>
/// <param name="Lots">The lots.</param>
public sealed record ParkingShown(DateTimeOffset At, int Capacity, int Counted, int Free, IReadOnlyList<LotShown> Lots);

/// <summary>A lot as GB/T 29745 publishes it (T12): profile, free bays, time of the update.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Kind">public, building, street or shared.</param>
/// <param name="Capacity">How many bays.</param>
/// <param name="AccessibleBays">For people with disabilities.</param>
/// <param name="ChargingBays">With a charger.</param>
/// <param name="Latitude">WGS-84.</param>
/// <param name="Longitude">WGS-84.</param>
/// <param name="Address">Where.</param>
/// <param name="Hours">Opening hours.</param>
/// <param name="Tariff">What it costs.</param>
/// <param name="Phone">Whom to ring.</param>
/// <param name="Operator">Who keeps it.</param>
/// <param name="Free">Free bays; <c>null</c> while nothing is known of now.</param>
/// <param name="UpdatedAt">When its gates, or the detectors of a lot without gates, last said anything, UTC; <c>null</c> for never.</param>
/// <param name="AgeSeconds">How old that is.</param>
/// <param name="Stale">Whether the number is too old to go by; <paramref name="Free"/> is left out then.</param>
/// <param name="Source">What the number rests on: <c>gates</c>, <c>gates+detectors</c>, <c>detectors</c>, or <c>none</c>.</param>
/// <param name="Forecast">In an hour; <c>null</c> where too little is known.</param>
/// <param name="Metres">From the place asked for, straight; <c>null</c> without one.</param>
/// <param name="FindsCars">Whether the way to a bay can be asked for.</param>
public sealed record LotShown(
    string Code, Phrase Name, LotKind Kind, int Capacity, int AccessibleBays, int ChargingBays, double Latitude, double Longitude, string Address, string Hours, Phrase Tariff, string? Phone,
    string Operator, int? Free, DateTimeOffset? UpdatedAt, int? AgeSeconds, bool Stale, string Source, ParkingForecast? Forecast, int? Metres, bool FindsCars);

internal sealed class GetParkingHandler(LinliDb db, IDevices devices, TimeProvider time) : IHandler<GetParking, ParkingShown>, IUseCase
{
    private const int Weeks = 8;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/mobility/parking", (string? near, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new GetParking(near), cancel))
            .Needs(Access.Public).WithSummary("Free bays of all parking lots 停车空位");
        api.MapGet("/mobility/parking/lots/{code}", async Task<IResult> (string code, UseCaseRunner runner, CancellationToken cancel) =>
        {
            var found = await runner.Ask(new GetParking(Code: code), cancel);
            return !found.Ok ? ProblemResults.From(found.Problems)
                : found.Value!.Lots.Count == 0 ? ProblemResults.From([Unknown]) : TypedResults.Ok(found.Value.Lots[0]);
        }).Needs(Access.Public).Produces<LotShown>().WithSummary("One parking lot 停车场");
        api.MapGet("/mobility/parking.geojson", async Task<IResult> (UseCaseRunner runner, CancellationToken cancel) =>
        {
            var found = await runner.Ask(new GetParking(), cancel);
            return found.Ok ? TypedResults.Bytes(GeoJson.Write(found.Value!.Lots.Select(Feature)), "application/geo+json") : ProblemResults.From(found.Problems);
        }).Needs(Access.Public).Produces(StatusCodes.Status200OK, contentType: "application/geo+json").WithSummary("Parking lots on the map 停车场图层");
    }

    internal static readonly Problem Unknown = Problem.NotFound("mobility.unknown_lot", "没有这个停车场，请检查代码。", "There is no such parking lot: check its code.");

    public async Task<Result<ParkingShown>> Handle(GetParking request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        GeoPoint? near = GeoPoint.TryParse(request.Near, out var point) ? point : null;
        // Lots are for everybody.
        var lots = await db.Unfiltered<ParkingLot>().AsNoTracking().Where(l => request.Code == null || l.Code == request.Code).ToListAsync(cancel);
        var counts = await db.Records<LotCount>().AsNoTracking().ToDictionaryAsync(c => c.Lot, cancel);
        var hours = await Same(ParkingRules.HourOf(now.AddHours(1)), cancel);
        var gated = devices.OfKind(ParkingDevices.Gate.Code).Where(d => d.State == DeviceState.InService).Select(d => d.Facility).ToHashSet();
        var shown = lots.Select(l => Show(l, counts.GetValueOrDefault(l.Code), gated.Contains(l.Code), hours[l.Code], near, now))
            .OrderBy(l => l.Metres ?? 0).ThenBy(l => l.Free is null).ThenBy(l => l.Code, StringComparer.Ordinal).ToList();
        var known = shown.Where(l => l.Free is not null).ToList();
        return new ParkingShown(now, shown.Sum(l => l.Capacity), known.Sum(l => l.Capacity), known.Sum(l => l.Free!.Value), shown);
    }

    // The same hour of the last weeks.
    private async Task<ILookup<string, double>> Same(DateTimeOffset hour, CancellationToken cancel)
    {
        var wanted = Enumerable.Range(1, Weeks).Select(w => hour.AddDays(-7 * w)).ToList();
        var rows = await db.Records<LotHour>().AsNoTracking().Where(h => wanted.Contains(h.Hour) && h.Looks > 0).ToListAsync(cancel);
        return rows.ToLookup(h => h.Lot, h => (double)h.Sum / h.Looks);
    }

    private static LotShown Show(ParkingLot lot, LotCount? count, bool gated, IEnumerable<double> hours, GeoPoint? near, DateTimeOffset now)
    {
        var stale = ParkingRules.IsStale(count?.GatesAt, now);
        return new(
            lot.Code, (lot.NameZh, lot.NameEn), lot.Kind, lot.Capacity, lot.AccessibleBays, lot.ChargingBays, lot.Latitude, lot.Longitude, lot.Address, lot.Hours, (lot.TariffZh, lot.TariffEn),
            lot.Phone, lot.Operator, stale ? null : ParkingRules.Free(lot.Capacity, count!.Inside), count?.GatesAt, count?.GatesAt is { } at ? (int)Math.Max(0, (now - at).TotalSeconds) : null,
            stale, count?.GatesAt is null ? "none" : !gated ? "detectors" : count.Taken is null ? "gates" : "gates+detectors",
            ParkingRules.Forecast(ParkingRules.HourOf(now.AddHours(1)), lot.Capacity, [.. hours]),
            near is { } from ? (int)Math.Round(from.DistanceTo(new(lot.Latitude, lot.Longitude))) : null, lot.Venue is not null);
    }

    private static GeoFeature Feature(LotShown lot) => new(
        new GeoPoint(lot.Latitude, lot.Longitude).ToGeometry(),
        new Dictionary<string, object?>
        {
            ["kind"] = "car_park", ["name"] = lot.Name.ToString(), ["capacity"] = lot.Capacity, ["free"] = lot.Free, ["stale"] = lot.Stale, ["updated_at"] = lot.UpdatedAt,
            ["colour"] = lot.Free is not { } free ? "#7b7b7b" : free == 0 ? "#b3261e" : free * 10 < lot.Capacity ? "#b9480e" : "#0b7356",
        },
        lot.Code);
}
