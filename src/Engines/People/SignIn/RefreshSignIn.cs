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

/// <summary>Changes nothing in the database: the stamp in the token says whether the sign-in still stands.</summary>
internal sealed class RefreshSignInEndpoint : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/sign-in/refresh", async Task<IResult> (
            RefreshSignIn request, IOptionsMonitor<BearerTokenOptions> options, ICallerDirectory callers, TimeProvider time, CancellationToken cancel) =>
        {
            var ticket = request.RefreshToken is { Length: > 0 } token
                ? options.Get(BearerTokenDefaults.AuthenticationScheme).RefreshTokenProtector.Unprotect(token)
                : null;
            if (ticket?.Properties.ExpiresUtc is not { } until || time.GetUtcNow() >= until || await callers.Find(ticket.Principal, cancel) is null)
                return ProblemResults.From([new("refresh_token_invalid",
                    ("登录已过期，请重新登录。", "This sign-in has ended: please sign in again."), ProblemKind.NotSignedIn, "refreshToken")]);
            return TypedResults.SignIn(ticket.Principal, authenticationScheme: BearerTokenDefaults.AuthenticationScheme);
        })
            .Needs(Access.Public).RequireRateLimiting(RateLimits.SignIn).WithTags("sign-in").WithSummary("Exchange a refresh token for fresh tokens")
            .Produces<AccessTokenResponse>().ProducesProblem(StatusCodes.Status401Unauthorized);
}
