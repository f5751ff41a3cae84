using System.Globalization;
using System.Text.Json;
using Linli.Platform;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Spaces;

/// <summary>Writes lines of the ledger: for the desk and for imports alike.</summary>
internal sealed class SpaceLedger(LinliDb db, PlacesMemory memory, TimeProvider time)
{
    /// <summary>Adds or changes a line; nothing is changed when a problem is found.</summary>
    public async Task<Result<SpaceRow>> Keep(KeepSpace wish, Caller caller, CancellationToken cancel)
    {
        if (memory.Current.Tree.Resolve(wish.Place) is not { } place)
            return PlaceProblems.NoPlace("place");
        if (!caller.May(PlacesPermissions.Keep, place.Path))
            return PlaceProblems.NotHere();
        var row = await Find(wish.Code, cancel);
        if (row is not null && !caller.May(PlacesPermissions.Keep, row.Scope))
            return PlaceProblems.NotHere();
        if (await WrongWhole(wish, place, row, cancel) is { } wrong)
            return wrong;
        if (wish.Facility is { Length: > 0 } facility && !await db.Records<FacilityRow>().AnyAsync(f => f.Code == facility, cancel))
            return Problem.Invalid("facility", "places.unknown_facility", "没有这个设施，请从设施清单中选择。", "There is no such facility: choose one from the list.");
        var shares = Shares(wish, place);
        if (!shares.Ok)
            return shares.As<SpaceRow>();
        var point = Point(wish, place, row);
        return point.Ok ? await Save(wish, place, row, point.Value.At, shares.Value, caller, cancel) : point.As<SpaceRow>();
    }

    private async Task<SpaceRow?> Find(string code, CancellationToken cancel) =>
        db.ChangeTracker.Entries<SpaceRow>().FirstOrDefault(e => e.Entity.Code == code)?.Entity
        // Whether the caller may is asked of the line itself.
        ?? await db.Unfiltered<SpaceRow>().SingleOrDefaultAsync(s => s.Code == code, cancel);

    // A whole and its parts, with what this unit of work has not saved yet.
    private async Task<List<SpaceRow>> PartsOf(string whole, CancellationToken cancel)
    {
        await db.Unfiltered<SpaceRow>().Where(s => s.PartOf == whole).LoadAsync(cancel);
        return [.. db.ChangeTracker.Entries<SpaceRow>().Select(e => e.Entity).Where(s => s.PartOf == whole)];
    }

    private async Task<Problem?> WrongWhole(KeepSpace wish, Place place, SpaceRow? row, CancellationToken cancel)
    {
        var own = await PartsOf(wish.Code, cancel);
        var area = wish.Area is { } metres ? SpaceAreas.ToDm2(metres) : null;
        if (string.IsNullOrEmpty(wish.PartOf))
            return Fit("area", area, own.Sum(p => (long)(p.AreaDm2 ?? 0)), Text(wish.OverlapNote));
        if (own.Count > 0 || wish.PartOf == wish.Code)
            return Problem.Invalid("partOf", "places.part_of_part", "有下级空间的不能再归到别的空间下（只分两级）。", "What has parts cannot be a part itself: there are two levels only.");
        if (await Find(wish.PartOf, cancel) is not { PartOf: null } whole)
            return Problem.Invalid("partOf", "places.unknown_whole", "没有这个整体空间，或它本身就是下级空间。", "There is no such whole, or it is a part itself.");
        if (!ScopePath.Parse(whole.Scope, null).Contains(place.Path))
            return Problem.Invalid("place", "places.part_elsewhere", "下级空间应与整体在同一地点。", "A part belongs to the place of its whole.");
        var others = (await PartsOf(whole.Code, cancel)).Where(p => p != row).Sum(p => (long)(p.AreaDm2 ?? 0));
        return Fit("area", whole.AreaDm2, others + (area ?? 0), whole.OverlapNote);
    }

    private static Problem? Fit(string field, int? whole, long parts, string? overlap) =>
        SpaceAreas.Fit(whole, parts, overlap) ? null : SpaceProblems.Parts(field, SpaceAreas.Say(parts), SpaceAreas.Say(whole!.Value));

    private Result<List<ScopePath>> Shares(KeepSpace wish, Place place)
    {
        var shares = new List<ScopePath>();
        foreach (var code in wish.SharedWith.Where(c => c.Length > 0))
            if (memory.Current.Tree.Resolve(code) is not { Kind: PlaceKind.Community } community)
                return Problem.Invalid("sharedWith", "places.unknown_community", $"没有社区 {code}，请检查代码。", $"There is no community {code}: check its code.");
            else if (!place.Path.Contains(community.Path) && !shares.Contains(community.Path))
                shares.Add(community.Path);
        return shares;
    }

    private Result<(GeoPoint? At, bool Given)> Point(KeepSpace wish, Place place, SpaceRow? row)
    {
        if (wish.Longitude is not { } longitude || wish.Latitude is not { } latitude)
            return (default(GeoPoint?), false);
        if (PointCheck.SystemOf(wish.Crs) is not { } system)
            return PointCheck.UnknownSystem("crs");
        GeoPoint? known = row?.Longitude is { } was ? new(row.Latitude!.Value, was) : null;
        var read = PointCheck.For(place.Path, memory.Current).Read(longitude, latitude, system, known, wish.DegreesChecked);
        return read.Ok ? (read.Value, true) : read.As<(GeoPoint?, bool)>();
    }

