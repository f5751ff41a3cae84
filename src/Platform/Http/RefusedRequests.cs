using Linli.Platform.Results;
using Linli.Platform.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Platform.Http;

/// <summary>
/// Programs hear of a missing sign-in or permission as a problem document; people are led to the sign-in page, or to the
/// error page.
/// </summary>
internal sealed class RefusedRequests(IAuthenticationSchemeProvider schemes) : IAuthorizationMiddlewareResultHandler
{
    public async Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
            await next(context);
        else if (context.RequestServices.GetRequiredService<CurrentCaller>().Value.IsSignedIn)
            await Refuse(context, ProblemOf(StatusCodes.Status403Forbidden));
        else if (context.IsForProgram() || await schemes.GetDefaultChallengeSchemeAsync() is null)
            await Refuse(context, ProblemOf(StatusCodes.Status401Unauthorized));
        else
            await context.ChallengeAsync();
    }

    /// <summary>The problem behind a bare status code.</summary>
    public static Problem ProblemOf(int status) => status switch
    {
        401 => new("not_signed_in", ("请先登录。", "Sign in first."), ProblemKind.NotSignedIn),
        403 => new("not_allowed", ("您没有权限进行这项操作。", "You may not do this."), ProblemKind.Forbidden),
        404 => new("no_such_address", ("没有这个地址。", "There is nothing at this address."), ProblemKind.NotFound),
        405 => new("method_not_taken", ("这个地址不支持该请求方法。", "This address does not take that method."), (ProblemKind)405),
        413 => new("body_too_large", ("内容太大，请缩小后再试。", "The request is too large: send less at once."), ProblemKind.TooLarge),
        415 => new("content_type", ("不支持这种内容格式。", "This content type is not taken here."), ProblemKind.Unsupported),
        >= 500 => new("internal", ("系统出了点问题，请稍后再试。", "Something went wrong on our side. Please try again later."), (ProblemKind)status),
        _ => new("refused", ("请求未被接受。", "The request was not accepted."), (ProblemKind)status),
    };

    private static Task Refuse(HttpContext context, Problem problem)
    {
        if (problem.Kind == ProblemKind.NotSignedIn)
            context.Response.Headers.WWWAuthenticate = "Bearer";
        if (context.IsForProgram())
            return ProblemResults.Write(context, problem);
        context.Response.StatusCode = (int)problem.Kind; // the error page follows
        return Task.CompletedTask;
    }
}

/// <summary>Who an answer is for.</summary>
internal static class Audience
{
    private static readonly string[] ProgramPaths =
        [Edge.Api, "/live", "/files", "/metrics", "/healthz", "/readyz", "/openapi", "/open311", "/ogc", "/scim"];

    /// <summary>Whether a program reads the answer rather than a person in a browser.</summary>
    public static bool IsForProgram(this HttpContext context) =>
        ProgramPaths.Any(p => context.Request.Path.StartsWithSegments(p, StringComparison.OrdinalIgnoreCase));
}
