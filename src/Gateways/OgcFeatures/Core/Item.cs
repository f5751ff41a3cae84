using System.Globalization;
using System.Text.Json;
using Linli.OgcFeatures.Collections;
using Linli.OgcFeatures.Speak;
using Linli.Places;
using Linli.Platform.Geo;
using Linli.Platform.Results;
using Linli.Web;
using Microsoft.AspNetCore.Routing;

namespace Linli.OgcFeatures.Core;

/// <summary>One feature.</summary>
internal static class Item
{
    public static void Map(IEndpointRouteBuilder app) => Counter.Get(app, "/collections/{collection}/items/{feature}", "One feature", Serve);

    /// <summary>A property's value for people.</summary>
    public static string Words(GeoFeature feature, FeatureProperty property) =>
        Convert.ToString(feature.Properties.GetValueOrDefault(property.Name), CultureInfo.CurrentCulture) is { Length: > 0 } text ? text : "—";

    private static async Task<Result<Resource>> Serve(Ask ask)
    {
        if (ask.Unknown() is { } unknown)
            return unknown;
        var found = ask.Collection();
        if (!found.Ok)
            return found.Problem;
        var features = await found.Value.Load(ask.Cancel);
        var id = (string?)ask.Context.Request.RouteValues["feature"];
        if (Array.Find(features, f => f.Id == id) is not { } feature)
            return Problem.NotFound("ogc.feature_not_found", "没有这个要素。", "There is no such feature in this collection.");
        var collection = found.Value;
        Link[] links =
        [
            .. Link.SelfAndAlternate(ask, Link.GeoJson),
            new(ask.Absolute($"/collections/{collection.Id}"), "collection", Link.Json, collection.Title.ToString()),
        ];
        return new Resource(() => (Link.GeoJson, Write(feature, links)), () => ForPeople(ask, collection, feature, links));
    }

    private static byte[] Write(GeoFeature feature, Link[] links)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Resource.Readable))
            GeoJson.WriteFeature(json, feature, further =>
            {
                further.WritePropertyName("links");
                Link.List(links).WriteTo(further);
            });
        return bytes.ToArray();
    }

    private static Page ForPeople(Ask ask, FeatureCollection collection, GeoFeature feature, Link[] links) =>
        new(collection.Find(Bilingual.InEnglish ? "name_en" : "name_zh") is { } name ? Words(feature, name) : feature.Id!, collection.Title.ToString())
        {
            Above = [.. Titles.Above(ask), (collection.Title.ToString(), ask.Absolute($"/collections/{collection.Id}/items?f=html"))],
            Map = ask.WithArguments(("f", "json")),
            Facts = [("id", feature.Id!), .. collection.Properties.Select(p => (p.Title.ToString(), Words(feature, p)))],
            Links = links,
        };
}