    private async Task<Result<SpaceRow>> Save(
        KeepSpace wish, Place place, SpaceRow? row, GeoPoint? point, List<ScopePath> shares, Caller caller, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var before = row is null ? null : await FieldsOf(row, cancel);
        if (row is null)
            db.Insert(row = new()
            {
                Code = wish.Code, Id = Guid.CreateVersion7(now), Scope = place.Path.Value, NameZh = "", NameEn = "", OwnerKind = wish.OwnerKind, Owner = "",
                AllowedUses = "", Scene = wish.Scene, State = wish.State,
            });
        Fill(row, wish, place, point);
        var old = await db.Records<SpaceShareRow>().Where(s => s.Space == row.Code).ToListAsync(cancel);
        db.Records<SpaceShareRow>().RemoveRange(old.Where(s => !shares.Contains(s.Community)));
        db.Records<SpaceShareRow>().AddRange(shares.Where(c => !old.Exists(s => s.Community == c)).Select(c => new SpaceShareRow { Space = row.Code, Community = c }));
        var after = Fields(row, shares);
        if (before is not null && Changes(before, after) is { Count: 0 })
            return row;
        row.ChangedAt = now;
        db.Insert(new SpaceChangeRow
        {
            Id = Guid.CreateVersion7(now), Scope = row.Scope, Space = row.Code, At = now, By = caller.Name.Length > 0 ? caller.Name : "system",
            What = JsonSerializer.Serialize(Changes(before ?? [], after), Json.Options),
        });
        return row;
    }

    private static void Fill(SpaceRow row, KeepSpace wish, Place place, GeoPoint? point)
    {
        (row.Scope, row.PartOf, row.Facility) = (place.Path.Value, Text(wish.PartOf), Text(wish.Facility));
        (row.NameZh, row.NameEn) = (Text(wish.NameZh)!, Text(wish.NameEn) ?? Text(wish.NameZh)!);
        (row.Collection, row.CollectionEn) = (Text(wish.Collection), Text(wish.CollectionEn));
        (row.AreaDm2, row.AreaIsApproximate, row.OverlapNote) = (wish.Area is { } area ? SpaceAreas.ToDm2(area) : null, wish.AreaIsApproximate, Text(wish.OverlapNote));
        (row.OwnerKind, row.Owner, row.FormerUse, row.FormerUseEn) = (wish.OwnerKind, Text(wish.Owner)!, Text(wish.FormerUse), Text(wish.FormerUseEn));
        (row.AllowedUses, row.Scene) = (string.Join('|', wish.AllowedUses.Distinct()), wish.Scene);
        (row.State, row.StateNote) = (wish.State, Text(wish.StateNote));
        (row.OpeningHours, row.Phone, row.Address) = (Text(wish.OpeningHours), Text(wish.Phone), Text(wish.Address));
        (row.Longitude, row.Latitude) = (point?.Longitude, point?.Latitude);
    }

    private async Task<Dictionary<string, string?>> FieldsOf(SpaceRow row, CancellationToken cancel) =>
        Fields(row, await db.Records<SpaceShareRow>().Where(s => s.Space == row.Code).Select(s => s.Community).ToListAsync(cancel));

    private static Dictionary<string, string?> Fields(SpaceRow row, IEnumerable<ScopePath> shares) => new()
    {
        ["place"] = row.Scope, ["nameZh"] = row.NameZh, ["nameEn"] = row.NameEn, ["partOf"] = row.PartOf, ["collection"] = row.Collection,
        ["area"] = row.AreaDm2 is { } dm2 ? SpaceAreas.Say(dm2) : null, ["approximate"] = row.AreaIsApproximate ? "yes" : null, ["overlapNote"] = row.OverlapNote,
        ["ownerKind"] = row.OwnerKind.ToString(), ["owner"] = row.Owner, ["formerUse"] = row.FormerUse, ["allowedUses"] = row.AllowedUses,
        ["scene"] = row.Scene.ToString(), ["state"] = row.State.ToString(), ["stateNote"] = row.StateNote, ["openingHours"] = row.OpeningHours,
        ["phone"] = row.Phone, ["address"] = row.Address, ["facility"] = row.Facility,
        ["point"] = row.Longitude is { } lon ? string.Create(CultureInfo.InvariantCulture, $"{row.Latitude:0.######},{lon:0.######}") : null,
        ["sharedWith"] = shares.Select(s => s.Code).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } codes ? string.Join(", ", codes) : null,
    };

    private static Dictionary<string, string?[]> Changes(Dictionary<string, string?> before, Dictionary<string, string?> after) =>
        after.Where(f => before.GetValueOrDefault(f.Key) != f.Value).ToDictionary(f => f.Key, f => new[] { before.GetValueOrDefault(f.Key), f.Value });

    private static string? Text(string? text) => PlainText.TryCleanLine(text, 400, out var clean) && clean.Length > 0 ? clean : null;
}
