using Linli.Mobility.GuardPoints;
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

namespace Linli.Mobility.SchoolPath;

/// <summary>The school paths (通学路, S43) as everybody sees them: the line, what it links, when children walk. Never a child.</summary>
public sealed record GetSchoolPaths : IQuery<SchoolPathShown[]>;

/// <summary>A school path.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Metres">Its length, measured on the ground.</param>
/// <param name="PlannedMetres">How long it should be.</param>
/// <param name="LengthFits">Whether it is, within one hundredth.</param>
/// <param name="SideMetres">How far the corridor reaches to each side.</param>
/// <param name="Schools">The schools it links.</param>
/// <param name="Compounds">The compounds it links, the nearest first, found by where their buildings stand.</param>
/// <param name="Windows">Times of day on school days, local time.</param>
/// <param name="SchoolDay">Whether today is a school day.</param>
/// <param name="Open">Whether a window is open now.</param>
public sealed record SchoolPathShown(
    string Code, Phrase Name, double Metres, int PlannedMetres, bool LengthFits, int SideMetres, IReadOnlyList<PathSchoolShown> Schools, IReadOnlyList<LinkedCompound> Compounds,
    string Windows, bool SchoolDay, bool Open);

/// <summary>A school at a path.</summary>
/// <param name="Code">Code of the facility.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Metres">From its grounds to the path, straight.</param>
public sealed record PathSchoolShown(string Code, Phrase Name, int Metres);

internal sealed class GetSchoolPathsHandler(LinliDb db, SchoolPathBook book, SchoolMemory schools, TimeProvider time) : IHandler<GetSchoolPaths, SchoolPathShown[]>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/mobility/school-paths", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new GetSchoolPaths(), cancel))
            .Needs(Access.Public).WithSummary("School paths 通学路");
        api.MapGet("/mobility/school-paths.geojson", async (string? crs, LinliDb db, CancellationToken cancel) =>
        {
            // The line is painted on the street: it is for everybody.
            var paths = await db.Unfiltered<SchoolPathRow>().AsNoTracking().OrderBy(p => p.Code).ToListAsync(cancel);
            return TypedResults.Bytes(GeoJson.Write(paths.SelectMany(p => Features(p, crs == "gcj02" ? CoordinateSystem.Gcj02 : CoordinateSystem.Wgs84))), "application/geo+json");
        }).Needs(Access.Public).Produces(StatusCodes.Status200OK, contentType: "application/geo+json").WithSummary("School paths on the map 通学路图层");
    }

    public async Task<Result<SchoolPathShown[]>> Handle(GetSchoolPaths request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        // The line is painted on the street: it is for everybody.
        var paths = await db.Unfiltered<SchoolPathRow>().AsNoTracking().OrderBy(p => p.Code).ToListAsync(cancel);
        var ends = await db.Records<PathSchool>().AsNoTracking().OrderBy(s => s.School).ToListAsync(cancel);
        return paths.Select(p => Show(p, ends.Where(e => e.Path == p.Code), now)).ToArray();
    }

    private SchoolPathShown Show(SchoolPathRow path, IEnumerable<PathSchool> ends, DateTimeOffset now)
    {
        var line = SchoolPathBook.LineOf(path);
        var metres = Math.Round(MetricShape.Metres(line), 1);
        var day = schools.IsSchoolDay(ScopePath.Parse(path.Scope, null), LocalTime.DateOf(now));
        return new(
            path.Code, (path.NameZh, path.NameEn), metres, path.PlannedMetres, Math.Abs(metres - path.PlannedMetres) <= path.PlannedMetres * 0.01, path.SideMetres,
            [.. ends.Select(e => new PathSchoolShown(e.School, (e.NameZh, e.NameEn), (int)Math.Round(MetricShape.Away(line, GeoPoint.From(SchoolPathBook.Shape(e.Grounds).Centroid)))))],
            book.Compounds(line), path.Windows, day, day && DutyHours.Parse(path.Windows) is { } windows && DutyHours.At(windows, now) is not null);
    }

    private static IEnumerable<GeoFeature> Features(SchoolPathRow path, CoordinateSystem system)
    {
        var line = SchoolPathBook.LineOf(path);
        foreach (var (shape, kind, colour) in new[] { (MetricShape.Buffer(line, path.SideMetres), "corridor", "#9cc6e6"), (line, "school_path", "#1464a5") })
            yield return new(
                ChinaCoordinates.FromWgs84(shape, system),
                new Dictionary<string, object?> { ["kind"] = kind, ["name"] = path.NameZh, ["colour"] = colour, ["crs"] = system == CoordinateSystem.Gcj02 ? "gcj02" : "wgs84" }, path.Code + "-" + kind);
    }
}
