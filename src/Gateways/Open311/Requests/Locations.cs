using System.Globalization;
using Linli.Open311.Speak;
using Linli.Places;
using Linli.Platform.Geo;
using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Open311.Requests;

/// <summary>Where a request is: a point, words, or the id of an address; a community at the least.</summary>
/// <param name="Point">WGS-84.</param>
/// <param name="Words">The place in words.</param>
/// <param name="Community">Code of the community, where it is known before the point is looked up.</param>
internal sealed record Location(GeoPoint? Point, string? Words, string? Community);

/// <summary>Reads <c>lat</c>, <c>long</c>, <c>address_string</c> and <c>address_id</c>.</summary>
internal static class Locations
{
    private const int LongestAddress = 200;

    public static async Task<Result<Location>> Read(Ask ask, Jurisdiction jurisdiction)
    {
        var community = ask.Service<Jurisdictions>().CommunityOf(jurisdiction);
        var words = ask["address_string"];
        if (words is not null && !PlainText.TryCleanLine(words, LongestAddress, out words))
            return Problem.Invalid("address_string", "open311.address_length", "address_string 不超过 200 个字。", "address_string has at most 200 characters.");
        if (ask["lat"] is not null || ask["long"] is not null)
            return Point(ask) is { } point
                ? new Location(point, words ?? (await AddressOf(ask))?.Words, community)
                : Problem.Invalid("lat", "open311.point_unreadable",
                    "lat 和 long 要同时给出，为 WGS-84 度数，lat 在 -90 到 90 之间。", "lat and long are given together, in WGS-84 degrees, lat between -90 and 90.");
        if (ask["address_id"] is not null)
            return await AddressOf(ask) is { } address
                ? address with { Words = words ?? address.Words, Community = address.Community ?? community }
                : words is null ? Errors.NotFound("address_id") : new Location(null, words, community);
        if (words is null)
            return Problem.Invalid("lat", "open311.location_missing",
                "缺少位置：请给出 lat 和 long，或 address_string，或 address_id。", "No location was provided: give lat and long, or address_string, or address_id.");
        return community is not null
            ? new Location(null, words, community)
            : Problem.Invalid("jurisdiction_id", "open311.jurisdiction_id_missing",
                "只有地址没有坐标时，请用 jurisdiction_id 指明社区。", "jurisdiction_id was not provided: an address without a point needs the community.");
    }

    private static GeoPoint? Point(Ask ask) =>
        TryDegrees(ask["lat"], out var latitude) && TryDegrees(ask["long"], out var longitude) && GeoPoint.IsValid(latitude, longitude)
            ? new(latitude, longitude)
            : null;

    private static bool TryDegrees(string? text, out double degrees) =>
        double.TryParse(text?.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out degrees) && double.IsFinite(degrees);

    // The address register here is the tree of places, and the homes below it; a home leads to its building only.
    private static async Task<Location?> AddressOf(Ask ask)
    {
        if (ask["address_id"] is not { } id)
            return null;
        var tree = ask.Service<IScopeTree>();
        var place = tree.FindCode(id) ?? (await ask.Service<IHomes>().FindLabel(id, ask.Cancel) is { } home ? tree.Find(home.Building) : null);
        if (place is null || tree.CommunityOf(place.Path) is not { } community)
            return null;
        var point = place is { Longitude: { } longitude, Latitude: { } latitude } ? new GeoPoint(latitude, longitude) : (GeoPoint?)null;
        var above = place.Kind == PlaceKind.Building && tree.Find(place.Path.Parent) is { } compound ? compound.Name.Zh : "";
        return new(point, above + place.Name.Zh, community.Code);
    }
}
