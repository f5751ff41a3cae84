using Linli.Places.Walking;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Places.Circles;

/// <summary>What if there were a facility here (选址试算)? Who would gain, and how much. Nothing is stored.</summary>
/// <param name="Category">Code of the category, such as <c>kindergarten</c>.</param>
/// <param name="Lon">Degrees east.</param>
/// <param name="Lat">Degrees north.</param>
/// <param name="Scope">Code or path of a place to look at; all the caller's places when left out.</param>
/// <param name="Crs">What the degrees mean: wgs84 (the default), cgcs2000, gcj02 or bd09 (R51).</param>
/// <param name="Date">Local date: facilities that are there then, rules in force then; today when left out.</param>
public sealed record WhatIf(string? Category, string? Lon, string? Lat, string? Scope = null, string? Crs = null, DateOnly? Date = null) : IQuery<WhatIfAnswer>;

/// <summary>Who would gain.</summary>
/// <param name="Category">The category and its rule.</param>
/// <param name="OnTheNetwork">Whether there is a way near the point; without one nobody gains.</param>
/// <param name="Homes">Homes looked at.</param>
/// <param name="ServedBefore">Homes that have it within reach now.</param>
/// <param name="ServedAfter">Homes that would have it.</param>
/// <param name="Nearer">Homes for which it would be nearer than now.</param>
/// <param name="People">People in the homes that would newly have it, by age, from the register; <c>null</c> where there is none.</param>
/// <param name="MinutesBefore">Mean minutes of the homes that gain, where all had a way to one.</param>
/// <param name="MinutesAfter">Mean minutes of the homes that gain, afterwards.</param>
/// <param name="Gains">Buildings that would newly have it, the greatest gain first.</param>
public sealed record WhatIfAnswer(
    CircleCategory Category, bool OnTheNetwork, int Homes, int ServedBefore, int ServedAfter, int Nearer, PeopleByAge? People, double? MinutesBefore, double? MinutesAfter,
    IReadOnlyList<Gain> Gains);

/// <summary>A building whose homes would gain.</summary>
/// <param name="Building">The building.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Homes">How many homes.</param>
/// <param name="MinutesBefore">Minutes on foot now; <c>null</c> where there is no way to one.</param>
/// <param name="MinutesAfter">Minutes on foot then.</param>
public sealed record Gain(ScopePath Building, string Name, int Homes, double? MinutesBefore, double MinutesAfter);

internal sealed class WhatIfHandler(PlacesMemory places, WalkingMemory walking, CircleBook book, IPopulation population, CurrentCaller caller, TimeProvider time)
    : IHandler<WhatIf, WhatIfAnswer>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/places/what-if", ([AsParameters] WhatIf request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(PlacesPermissions.Circles).WithSummary("Who gains if a facility stood here 选址试算");

    public async Task<Result<WhatIfAnswer>> Handle(WhatIf request, CancellationToken cancel)
    {
        var point = Degrees.Read(request.Lon, request.Lat, request.Crs);
        if (!point.Ok)
            return point.As<WhatIfAnswer>();
        var place = places.Current.Tree.Resolve(request.Scope);
        if (place is null && !string.IsNullOrEmpty(request.Scope))
            return PlaceProblems.NoPlace("scope");
        var scopes = caller.Value.ScopesFor(PlacesPermissions.Circles);
        var at = place?.Path ?? (scopes.Paths is [var first, ..] ? first : ScopePath.Root);
        var analysis = await book.Analyse(at, request.Date, cancel);
        var category = Enumerable.Range(0, analysis.Categories.Count).FirstOrDefault(c => analysis.Categories[c].Code == request.Category, -1);
        if (category < 0)
        {
            var codes = string.Join(", ", analysis.Categories.Select(c => c.Code));
            return Problem.Invalid("category", "places.unknown_category", $"类别应为 {codes}。", $"The category is one of {codes}.");
        }

        var network = walking.Current;
        var profiles = network.ProfilesAt(at, request.Date ?? LocalTime.Today(time));
        var (net, distances) = network.NetsOf(profiles.FirstOrDefault(p => p.Code == analysis.Categories[category].Profile) ?? profiles.First(p => p.Code == "adult"));
        var then = Reach.ToNearest(net, distances, analysis.Homes, [new("new", request.Category!, point.Value.Longitude, point.Value.Latitude)]);
        var near = net.Graph.Index.Nearest(net.Graph.Ground.X(point.Value.Longitude), net.Graph.Ground.Y(point.Value.Latitude), net) is not null;
        var mine = Enumerable.Range(0, analysis.Homes.Count)
            .Where(h => scopes.Covers(analysis.Homes.Homes[h].Building.Path) && (place is null || place.Path.Contains(analysis.Homes.Homes[h].Building.Path))).ToList();
        return await Answer(analysis, category, then, near, mine, cancel);
    }

    private async Task<WhatIfAnswer> Answer(CircleAnalysis analysis, int category, Nearness[] then, bool near, List<int> mine, CancellationToken cancel)
    {
        var rule = analysis.Categories[category];
        var now = analysis.Nearest[category];
        var homes = analysis.Homes.Homes;
        var gains = mine.FindAll(h => !analysis.Has(category, h) && CircleAnalysis.Within(rule, then[h]));
        var gained = gains.Sum(h => homes[h].Homes);
        var before = mine.Where(h => analysis.Has(category, h)).Sum(h => homes[h].Homes);
        var people = await population.InBuildings([.. gains.Select(h => homes[h].Building.Path)], cancel);
        return new(
            rule, near, mine.Sum(h => homes[h].Homes), before, before + gained, mine.Where(h => then[h].Deciseconds < now[h].Deciseconds).Sum(h => homes[h].Homes),
            people.Count == 0 ? null : people.Values.Aggregate((one, other) => one.Plus(other)),
            gains.Exists(h => now[h].Minutes is null) ? null : Mean(gains, now, homes, gained), Mean(gains, then, homes, gained),
            [.. gains.Select(h => new Gain(homes[h].Building.Path, places.Current.Tree.LabelOf(homes[h].Building), homes[h].Homes, now[h].Minutes, then[h].Minutes!.Value))
                .OrderByDescending(g => g.Homes * ((g.MinutesBefore ?? 60) - g.MinutesAfter)).ThenBy(g => g.Building)]);
    }

    private static double? Mean(List<int> of, Nearness[] nearness, IReadOnlyList<HomesAt> homes, int all) =>
        all == 0 ? null : Math.Round(of.Sum(h => nearness[h].Minutes!.Value * homes[h].Homes) / all, 1);
}
