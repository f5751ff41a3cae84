using Linli.Platform.Geo;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Linli.Platform.UseCases;

namespace Linli.OgcFeatures.Collections;

/// <summary>Scalar types of JSON Schema that properties have.</summary>
internal enum PropertyType
{
    Text,
    Integer,
    Number,
    Boolean,
}

/// <summary>A property by which features may be filtered (queryable).</summary>
/// <param name="Name">Its name in GeoJSON.</param>
/// <param name="Type">Its type.</param>
/// <param name="Title">What people call it.</param>
internal sealed record Property(string Name, PropertyType Type, Phrase Title)
{
    /// <summary>The values it may have, where they are few.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];
}

/// <summary>One collection of features (要素集) as OGC API – Features offers it; nothing in it is personal.</summary>
internal abstract class FeatureCollection
{
    /// <summary>Its part of the address.</summary>
    public abstract string Id { get; }

    public abstract Phrase Title { get; }

    public abstract Phrase Description { get; }

    /// <summary>What the geometries are, as queryables say it: <c>geometry-point</c>, <c>geometry-polygon</c>.</summary>
    public abstract string GeometryFormat { get; }

    /// <summary>The properties of every feature; all of them are queryables.</summary>
    public abstract IReadOnlyList<Property> Properties { get; }

    /// <summary>All features in the order of their ids, WGS-84, longitude first.</summary>
    public abstract Task<Result<GeoFeature[]>> Load(UseCaseRunner runner, CancellationToken cancel);

    public Property? Find(string name) => Properties.FirstOrDefault(p => p.Name == name);

    /// <summary>The features of an answer, ordered: pages must not shift between two requests.</summary>
    protected static Result<GeoFeature[]> Ordered(IEnumerable<GeoFeature> features) =>
        features.OrderBy(f => f.Id, StringComparer.Ordinal).ToArray();
}
