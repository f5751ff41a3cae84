using Linli.Platform.Data;
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

    /// <summary>A local date, <see cref="DateOnly"/>.</summary>
    Date,

    /// <summary>An instant, <see cref="DateTimeOffset"/>.</summary>
    Timestamp,
}

/// <summary>A property of the features of a collection.</summary>
/// <param name="Name">Its name in GeoJSON, such as <c>opening_hours</c>.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Title">What people read.</param>
public sealed record FeatureProperty(string Name, FeaturePropertyKind Kind, Phrase Title);

/// <summary>A thing on the ground, as anybody may see it.</summary>
/// <param name="Id">Unique in its collection, the same tomorrow.</param>
/// <param name="Kind">What it is, such as <c>library</c>.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Place">The place it belongs to.</param>
/// <param name="Geometry">WGS-84, longitude first; <c>null</c> where nobody has drawn it yet.</param>
/// <param name="Properties">By the names of <see cref="IFeatureSource.Properties"/>; every name is there, empty ones are <c>null</c>.</param>
public sealed record PlaceFeature(
    string Id, string Kind, Phrase Name, ScopePath Place, Geometry? Geometry, IReadOnlyDictionary<string, object?> Properties);

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

    /// <summary>The properties of its features; features are asked for by any of them.</summary>
    IReadOnlyList<FeatureProperty> Properties { get; }

    /// <summary>All features in the order of their ids: a community has hundreds of them.</summary>
    Task<IReadOnlyList<PlaceFeature>> All(CancellationToken cancel);
}
