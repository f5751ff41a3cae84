using System.Text.Json.Nodes;
using Linli.OgcFeatures.Collections;
using Linli.OgcFeatures.Filter;
using Linli.OgcFeatures.Speak;
using Linli.Places;
using Linli.Platform.Results;
using Linli.Web;
using Microsoft.AspNetCore.Routing;

namespace Linli.OgcFeatures.Core;

/// <summary>By which properties features may be filtered, as a JSON Schema.</summary>
internal static class Queryables
{
    public static void Map(IEndpointRouteBuilder app) => Counter.Get(app, "/collections/{collection}/queryables", "Queryables", Serve);

    /// <summary>A property as a JSON Schema.</summary>
    public static JsonObject Schema(FeatureProperty property)
    {
        var schema = new JsonObject
        {
            ["title"] = property.Title.ToString(),
            ["type"] = property.Kind switch
            {
                FeaturePropertyKind.Integer => "integer",
                FeaturePropertyKind.Number => "number",
                FeaturePropertyKind.Boolean => "boolean",
                _ => "string",
            },
        };
        if (property.Kind is FeaturePropertyKind.Date or FeaturePropertyKind.Timestamp)
            schema["format"] = property.Kind == FeaturePropertyKind.Date ? "date" : "date-time";
        return schema;
    }

    private static async Task<Result<Resource>> Serve(Ask ask)
    {
        if (ask.Unknown() is { } unknown)
            return unknown;
        var found = ask.Collection();
        if (!found.Ok)
            return found.Problem;
        var collection = found.Value;
        var properties = new JsonObject
        {
            [Spatial.Property] = new JsonObject { ["title"] = "WGS-84", ["x-ogc-role"] = "primary-geometry", ["format"] = FeatureCollection.GeometryFormat(await collection.Load(ask.Cancel)) },
        };
        foreach (var property in collection.Properties)
            properties[property.Name] = Schema(property);
        var json = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = ask.Absolute($"/collections/{collection.Id}/queryables"),
            ["type"] = "object",
            ["title"] = collection.Title.ToString(),
            ["properties"] = properties,
            ["additionalProperties"] = false,
        };
        var page = new Page(Bilingual.T("可查询属性", "Queryables"), collection.Title.ToString())
        {
            Above = [.. Titles.Above(ask), (collection.Title.ToString(), ask.Absolute($"/collections/{collection.Id}?f=html"))],
            Columns = [Bilingual.T("属性", "Property"), Bilingual.T("名称", "Name"), Bilingual.T("类型", "Type")],
            Rows = [.. collection.Properties.Select(p => ((string?)null, (IReadOnlyList<string>)[p.Name, p.Title.ToString(), p.Kind.ToString()]))],
            Links = [.. Link.SelfAndAlternate(ask, Link.Schema)],
        };
        return Resource.Of(json, page, Link.Schema);
    }
}
