using System.Text.Json.Nodes;
using Linli.OgcFeatures.Speak;
using Linli.Platform.Results;
using Linli.Web;
using Microsoft.AspNetCore.Routing;

namespace Linli.OgcFeatures.Core;

/// <summary>
/// What is spoken here, as far as tests prove it. More of CQL2 works than is declared: LIKE, BETWEEN, IN, CASEI and the other
/// spatial functions.
/// </summary>
internal static class Conformance
{
    private const string Features = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/";
    private const string Filtering = "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/";

    private const string Cql2 = "http://www.opengis.net/spec/cql2/1.0/conf/";

    /// <summary>The conformance classes.</summary>
    public static readonly string[] Classes =
    [
        Features + "core", Features + "oas30", Features + "html", Features + "geojson",
        Filtering + "queryables", Filtering + "queryables-query-parameters", Filtering + "filter", Filtering + "features-filter",
        Cql2 + "cql2-text", Cql2 + "basic-cql2", Cql2 + "basic-spatial-functions",
    ];

    public static void Map(IEndpointRouteBuilder app) => Counter.Get(app, "/conformance", "Conformance declaration", Serve);

    private static Task<Result<Resource>> Serve(Ask ask)
    {
        if (ask.Unknown() is { } unknown)
            return Task.FromResult<Result<Resource>>(unknown);
        var json = new JsonObject { ["conformsTo"] = new JsonArray([.. Classes.Select(c => JsonValue.Create(c))]) };
        var page = new Page(Bilingual.T("符合性声明", "Conformance"), "OGC API – Features 1.0, Filtering 1.0")
        {
            Above = [Titles.Above(ask)[0]],
            Columns = [Bilingual.T("符合性类", "Conformance class")],
            Rows = [.. Classes.Select(c => ((string?)c, (IReadOnlyList<string>)[c]))],
            Links = [.. Link.SelfAndAlternate(ask, Link.Json)],
        };
        return Task.FromResult<Result<Resource>>(Resource.Of(json, page));
    }
}
