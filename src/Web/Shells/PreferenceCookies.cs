using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;

namespace Linli.Web;

/// <summary>How a device shows pages, in cookies that say nothing about the person.</summary>
public static class PreferenceCookies
{
    private const string Elder = "linli.elder";
    private const string Theme = "linli.theme";

    private static readonly CookieOptions Options = new()
    {
        Path = "/", HttpOnly = true, SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromDays(365), IsEssential = true,
    };

    /// <summary>Whether the device shows 长辈版.</summary>
    public static bool ElderMode(HttpRequest request) => request.Cookies[Elder] == "on";

    /// <summary>Whether the device shows the dark workbench.</summary>
    public static bool Dark(HttpRequest request) => request.Cookies[Theme] == "dark";

    /// <summary>Keeps a choice from the next request on; what is <c>null</c> stays as it is.</summary>
    /// <param name="response">Must not have begun yet.</param>
    /// <param name="language"><c>zh</c> or <c>en</c>.</param>
    /// <param name="elderMode">Whether 长辈版.</param>
    /// <param name="dark">Whether the dark workbench.</param>
    public static void Keep(HttpResponse response, string? language = null, bool? elderMode = null, bool? dark = null)
    {
        if (elderMode is { } elder)
            response.Cookies.Append(Elder, elder ? "on" : "off", Options);
        if (dark is { } night)
            response.Cookies.Append(Theme, night ? "dark" : "light", Options);
        if (language is "zh" or "en")
            response.Cookies.Append(
                CookieRequestCultureProvider.DefaultCookieName,
                CookieRequestCultureProvider.MakeCookieValue(new(CultureInfo.GetCultureInfo(language == "zh" ? "zh-CN" : "en"))),
                Options);
    }
}
