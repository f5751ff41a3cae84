using System.Globalization;
using Linli.Places.Facilities;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Circles;

/// <summary>What homes are put together by.</summary>
public enum GapGroup
{
    /// <summary>The homes of a building have the same way to everything.</summary>
    Building,

    /// <summary>小区.</summary>
    Compound,

    /// <summary>网格.</summary>
    Grid,

    /// <summary>社区.</summary>
    Community,
}

/// <summary>Which homes lack what within reach (设施缺口), the worst first, within the caller's places (R22–R24).</summary>
/// <param name="Scope">Code or path of a place; all the caller's places when left out.</param>
/// <param name="Category">Only one category, such as <c>kindergarten</c>.</param>
/// <param name="By">What homes are put together by; buildings when left out.</param>
/// <param name="Date">Local date: facilities that are there then, rules in force then; today when left out.</param>
public sealed record GetGaps(string? Scope = null, string? Category = null, GapGroup? By = null, DateOnly? Date = null) : IQuery<GapReport>;

/// <summary>What homes lack.</summary>
/// <param name="Homes">Homes looked at.</param>
/// <param name="WithoutPoint">Homes whose building has no point, and which are therefore not looked at.</param>
/// <param name="Categories">Each category with how many homes have it.</param>
/// <param name="Rows">Groups of homes that lack something, the worst first.</param>
/// <param name="Levels">The circles that so many homes make (R22).</param>
public sealed record GapReport(int Homes, int WithoutPoint, IReadOnlyList<GapCategory> Categories, IReadOnlyList<GapRow> Rows, IReadOnlyList<CircleLevel> Levels);

/// <summary>How many homes have a category within reach.</summary>
/// <param name="Category">The category and its rule.</param>
/// <param name="Facilities">How many facilities serve it.</param>
/// <param name="Served">Homes that have it within reach.</param>
/// <param name="Lacking">Homes that lack it.</param>
/// <param name="SquareMetresAsked">Area the standard asks for so many homes; <c>null</c> where it asks for none.</param>
/// <param name="SquareMetres">Area of the facilities that serve it, as far as it is known.</param>
public sealed record GapCategory(CircleCategory Category, int Facilities, int Served, int Lacking, int? SquareMetresAsked, int SquareMetres);

/// <summary>Homes that lack something.</summary>
/// <param name="Place">Building, compound, grid or community.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Homes">How many homes it has.</param>
/// <param name="Longitude">Where it is, WGS-84.</param>
/// <param name="Latitude">Where it is, WGS-84.</param>
/// <param name="Lacks">What is lacking, the most homes first.</param>
public sealed record GapRow(ScopePath Place, string Name, int Homes, double? Longitude, double? Latitude, IReadOnlyList<Lack> Lacks)
{
    /// <summary>Homes times what each lacks: by this the worst is found.</summary>
    public int Weight => Lacks.Sum(l => l.Homes);
}

/// <summary>A category that homes lack.</summary>
/// <param name="Code">Code of the category.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Homes">How many homes lack it.</param>
/// <param name="Minutes">Mean minutes on foot to the nearest one; <c>null</c> where there is no way to one.</param>
/// <param name="Metres">Mean metres on foot to the nearest one.</param>
public sealed record Lack(string Code, Phrase Name, int Homes, double? Minutes, int? Metres);

