using Linli.Platform.Geo;

namespace Linli.Places.Facilities;

/// <summary>Facilities as GeoJSON.</summary>
internal static class FacilityGeoJson
{
    /// <summary>
    /// A facility as a feature. GeoJSON is WGS-84 (RFC 7946); for the maps that need another system every feature says which
    /// one its degrees are in, so that nobody takes them for what they are not (R51).
    /// </summary>
    public static GeoFeature Feature(FacilityListed facility, CoordinateSystem system)
    {
        var (latitude, longitude) = ChinaCoordinates.FromWgs84(new GeoPoint(facility.Latitude, facility.Longitude), system);
        var properties = new Dictionary<string, object?>
        {
            ["kind"] = "facility",
            ["code"] = facility.Code,
            ["facility"] = facility.Kind,
            ["layer_of_life"] = facility.Layer,
            ["colour"] = LifeLayers.FromCode(facility.Layer)?.Colour(),
            ["name"] = facility.Name.ToString(),
            ["text"] = $"{facility.NowInWords} · {facility.Open}",
            ["href"] = "/map/" + facility.Code,
            ["place"] = facility.Place.Code,
            ["name_zh"] = facility.Name.Zh,
            ["name_en"] = facility.Name.En,
            ["opening_hours"] = facility.OpeningHours,
            ["phone"] = facility.Phone,
            ["address"] = facility.Address,
            ["area_m2"] = facility.SquareMetres,
            ["within"] = facility.Within,
            ["wheelchair"] = facility.Wheelchair,
            ["closed"] = facility.IsClosed,
            ["closed_note"] = facility.ClosedNote,
            ["paused"] = facility.Days?.Paused,
            ["closed_from"] = facility.Days?.ClosedFrom,
            ["closed_until"] = facility.Days?.ClosedUntil,
            ["open_from"] = facility.Days?.OpenFrom,
            ["open_until"] = facility.Days?.OpenUntil,
        };
        if (system is not (CoordinateSystem.Wgs84 or CoordinateSystem.Cgcs2000))
            properties["crs"] = system.ToString();
        return new(new GeoPoint(latitude, longitude).ToGeometry(), properties, facility.Code);
    }
}
