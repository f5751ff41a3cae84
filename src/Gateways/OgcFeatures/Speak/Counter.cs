using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Linli.OgcFeatures.Speak;

/// <summary>A resource in both formats; each is made only when it is asked for.</summary>
/// <param name="Json">Media type and body for programs.</param>
/// <param name="Html">The page for people.</param>
internal sealed record Resource(Func<(string Type, byte[] Body)> Json, Func<Page> Html)
{
    /// <summary>Says when it was made, and so is never twice the same.</summary>
    public bool IsTimed { get; init; }

    /// <summary>Names and addresses as they are: the answer is never part of a page.</summary>
    public static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Written = new() { Encoder = Readable.Encoder };

    public static Resource Of(JsonObject json, Page page, string type = Link.Json) =>
        new(() => (type, JsonSerializer.SerializeToUtf8Bytes(json, Written)), () => page);
}

/// <summary>Where every request of this API comes in and every answer goes out.</summary>
internal static class Counter
{
    /// <summary>Where the API lives.</summary>
    public const string Root = "/ogc/features/v1";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void Get(IEndpointRouteBuilder app, string path, string summary, Func<Ask, Task<Result<Resource>>> serve) =>
        app.MapMethods(Root + path, Reading, (Delegate)((HttpContext context) => Serve(context, serve)))
            .Needs(Access.Public).WithTags("OGC API Features").WithSummary(summary).ExcludeFromDescription();

    // Items carry the time of the answer, which is no change of them.
    private static EntityTagHeaderValue? TagOf(Resource resource, byte[] body) => resource.IsTimed
        ? null
        : new($"\"{Convert.ToHexStringLower(SHA256.HashData(body)[..12])}\"");

    private static async Task<IResult> Serve(HttpContext context, Func<Ask, Task<Result<Resource>>> serve)
    {
        context.Response.Headers.AccessControlAllowOrigin = "*"; // public data, and nobody is asked who they are
        if (Formats.Choose(context.Request.Query.TryGetValue("f", out var f) ? f.ToString() : null, context.Request) is not { } format)
            return ProblemResults.From([Problem.Invalid("f", "ogc.format_unknown", "只提供 json 和 html 两种格式。", "Only json and html are offered.")]);
        var answer = await serve(new(context, format));
        if (!answer.Ok)
            return ProblemResults.From(answer.Problems);
        context.Response.Headers.Vary = "Accept, Accept-Language";
        if (format == Format.Html)
            return new RazorComponentResult<PageDocument>(new { Content = answer.Value.Html() });
        var (type, body) = answer.Value.Json();
        return TypedResults.Bytes(body, type, entityTag: TagOf(answer.Value, body));
    }
}
