using Linli.Places.Facilities;
using Linli.Places.Walking;
using Linli.Places.Walking.Routing;
using Linli.Platform.Data;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Densify;
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
        ? nearness.Deciseconds != WalkCost.None && nearness.Decimetres <= most * 10
        : nearness.Deciseconds != WalkCost.None && nearness.Deciseconds <= category.Minutes * 600;
}

/// <summary>Keeps the last analyses while nothing it rests on has changed.</summary>
internal sealed class CircleMemory
{
    // One for each community that looks at its circles, and a day or two that planners ask about.
    private const int Most = 8;
    private volatile IReadOnlyList<CircleAnalysed> kept = [];

    public CircleAnalysis? Find(int fingerprint, WalkingSnapshot network) => kept.FirstOrDefault(k => k.Fingerprint == fingerprint && k.Network == network)?.Analysis;

    // Two that reckon at the same time may forget one another's answer; it is then reckoned again.
    public void Keep(CircleAnalysed analysed) => kept = [analysed, .. kept.Where(k => k.Network == analysed.Network && k.Fingerprint != analysed.Fingerprint).Take(Most - 1)];
}

/// <summary>An analysis and what it rests on.</summary>
internal sealed record CircleAnalysed(int Fingerprint, WalkingSnapshot Network, CircleAnalysis Analysis);

/// <summary>Reads what the living circles (生活圈) rest on, and reckons them.</summary>
internal sealed class CircleBook(LinliDb db, PlacesMemory places, WalkingMemory walking, CircleMemory memory, TimeProvider time)
{
    /// <summary>Classes of greens on the map that serve as facilities: one walks to their rim.</summary>
    public static readonly string[] MapClasses = ["park", "garden", "square"];

    // Some 20 m: nobody looks for a gate, and the corners of a large park are far apart.
    private const double RimDegrees = 0.0002;

    /// <summary>Every home of the installation against the categories in force at a place on a day, and the facilities that are there then.</summary>
    public async Task<CircleAnalysis> Analyse(ScopePath place, DateOnly? date, CancellationToken cancel)
    {
        var day = date ?? LocalTime.Today(time);
        var network = walking.Current;
        var categories = await CategoriesAt(place, day, cancel);
        var homes = await Homes(cancel);
        var goals = await Goals(day, cancel);
        var profiles = network.ProfilesAt(place, day).ToDictionary(p => p.Code, StringComparer.Ordinal);
        var walked = categories.Select(c => profiles.GetValueOrDefault(c.Profile) ?? profiles["adult"]).ToList();
        var fingerprint = Fingerprint(place, categories, walked, homes, goals);
        if (memory.Find(fingerprint, network) is { } known)
            return known;
        var attached = new Reach.Attached(homes, network.Doors);
        var analysis = Reckon(categories, attached, goals, code => network.NetsOf(profiles.GetValueOrDefault(code) ?? profiles["adult"]));
        memory.Keep(new(fingerprint, network, analysis));
        return analysis;
    }

