using Linli.Platform.Http;
using Linli.Platform.Results;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;

namespace Linli.People.SignIn;

/// <summary>
/// Programs that may not do something get a problem document; people are led to the sign-in page and back to where they
/// wanted to go.
/// </summary>
internal sealed class RefusedRequests : IAuthorizationMiddlewareResultHandler
{
    private static readonly Problem NotSignedIn = new("not_signed_in",
        ("请先登录。", "Please sign in first."), ProblemKind.NotSignedIn);

    private static readonly Problem Forbidden = new("forbidden",
        ("您没有权限进行此操作。", "You may not do this."), ProblemKind.Forbidden);

    public async Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            await next(context);
            return;
        }

        var signedIn = context.User.Identity?.IsAuthenticated == true;
        if (context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is null)
        {
            if (!signedIn)
                context.Response.Headers.WWWAuthenticate = "Bearer";
            await ProblemResults.Write(context, signedIn ? Forbidden : NotSignedIn);
        }
        else if (signedIn)
        {
            // The pages for statuses are the web's; here only the status is said.
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
        else
        {
            var request = context.Request;
            var door = request.Path.StartsWithSegments("/desk") ? "/sign-in/staff" : "/sign-in";
            var back = HttpMethods.IsGet(request.Method) ? request.Path + request.QueryString : "/";
            context.Response.Redirect(door + QueryString.Create("return", back));
        }
    }
}
