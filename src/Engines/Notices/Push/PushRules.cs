using Linli.Platform.Outside;
using Linli.Platform.Results;

namespace Linli.Notices.Push;

/// <summary>What becomes of a push after the push service answered.</summary>
internal enum PushFate
{
    /// <summary>Taken.</summary>
    Taken,

    /// <summary>The browser has unsubscribed, or was thrown away: never again.</summary>
    Gone,

    /// <summary>Not now: try again.</summary>
    Later,

    /// <summary>Not like this: trying again would not help.</summary>
    Refused,
}

/// <summary>The decisions about pushes.</summary>
internal static class PushRules
{
    /// <summary>Browsers a person may have ringing.</summary>
    public const int MostDevices = 10;

    /// <summary>A notice is no news a day later: so long a push service keeps it for a phone that is off, and so long we try.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromDays(1);

    private const int AuthSize = 16;
    private const int LongestEndpoint = 1000;

    /// <summary>RFC 8030: 404 and 410 end a subscription.</summary>
    public static PushFate Of(int status) => status switch
    {
        >= 200 and < 300 => PushFate.Taken,
        404 or 410 => PushFate.Gone,
        408 or 425 or 429 or >= 500 => PushFate.Later,
        _ => PushFate.Refused,
    };

    /// <summary>What is wrong with the address a browser gave, if anything.</summary>
    public static Problem? ProblemOf(string? endpoint, bool allowPrivate)
    {
        if (endpoint is not { Length: > 0 and <= LongestEndpoint } || !OutsideAddresses.IsWellFormed(endpoint, allowPrivate))
            return Problem.Invalid("endpoint", "push_endpoint",
                "推送地址应为 https 地址，请用浏览器给出的原样提交。", "The endpoint is an https address: send it as the browser gave it.");
        return !allowPrivate && OutsideAddresses.NamesInside(endpoint)
            ? Problem.Invalid("endpoint", "push_private_endpoint", "不能推送到内部地址。", "Endpoints inside the network are not taken.")
            : null;
    }

    /// <summary>What is wrong with the keys a browser gave.</summary>
    public static IEnumerable<Problem> ProblemsOf(BrowserKeys? keys)
    {
        if (!P256.TryDecode(keys?.P256dh, out var point) || !IsPoint(point))
            yield return Problem.Invalid("keys.p256dh", "push_key",
                "p256dh 应为 65 字节的 P-256 公钥（base64url）。", "p256dh is a public key of P-256: 65 bytes in base64url.");
        if (!P256.TryDecode(keys?.Auth, out var auth) || auth.Length != AuthSize)
            yield return Problem.Invalid("keys.auth", "push_auth", "auth 应为 16 字节（base64url）。", "auth is 16 bytes in base64url.");
    }

    private static bool IsPoint(byte[] bytes)
    {
        using var key = P256.Read(bytes);
        return key is not null;
    }
}
