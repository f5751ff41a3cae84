using System.Globalization;
using Linli.Platform.Security;
using Microsoft.AspNetCore.Localization;

namespace Linli.Server.App;

/// <summary><c>GET /preferences</c>: keeps how a device shows pages, in cookies that say nothing about the person.</summary>
internal static class PreferencesEndpoint
{
    public const string Elder = "linli.elder";
    public const string Theme = "linli.theme";

    private static readonly CookieOptions Cookie = new()
    {
        Path = "/", HttpOnly = true, SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromDays(365), IsEssential = true,
    };

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/preferences", Keep)
        .Needs(Access.Public).ExcludeFromDescription();

    private static IResult Keep(HttpResponse response, string? elder, string? theme, string? language, string? back)
    {
        if (elder is "on" or "off")
            response.Cookies.Append(Elder, elder, Cookie);
        if (theme is "dark" or "light")
            response.Cookies.Append(Theme, theme, Cookie);
        if (language is "zh" or "en")
            response.Cookies.Append(
                CookieRequestCultureProvider.DefaultCookieName,
                CookieRequestCultureProvider.MakeCookieValue(new(CultureInfo.GetCultureInfo(language == "zh" ? "zh-CN" : "en"))),
                Cookie);
        return Results.LocalRedirect(IsOwnPath(back) ? back! : "/");
    }

    /// <summary>A path of this site, and never another host's in disguise: neither <c>//host</c> nor <c>/\host</c>.</summary>
    internal static bool IsOwnPath(string? path) =>
        path is ['/', ..] && path is not ['/', '/' or '\\', ..] && !path.Any(char.IsControl);
}
