using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Linli.People;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Linli.Scim.Speak;

/// <summary>Where every request of a directory comes in and every answer goes out, errors included.</summary>
internal static class Desk
{
    /// <summary>Where the protocol lives.</summary>
    public const string Root = "/scim/v2";

    public const string ContentType = "application/scim+json";

    private static readonly JsonSerializerOptions Writing = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private static readonly Problem NoKey = new("scim.key",
        ("需要有效的接口密钥：Authorization: Bearer linli_…", "A valid key is needed: Authorization: Bearer linli_…"), ProblemKind.NotSignedIn);

    private static readonly Problem WrongKey = Problem.Forbidden("scim.permission",
        $"密钥没有权限 {PeoplePermissions.Provision}。", $"The key does not have the permission {PeoplePermissions.Provision}.");

    /// <summary>An address that needs a key with <see cref="PeoplePermissions.Provision"/>.</summary>
    public static void Map(IEndpointRouteBuilder app, string method, string path, string summary, Func<Visit, Task<Result<Answer>>> serve) =>
        Add(app, method, path, summary, visit => Refuse(visit.Service<CurrentCaller>().Value) is { } refused ? Task.FromResult<Result<Answer>>(refused) : serve(visit));

    /// <summary>An address for everybody: what this gateway can do.</summary>
    public static void MapOpen(IEndpointRouteBuilder app, string path, string summary, Func<Visit, Task<Result<Answer>>> serve) =>
        Add(app, HttpMethods.Get, path, summary, serve);

    /// <summary>Where a list is asked for in the body of a request (RFC 7644 § 3.4.3).</summary>
    public static string Search(string list) => list + "/.search";

    /// <summary>Answers one request.</summary>
    public static async Task Serve(HttpContext context, Func<Visit, Task<Result<Answer>>> serve)
    {
        Result<Answer> result;
        try
        {
            result = await serve(new(context));
        }
        catch (Exception e) when (e is not OperationCanceledException and not BadHttpRequestException)
        {
            Log.Failed(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Linli.Scim"), e);
            result = DiskProblems.Describe(e) ?? new Problem(
                "internal", ("系统出了点问题，请稍后再试。", "Something went wrong on our side. Please try again later."), (ProblemKind)500);
        }

        await Write(context, result.Ok ? result.Value : new(Faults.StatusOf(result.Problem), Faults.Document(result.Problems)));
    }

    private static void Add(IEndpointRouteBuilder app, string method, string path, string summary, Func<Visit, Task<Result<Answer>>> serve) =>
        app.MapMethods(Root + path, [method], (HttpContext context) => Serve(context, serve))
            .Needs(Access.Public) // refused below, in the words of this protocol
            .DisableAntiforgery().WithTags("SCIM").WithSummary(summary);

    // Only a machine's key: an administrator's browser must not be led here by another site.
    private static Problem? Refuse(Caller caller) =>
        caller.Account is null || caller.Person is not null ? NoKey : caller.May(PeoplePermissions.Provision) ? null : WrongKey;

    private static async Task Write(HttpContext context, Answer answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.Headers.CacheControl = "no-store";
        if (answer.Status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer realm=\"linli\"";
        if (answer.Version is { } version)
            response.Headers.ETag = version;
        if (answer.Location is { } location && answer.Status == StatusCodes.Status201Created)
            response.Headers.Location = location;
        else if (answer.Location is not null)
            response.Headers.ContentLocation = answer.Location;
        if (answer.Body is null)
            return;
        response.ContentType = ContentType;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(answer.Body, Writing);
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A SCIM request failed.")]
    public static partial void Failed(ILogger logger, Exception e);
}