    /// <summary>The reckoning itself, of values only.</summary>
    internal static CircleAnalysis Reckon(
        IReadOnlyList<CircleCategory> categories, Reach.Attached homes, IReadOnlyList<Goal> goals, Func<string, (ProfileNet Time, ProfileNet Distance)> netsOf)
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        var perCategory = categories.Select(c => (IReadOnlyList<Goal>)[.. goals.Where(g => c.Kinds.Contains(g.Kind))]).ToList();
        var nearest = new Nearness[categories.Count][];
        for (var c = 0; c < nearest.Length; c++)
            nearest[c] = perCategory[c].Count == 0
                ? [.. Enumerable.Repeat(Nearness.Nothing, homes.Count)]
                : Reach.ToNearest(netsOf(categories[c].Profile).Time, netsOf(categories[c].Profile).Distance, homes, perCategory[c]);
        return new(categories, homes, perCategory, nearest, System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    /// <summary>What is asked for at a place on a day: the rules of the nearest place above it, else the shipped ones.</summary>
    public async Task<IReadOnlyList<CircleCategory>> CategoriesAt(ScopePath place, DateOnly? date, CancellationToken cancel)
    {
        var rows = await db.Records<CircleCategoryRow>().AsNoTracking().ToListAsync(cancel);
        return InForce([.. ShippedRules.Categories, .. rows.Select(r => r.Category)], c => c.Term, c => c.Code, place, date ?? LocalTime.Today(time));
    }

    /// <summary>The circles as they are planned at a place on a day.</summary>
    public async Task<IReadOnlyList<CircleLevel>> LevelsAt(ScopePath place, DateOnly? date, CancellationToken cancel)
    {
        var rows = await db.Records<CircleLevelRow>().AsNoTracking().ToListAsync(cancel);
        return InForce([.. ShippedRules.Levels, .. rows.Select(r => r.Level)], c => c.Term, c => c.Minutes, place, date ?? LocalTime.Today(time));
    }

    /// <summary>Of several rules for one thing that of the nearest place holds, and of its rules the latest; those that came first come first.</summary>
    internal static List<T> InForce<T, TKey>(IEnumerable<T> rules, Func<T, RuleTerm> termOf, Func<T, TKey> keyOf, ScopePath place, DateOnly day) where TKey : notnull
    {
        var known = new OrderedDictionary<TKey, T>();
        // The shipped rules come first and the order is kept, so that what a community sets from an earlier day replaces them too.
        foreach (var rule in rules.Where(r => termOf(r).Holds(place, day)).OrderBy(r => termOf(r).Jurisdiction.Value.Length))
            known[keyOf(rule)] = !known.TryGetValue(keyOf(rule), out var other) || Later(termOf(rule), termOf(other)) ? rule : other;
        return [.. known.Values];
    }

    private static bool Later(RuleTerm one, RuleTerm other) => one.Jurisdiction != other.Jurisdiction || one.EffectiveFrom >= other.EffectiveFrom;

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
    private async Task<List<Goal>> Goals(DateOnly day, CancellationToken cancel)
    {
        var rows = await db.Records<FacilityRow>().AsNoTracking().OrderBy(f => f.Code).ToListAsync(cancel);
        var facilities = rows.FindAll(f => FacilityTerm.Of(f).On(day) == Standing.There).ConvertAll(f => new Goal(f.Code, f.Kind, f.Longitude, f.Latitude, f.Wheelchair));
        var greens = await db.Records<MapFeatureRow>().AsNoTracking().Where(f => f.Layer == "green").OrderBy(f => f.Id).ToListAsync(cancel);
        foreach (var green in greens)
            if (ClassOf(green) is { } kind && MapClasses.Contains(kind) && Geometries.Read(green.Geometry) is { Dimension: Dimension.Surface } shape)
                facilities.AddRange(Densifier.Densify(shape.Boundary, RimDegrees).Coordinates.Select(c => new Goal(green.Id, kind, c.X, c.Y)));
        return facilities;
    }

    private static string? ClassOf(MapFeatureRow row)
    {
        using var properties = System.Text.Json.JsonDocument.Parse(row.Properties);
        return properties.RootElement.TryGetProperty("class", out var name) ? name.GetString() : null;
    }

    private static int Fingerprint(ScopePath place, IReadOnlyList<CircleCategory> categories, List<WalkProfile> walked, List<HomesAt> homes, List<Goal> goals)
    {
        var hash = new HashCode();
        hash.Add(place);
        foreach (var c in categories)
            hash.Add((c.Code, string.Join('|', c.Kinds), c.Minutes, c.Metres, c.SquareMetresPer100Homes, c.Term));
        foreach (var profile in walked)
            hash.Add(profile);
        foreach (var home in homes)
            hash.Add((home.Building.Path, home.Homes, home.Longitude, home.Latitude));
        foreach (var goal in goals)
            hash.Add(goal);
        return hash.ToHashCode();
    }
}
