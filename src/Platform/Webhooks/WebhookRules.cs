using System.Security.Cryptography;
using System.Text;
using Linli.Platform.Outside;
using Linli.Platform.Results;

namespace Linli.Platform.Webhooks;

/// <summary>The decisions about webhooks.</summary>
internal static class WebhookRules
{
    /// <summary>A delivery is given up this long after its first try.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(24);

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
        if (!OutsideAddresses.IsWellFormed(url, allowPrivate))
            return Problem.Invalid("url", "webhooks.url",
                "请填写 https 地址，不带用户名和 # 部分。", "Give an https address without a user name or # part.");
        if (!allowPrivate && OutsideAddresses.NamesInside(url))
            return Problem.Invalid("url", "webhooks.private_url",
                "不能推送到内部地址。", "Addresses inside the network are not taken; an operator may allow them with Webhooks:AllowPrivate.");
        return null;
    }
}