internal sealed class GetGapsHandler(LinliDb db, PlacesMemory places, CircleBook book, CurrentCaller caller, TimeProvider time) : IHandler<GetGaps, GapReport>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/places/gaps", ([AsParameters] GetGaps request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(PlacesPermissions.Circles).WithSummary("Which homes lack what within reach, worst first 设施缺口");
        api.MapGet("/places/gaps.geojson", async Task<IResult> ([AsParameters] GetGaps request, UseCaseRunner runner, CancellationToken cancel) =>
        {
            var found = await runner.Ask(request, cancel);
            return found.Ok ? TypedResults.Bytes(GeoJson.Write(found.Value.Rows.Where(r => r.Longitude is not null).Select(Feature)), "application/geo+json") : ProblemResults.From(found.Problems);
        }).Needs(PlacesPermissions.Circles).Produces(StatusCodes.Status200OK, contentType: "application/geo+json");
        api.MapGet("/places/gaps.csv", Download).Needs(PlacesPermissions.Circles).Produces(StatusCodes.Status200OK, contentType: "text/csv");
    }

    public async Task<Result<GapReport>> Handle(GetGaps request, CancellationToken cancel)
    {
        var tree = places.Current.Tree;
        var place = tree.Resolve(request.Scope);
        if (place is null && !string.IsNullOrEmpty(request.Scope))
            return PlaceProblems.NoPlace("scope");
        var scopes = caller.Value.ScopesFor(PlacesPermissions.Circles);
        var at = place?.Path ?? (scopes.Paths is [var first, ..] ? first : ScopePath.Root);
        var analysis = await book.Analyse(at, request.Date, cancel);
        if (!string.IsNullOrEmpty(request.Category) && analysis.Categories.All(c => c.Code != request.Category))
        {
            var codes = string.Join(", ", analysis.Categories.Select(c => c.Code));
            return Problem.Invalid("category", "places.unknown_category", $"类别应为 {codes}。", $"The category is one of {codes}.");
        }

        var grids = place?.Kind == PlaceKind.Grid || request.By == GapGroup.Grid ? await Grids(cancel) : [];
        var mine = Enumerable.Range(0, analysis.Homes.Count).Where(h => Wanted(analysis.Homes.Homes[h].Building.Path)).ToList();
        var wanted = Enumerable.Range(0, analysis.Categories.Count).Where(c => string.IsNullOrEmpty(request.Category) || analysis.Categories[c].Code == request.Category).ToList();
        var homes = mine.Sum(h => analysis.Homes.Homes[h].Homes);
        var day = request.Date ?? LocalTime.Today(time);
        var there = (await db.Records<FacilityRow>().AsNoTracking().ToListAsync(cancel)).FindAll(f => FacilityTerm.Of(f).On(day) == Standing.There && Serves(f.Place));
        return new GapReport(
            homes, await WithoutPoint(Wanted, cancel),
            [.. wanted.Select(c => Count(analysis, c, mine, homes, there.FindAll(f => analysis.Categories[c].Kinds.Contains(f.Kind))))],
            [.. Rows(analysis, wanted, mine, h => GroupOf(analysis.Homes.Homes[h].Building, request.By ?? GapGroup.Building, tree, grids))],
            [.. (await book.LevelsAt(at, request.Date, cancel)).Where(l => l.CirclesFor(homes) > 0)]);

        // Those of the place, and those it shares with others above it.
        bool Serves(ScopePath facility) => place is not null ? place.Path.Contains(facility) || facility.Contains(place.Path)
            : scopes.Covers(facility) || scopes.Paths.Any(facility.Contains);

        bool Wanted(ScopePath building) => scopes.Covers(building)
            && (place is null || (place.Kind == PlaceKind.Grid ? grids.GetValueOrDefault(building) == place.Path : place.Path.Contains(building)));
    }

    private static GapCategory Count(CircleAnalysis analysis, int category, List<int> homes, int all, List<FacilityRow> serving)
    {
        var rule = analysis.Categories[category];
        var served = homes.Where(h => analysis.Has(category, h)).Sum(h => analysis.Homes.Homes[h].Homes);
        return new(rule, serving.Count, served, all - served,
            rule.SquareMetresPer100Homes is { } asked ? (int)Math.Ceiling(asked * all / 100.0) : null, serving.Sum(f => f.SquareMetres ?? 0));
    }

    private static IEnumerable<GapRow> Rows(CircleAnalysis analysis, List<int> categories, List<int> homes, Func<int, (ScopePath Path, string Name, double? Lon, double? Lat)> groupOf) => homes
        .GroupBy(groupOf)
        .Select(g => new GapRow(
            g.Key.Path, g.Key.Name, g.Sum(h => analysis.Homes.Homes[h].Homes), g.Key.Lon, g.Key.Lat,
            [.. categories.Select(c => LackOf(analysis, c, [.. g])).OfType<Lack>().OrderByDescending(l => l.Homes).ThenByDescending(l => l.Minutes ?? double.MaxValue)]))
        .Where(r => r.Lacks.Count > 0)
        .OrderByDescending(r => r.Lacks.Count).ThenByDescending(r => r.Weight).ThenBy(r => r.Place);

    private static Lack? LackOf(CircleAnalysis analysis, int category, List<int> group)
    {
        var without = group.FindAll(h => !analysis.Has(category, h));
        if (without.Count == 0)
            return null;
        var homes = without.Sum(h => analysis.Homes.Homes[h].Homes);
        var rule = analysis.Categories[category];
        // A mean over homes; one without any way makes the mean unknown, and it is said so.
        var near = without.ConvertAll(h => (analysis.Nearest[category][h], analysis.Homes.Homes[h].Homes));
        double? minutes = near.Exists(n => n.Item1.Minutes is null) ? null : Math.Round(near.Sum(n => n.Item1.Minutes!.Value * n.Homes) / homes, 1);
        int? metres = near.Exists(n => n.Item1.Metres is null) ? null : (int)Math.Round(near.Sum(n => (double)n.Item1.Metres!.Value * n.Homes) / homes);
        return new(rule.Code, rule.Name, homes, minutes, metres);
    }

    private static (ScopePath, string, double?, double?) GroupOf(Place building, GapGroup by, ScopeTree tree, Dictionary<ScopePath, ScopePath?> grids)
    {
        var group = by switch
        {
            GapGroup.Grid => grids.GetValueOrDefault(building.Path) is { } grid ? tree.Find(grid) : null,
            GapGroup.Compound => tree.Find(building.Path.Parent),
            GapGroup.Community => tree.CommunityOf(building.Path),
            _ => building,
        } ?? building;
        return (group.Path, group.Kind == PlaceKind.Building ? tree.LabelOf(group) : group.Name.ToString(), group.Longitude, group.Latitude);
    }

    private async Task<Dictionary<ScopePath, ScopePath?>> Grids(CancellationToken cancel) =>
        await db.Unfiltered<HomeRow>().GroupBy(h => h.Building).Select(g => new { g.Key, Grid = g.Max(h => h.Grid) }).ToDictionaryAsync(g => g.Key, g => g.Grid, cancel);

    private async Task<int> WithoutPoint(Func<ScopePath, bool> wanted, CancellationToken cancel)
    {
        var bare = places.Current.Tree.All.Where(p => p.Kind == PlaceKind.Building && p.Longitude is null && wanted(p.Path)).Select(p => p.Path).ToList();
        return bare.Count == 0 ? 0 : await db.Unfiltered<HomeRow>().CountAsync(h => bare.Contains(h.Building) && (h.Use == HomeUse.Dwelling || h.Use == HomeUse.TalentFlat), cancel);
    }

    private static GeoFeature Feature(GapRow row) => new(
        new GeoPoint(row.Latitude!.Value, row.Longitude!.Value).ToGeometry(),
        new Dictionary<string, object?>
        {
            ["kind"] = "gap", ["name"] = row.Name, ["homes"] = row.Homes, ["lacks"] = row.Lacks.Count,
            ["text"] = string.Join(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? ", " : "、", row.Lacks.Select(l => l.Name.ToString())),
            ["colour"] = row.Lacks.Count switch { >= 6 => "#9b2c1f", >= 3 => "#c8641e", _ => "#b9932b" },
        },
        row.Place.Code);

    private static async Task<IResult> Download([AsParameters] GetGaps request, UseCaseRunner runner, TimeProvider time, CancellationToken cancel)
    {
        var found = await runner.Ask(request, cancel);
        if (!found.Ok)
            return ProblemResults.From(found.Problems);
        return TypedResults.Stream(
            async output =>
            {
                await using var table = TableWriter.Csv(output);
                await table.WriteHeaderAsync(["地点代码", "地点", "户数", "类别代码", "缺少", "缺少户数", "最近步行分钟", "最近步行米"], cancel);
                foreach (var row in found.Value.Rows)
                    foreach (var lack in row.Lacks)
                        await table.WriteRowAsync([row.Place.Code, row.Name, row.Homes, lack.Code, lack.Name.Zh, lack.Homes, lack.Minutes, lack.Metres], cancel);
                await table.CompleteAsync(cancel);
            },
            "text/csv; charset=utf-8", $"gaps-{LocalTime.Today(time):yyyyMMdd}.csv");
    }
}
