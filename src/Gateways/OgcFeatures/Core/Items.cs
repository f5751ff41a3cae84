using System.Globalization;
using System.Text.Json;
using Linli.OgcFeatures.Collections;
using Linli.OgcFeatures.Filter;
using Linli.OgcFeatures.Speak;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Results;
using Linli.Web;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.OgcFeatures.Core;

/// <summary>Features of a collection, page by page.</summary>
internal static class Items
{
    public static void Map(IEndpointRouteBuilder app) => Counter.Get(app, "/collections/{collection}/items", "Features of a collection", Serve);

    private static async Task<Result<Resource>> Serve(Ask ask)
    {
        var found = ask.Collection();
        if (!found.Ok)
            return found.Problem;
        var wanted = Selection.Read(ask, found.Value);
        if (!wanted.Ok)
            return wanted.Problem;
        var features = await found.Value.Load(ask.Cancel);
        var matched = features.Where(wanted.Value.Passes).ToList();
        var page = matched.Skip(wanted.Value.Offset).Take(wanted.Value.Limit).ToList();
        Link[] links = [.. Links(ask, found.Value, wanted.Value, matched.Count)];
        return new Resource(() => (Link.GeoJson, Write(ask, matched.Count, page, links)), () => ForPeople(ask, found.Value, matched.Count, page, links)) { IsTimed = true };
    }

    private static IEnumerable<Link> Links(Ask ask, FeatureCollection collection, Selection wanted, int matched)
    {
        foreach (var link in Link.SelfAndAlternate(ask, Link.GeoJson))
            yield return link;
        var type = ask.Format == Format.Json ? Link.GeoJson : Link.Html;
        if ((long)wanted.Offset + wanted.Limit < matched)
            yield return new(ask.WithArguments(("offset", Text(wanted.Offset + wanted.Limit))), "next", type, Bilingual.T("下一页", "Next page"));
        if (wanted.Offset > 0)
            yield return new(
                ask.WithArguments(("offset", Text(Math.Max(0, wanted.Offset - wanted.Limit)))), "prev", type, Bilingual.T("上一页", "Previous page"));
        yield return new(ask.Absolute($"/collections/{collection.Id}"), "collection", Link.Json, collection.Title.ToString());
    }

    private static byte[] Write(Ask ask, int matched, List<GeoFeature> features, Link[] links)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Resource.Readable))
        {
            json.WriteStartObject();
            json.WriteString("type", "FeatureCollection");
            json.WritePropertyName("links");
            Link.List(links).WriteTo(json);
            json.WriteString("timeStamp", Clock.Now(ask.Context.RequestServices.GetRequiredService<TimeProvider>()).UtcDateTime);
            json.WriteNumber("numberMatched", matched);
            json.WriteNumber("numberReturned", features.Count);
            json.WriteStartArray("features");
            foreach (var feature in features)
                GeoJson.WriteFeature(json, feature);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static Page ForPeople(Ask ask, FeatureCollection collection, int matched, List<GeoFeature> features, Link[] links) =>
        new(collection.Title.ToString(), Bilingual.T($"共 {matched} 个要素，本页 {features.Count} 个", $"{matched} features, {features.Count} on this page"))
        {
            Above = [.. Titles.Above(ask), (collection.Title.ToString(), ask.Absolute($"/collections/{collection.Id}?f=html"))],
            Map = features.Count == 0 ? null : ask.WithArguments(("f", "json")),
            Columns = ["id", .. collection.Properties.Select(p => p.Title.ToString())],
            Rows = [.. features.Select(f => (
                (string?)ask.Absolute($"/collections/{collection.Id}/items/{Uri.EscapeDataString(f.Id!)}?f=html"),
                (IReadOnlyList<string>)[f.Id!, .. collection.Properties.Select(p => Item.Words(f, p))]))],
            Empty = Bilingual.T("没有符合条件的要素", "No feature matches"),
            Links = links,
        };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
