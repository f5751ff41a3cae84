using Linli.People;
using Linli.Platform.Security;
using Linli.Web;

namespace Linli.Server.App;

/// <summary>
/// <c>GET /preferences</c>: keeps how this device shows pages and, for somebody who is signed in, how every device of theirs
/// will after they sign in on it.
/// </summary>
internal static class PreferencesEndpoint
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/preferences", Keep)
        .Needs(Access.Public).ExcludeFromDescription();

    private static async Task<IResult> Keep(HttpContext context, string? elder, string? theme, string? language, string? back)
    {
        bool? large = elder is "on" or "off" ? elder == "on" : null;
        var spoken = language is "zh" or "en" ? language : null;
        PreferenceCookies.Keep(context.Response, spoken, large, theme is "dark" or "light" ? theme == "dark" : null);

        // A link on somebody else's site may change how this device looks for a moment, not what the person chose.
        if (context.Request.Headers["Sec-Fetch-Site"] != "cross-site" && context.RequestServices.GetService<IPreferences>() is { } own)
            await own.Keep(spoken, large, context.RequestAborted);
        return Results.LocalRedirect(IsOwnPath(back) ? back! : "/");
    }

    /// <summary>A path of this site, and never another host's in disguise: neither <c>//host</c> nor <c>/\host</c>.</summary>
    internal static bool IsOwnPath(string? path) =>
        path is ['/', ..] && path is not ['/', '/' or '\\', ..] && !path.Any(char.IsControl);
}
