using System.Text.Json.Nodes;
using Linli.OgcFeatures.Collections;
using Linli.OgcFeatures.Speak;
using Linli.Platform.Geo;
using Linli.Platform.Results;
using Linli.Web;
using Microsoft.AspNetCore.Routing;
using NetTopologySuite.Geometries;

namespace Linli.OgcFeatures.Core;

/// <summary>The collections, and one of them.</summary>
internal static class Catalogue
{
    private const string Crs84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

    public static void Map(IEndpointRouteBuilder app)
    {
        Counter.Get(app, "/collections", "The collections", All);
        Counter.Get(app, "/collections/{collection}", "One collection", One);
    }

    private static async Task<Result<Resource>> All(Ask ask)
    {
        if (ask.Unknown() is { } unknown)
            return unknown;
        var described = new JsonArray();
        foreach (var collection in ask.Collections)
        {
            described.Add(Describe(ask, collection, await collection.Load(ask.Cancel), Links(ask, collection)));
        }

        Link[] links = [.. Link.SelfAndAlternate(ask, Link.Json)];
        var page = new Page(Titles.Collections.ToString(), Bilingual.T("全部要素集", "Everything there is"))
        {
            Above = [Titles.Above(ask)[0]],
            Columns = [Titles.Collection.ToString(), Titles.Description.ToString()],
            Rows = [.. ask.Collections.Select(c =>
                ((string?)ask.Absolute($"/collections/{c.Id}?f=html"), (IReadOnlyList<string>)[c.Title.ToString(), c.Description.ToString()]))],
            Links = links,
        };
        return Resource.Of(new JsonObject { ["links"] = Link.List(links), ["collections"] = described }, page);
    }

    private static async Task<Result<Resource>> One(Ask ask)
    {
        if (ask.Unknown() is { } unknown)
            return unknown;
        var collection = ask.Collection();
        if (!collection.Ok)
            return collection.Problem;
        var features = await collection.Value.Load(ask.Cancel);
        Link[] links = [.. Link.SelfAndAlternate(ask, Link.Json), .. Links(ask, collection.Value)];
        var page = new Page(collection.Value.Title.ToString(), collection.Value.Description.ToString())
        {
            Above = Titles.Above(ask),
            Facts = [(Bilingual.T("要素数量", "Features"), $"{features.Length}")],
            Map = ask.Absolute($"/collections/{collection.Value.Id}/items?f=json&limit=10000"),
            Columns = [Bilingual.T("属性", "Property"), Bilingual.T("名称", "Name"), Bilingual.T("类型", "Type")],
            Rows = [.. collection.Value.Properties.Select(p =>
                ((string?)null, (IReadOnlyList<string>)[p.Name, p.Title.ToString(), p.Kind.ToString()]))],
            Links = links,
        };
        return Resource.Of(Describe(ask, collection.Value, features, links), page);
    }

    private static JsonObject Describe(Ask ask, FeatureCollection collection, GeoFeature[] features, IEnumerable<Link> links)
    {
        var described = new JsonObject
        {
            ["id"] = collection.Id,
            ["title"] = collection.Title.ToString(),
            ["description"] = collection.Description.ToString(),
            ["itemType"] = "feature",
            ["crs"] = new JsonArray(Crs84),
            ["links"] = Link.List(links),
        };
        var bounds = new Envelope();
        foreach (var feature in features)
            if (feature.Geometry is { IsEmpty: false } geometry)
                bounds.ExpandToInclude(geometry.EnvelopeInternal);
        if (!bounds.IsNull)
            described["extent"] = new JsonObject
            {
                ["spatial"] = new JsonObject
                {
                    ["bbox"] = new JsonArray(new JsonArray(bounds.MinX, bounds.MinY, bounds.MaxX, bounds.MaxY)),
                    ["crs"] = Crs84,
                },
            };
        return described;
    }

    private static IEnumerable<Link> Links(Ask ask, FeatureCollection collection) =>
    [
        new(ask.Absolute($"/collections/{collection.Id}/items?f=json"), "items", Link.GeoJson, Bilingual.T("要素（GeoJSON）", "Features as GeoJSON")),
        new(ask.Absolute($"/collections/{collection.Id}/items?f=html"), "items", Link.Html, Bilingual.T("要素（网页）", "Features for people")),
        new(ask.Absolute($"/collections/{collection.Id}/queryables"), "http://www.opengis.net/def/rel/ogc/1.0/queryables", Link.Schema, Bilingual.T("可查询属性", "Queryables")),
    ];
}
