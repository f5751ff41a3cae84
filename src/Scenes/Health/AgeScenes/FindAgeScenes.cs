using System.Collections.Concurrent;
using Linli.Bookings;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.AgeScenes;

/// <summary>Scenes for elders and for children with what can be booked there, and how many people they are for (一老一小), for everybody.</summary>
/// <param name="Place">Code of the place whose people are counted, a community or one around it; the scenes' own when left out.</param>
internal sealed record FindAgeScenes(string? Place = null) : IQuery<AgeSheet>;

/// <summary>The registry.</summary>
/// <param name="Elder">Scenes for elders.</param>
/// <param name="Child">Scenes for children.</param>
/// <param name="Share">How many people of a place they are for; <c>null</c> where nobody lives.</param>
internal sealed record AgeSheet(IReadOnlyList<AgeSceneSheet> Elder, IReadOnlyList<AgeSceneSheet> Child, AgeShare? Share);

/// <summary>A scene.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">What people call it.</param>
/// <param name="About">What it is.</param>
/// <param name="Facility">Code of its facility on the map.</param>
/// <param name="Items">What can be booked there.</param>
internal sealed record AgeSceneSheet(string Code, Phrase Name, string? About, string? Facility, IReadOnlyList<BookableItem> Items);

/// <summary>Something that can be booked.</summary>
/// <param name="Name">What.</param>
/// <param name="Page">Page that books it.</param>
/// <param name="Next">The next time, where it has sessions.</param>
internal sealed record BookableItem(Phrase Name, string Page, DateTimeOffset? Next);

/// <summary>Elders and children out of everybody, by age today.</summary>
/// <param name="Place">Name of the place.</param>
/// <param name="Elders">60 and older.</param>
/// <param name="Children">Below 18.</param>
/// <param name="All">Everybody with a known birth date.</param>
internal sealed record AgeShare(Phrase Place, int Elders, int Children, int All)
{
    /// <summary>Per cent, with one decimal.</summary>
    public decimal Percent => All == 0 ? 0 : Math.Round(100m * (Elders + Children) / All, 1);
}

/// <summary>Counts are kept for an hour: a page of a whole town does not count it again for each reader.</summary>
internal sealed class AgeShares
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<string, (DateTimeOffset At, PeopleByAge People)> counts = new(StringComparer.Ordinal);

    public async Task<PeopleByAge> Of(ScopePath place, DateTimeOffset now, Func<Task<PeopleByAge>> count)
    {
        if (counts.TryGetValue(place.Value, out var known) && now >= known.At && now - known.At < Kept)
            return known.People;
        var people = await count();
        // Nobody is no count to keep: a town that is being entered would stand empty for an hour.
        if (people.All > 0)
            counts[place.Value] = (now, people);
        return people;
    }
}

internal sealed class FindAgeScenesHandler(LinliDb db, IScopeTree tree, IPopulation population, IBookings bookings, IEnumerable<IBookingLinks> links, AgeShares shares, TimeProvider time) : IHandler<FindAgeScenes, AgeSheet>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/age-scenes", (UseCaseRunner run, CancellationToken cancel, string? place = null) => run.Answer(new FindAgeScenes(place), cancel))
            .Needs(Access.Public).WithTags("Elders and children").WithSummary("Scenes for elders and children, and for how many people 一老一小");

    public async Task<Result<AgeSheet>> Handle(FindAgeScenes request, CancellationToken cancel)
    {
        // For everybody.
        var scenes = await db.Unfiltered<AgeScene>().AsNoTracking().OrderBy(s => s.Position).ThenBy(s => s.Code).ToListAsync(cancel);
        var place = request.Place is { Length: > 0 } code ? tree.FindCode(code) : scenes.Count == 0 ? null : tree.Find(Around(scenes));
        if (request.Place is { Length: > 0 } && place is null)
            return Problem.Invalid("place", "health.place", "没有这个地点。", "There is no such place.");
        // How many elders and children live in one building is nobody's to read (R37).
        if (place is { Kind: not (PlaceKind.City or PlaceKind.District or PlaceKind.Street or PlaceKind.Group or PlaceKind.Community) })
            return Problem.Invalid("place", "health.place_small", "人数只按社区及以上统计。", "People are counted by community and above.");
        var items = await db.Unfiltered<AgeSceneItem>().AsNoTracking().OrderBy(i => i.Id).ToListAsync(cancel);
        var now = Clock.Now(time);
        var next = (await bookings.Sessions(items.ConvertAll(i => i.Offering), now, now.AddDays(30), cancel)).Where(s => s.State == SessionState.Planned && s.Start > now).ToLookup(s => s.Offering);
        var paths = await links.All(cancel);
        var sheets = scenes.ConvertAll(s => (s.Side, Sheet: new AgeSceneSheet(s.Code, s.Name, s.About, s.Facility,
        [
            .. items.Where(i => i.Scene == s.Code).Select(i => new BookableItem((i.NameZh, i.NameEn), AgeSceneParts.Kind.PageOf(i.Offering), next[i.Offering].FirstOrDefault()?.Start)),
            .. new[] { s.Space, s.Facility }.OfType<string>().Select(c => paths.GetValueOrDefault(c)).OfType<string>().Distinct().Take(1).Select(p => new BookableItem(("预约这里", "Book here"), p, null)),
        ])));
        return new AgeSheet(
            [.. sheets.Where(s => s.Side == AgeSide.Elder).Select(s => s.Sheet)], [.. sheets.Where(s => s.Side == AgeSide.Child).Select(s => s.Sheet)], place is null ? null : await Share(place, now, cancel));
    }

    private async Task<AgeShare?> Share(Place place, DateTimeOffset now, CancellationToken cancel)
    {
        var people = await shares.Of(place.Path, now, async () =>
            (await population.InBuildings([.. tree.All.Where(p => p.Kind == PlaceKind.Building && place.Path.Contains(p.Path)).Select(p => p.Path)], cancel)).Values
                .Aggregate(new PeopleByAge(0, 0, 0, 0, 0, 0), (sum, one) => sum.Plus(one)));
        return people.All == 0 ? null : new(place.Name, people.From60To69 + people.From70, people.Under3 + people.From3To5 + people.From6To17, people.All);
    }

    // The smallest place, from a community on, that holds all scenes.
    private ScopePath Around(List<AgeScene> scenes)
    {
        var around = ScopePath.Parse(scenes[0].Scope, null);
        while (tree.Find(around) is { Kind: PlaceKind.Grid or PlaceKind.Compound or PlaceKind.Building } || scenes.Exists(s => !around.Contains(ScopePath.Parse(s.Scope, null))))
            around = around.Parent;
        return around;
    }
}
