using Linli.Places.Spaces;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Text;

namespace Linli.Places.Features;

/// <summary>Spaces (空间) for gateways: what the public page of centres shows, not who owns them.</summary>
internal sealed class SpaceFeatures(LinliDb db) : IFeatureSource
{
    public string Collection => "spaces";

    public Phrase Title => ("空间", "Spaces");

    public Phrase Description => ("邻里中心及其房间：面积、场景、开放时间", "Neighbourhood centres and their rooms: area, scene, opening hours");

    public IReadOnlyList<FeatureProperty> Properties { get; } =
    [
        new("scene", FeaturePropertyKind.Text, ("场景", "Scene")),
        new("place", FeaturePropertyKind.Text, ("所属地点", "Place it belongs to")),
        new("name_zh", FeaturePropertyKind.Text, ("中文名称", "Chinese name")),
        new("name_en", FeaturePropertyKind.Text, ("英文名称", "English name")),
        new("part_of", FeaturePropertyKind.Text, ("属于", "Part of")),
        new("collection", FeaturePropertyKind.Text, ("归集", "Counted together as")),
        new("area_m2", FeaturePropertyKind.Number, ("面积（平方米）", "Area in square metres")),
        new("state", FeaturePropertyKind.Text, ("状态", "State")),
        new("opening_hours", FeaturePropertyKind.Text, ("开放时间", "Opening hours")),
        new("phone", FeaturePropertyKind.Text, ("电话", "Telephone")),
        new("address", FeaturePropertyKind.Text, ("地址", "Address")),
        new("facility", FeaturePropertyKind.Text, ("对应设施", "Facility")),
    ];

    public async Task<IReadOnlyList<PlaceFeature>> All(CancellationToken cancel) =>
        [.. (await PublicSpaces.Read(db, cancel)).OrderBy(s => s.Code, StringComparer.Ordinal).Select(Feature)];

    private static PlaceFeature Feature(SpaceRow row)
    {
        var place = ScopePath.Parse(row.Scope, null);
        return new(
            row.Code, "space", (row.NameZh, row.NameEn), place,
            row.Outline is { } outline ? Geometries.Read(outline)
                : row.Longitude is { } longitude ? new GeoPoint(row.Latitude!.Value, longitude).ToGeometry() : null,
            new Dictionary<string, object?>
            {
                ["scene"] = row.Scene.ToString(),
                ["place"] = place.Code,
                ["name_zh"] = row.NameZh,
                ["name_en"] = row.NameEn,
                ["part_of"] = row.PartOf,
                ["collection"] = row.Collection,
                ["area_m2"] = row.AreaDm2 / 100.0,
                ["state"] = row.State.ToString(),
                ["opening_hours"] = row.OpeningHours,
                ["phone"] = row.Phone,
                ["address"] = row.Address,
                ["facility"] = row.Facility,
            });
    }
}
