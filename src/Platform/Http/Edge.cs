using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Linli.Platform.Modules;
using Linli.Platform.Operations;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using KestrelServerOptions = Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions;

namespace Linli.Platform.Http;

/// <summary>What every request passes on its way in and out.</summary>
public static class Edge
{
    /// <summary>Address of the REST API.</summary>
    public const string Api = "/api/v1";

    /// <summary>The page that people see instead of an error; it reads the status code from the response.</summary>
    public const string ErrorPage = "/error";

    private const long LargestBody = 64L << 20;
    private const long LargestJson = 4L << 20;

    private static readonly CultureInfo[] Cultures = [new("zh-CN"), new("en")];

    /// <summary>JSON, problem documents, languages, limits, compression, OpenAPI.</summary>
    public static IServiceCollection AddLinliEdge(this IServiceCollection services, IConfiguration configuration)
    {
        services.ConfigureHttpJsonOptions(o => Json.Configure(o.SerializerOptions));
        services.AddProblemDetails();
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddRequestLocalization(o =>
        {
            o.SetDefaultCulture("zh-CN");
            o.SupportedCultures = Cultures;
            o.SupportedUICultures = Cultures;
        });
        services.Configure<KestrelServerOptions>(k =>
        {
            k.AddServerHeader = false;
            k.Limits.MaxRequestBodySize = LargestBody;
        });
        services.Configure<FormOptions>(o => o.MultipartBodyLengthLimit = LargestBody);
        services.Configure<ForwardedHeadersOptions>(o => TrustProxies(o, configuration));
        services.AddResponseCompression(o => o.EnableForHttps = true);
        services.AddAuthentication();
        services.AddAuthorization();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusedRequests>();
        services.AddSingleton<PrometheusExporter>();
        services.AddSingleton<AccessLog>();
        RateLimits.Add(services, configuration);
        OpenApiDocumentation.Add(services);
        return services;
    }

    /// <summary>The whole way in, in order.</summary>
    public static IApplicationBuilder UseLinliEdge(this WebApplication app)
    {
        app.Services.GetRequiredService<PrometheusExporter>();
        app.UseForwardedHeaders();
        app.UseMiddleware<AccessLogMiddleware>();
        app.UseSecurityHeaders();
        app.UseResponseCompression();
        app.UseRequestLocalization();
        app.UseWhen(context => context.IsForProgram(), programs => programs.UseProblemDocuments());
        app.UseWhen(context => !context.IsForProgram(), people => people
            .UseExceptionHandler(new ExceptionHandlerOptions
            {
                ExceptionHandlingPath = ErrorPage,
                CreateScopeForErrors = true,
                StatusCodeSelector = e => (int)ProblemOf(e).Kind,
                SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
            })
            .UseStatusCodePagesWithReExecute(ErrorPage, createScopeForStatusCodePages: true));
        app.UseQueryWithoutZeroBytes();
        app.UseRouting();
        app.UseJsonLimit();
        app.UseAuthentication();
        app.UseCaller();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseQueryEnums();
        return app;
    }

    /// <summary>
    /// Errors become problem documents. What a person typed is never echoed and exceptions never leave the log.
    /// </summary>
    public static IApplicationBuilder UseProblemDocuments(this IApplicationBuilder app) => app
        .UseExceptionHandler(new ExceptionHandlerOptions
        {
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
            ExceptionHandler = context =>
                ProblemResults.Write(context, ProblemOf(context.Features.Get<IExceptionHandlerFeature>()?.Error)),
        })
        .UseStatusCodePages(context =>
            ProblemResults.Write(context.HttpContext, RefusedRequests.ProblemOf(context.HttpContext.Response.StatusCode)));

    /// <summary>Who is asking: set from the account that authentication found.</summary>
    public static IApplicationBuilder UseCaller(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.User.Identity?.IsAuthenticated == true)
        {
            var directory = context.RequestServices.GetRequiredService<ICallerDirectory>();
            if (await directory.Find(context.User, context.RequestAborted) is { } caller)
                context.RequestServices.GetRequiredService<CurrentCaller>().Value = caller;
            else
                context.User = new ClaimsPrincipal(new ClaimsIdentity());
        }

        await next(context);
    });

    /// <summary>Everything the modules offer to programs.</summary>
    public static IEndpointRouteBuilder MapLinli(this IEndpointRouteBuilder app)
    {
        var composition = app.ServiceProvider.GetRequiredService<Composition>();
        var api = app.MapGroup(Api);
        foreach (var map in composition.Api)
            map(api);
        foreach (var map in composition.Routes)
            map(app);
        app.MapOpenApi("/openapi/{documentName}.json").Needs(Access.Public);
        return app;
    }

    // A JSON body is small; only addresses that say so themselves take more, and forms carry photos.
    private static IApplicationBuilder UseJsonLimit(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (!context.Request.HasFormContentType
            && context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>() is null
            && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = LargestJson;
        return next(context);
    });

    // Forwarded addresses are believed from this machine, and from the networks named in Proxies.
    private static void TrustProxies(ForwardedHeadersOptions options, IConfiguration configuration)
    {
        options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
        foreach (var network in configuration.GetSection("Proxies").Get<string[]>() ?? [])
            options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
    }

    private static Problem Unreadable => Problem.Invalid(
        "request", "request_unreadable", "请求无法读取，请检查参数。", "The request cannot be read: check its parameters.");

    private static Problem ProblemOf(Exception? error) => error switch
    {
        BadHttpRequestException { InnerException: JsonException json } => ProblemResults.FromJson(json),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => RefusedRequests.ProblemOf(413),
        BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } => RefusedRequests.ProblemOf(415),
        BadHttpRequestException bad => Problem.Invalid(
            "request", "request_unreadable", "请求无法读取，请检查参数。", "The request cannot be read: check its parameters. " + bad.Message),
        InvalidDataException => Unreadable,

        // A page whose address says "x" where a number belongs; the framework has no type of its own for it.
        InvalidOperationException { Source: "Microsoft.AspNetCore.Components", Message: var message }
            when message.StartsWith("Cannot parse the value ", StringComparison.Ordinal) => Unreadable,
        not null when UseCases.DiskProblems.Describe(error) is { } full => full,
        _ => new("internal", ("系统出了点问题，我们已经记录下来，请稍后再试。", "Something went wrong on our side and was written down. Please try again later."), (ProblemKind)500),
    };
}
