using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Linli.Platform.Results;

namespace Linli.Platform.Webhooks;

/// <summary>The decisions about webhooks.</summary>
internal static class WebhookRules
{
    /// <summary>A delivery is given up this long after its first try.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(24);

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(4);

    /// <summary>10 s, 20 s, 40 s … up to four hours.</summary>
    /// <param name="attempts">How many tries have failed, from 1.</param>
    public static TimeSpan WaitAfter(int attempts)
    {
        var wait = TimeSpan.FromSeconds(10 * Math.Pow(2, Math.Min(attempts - 1, 20)));
        return wait < LongestWait ? wait : LongestWait;
    }

    /// <summary>When to try next, or <c>null</c> to give up.</summary>
    public static DateTimeOffset? NextTry(DateTimeOffset since, DateTimeOffset now, int attempts)
    {
        var next = now + WaitAfter(attempts);
        return next - since > GiveUpAfter ? null : next;
    }

    /// <summary>Whether one of the patterns covers the type: <c>linli.case.*</c>, <c>*</c>, or a whole name.</summary>
    public static bool Wants(string patterns, string type) => patterns.Split(' ').Any(pattern =>
        pattern.EndsWith('*') ? type.StartsWith(pattern[..^1], StringComparison.Ordinal) : pattern == type);

    /// <summary>Value of the header <c>Linli-Signature</c>: the receiver computes the same from its secret.</summary>
    public static string Signature(string secret, long unixSeconds, ReadOnlySpan<byte> body)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        mac.AppendData(Encoding.ASCII.GetBytes(FormattableString.Invariant($"{unixSeconds}.")));
        mac.AppendData(body);
        return FormattableString.Invariant($"t={unixSeconds},v1={Convert.ToHexStringLower(mac.GetHashAndReset())}");
    }

    /// <summary>What is wrong with the address, if anything: https, or http within one's own network where that is allowed.</summary>
    public static Problem? ProblemOf(string url, bool allowPrivate)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0
            || !(uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && allowPrivate)))
            return Problem.Invalid("url", "webhooks.url",
                "请填写 https 地址，不带用户名和 # 部分。", "Give an https address without a user name or # part.");
        if (!allowPrivate && ((IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IsPrivate(address)) || uri.IsLoopback))
            return Problem.Invalid("url", "webhooks.private_url",
                "不能推送到内部地址。", "Addresses inside the network are not taken; an operator may allow them with Webhooks:AllowPrivate.");
        return null;
    }

    /// <summary>
    /// Addresses that only exist inside: loopback, private, link-local (a cloud's metadata service), carrier NAT, multicast,
    /// unspecified; also when written as IPv6.
    /// </summary>
    public static bool IsPrivate(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address))
            return true;
        var b = address.GetAddressBytes();
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return b[0] is 0 or 10 or 127 or >= 224
                || (b[0] == 100 && b[1] is >= 64 and < 128)
                || (b[0] == 169 && b[1] == 254)
                || (b[0] == 172 && b[1] is >= 16 and < 32)
                || (b[0] == 192 && b[1] == 168)
                || (b[0] == 192 && b[1] == 0 && b[2] == 0)
                || (b[0] == 198 && b[1] is 18 or 19);
        return address.IsIPv6LinkLocal || address.IsIPv6SiteLocal || address.IsIPv6UniqueLocal || address.IsIPv6Multicast
            || address.Equals(IPAddress.IPv6Any)
            || (b[0] == 0 && b[1] == 0x64 && b[2] == 0xff && b[3] == 0x9b) // NAT64: an IPv4 address inside
            || (b[0] == 0x20 && b[1] == 0x02); // 6to4: the same
    }
}
