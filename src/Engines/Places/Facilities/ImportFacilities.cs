using System.Globalization;
using System.Text;
using System.Text.Json;
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
using NetTopologySuite.Geometries;

namespace Linli.Places.Facilities;

/// <summary>
/// Takes facilities from GeoJSON: points with the properties that the export has. A known code is changed. Features that cannot
/// be taken are told with their reasons; a file whose degrees are of another system than said is refused as a whole (R51).
/// </summary>
/// <param name="GeoJson">A FeatureCollection of points.</param>
/// <param name="Place">Code of the place of features that name none.</param>
/// <param name="Crs">What the degrees mean: wgs84 (the default), cgcs2000, gcj02 or bd09.</param>
/// <param name="DegreesChecked">Somebody has checked that the degrees are of this system, though they do not look like it.</param>
/// <param name="DryRun">Only report what would happen.</param>
internal sealed record ImportFacilities(JsonElement GeoJson, string? Place = null, string? Crs = null, bool DegreesChecked = false, bool DryRun = false)
    : ICommand<FacilitiesImported>, IValidated, IAudited
{
    public string? AuditSubject => null;

    public IEnumerable<Problem> Problems()
    {
        if (GeoJson.ValueKind != JsonValueKind.Object)
            yield return Problem.Invalid("geoJson", "places.geojson_missing", "请在 geoJson 里放入 FeatureCollection。", "Put a FeatureCollection into geoJson.");
    }
}

/// <summary>What became of the features.</summary>
/// <param name="Added">New ones.</param>
/// <param name="Changed">Known codes.</param>
/// <param name="Refused">The others.</param>
/// <param name="DryRun">Nothing was written.</param>
internal sealed record FacilitiesImported(int Added, int Changed, IReadOnlyList<FacilityRefused> Refused, bool DryRun);

/// <summary>A feature that was not taken.</summary>
/// <param name="At">Where in the file, such as <c>features[3]</c>.</param>
/// <param name="Code">Its code.</param>
/// <param name="Field">The field at fault.</param>
/// <param name="Reason">What is wrong and what to do.</param>
internal sealed record FacilityRefused(string At, string? Code, string? Field, Phrase Reason);

