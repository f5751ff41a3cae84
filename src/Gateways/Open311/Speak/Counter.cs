using System.Globalization;
using Linli.People;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Linli.Open311.Speak;

/// <summary>Where every request of this protocol comes in and every answer goes out, errors included.</summary>
internal sealed class Counter(IApiKeys keys, Limits limits, ILogger<Counter> log)
{
    /// <summary>Where the protocol lives.</summary>
    public const string Root = "/open311/v2";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];
    private static readonly string[] Writing = [HttpMethods.Post];

    /// <summary>Serves a path, with an extension and without.</summary>
    public static void Get(IEndpointRouteBuilder app, string path, string summary, Func<Ask, Task<Result<Document>>> serve) =>
        Map(app, Reading, path, summary, serve);

    /// <summary>Takes something in at a path, with an extension and without.</summary>
    public static void Post(IEndpointRouteBuilder app, string path, string summary, Func<Ask, Task<Result<Document>>> serve) =>
        Map(app, Writing, path, summary, serve);

    /// <summary>Answers one request.</summary>
    public async Task Serve(HttpContext context, string? extension, Func<Ask, Task<Result<Document>>> serve)
    {
        var format = Formats.Choose(extension, context.Request);
        var result = format is null
            ? Problem.Invalid("format", "open311.format_unknown",
                "只提供 xml 和 json 两种格式。", "This format is not offered: end the address in .xml or .json.")
            : await Answered(context, serve);
        await Write(context, format ?? Format.Xml, result);
    }

    private static void Map(
        IEndpointRouteBuilder app, string[] methods, string path, string summary, Func<Ask, Task<Result<Document>>> serve)
    {
        foreach (var address in new[] { Root + path + ".{format}", Root + path })
            app.MapMethods(address, methods, (HttpContext context, Counter counter) =>
                    counter.Serve(context, (string?)context.Request.RouteValues["format"], serve))
                .Needs(Access.Public) // the protocol carries its key among the arguments
                .DisableRateLimiting().DisableAntiforgery()
                .WithTags("Open311").WithSummary(summary);
    }

    private async Task<Result<Document>> Answered(HttpContext context, Func<Ask, Task<Result<Document>>> serve)
    {
        try
        {
            if (limits.Count(context) is { } tooMany)
                return tooMany;
            if (Unreadable(context) is { } unreadable)
                return unreadable;
            var ask = await Read(context);
            if (ask.Client.Account is not null && limits.Count(ask.Client) is { } tooManyOfClient)
                return tooManyOfClient;
            return await serve(ask);
        }
        catch (Exception e) when (e is BadHttpRequestException or InvalidDataException)
        {
            return Problem.Invalid("request", "open311.unreadable",
                "请求无法读取，请检查格式和大小。", "The request cannot be read: check its form and size.");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.Failed(log, e);
            return DiskProblems.Describe(e) ?? new Problem(
                "internal", ("系统出了点问题，请稍后再试。", "Something went wrong on our side. Please try again later."), (ProblemKind)500);
        }
    }

    // A body that is no form would count as nothing sent, and the client would look for its mistake in the wrong place.
    private static Problem? Unreadable(HttpContext context) =>
        HttpMethods.IsPost(context.Request.Method) && context.Request is { HasFormContentType: false, ContentType.Length: > 0 }
            && context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true }
            ? Problem.Invalid("Content-Type", "open311.content_type",
                "请求正文应为 application/x-www-form-urlencoded 或 multipart/form-data。",
                "Send the request as application/x-www-form-urlencoded or multipart/form-data.")
        : null;

    private async Task<Ask> Read(HttpContext context)
    {
        var sent = context.Request.Query.AsEnumerable();
        if (context.Request.HasFormContentType)
            sent = sent.Concat(await context.Request.ReadFormAsync(context.RequestAborted));
        var arguments = sent.GroupBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, Values: g.SelectMany(pair => Values(pair.Value)).ToArray()))
            .Where(a => a.Values.Length > 0)
            .ToDictionary(a => a.Key, a => a.Values, StringComparer.Ordinal);

        if (arguments.Values.Any(values => values.Any(v => v.Contains('\0', StringComparison.Ordinal))))
            throw new InvalidDataException("A zero byte is no text.");

        // A cookie or token that came along says nothing here: only the key does.
        var key = arguments.TryGetValue("api_key", out var given) ? given[0].Trim() : context.Request.Headers["X-Api-Key"].ToString();
        var client = key.Length == 0 ? null : await keys.Find(key, context.RequestAborted);
        context.RequestServices.GetRequiredService<CurrentCaller>().Value = client ?? Caller.Anonymous;
        return new(context, arguments, client ?? Caller.Anonymous, key.Length > 0);
    }

    private static IEnumerable<string> Values(StringValues values) =>
        values.Where(v => !string.IsNullOrWhiteSpace(v)).Select(v => v!);

    private static async Task Write(HttpContext context, Format format, Result<Document> result)
    {
        var response = context.Response;
        response.StatusCode = result.Ok ? StatusCodes.Status200OK : Errors.Status(result.Problem);
        if (response.StatusCode == StatusCodes.Status429TooManyRequests)
            response.Headers.RetryAfter = 10.ToString(CultureInfo.InvariantCulture);
        response.ContentType = format.ContentType();
        response.Headers.CacheControl = "no-cache";
        response.Headers.AccessControlAllowOrigin = "*"; // public data, and no cookie counts here
        response.Headers.ContentLanguage = CultureInfo.CurrentUICulture.Name;
        var document = result.Ok ? result.Value : Errors.Of(result.Problems, both: context.Request.Headers.AcceptLanguage.Count == 0);
        var bytes = format.Write(document);
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "An Open311 request failed.")]
    public static partial void Failed(ILogger logger, Exception e);
}
