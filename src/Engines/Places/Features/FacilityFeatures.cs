using Linli.Places.Facilities;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Features;

/// <summary>Facilities (设施) for gateways.</summary>
internal sealed class FacilityFeatures(LinliDb db) : IFeatureSource
{
    public string Collection => "facilities";

    public Phrase Title => ("设施", "Facilities");

    public Phrase Description => ("居民去的地方：食堂、卫生站、学校、图书馆等", "Where people go: canteens, clinics, schools, libraries and so on");

    public IReadOnlyList<FeatureProperty> Properties { get; } =
    [
        new("kind", FeaturePropertyKind.Text, ("类别", "Kind")),
        new("layer", FeaturePropertyKind.Text, ("生活图层", "Layer of the life map")),
        new("place", FeaturePropertyKind.Text, ("所属地点", "Place it belongs to")),
        new("name_zh", FeaturePropertyKind.Text, ("中文名称", "Chinese name")),
        new("name_en", FeaturePropertyKind.Text, ("英文名称", "English name")),
        new("opening_hours", FeaturePropertyKind.Text, ("开放时间", "Opening hours")),
        new("phone", FeaturePropertyKind.Text, ("电话", "Telephone")),
        new("address", FeaturePropertyKind.Text, ("地址", "Address")),
        new("area_m2", FeaturePropertyKind.Integer, ("面积（平方米）", "Area in square metres")),
        new("within", FeaturePropertyKind.Text, ("位于", "Lies in")),
        new("wheelchair", FeaturePropertyKind.Boolean, ("轮椅可进", "Wheelchair")),
        new("closed", FeaturePropertyKind.Boolean, ("暂停开放", "Closed for a while")),
        new("closed_from", FeaturePropertyKind.Date, ("暂停第一天", "Closed from")),
        new("closed_until", FeaturePropertyKind.Date, ("暂停最后一天", "Closed until")),
        new("open_from", FeaturePropertyKind.Date, ("开业日", "Opens on")),
        new("open_until", FeaturePropertyKind.Date, ("最后一天", "Last day")),
    ];

    public async Task<IReadOnlyList<PlaceFeature>> All(CancellationToken cancel) =>
        [.. (await db.Records<FacilityRow>().AsNoTracking().ToListAsync(cancel)).OrderBy(f => f.Code, StringComparer.Ordinal).Select(Feature)];

    private static PlaceFeature Feature(FacilityRow row) => new(
        row.Code, row.Kind, (row.NameZh, row.NameEn), row.Place, new GeoPoint(row.Latitude, row.Longitude).ToGeometry(),
        new Dictionary<string, object?>
        {
            ["kind"] = row.Kind,
            ["layer"] = FacilityKinds.LayerOf(row.Kind)?.Code(),
            ["place"] = row.Place.Code,
            ["name_zh"] = row.NameZh,
            ["name_en"] = row.NameEn,
            ["opening_hours"] = row.OpeningHours,
            ["phone"] = row.Phone,
            ["address"] = row.Address,
            ["area_m2"] = row.SquareMetres,
            ["within"] = row.Within,
            ["wheelchair"] = row.Wheelchair,
            ["closed"] = row.IsClosed,
            ["closed_from"] = row.ClosedFrom,
            ["closed_until"] = row.ClosedUntil,
            ["open_from"] = row.OpenFrom,
            ["open_until"] = row.OpenUntil,
        });
}
