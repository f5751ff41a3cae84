using System.Text.Json.Nodes;
using Linli.OgcFeatures.Collections;
using Linli.OgcFeatures.Filter;
using Linli.OgcFeatures.Speak;
using Linli.Platform.Results;
using Linli.Web;
using Microsoft.AspNetCore.Routing;

namespace Linli.OgcFeatures.Core;

/// <summary>The API's definition in OpenAPI 3.0, which the standard's class oas30 asks for beside Linli's own 3.1.</summary>
internal static class ApiDefinition
{
    public static void Map(IEndpointRouteBuilder app) => Counter.Get(app, "/api", "API definition", Serve);

    private static Task<Result<Resource>> Serve(Ask ask) => Task.FromResult(Answer(ask));

    private static Result<Resource> Answer(Ask ask)
    {
        if (ask.Unknown() is { } unknown)
            return unknown;
        var paths = new JsonObject
        {
            ["/"] = Read("landing", "Landing page", Link.Json, []),
            ["/conformance"] = Read("conformance", "Conformance declaration", Link.Json, []),
            ["/api"] = Read("api", "This definition", Link.OpenApi, []),
            ["/collections"] = Read("collections", "The collections", Link.Json, []),
        };
        foreach (var collection in ask.Collections)
            Add(paths, collection);
        var definition = new JsonObject
        {
            ["openapi"] = "3.0.3",
            ["info"] = new JsonObject
            {
                ["title"] = "Linli · OGC API – Features",
                ["version"] = "1.0.0",
                ["description"] = "Public facilities, spaces and grids. Coordinates are WGS-84, longitude first.",
                ["license"] = new JsonObject { ["name"] = "Apache-2.0", ["url"] = "https://www.apache.org/licenses/LICENSE-2.0" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = ask.Absolute("") }),
            ["paths"] = paths,
            ["components"] = Components(),
        };
        var page = new Page(Bilingual.T("接口说明", "The API"), "OpenAPI 3.0")
        {
            Above = [Titles.Above(ask)[0]],
            Columns = [Bilingual.T("地址", "Address"), Bilingual.T("用途", "What it is")],
            Rows = [.. paths.Select(p => (
                (string?)(p.Key.Contains('{', StringComparison.Ordinal) ? null : ask.Absolute(p.Key) + "?f=html"),
                (IReadOnlyList<string>)[p.Key, p.Value!["get"]!["summary"]!.ToString()]))],
            Links = [.. Link.SelfAndAlternate(ask, Link.OpenApi)],
        };
        return Resource.Of(definition, page, Link.OpenApi);
    }

    private static void Add(JsonObject paths, FeatureCollection collection)
    {
        var address = $"/collections/{collection.Id}";
        paths[address] = Read("describe-" + collection.Id, collection.Title.En, Link.Json, []);
        paths[address + "/queryables"] = Read("queryables-" + collection.Id, "Queryables of " + collection.Id, Link.Schema, []);
        JsonNode[] arguments =
        [
            .. new[] { "limit", "offset", "bbox", "datetime", "filter", "filter-lang", "filter-crs" }.Select(Reference),
            .. collection.Properties.Select(p => Query(p.Name, p.Title.En, Queryables.Schema(p))),
        ];
        paths[address + "/items"] = Read("items-" + collection.Id, "Features of " + collection.Id, Link.GeoJson, arguments);
        paths[address + "/items/{featureId}"] = Read("item-" + collection.Id, "One feature of " + collection.Id, Link.GeoJson, [Reference("featureId")]);
    }

    private static JsonObject Read(string operation, string summary, string type, IEnumerable<JsonNode> arguments) => new()
    {
        ["get"] = new JsonObject
        {
            ["operationId"] = operation,
            ["summary"] = summary,
            ["parameters"] = new JsonArray([.. arguments, Reference("f")]),
            ["responses"] = new JsonObject
            {
                ["200"] = new JsonObject
                {
                    ["description"] = summary,
                    ["content"] = new JsonObject
                    {
                        [type] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "object" } },
                        [Link.Html] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } },
                    },
                },
                ["400"] = Refusal("An argument is unknown or wrong; the problem names it."),
                ["404"] = Refusal("There is no such resource."),
            },
        },
    };

    private static JsonObject Refusal(string text) => new()
    {
        ["description"] = text,
        ["content"] = new JsonObject { ["application/problem+json"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "object" } } },
    };

    private static JsonObject Reference(string parameter) => new() { ["$ref"] = "#/components/parameters/" + parameter };

    private static JsonObject Components() => new()
    {
        ["parameters"] = new JsonObject
        {
            ["f"] = Query("f", "The format; without it the Accept header decides.", Of("string", ("enum", new JsonArray("json", "html")))),
            ["limit"] = Query("limit", "How many features at most.", Of("integer",
                ("minimum", 1), ("maximum", Selection.HighestLimit), ("default", Selection.UsualLimit))),
            ["offset"] = Query("offset", "How many features to pass over; the next link has it.", Of("integer", ("minimum", 0), ("default", 0))),
            ["bbox"] = Query("bbox", "West, south, east, north in WGS-84 degrees; six numbers carry heights.", Of("array",
                ("oneOf", new JsonArray(
                    new JsonObject { ["minItems"] = 4, ["maxItems"] = 4 }, new JsonObject { ["minItems"] = 6, ["maxItems"] = 6 })),
                ("items", new JsonObject { ["type"] = "number" }))),
            ["datetime"] = Query("datetime", "An instant of RFC 3339 or an interval; features without a time always match.", Of("string")),
            ["filter"] = Query("filter", "A filter in CQL2 text.", Of("string")),
            ["filter-lang"] = Query("filter-lang", "Language of the filter.", Of("string", ("enum", new JsonArray("cql2-text")), ("default", "cql2-text"))),
            ["filter-crs"] = Query("filter-crs", "Coordinate system of geometries in the filter: CRS84.", Of("string", ("format", "uri"))),
            ["featureId"] = new JsonObject
            {
                ["name"] = "featureId", ["in"] = "path", ["required"] = true, ["description"] = "Id of the feature.", ["schema"] = Of("string"),
            },
        },
    };

    private static JsonObject Of(string type, params (string Name, JsonNode Value)[] further)
    {
        var schema = new JsonObject { ["type"] = type };
        foreach (var (name, value) in further)
            schema[name] = value;
        return schema;
    }

    private static JsonObject Query(string name, string text, JsonObject schema, bool explode = false) => new()
    {
        ["name"] = name,
        ["in"] = "query",
        ["required"] = false,
        ["description"] = text,
        ["style"] = "form",
        ["explode"] = explode,
        ["schema"] = schema,
    };
}
