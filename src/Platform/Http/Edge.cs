using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Linli.Platform.Modules;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Platform.Http;

/// <summary>What every request passes on its way in and out.</summary>
public static class Edge
{
    /// <summary>Address of the REST API.</summary>
    public const string Api = "/api/v1";

    private static readonly CultureInfo[] Cultures = [new("zh-CN"), new("en")];

    /// <summary>JSON, problem documents, languages.</summary>
    public static IServiceCollection AddLinliEdge(this IServiceCollection services)
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
        services.AddOpenApi("v1");
        return services;
    }

    /// <summary>
    /// Errors become problem documents for programs; for people the page at <c>/error</c> is shown. What a person typed is
    /// never echoed and exceptions never leave the log.
    /// </summary>
    public static IApplicationBuilder UseLinliErrors(this IApplicationBuilder app) =>
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
            ExceptionHandler = context =>
            {
                var error = context.Features.Get<IExceptionHandlerFeature>()?.Error;
                return ProblemResults.Write(context, ProblemOf(error));
            },
        });

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

    private static Problem ProblemOf(Exception? error) => error switch
    {
        BadHttpRequestException { InnerException: JsonException json } => ProblemResults.FromJson(json),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new(
            "body_too_large", ("内容太大，请缩小后再试。", "The request is too large: send less at once."), ProblemKind.TooLarge),
        BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } => new(
            "content_type", ("不支持这种内容格式。", "This content type is not taken here."), ProblemKind.Unsupported),
        BadHttpRequestException bad => Problem.Invalid(
            "request", "request_unreadable", "请求无法读取，请检查参数。", "The request cannot be read: check its parameters. " + bad.Message),
        not null when UseCases.DiskProblems.Describe(error) is { } full => full,
        _ => new("internal", ("系统出了点问题，我们已经记录下来，请稍后再试。", "Something went wrong on our side and was written down. Please try again later."), (ProblemKind)500),
    };
}
