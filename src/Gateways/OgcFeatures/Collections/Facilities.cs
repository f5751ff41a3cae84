using Linli.Places.Facilities;
using Linli.Platform.Geo;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Linli.Platform.UseCases;

namespace Linli.OgcFeatures.Collections;

/// <summary>What the neighbourhood has: libraries, clinics, canteens and so on.</summary>
internal sealed class Facilities : FeatureCollection
{
    public override string Id => "facilities";

    public override Phrase Title => ("社区设施", "Facilities");

    public override Phrase Description => (
        "居民身边的服务设施，含类别、开放时间和电话。", "Services of the neighbourhood with their kind, opening hours and telephone.");

    public override string GeometryFormat => "geometry-point";

    public override IReadOnlyList<Property> Properties { get; } =
    [
        new("kind", PropertyType.Text, ("类别", "Kind")),
        new("name_zh", PropertyType.Text, ("名称", "Name in Chinese")),
        new("name_en", PropertyType.Text, ("英文名称", "Name in English")),
        new("place", PropertyType.Text, ("服务的地点", "Code of the place it serves")),
        new("opening_hours", PropertyType.Text, ("开放时间", "Opening hours in OpenStreetMap's notation")),
        new("phone", PropertyType.Text, ("电话", "Telephone")),
        new("address", PropertyType.Text, ("地址", "Address")),
        new("area_m2", PropertyType.Integer, ("面积（平方米）", "Area in square metres")),
    ];

    public override async Task<Result<GeoFeature[]>> Load(UseCaseRunner runner, CancellationToken cancel)
    {
        var found = await runner.Ask(new GetFacilities(), cancel);
        return found.Ok ? Ordered(found.Value.Select(Feature)) : found.Problem;
    }

    private static GeoFeature Feature(FacilityListed facility) => new(
        new GeoPoint(facility.Latitude, facility.Longitude).ToGeometry(),
        new Dictionary<string, object?>
        {
            ["kind"] = facility.Kind,
            ["name_zh"] = facility.Name.Zh,
            ["name_en"] = facility.Name.En,
            ["place"] = facility.Place.Code,
            ["opening_hours"] = facility.OpeningHours,
            ["phone"] = facility.Phone,
            ["address"] = facility.Address,
            ["area_m2"] = (long?)facility.SquareMetres,
        },
        facility.Code);
}
