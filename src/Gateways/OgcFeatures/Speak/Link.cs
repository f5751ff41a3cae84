using System.Text.Json.Nodes;
using Linli.Web;

namespace Linli.OgcFeatures.Speak;

/// <summary>A link of RFC 8288 as OGC APIs write it.</summary>
/// <param name="Href">Where to.</param>
/// <param name="Rel">What it is to this resource.</param>
/// <param name="Type">Media type behind it.</param>
/// <param name="Title">For people.</param>
internal sealed record Link(string Href, string Rel, string Type, string Title)
{
    public const string Json = "application/json";
    public const string GeoJson = "application/geo+json";
    public const string Html = "text/html";
    public const string Schema = "application/schema+json";
    public const string OpenApi = "application/vnd.oai.openapi+json;version=3.0";

    public JsonObject ToJson() => new() { ["href"] = Href, ["rel"] = Rel, ["type"] = Type, ["title"] = Title };

    /// <summary>This resource in the format it is told in, and in the other.</summary>
    public static IEnumerable<Link> SelfAndAlternate(Ask ask, string json)
    {
        var other = ask.Format == Format.Json ? Format.Html : Format.Json;
        yield return new(ask.WithArguments(), "self", TypeOf(ask.Format), Bilingual.T("本页", "This document"));
        yield return new(
            ask.WithArguments(("f", other == Format.Json ? "json" : "html")), "alternate", TypeOf(other),
            other == Format.Json ? Bilingual.T("本页的 JSON", "This document as JSON") : Bilingual.T("本页的网页版", "This document as HTML"));

        string TypeOf(Format format) => format == Format.Json ? json : Html;
    }

    public static JsonArray List(IEnumerable<Link> links) => [.. links.Select(l => l.ToJson())];
}
