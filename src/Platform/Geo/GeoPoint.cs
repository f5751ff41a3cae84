using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NetTopologySuite.Geometries;

namespace Linli.Platform.Geo;

/// <summary>
/// A place on earth in WGS-84 degrees, the only system in which places are stored (R51). Coordinates of Chinese maps
/// become a <see cref="GeoPoint"/> through <see cref="ChinaCoordinates"/>; anything else puts them 500 m away.
/// </summary>
public readonly record struct GeoPoint : IParsable<GeoPoint>
{
    /// <summary>Mean radius of the earth in metres (IUGG).</summary>
    public const double EarthRadius = 6_371_008.8;

    /// <summary>Id of WGS-84 as spatial reference, set on every geometry made here.</summary>
    public const int Srid = 4326;

    /// <summary>Makes a point from WGS-84 degrees, latitude first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// Latitude is not within −90…90, longitude not within −180…180, or one is not a number.
    /// </exception>
    public GeoPoint(double latitude, double longitude)
    {
        // Written so that NaN fails too: every comparison with it is false.
        if (!(Math.Abs(latitude) <= 90))
            throw new ArgumentOutOfRangeException(nameof(latitude), latitude, "Latitude lies within -90 and 90 degrees.");
        if (!(Math.Abs(longitude) <= 180))
            throw new ArgumentOutOfRangeException(nameof(longitude), longitude, "Longitude lies within -180 and 180 degrees.");
        (Latitude, Longitude) = (latitude, longitude);
    }

    /// <summary>Degrees north, −90…90.</summary>
    public double Latitude { get; }

    /// <summary>Degrees east, −180…180.</summary>
    public double Longitude { get; }

    /// <summary>Whether two numbers are a latitude and a longitude.</summary>
    public static bool IsValid(double latitude, double longitude) =>
        Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180;

    /// <summary>
    /// Reads <c>"30.208,120.21"</c>: latitude, comma, longitude, in degrees with a decimal point. Spaces around the
    /// numbers and a full-width comma are forgiven; out of range, exponents and anything else are refused.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out GeoPoint point)
    {
        const NumberStyles style =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
        point = default;
        if (text?.Split(',', '，') is not [var first, var second]
            || !double.TryParse(first, style, CultureInfo.InvariantCulture, out var latitude)
            || !double.TryParse(second, style, CultureInfo.InvariantCulture, out var longitude)
            || !IsValid(latitude, longitude))
            return false;

        point = new GeoPoint(latitude, longitude);
        return true;
    }

    /// <summary>The point of a WGS-84 geometry (x = longitude, y = latitude).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The geometry is empty or its coordinates are not degrees.</exception>
    public static GeoPoint From(Point geometry) => new(geometry.Y, geometry.X);

    /// <summary>This point as a geometry: x = longitude, y = latitude, tagged with <see cref="Srid"/>.</summary>
    public Point ToGeometry() => new(Longitude, Latitude) { SRID = Srid };

    /// <summary>
    /// Metres to another point along the great circle (haversine on the mean sphere; within 0.6 % of the ellipsoid,
    /// so 3 m in 500).
    /// </summary>
    public double DistanceTo(GeoPoint other)
    {
        var (lat1, lat2) = (double.DegreesToRadians(Latitude), double.DegreesToRadians(other.Latitude));
        var sinLat = Math.Sin((lat2 - lat1) / 2);
        var sinLon = Math.Sin(double.DegreesToRadians(other.Longitude - Longitude) / 2);
        var h = (sinLat * sinLat) + (Math.Cos(lat1) * Math.Cos(lat2) * sinLon * sinLon);
        return 2 * EarthRadius * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }

    /// <summary><c>latitude,longitude</c> as <see cref="TryParse(string?, out GeoPoint)"/> reads it, to 1 cm.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Latitude:0.#######},{Longitude:0.#######}");

    static GeoPoint IParsable<GeoPoint>.Parse(string s, IFormatProvider? provider) =>
        TryParse(s, out var point) ? point : throw new FormatException("Latitude and longitude are expected, such as 30.208,120.21.");

    static bool IParsable<GeoPoint>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out GeoPoint result) =>
        TryParse(s, out result);
}
