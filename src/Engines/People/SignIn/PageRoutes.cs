using Linli.People.Security;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.People.SignIn;

/// <summary>What pages post to that is no page itself.</summary>
internal static class PageRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/sign-out", SignOut).Needs(Access.Public).ExcludeFromDescription();
        app.MapPost("/sign-in/passkey", EnterByPasskey).Needs(Access.Public).RequireRateLimiting(RateLimits.SignIn).ExcludeFromDescription();
    }

    private static async Task<IResult> SignOut(HttpContext context, IAntiforgery antiforgery)
    {
        // Another site must not be able to sign people out.
        if (!await antiforgery.IsRequestValidAsync(context))
            return Results.Redirect("/");
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return Results.Redirect("/");
    }

    private static async Task<IResult> EnterByPasskey(
        PasskeyAnswer answer, HttpContext context, UseCaseRunner runner, LinliDb db, CancellationToken cancel)
    {
        var result = await runner.Run(new SignInByPasskey(answer), cancel);
        if (!result.Ok)
            return ProblemResults.From(result.Problems);
        if (result.Value.Refusal is { } refusal)
            return ProblemResults.From([refusal]);
        await PageSignIn.Enter(context, db, result.Value.Account!.Value);
        return Results.Ok(Done.It);
    }
}
