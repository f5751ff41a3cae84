using Linli.Places.Facilities;
using Linli.Places.Walking;
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

namespace Linli.Places.Circles;

/// <summary>The living circle of a home (我家的生活圈): what it has within 5, 10 and 15 minutes on foot, and what it lacks.</summary>
/// <param name="Home">Id of the home.</param>
/// <param name="Building">Instead of a home the building it is in: its homes all have the same circle.</param>
/// <param name="Profile">Who walks to what is around: adult (the default), child, elder, wheelchair or one of the community's own.</param>
/// <param name="Date">Local date: what is closed then does not count; today when left out.</param>
public sealed record GetHomeCircle(HomeId? Home, ScopePath? Building = null, string? Profile = null, DateOnly? Date = null) : IQuery<HomeCircle>;

/// <summary>The circle of a home.</summary>
/// <param name="Label">What people call the home.</param>
/// <param name="Longitude">Of its building, WGS-84; <c>null</c> while the building has no point.</param>
/// <param name="Latitude">Of its building, WGS-84.</param>
/// <param name="Categories">What it should have, and how far that is.</param>
/// <param name="Around">Facilities within 15 minutes, nearest first.</param>
public sealed record HomeCircle(
    string Label, double? Longitude, double? Latitude, IReadOnlyList<HomeCategory> Categories, IReadOnlyList<FacilityOnFoot> Around);

/// <summary>One category of a home's circle.</summary>
/// <param name="Code">Code of the category.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Circle">The circle it belongs to, minutes.</param>
/// <param name="LimitMetres">The longest way the standard allows; <c>null</c> where the minutes count.</param>
/// <param name="Minutes">Minutes on foot to the nearest one; <c>null</c> where there is no way to one.</param>
/// <param name="Metres">Metres on foot to the nearest one.</param>
/// <param name="Has">Whether it is near enough.</param>
/// <param name="Nearest">Code of the nearest one.</param>
public sealed record HomeCategory(string Code, Phrase Name, int Circle, int? LimitMetres, double? Minutes, int? Metres, bool Has, string? Nearest);

internal sealed class GetHomeCircleHandler(LinliDb db, PlacesMemory places, WalkingMemory walking, CircleBook book, TimeProvider time) : IHandler<GetHomeCircle, HomeCircle>, IUseCase
{
    private const int Widest = 15;

    // Which house has which label is seen by everybody who signs in, to choose one's own; who lives there is not told here.
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/places/circles/{home:guid}", (Guid home, string? profile, DateOnly? date, UseCaseRunner runner, CancellationToken cancel) =>
                runner.Answer(new GetHomeCircle(new(home), Profile: profile, Date: date), cancel))
            .Needs(Access.SignedIn).WithSummary("The living circle of a home 我家的生活圈");

    public async Task<Result<HomeCircle>> Handle(GetHomeCircle request, CancellationToken cancel)
    {
        var home = request.Home is { } id ? await db.Unfiltered<HomeRow>().AsNoTracking().SingleOrDefaultAsync(h => h.Id == id, cancel) : null;
        if ((home?.Building ?? request.Building) is not { } path || request.Home is not null && home is null || places.Find(path) is not { Kind: PlaceKind.Building } building)
            return Problem.NotFound("places.unknown_home", "没有这套房屋。", "There is no such home.");
        var place = home?.Grid ?? path;
        var label = home?.Label ?? places.Current.Tree.LabelOf(building);
        if (building is not { Longitude: { } longitude, Latitude: { } latitude })
            return new HomeCircle(label, null, null, [], []);
        var day = request.Date ?? LocalTime.Today(time);
        var profiles = walking.Current.ProfilesAt(place, day);
        if (profiles.FirstOrDefault(p => p.Code == (string.IsNullOrEmpty(request.Profile) ? "adult" : request.Profile)) is not { } profile)
            return WalkPoints.NoProfile(profiles);
        var analysis = await book.Analyse(places.CommunityOf(place)?.Path ?? ScopePath.Root, request.Date, cancel);
        var facilities = await db.Records<FacilityRow>().AsNoTracking().ToListAsync(cancel);
        var at = analysis.Homes.Homes.Select((h, i) => (h, i)).FirstOrDefault(h => h.h.Building.Path == building.Path, (null!, -1)).i;
        return new HomeCircle(
            label, longitude, latitude, at < 0 ? [] : [.. analysis.Categories.Select((c, i) => Line(analysis, i, at))],
            GetAroundHandler.OnFoot(
                walking.Current, profile, walking.Current.Doors.Into(building.Code, longitude, latitude, profile.NeedsWheels), Widest,
                facilities.Where(f => FacilityTerm.Of(f).On(day) == Standing.There)));
    }

    private static HomeCategory Line(CircleAnalysis analysis, int category, int home)
    {
        var (rule, near) = (analysis.Categories[category], analysis.Nearest[category][home]);
        return new(rule.Code, rule.Name, rule.Minutes, rule.Metres, near.Minutes, near.Metres, analysis.Has(category, home), near.Goal < 0 ? null : analysis.Goals[category][near.Goal].Code);
    }
}
