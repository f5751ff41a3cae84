namespace Linli.Platform.Http;

/// <summary>Names by which people tell their devices apart.</summary>
public static class Devices
{
    // The first that is found counts: most browsers also claim to be the ones below them.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("HuaweiBrowser", "Huawei"), ("MiuiBrowser", "Xiaomi"), ("VivoBrowser", "vivo"), ("HeyTapBrowser", "OPPO"), ("SamsungBrowser", "Samsung"),
        ("MQQBrowser", "QQ"), ("UCBrowser", "UC"), ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("HarmonyOS", "HarmonyOS"), ("OpenHarmony", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
        ("Windows", "Windows"), ("Mac OS X", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
    ];

    /// <summary><c>Chrome · Android</c>; empty when the browser does not say what it is.</summary>
    public static string NameOf(string userAgent) =>
        string.Join(" · ", new[] { Find(Browsers, userAgent), Find(Systems, userAgent) }.OfType<string>());

    private static string? Find((string Mark, string Name)[] marks, string userAgent) =>
        Array.Find(marks, m => userAgent.Contains(m.Mark, StringComparison.Ordinal)).Name;
}
