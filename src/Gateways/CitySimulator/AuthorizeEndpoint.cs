using Linli.Platform.Demo;
using Linli.Platform.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace Linli.CitySimulator;

/// <summary>Where the button of the simulator's page leads: back with a code, as a real city would.</summary>
internal static class AuthorizeEndpoint
{
    public const string Page = "/simulator/city";

    public static void Map(IEndpointRouteBuilder app) => app.MapPost(Page + "/enter", Enter).Needs(Access.Public).DisableAntiforgery().ExcludeFromDescription();

    /// <summary>Whether an address to come back to is that of this installation: a code must lead nowhere else.</summary>
    public static bool IsOurs(string? redirectUri, HttpRequest request) =>
        Uri.TryCreate(redirectUri, UriKind.Absolute, out var uri) && uri.Authority == request.Host.Value && uri.AbsolutePath == "/sign-in/with/city/back" && uri.Query.Length == 0;

    private static async Task<IResult> Enter(HttpContext context, SimulatedCity city, DemoMode demo, IAntiforgery antiforgery)
    {
        if (!demo.IsDemo)
            return Results.NotFound();
        if (!await antiforgery.IsRequestValidAsync(context))
            return Results.Redirect("/sign-in");
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (back, state) = (form["redirect_uri"].ToString(), form["state"].ToString());
        if (!IsOurs(back, context.Request) || form["client_id"] != SimulatedCity.ClientId)
            return Results.BadRequest();
        if (Citizens.All.FirstOrDefault(c => c.Id == form["citizen"]) is not { } citizen)
            return Results.Redirect(QueryHelpers.AddQueryString(back, new Dictionary<string, string?> { ["error"] = "access_denied", ["state"] = state, ["iss"] = city.Address.OriginalString }));
        var code = city.Issue(citizen, back, form["nonce"].ToString(), form["code_challenge"].ToString());
        return Results.Redirect(QueryHelpers.AddQueryString(back, new Dictionary<string, string?> { ["code"] = code, ["state"] = state, ["iss"] = city.Address.OriginalString }));
    }
}
