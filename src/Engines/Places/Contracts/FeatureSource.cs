using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Text;
using NetTopologySuite.Geometries;

namespace Linli.Places;

/// <summary>What a property of a feature holds.</summary>
public enum FeaturePropertyKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number with decimals, such as square metres.</summary>
    Number,

    /// <summary>Yes or no.</summary>
    Boolean,
}

/// <summary>A property of the features of a collection.</summary>
/// <param name="Name">Its name in GeoJSON, such as <c>opening_hours</c>.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Title">What people read.</param>
/// <param name="Queryable">Whether features can be asked for by it.</param>
public sealed record FeatureProperty(string Name, FeaturePropertyKind Kind, Phrase Title, bool Queryable = true);

/// <summary>A thing on the ground, as anybody may see it.</summary>
/// <param name="Id">Unique in its collection, the same tomorrow.</param>
/// <param name="Kind">What it is, such as <c>library</c>.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Place">The place it belongs to.</param>
/// <param name="Geometry">WGS-84, longitude first; <c>null</c> where nobody has drawn it yet.</param>
/// <param name="Properties">By the names of <see cref="IFeatureSource.Properties"/>; every name is there, empty ones are <c>null</c>.</param>
public sealed record PlaceFeature(
    string Id, string Kind, Phrase Name, ScopePath Place, Geometry? Geometry, IReadOnlyDictionary<string, object?> Properties);

/// <summary>Which features are wanted.</summary>
/// <param name="Box">Those whose geometry meets this box, WGS-84 degrees; everything where <c>null</c>.</param>
/// <param name="Equal">
/// Values by the name of a queryable property, all of which must hold; numbers and yes/no (<c>true</c>, <c>false</c>) as text.
/// </param>
/// <param name="Limit">At most so many.</param>
/// <param name="Offset">After so many.</param>
public sealed record FeatureQuery(
    Envelope? Box = null, IReadOnlyDictionary<string, string>? Equal = null, int Limit = 100, int Offset = 0);

/// <summary>Some features of a collection.</summary>
/// <param name="Matched">How many there are in all.</param>
/// <param name="Features">In the order of their ids.</param>
public sealed record FeaturePage(int Matched, IReadOnlyList<PlaceFeature> Features);

/// <summary>
/// A collection of things on the ground that anybody may read: facilities, spaces, grids. For gateways that speak other
/// people's languages; a collection shows nothing that the public pages would not.
/// </summary>
public interface IFeatureSource
{
    /// <summary>Name of the collection in addresses: <c>facilities</c>, <c>spaces</c>, <c>grids</c>.</summary>
    string Collection { get; }

    /// <summary>What people read.</summary>
    Phrase Title { get; }

    /// <summary>One sentence about what is in it.</summary>
    Phrase Description { get; }

    /// <summary>The properties of its features.</summary>
    IReadOnlyList<FeatureProperty> Properties { get; }

    /// <summary>The features asked for, or a problem that names a property which is not queryable or a value it cannot have.</summary>
    Task<Result<FeaturePage>> Find(FeatureQuery query, CancellationToken cancel);

    /// <summary>One feature, or <c>null</c>.</summary>
    Task<PlaceFeature?> Find(string id, CancellationToken cancel);
}
