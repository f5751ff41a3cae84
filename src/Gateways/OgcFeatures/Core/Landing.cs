using System.Text.Json.Nodes;
using Linli.OgcFeatures.Speak;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Linli.Web;
using Microsoft.AspNetCore.Routing;

namespace Linli.OgcFeatures.Core;

/// <summary>The landing page: where everything is.</summary>
internal static class Landing
{
    private static readonly Phrase Title = ("邻里开放地图接口", "Linli open map interface");

    private static readonly Phrase Text = (
        "社区设施、空间和网格的公开数据，按 OGC API – Features 提供；坐标为 WGS-84。",
        "Public facilities, spaces and grids of the community by OGC API – Features; coordinates in WGS-84.");

    public static void Map(IEndpointRouteBuilder app) => Counter.Get(app, "/", "Landing page", Serve);

    private static Task<Result<Resource>> Serve(Ask ask)
    {
        if (ask.Unknown() is { } unknown)
            return Task.FromResult<Result<Resource>>(unknown);
        Link[] links =
        [
            .. Link.SelfAndAlternate(ask, Link.Json),
            new(ask.Absolute("/api"), "service-desc", Link.OpenApi, Bilingual.T("接口定义（OpenAPI 3.0）", "The API definition (OpenAPI 3.0)")),
            new(ask.Absolute("/api?f=html"), "service-doc", Link.Html, Bilingual.T("接口说明", "The API for people")),
            new(ask.Absolute("/conformance"), "conformance", Link.Json, Bilingual.T("符合性类", "Conformance classes")),
            new(ask.Absolute("/collections"), "data", Link.Json, Bilingual.T("要素集", "The collections")),
        ];
        var json = new JsonObject { ["title"] = Title.ToString(), ["description"] = Text.ToString(), ["links"] = Link.List(links) };
        var page = new Page(Title.ToString(), Text.ToString())
        {
            Columns = [Titles.Collection.ToString(), Titles.Description.ToString()],
            Rows = [.. ask.Collections.Select(c =>
                ((string?)ask.Absolute($"/collections/{c.Id}?f=html"), (IReadOnlyList<string>)[c.Title.ToString(), c.Description.ToString()]))],
            Links = links,
        };
        return Task.FromResult<Result<Resource>>(Resource.Of(json, page));
    }
}

/// <summary>Words that several pages share.</summary>
internal static class Titles
{
    public static readonly Phrase Home = ("开放地图接口", "Open map interface");
    public static readonly Phrase Collections = ("要素集", "Collections");
    public static readonly Phrase Collection = ("要素集", "Collection");
    public static readonly Phrase Description = ("说明", "Description");

    /// <summary>The way from the landing page down to the collections.</summary>
    public static (string Title, string Href)[] Above(Ask ask) =>
        [(Home.ToString(), ask.Absolute("/?f=html")), (Collections.ToString(), ask.Absolute("/collections?f=html"))];
}
