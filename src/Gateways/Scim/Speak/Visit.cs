using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Linli.Platform.Results;
using Linli.Platform.UseCases;
using Linli.Scim.Schemas;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Linli.Scim.Speak;

/// <summary>One request of a directory.</summary>
internal sealed record Visit(HttpContext Context)
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 20, AllowTrailingCommas = false };

    public CancellationToken Cancel => Context.RequestAborted;

    public UseCaseRunner Run => Context.RequestServices.GetRequiredService<UseCaseRunner>();

    public T Service<T>() where T : notnull => Context.RequestServices.GetRequiredService<T>();

    /// <summary>Where clients reach this gateway.</summary>
    public string Base => $"{Context.Request.Scheme}://{Context.Request.Host}{Context.Request.PathBase}{Desk.Root}";

    public Guid Id => Guid.TryParse((string?)Context.Request.RouteValues["id"], out var id) ? id : Guid.Empty;

    public string? Query(string name) => Context.Request.Query[name].FirstOrDefault();

    /// <summary>The version that a change must meet, as <c>If-Match</c> says it; <c>null</c> for any.</summary>
    public string? IfMatch => Tag(Context.Request.Headers.IfMatch.ToString());

    public string? IfNoneMatch => Tag(Context.Request.Headers.IfNoneMatch.ToString());

    /// <summary>The body, which must be an object.</summary>
    public async Task<Result<JsonObject>> Body()
    {
        if (!IsJson(Context.Request.ContentType))
            return new Problem("scim.content_type", ("请求正文应为 application/scim+json。", "Send the body as application/scim+json."), ProblemKind.Unsupported);
        try
        {
            using var document = await JsonDocument.ParseAsync(Context.Request.Body, Reading, Cancel);
            return JsonNode.Parse(document.RootElement.GetRawText(), new() { PropertyNameCaseInsensitive = false }, Reading) is JsonObject body && Force(body)
                ? body
                : Unreadable;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or BadHttpRequestException { StatusCode: 400 })
        {
            return Unreadable;
        }
    }

    public Result<IReadOnlyList<string>> Names(string parameter) => Outgoing.Names(parameter, Context.Request.Query[parameter]);

    private static Problem Unreadable => Faults.Invalid("body", Faults.InvalidSyntax,
        "请求正文不是有效的 JSON 对象。", "The body is no readable JSON object.");

    // Nodes are read lazily, and a name written twice is found only then.
    private static bool Force(JsonNode? node) => node switch
    {
        JsonObject o => o.All(p => Force(p.Value)),
        JsonArray a => a.All(Force),
        _ => true,
    };

    private static bool IsJson(string? type) =>
        MediaTypeHeaderValue.TryParse(type, out var parsed) && parsed.MediaType.Value?.ToLowerInvariant() is "application/scim+json" or "application/json";

    private static string? Tag(string header) => header.Length == 0 || header.Trim() == "*" ? null : header;

    /// <summary>Whether a header with one or more entity tags names this version; compared weakly, as all ours are weak.</summary>
    public static bool Names(string header, string version) =>
        header.Split(',').Select(t => t.Trim()).Any(t => Strip(t) == Strip(version));

    private static string Strip(string tag) => tag.StartsWith("W/", StringComparison.OrdinalIgnoreCase) ? tag[2..] : tag;

    public int? Number(string name, int otherwise) => Query(name) is not { Length: > 0 } text ? otherwise
        : int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
}
