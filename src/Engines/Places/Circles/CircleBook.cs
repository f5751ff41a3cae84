using Linli.Places.Walking;
using Linli.Places.Walking.Network;
using Linli.Places.Walking.Routing;
using Linli.Platform.Data;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;

namespace Linli.Places.Circles;

/// <summary>How far every home has to every category, as of one moment.</summary>
/// <param name="Categories">What was asked for.</param>
/// <param name="Homes">From where.</param>
/// <param name="Goals">Where to, by category.</param>
/// <param name="Nearest">By category, then by home.</param>
/// <param name="Milliseconds">What the searches took.</param>
internal sealed record CircleAnalysis(
    IReadOnlyList<CircleCategory> Categories, Reach.Attached Homes, IReadOnlyList<IReadOnlyList<Goal>> Goals, IReadOnlyList<Nearness[]> Nearest, double Milliseconds)
{
    /// <summary>Whether a home has the category within its reach: metres where the standard gives metres, else the minutes of its circle.</summary>
    public bool Has(int category, int home) => Within(Categories[category], Nearest[category][home]);

    public static bool Within(CircleCategory category, Nearness nearness) => category.Metres is { } most
        ? nearness.Metres <= most
        : nearness.Deciseconds != WalkCost.None && nearness.Deciseconds <= category.Minutes * 600;
}

/// <summary>Keeps the last analysis while nothing it rests on has changed.</summary>
internal sealed class CircleMemory
{
    public (int Fingerprint, WalkGraph Graph, CircleAnalysis Analysis)? Last { get; set; }
}

/// <summary>Reads what the living circles (生活圈) rest on, and reckons them.</summary>
internal sealed class CircleBook(LinliDb db, PlacesMemory places, WalkingMemory walking, CircleMemory memory, TimeProvider time)
{
    /// <summary>Every home of the installation against the categories in force at a place.</summary>
    public async Task<CircleAnalysis> Analyse(ScopePath place, CancellationToken cancel)
    {
        var network = walking.Current;
        var categories = await CategoriesAt(place, cancel);
        var homes = await Homes(cancel);
        var goals = await Goals(cancel);
        var fingerprint = Fingerprint(place, categories, homes, goals);
        if (memory.Last is { } last && last.Fingerprint == fingerprint && last.Graph == network.Graph)
            return last.Analysis;
        var profiles = network.ProfilesAt(place, LocalTime.Today(time)).ToDictionary(p => p.Code, StringComparer.Ordinal);
        var analysis = Reckon(categories, homes, goals, code => network.NetOf(profiles.GetValueOrDefault(code) ?? profiles["adult"]), network.NetOf(WalkProfile.Distance));
        memory.Last = (fingerprint, network.Graph, analysis);
        return analysis;
    }

    /// <summary>The reckoning itself, of values only.</summary>
    internal static CircleAnalysis Reckon(
        IReadOnlyList<CircleCategory> categories, IReadOnlyList<HomesAt> homes, IReadOnlyList<Goal> goals, Func<string, ProfileNet> netOf, ProfileNet distances)
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        var attached = new Reach.Attached(homes);
        var perCategory = categories.Select(c => (IReadOnlyList<Goal>)[.. goals.Where(g => c.Kinds.Contains(g.Kind))]).ToList();
        var nearest = new Nearness[categories.Count][];
        for (var c = 0; c < nearest.Length; c++)
            nearest[c] = perCategory[c].Count == 0
                ? [.. Enumerable.Repeat(Nearness.Nothing, homes.Count)]
                : Reach.ToNearest(netOf(categories[c].Profile), distances, attached, perCategory[c]);
        return new(categories, attached, perCategory, nearest, System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    /// <summary>What is asked for at a place today: the rules of the nearest place above it, else the usual ones.</summary>
    public async Task<IReadOnlyList<CircleCategory>> CategoriesAt(ScopePath place, CancellationToken cancel)
    {
        var today = LocalTime.Today(time);
        var rows = await db.Records<CircleCategoryRow>().AsNoTracking().ToListAsync(cancel);
        var known = CircleCategory.Defaults.ToDictionary(c => c.Code, StringComparer.Ordinal);
        foreach (var row in rows.Where(r => ScopePath.Parse(r.Jurisdiction, null).Contains(place) && r.EffectiveFrom <= today && !(r.EffectiveTo < today))
            .OrderBy(r => r.Jurisdiction.Length).ThenBy(r => r.EffectiveFrom))
            known[row.Code] = row.Category;
        return [.. known.Values];
    }

    // How many homes a building has is no secret; who lives in them is not read here.
    private async Task<List<HomesAt>> Homes(CancellationToken cancel)
    {
        var counts = await db.Unfiltered<HomeRow>().Where(h => h.Use == HomeUse.Dwelling || h.Use == HomeUse.TalentFlat)
            .GroupBy(h => h.Building).Select(g => new { Building = g.Key, Homes = g.Count() }).ToListAsync(cancel);
        var tree = places.Current.Tree;
        return [.. counts.Select(c => (Building: tree.Find(c.Building), c.Homes)).Where(c => c.Building is { Longitude: not null, Latitude: not null })
            .Select(c => new HomesAt(c.Building!, c.Building!.Longitude!.Value, c.Building.Latitude!.Value, c.Homes)).OrderBy(h => h.Building.Path)];
    }

    // Facilities, and greens of the map: one walks to their rim.
    private async Task<List<Goal>> Goals(CancellationToken cancel)
    {
        var facilities = await db.Records<FacilityRow>().AsNoTracking().OrderBy(f => f.Code)
            .Select(f => new Goal(f.Code, f.Kind, f.Longitude, f.Latitude)).ToListAsync(cancel);
        var greens = await db.Records<MapFeatureRow>().AsNoTracking().Where(f => f.Layer == "green").OrderBy(f => f.Id).ToListAsync(cancel);
        foreach (var green in greens)
            if (Geometries.Read(green.Geometry) is Polygon shape && ClassOf(green) is "park" or "garden" or "square")
                facilities.AddRange(((Polygon)Geometries.Read(green.Geometry)).ExteriorRing.Coordinates.Select(c => new Goal(green.Id, ClassOf(green)!, c.X, c.Y)));
        return facilities;
    }

    private static string? ClassOf(MapFeatureRow row)
    {
        using var properties = System.Text.Json.JsonDocument.Parse(row.Properties);
        return properties.RootElement.TryGetProperty("class", out var name) ? name.GetString() : null;
    }

    private static int Fingerprint(ScopePath place, IReadOnlyList<CircleCategory> categories, List<HomesAt> homes, List<Goal> goals)
    {
        var hash = new HashCode();
        hash.Add(place);
        foreach (var c in categories)
            hash.Add((c.Code, string.Join('|', c.Kinds), c.Minutes, c.Metres, c.Profile));
        foreach (var home in homes)
            hash.Add((home.Building.Path, home.Homes, home.Longitude, home.Latitude));
        foreach (var goal in goals)
            hash.Add(goal);
        return hash.ToHashCode();
    }
}
