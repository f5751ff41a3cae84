using Microsoft.AspNetCore.Components;

namespace Linli.Web;

/// <summary>
/// Links that change how pages look and come back to where they were pressed: <c>/preferences?elder=on&amp;back=…</c>.
/// The server keeps the choice in a cookie and redirects to <c>back</c> when that is a path of its own.
/// </summary>
public static class Preferences
{
    /// <summary>Turns 长辈版 on or off.</summary>
    public static string Elder(bool on, NavigationManager at) => Link("elder", on ? "on" : "off", at);

    /// <summary>Chooses <c>zh</c> or <c>en</c>.</summary>
    public static string Language(string language, NavigationManager at) => Link("language", language, at);

    /// <summary>Chooses <c>light</c> or <c>dark</c>.</summary>
    public static string Theme(string theme, NavigationManager at) => Link("theme", theme, at);

    private static string Link(string name, string value, NavigationManager at) =>
        $"/preferences?{name}={value}&back={Uri.EscapeDataString("/" + at.ToBaseRelativePath(at.Uri))}";
}