internal sealed class ImportFacilitiesHandler(LinliDb db, PlacesMemory memory, FacilityBook book, CurrentCaller current)
    : IHandler<ImportFacilities, FacilitiesImported>, IUseCase
{
    private const int Most = 10_000;
    private static readonly string[] Days = ["closed_from", "closed_until", "open_from", "open_until"];

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/places/facilities/import", (ImportFacilities request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(PlacesPermissions.Keep).WithTags("Facilities").WithSummary("Import facilities from GeoJSON 导入设施");

    public async Task<Result<FacilitiesImported>> Handle(ImportFacilities request, CancellationToken cancel)
    {
        if (PointCheck.SystemOf(request.Crs) is not { } system)
            return PointCheck.UnknownSystem("crs");
        IReadOnlyList<GeoFeature> features;
        try
        {
            features = GeoJson.Read(Encoding.UTF8.GetBytes(request.GeoJson.GetRawText()));
        }
        catch (InvalidGeoJsonException e)
        {
            return Problem.Invalid("geoJson", "places.geojson_unreadable",
                "不是可用的 GeoJSON（经度在前，单位为度）：" + e.Message, "This is not the GeoJSON we can take (degrees, longitude first): " + e.Message);
        }

        if (features.Count is 0 or > Most)
            return Problem.Invalid("geoJson", "places.feature_count", $"文件应有 1–{Most} 个设施。", $"The file has 1 to {Most} facilities.");
        if (!request.DegreesChecked && await BetterSystem(features, request.Place, system, cancel) is { } better)
            return Problem.Invalid("crs", "places.wrong_system",
                $"多数点像是 {PointCheck.Name(better).Zh} 的坐标。请选对坐标系；确实无误可勾选“坐标已核对”。",
                $"Most points look like {PointCheck.Name(better).En}. Choose the right system, or say that the degrees were checked.");
        return await Take(request, features, cancel);
    }

    private async Task<CoordinateSystem?> BetterSystem(IReadOnlyList<GeoFeature> features, string? place, CoordinateSystem system, CancellationToken cancel)
    {
        var known = await db.Records<FacilityRow>().AsNoTracking().ToDictionaryAsync(f => f.Code, f => new GeoPoint(f.Latitude, f.Longitude), cancel);
        var points = features.Where(f => f.Geometry is Point p && GeoPoint.IsValid(p.Y, p.X))
            .Select(f => (GeoPoint.From((Point)f.Geometry!), CodeOf(f) is { } code && known.TryGetValue(code, out var was) ? was : default(GeoPoint?))).ToList();
        return PointCheck.For(memory.Current.Tree.Resolve(place)?.Path ?? ScopePath.Root, memory.Current).BetterFor(points, system);
    }

    private async Task<Result<FacilitiesImported>> Take(ImportFacilities request, IReadOnlyList<GeoFeature> features, CancellationToken cancel)
    {
        var (added, changed) = (0, 0);
        var refused = new List<FacilityRefused>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < features.Count; i++)
        {
            var wish = Read(features[i], request);
            var problem = features[i].Geometry is not Point
                ? Problem.Invalid("geometry", "places.not_a_point", "设施应为点（Point）。", "A facility is a Point.")
                : WrongDay(features[i]) ?? wish.Problems().FirstOrDefault() ?? (seen.Add(wish.Code) ? null : PlaceProblems.CodeTaken("code", wish.Code));
            if (problem is null && await book.Keep(wish, current.Value, cancel) is var kept)
                if (kept.Ok)
                    _ = kept.Value.Added ? added++ : changed++;
                else
                    problem = kept.Problem;
            if (problem is not null)
                refused.Add(new(string.Create(CultureInfo.InvariantCulture, $"features[{i}]"), CodeOf(features[i]), problem.Field, problem.Message));
        }

        if (request.DryRun)
            db.ChangeTracker.Clear();
        return new FacilitiesImported(added, changed, refused, request.DryRun);
    }

    private static KeepFacility Read(GeoFeature feature, ImportFacilities request) => new()
    {
        Code = CodeOf(feature) ?? "", Place = Text(feature, "place") ?? request.Place ?? "", Kind = Text(feature, "facility") ?? Text(feature, "kind") ?? "",
        NameZh = Text(feature, "name_zh") ?? Text(feature, "name") ?? "", NameEn = Text(feature, "name_en"), Longitude = (feature.Geometry as Point)?.X,
        Latitude = (feature.Geometry as Point)?.Y, Crs = request.Crs, DegreesChecked = request.DegreesChecked,
        SquareMetres = feature.Properties.GetValueOrDefault("area_m2") switch
        {
            null => null,
            long whole when whole is > 0 and <= 10_000_000 => (int)whole,
            double number when number is > 0 and <= 10_000_000 => (int)Math.Round(number),
            _ => -1,
        },
        OpeningHours = Text(feature, "opening_hours"), Phone = Text(feature, "phone"), Address = Text(feature, "address") ?? Text(feature, "addr:full"),
        Within = Text(feature, "within"), Wheelchair = feature.Properties.GetValueOrDefault("wheelchair") switch { bool yes => yes, "yes" => true, "no" => false, _ => null },
        IsClosed = feature.Properties.GetValueOrDefault("paused") as bool? ?? feature.Properties.GetValueOrDefault("closed") is true, ClosedNote = Text(feature, "closed_note"),
        ClosedFrom = Day(feature, "closed_from"), ClosedUntil = Day(feature, "closed_until"), OpenFrom = Day(feature, "open_from"), OpenUntil = Day(feature, "open_until"),
    };

    private static Problem? WrongDay(GeoFeature feature) =>
        Array.Find(Days, name => Text(feature, name) is not null && Day(feature, name) is null) is { } field
            ? Problem.Invalid(field, "places.day_form", "日期应写成 2027-01-01。", "A day is written 2027-01-01.")
            : null;

    private static DateOnly? Day(GeoFeature feature, string name) =>
        DateOnly.TryParseExact(Text(feature, name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string? CodeOf(GeoFeature feature) => Text(feature, "code") ?? feature.Id;

    private static string? Text(GeoFeature feature, string name) => feature.Properties.GetValueOrDefault(name) switch
    {
        string text when text.Trim().Length > 0 => text.Trim(),
        long number => number.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };
}
