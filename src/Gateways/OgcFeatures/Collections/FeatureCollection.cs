using Linli.Places;
using Linli.Platform.Geo;
using Linli.Platform.Text;
using NetTopologySuite.Geometries;

namespace Linli.OgcFeatures.Collections;

/// <summary>One collection of features (要素集) as OGC API – Features offers it; nothing in it is personal.</summary>
internal sealed class FeatureCollection(IFeatureSource source)
{
    /// <summary>Its part of the address.</summary>
    public string Id => source.Collection;

    public Phrase Title => source.Title;

    public Phrase Description => source.Description;

    /// <summary>The properties of every feature; all of them are queryables.</summary>
    public IReadOnlyList<FeatureProperty> Properties => source.Properties;

    public FeatureProperty? Find(string name) => Properties.FirstOrDefault(p => p.Name == name);

    /// <summary>All features in the order of their ids, WGS-84, longitude first.</summary>
    public async Task<GeoFeature[]> Load(CancellationToken cancel) =>
        [.. (await source.All(cancel)).Select(f => new GeoFeature(f.Geometry, f.Properties, f.Id))];

    /// <summary>What the geometries are, as queryables say it.</summary>
    public static string GeometryFormat(IEnumerable<GeoFeature> features) =>
        features.Select(f => f.Geometry).OfType<Geometry>().Select(g => g.GeometryType).Distinct().ToArray() switch
        {
            ["Point"] => "geometry-point",
            ["Polygon"] => "geometry-polygon",
            ["MultiPolygon"] => "geometry-multipolygon",
            ["LineString"] => "geometry-linestring",
            _ => "geometry-any",
        };
}
