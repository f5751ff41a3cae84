using System.Globalization;
using System.Security.Claims;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Linli.People.SignIn;

/// <summary>Asks for fresh tokens.</summary>
/// <param name="RefreshToken">The refresh token of the last answer.</param>
internal sealed record RefreshSignIn(string? RefreshToken);

/// <summary>Each refresh token is good for one exchange; the stamp in it says whether the account still lets its sign-ins stand.</summary>
internal sealed class RefreshSignInEndpoint : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/sign-in/refresh", async Task<IResult> (
            RefreshSignIn request, IOptionsMonitor<BearerTokenOptions> options, ICallerDirectory callers, UseCaseRunner runner, TimeProvider time, CancellationToken cancel) =>
        {
            var ticket = request.RefreshToken is { Length: > 0 } token
                ? options.Get(BearerTokenDefaults.AuthenticationScheme).RefreshTokenProtector.Unprotect(token)
                : null;
            if (ticket?.Properties.ExpiresUtc is not { } until || time.GetUtcNow() >= until || await callers.Find(ticket.Principal, cancel) is null
                || !Guid.TryParse(ticket.Principal.FindFirstValue(Principals.SignIn), out var signIn)
                || !int.TryParse(ticket.Principal.FindFirstValue(Principals.Turn), CultureInfo.InvariantCulture, out var turn))
                return ProblemResults.From([Ended]);
            var turned = await runner.Run(new TurnToken(signIn, turn), cancel);
            if (!turned.Ok)
                return ProblemResults.From(turned.Problems);
            return turned.Value.Turn is { } next
                ? TypedResults.SignIn(ticket.Principal.At(signIn, next), authenticationScheme: BearerTokenDefaults.AuthenticationScheme)
                : ProblemResults.From([Ended]);
        })
            .Needs(Access.Public).RequireRateLimiting(RateLimits.SignIn).WithTags("sign-in").WithSummary("Exchange a refresh token for fresh tokens")
            .Produces<AccessTokenResponse>().ProducesProblem(StatusCodes.Status401Unauthorized);

    private static readonly Problem Ended = new("refresh_token_invalid",
        ("登录已过期，请重新登录。", "This sign-in has ended: please sign in again."), ProblemKind.NotSignedIn, "refreshToken");
}
