using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Sensing;
using Linli.SensorThings.Query;
using Linli.SensorThings.Things;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Linli.SensorThings.Speak;

/// <summary>Where every request of this API comes in and every answer goes out.</summary>
internal static class Addresses
{
    /// <summary>Where the API lives.</summary>
    public const string Root = "/sensorthings/v1.1";

    private const int LargestBody = 4 << 20;
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder app)
    {
        Describe(app.MapMethods(Root + "/{**path}", Reading, (Delegate)((HttpContext context) => Answer(context, Read))));
        Describe(app.MapPost(Root + "/{**path}", (Delegate)((HttpContext context) => Answer(context, Create))))
            .DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(LargestBody));
    }

    /// <summary>Where clients reach the API.</summary>
    public static string RootOf(HttpContext context) => $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}{Root}";

    // Public or not is a matter of configuration, and a device's key is no account: both are looked at here.
    private static RouteHandlerBuilder Describe(RouteHandlerBuilder endpoint) =>
        endpoint.Needs(Access.Public).WithTags("SensorThings").ExcludeFromDescription();

    private static async Task<IResult> Answer(HttpContext context, Func<HttpContext, Task<IResult>> serve)
    {
        try
        {
            return await serve(context);
        }
        catch (Fault fault)
        {
            return Refused(fault.Problem);
        }
        catch (JsonException)
        {
            return Refused(Problem.Invalid("body", "sensorthings.body_unreadable", "请求内容不是可读取的 JSON。", "The body is no JSON that can be read."));
        }
    }

    private static IResult Refused(Problem problem) => Results.Json(
        new JsonObject
        {
            ["error"] = new JsonObject { ["code"] = problem.Code, ["message"] = problem.Message.ToString(), ["target"] = problem.Field },
        },
        Readable, "application/json", (int)problem.Kind);

    private static async Task<IResult> Read(HttpContext context)
    {
        var caller = context.RequestServices.GetRequiredService<CurrentCaller>().Value;
        if (!context.RequestServices.GetRequiredService<IOptions<SensorThingsOptions>>().Value.Public && !caller.May(SensingPermissions.Watch))
            return Refused(new(
                "sensorthings.not_allowed", ("请使用有“查看告警与监测数据”权限的账号或接口密钥。", "Use an account or an API key with the permission sensing.watch."),
                caller.IsSignedIn ? ProblemKind.Forbidden : ProblemKind.NotSignedIn));
        var path = (string?)context.Request.RouteValues["path"] ?? "";
        if (path.Length == 0)
            return Results.Json(RootDocument.Write(RootOf(context)), Readable);
        return await new Visit(context, context.RequestServices.GetRequiredService<Reader>()).Follow(path);
    }

    private static Task<IResult> Create(HttpContext context) => context.RequestServices.GetRequiredService<CreateObservations>().Answer(context);
}

/// <summary>What the API has, and what of the standard it keeps.</summary>
internal static class RootDocument
{
    private const string Standard = "http://www.opengis.net/spec/iot_sensing/1.1/req/";

    // Creating is left out: only observations can be created, which is less than that class asks for. The same holds for data arrays.
    private static readonly string[] Conformance = [Standard + "datamodel", Standard + "resource-path/resource-path-to-entities", Standard + "request-data"];

    public static JsonObject Write(string root) => new()
    {
        ["value"] = new JsonArray([.. EntitySets.All.Select(s => (JsonNode)new JsonObject { ["name"] = s.Name, ["url"] = $"{root}/{s.Name}" })]),
        ["serverSettings"] = new JsonObject { ["conformance"] = new JsonArray([.. Conformance.Select(c => (JsonNode)JsonValue.Create(c))]) },
    };
}
