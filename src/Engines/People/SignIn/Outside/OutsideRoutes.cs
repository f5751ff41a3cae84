using System.Security.Cryptography;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Linli.People.SignIn.Outside;

/// <summary>The addresses of a browser's walk to another house, and the one at which that house says that somebody signed out.</summary>
internal static class OutsideRoutes
{
    /// <summary>Cookie with the secret that binds a walk to the browser that began it.</summary>
    public const string Cookie = "linli-outside";

    public const string Accounts = "/me/settings/accounts";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/sign-in/with/{provider}", Begin).Needs(Access.Public).RequireRateLimiting(RateLimits.SignIn).ExcludeFromDescription();
        app.MapGet("/sign-in/with/{provider}/back", ComeBack).Needs(Access.Public).RequireRateLimiting(RateLimits.SignIn).ExcludeFromDescription();
        app.MapPost("/sign-in/with/{provider}/logout", Logout).Needs(Access.Public).DisableAntiforgery().ExcludeFromDescription();
    }

    private static async Task<IResult> Begin(
        string provider, HttpContext context, UseCaseRunner runner, OutsideFlow flow, IOptions<OutsideOptions> options, ILoggerFactory logs, CancellationToken cancel)
    {
        var (state, nonce, verifier) = (Secret(), Secret(), Secret());
        var browser = context.Request.Cookies[Cookie] is { Length: 43 } kept ? kept : Secret();
        var address = $"{options.Value.PublicUrl?.TrimEnd('/') ?? $"{context.Request.Scheme}://{context.Request.Host}"}/sign-in/with/{provider}/back";
        var begun = await runner.Run(new BeginOutside(
            provider, state, nonce, verifier, browser, address, PageSignIn.SafeBack(context.Request.Query["back"], "/"), context.Request.Query["link"].FirstOrDefault()), cancel);
        if (!begun.Ok)
            return Explain(begun.Problem);
        try
        {
            var to = await flow.AddressOf(begun.Value, address, state, nonce, verifier, cancel);
            context.Response.Cookies.Append(Cookie, browser, new()
            {
                HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, Path = "/sign-in", MaxAge = TimeSpan.FromMinutes(20),
            });
            return Results.Redirect(to);
        }
        catch (OutsideException e)
        {
            Log.Unreachable(logs.CreateLogger("Linli.Outside"), provider, e.Message);
            return Explain(OutsideProblems.Unreachable);
        }
    }

    private static async Task<IResult> ComeBack(
        string provider, string? state, string? code, string? ticket, string? iss, string? error,
        HttpContext context, UseCaseRunner runner, OutsideFlow flow, LinliDb db, ILoggerFactory logs, CancellationToken cancel)
    {
        var taken = await runner.Run(new TakeOutside(provider, state, context.Request.Cookies[Cookie]), cancel);
        if (!taken.Ok)
            return Explain(taken.Problem);
        var (house, visit) = taken.Value;
        Result<OutsideEntry> entry;
        try
        {
            if (error is not null)
            {
                await flow.Issuer(house, new(state, code, ticket, iss, error), cancel);
                return Explain(OutsideProblems.OfError(error), visit);
            }

            entry = await runner.Run(new EnterFromOutside(visit.Id, await flow.Identity(house, visit, new(state, code, ticket, iss, error), cancel)), cancel);
        }
        catch (OutsideException e)
        {
            Log.Disbelieved(logs.CreateLogger("Linli.Outside"), provider, e.Message);
            return Explain(OutsideProblems.Disbelieved, visit);
        }

        if (!entry.Ok)
            return Explain(entry.Problem, visit);
        if (entry.Value.Linked)
            return Results.Redirect(Accounts + "?done=linked");
        if (entry.Value.Account is not { } account)
            return Results.Redirect("/sign-in/outside");
        await PageSignIn.Enter(context, db, account);
        return Results.Redirect(PageSignIn.SafeBack(visit.Back, "/"));
    }

    private static async Task<IResult> Logout(
        string provider, HttpContext context, UseCaseRunner runner, OutsideTokens tokens, LinliDb db, ILoggerFactory logs, CancellationToken cancel)
    {
        context.Response.Headers.CacheControl = "no-store";
        var house = await db.Records<OutsideProvider>().AsNoTracking().SingleOrDefaultAsync(p => p.Code == provider && p.Active && p.Kind == ProviderKind.Oidc, cancel);
        if (house is null || !context.Request.HasFormContentType)
            return Results.Json(new { error = "invalid_request" }, statusCode: 400);
        try
        {
            var form = await context.Request.ReadFormAsync(cancel);
            var (id, subject, session) = await tokens.LogoutToken(house, form["logout_token"], cancel);
            var ended = await runner.Run(new EndFromOutside(provider, id, subject, session), cancel);
            return ended.Ok ? Results.Ok() : Results.Json(new { error = "invalid_request" }, statusCode: 400);
        }
        catch (OutsideException e)
        {
            Log.Disbelieved(logs.CreateLogger("Linli.Outside"), provider, e.Message);
            return Results.Json(new { error = "invalid_request" }, statusCode: 400);
        }
    }

    private static IResult Explain(Problem problem, OutsideVisit? visit = null) => Results.Redirect(
        (visit?.AccountId is null ? "/sign-in/outside" : Accounts) + "?problem=" + problem.Code);

    private static string Secret() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
}

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The account service {Provider} cannot be reached: {Reason}")]
    public static partial void Unreachable(ILogger logger, string provider, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An answer of the account service {Provider} was not believed: {Reason}")]
    public static partial void Disbelieved(ILogger logger, string provider, string reason);
}
