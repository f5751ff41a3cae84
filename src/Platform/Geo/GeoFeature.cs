using System.Text.Json;
using NetTopologySuite.Geometries;

namespace Linli.Platform.Geo;

/// <summary>One feature of a GeoJSON file.</summary>
/// <param name="Geometry">In WGS-84, x = longitude, y = latitude; <c>null</c> when the feature has no place.</param>
/// <param name="Properties">
/// By name. Read values are <see cref="string"/>, <see cref="long"/>, <see cref="double"/>, <see cref="bool"/>,
/// <c>null</c>, or a <see cref="JsonElement"/> for lists and objects. Anything System.Text.Json can write may be written.
/// </param>
/// <param name="Id">The feature's id, a number given as its text; <c>null</c> when it has none.</param>
public sealed record GeoFeature(Geometry? Geometry, IReadOnlyDictionary<string, object?> Properties, string? Id = null);

/// <summary>A text that is not the GeoJSON we can take. The message says where, such as <c>features[3].geometry</c>.</summary>
public sealed class InvalidGeoJsonException : Exception
{
    /// <summary>Says where and what.</summary>
    public InvalidGeoJsonException(string message)
        : base(message)
    {
    }

    /// <summary>Says where and what, with the cause.</summary>
    public InvalidGeoJsonException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
