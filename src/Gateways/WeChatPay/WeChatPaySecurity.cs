using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Linli.Platform.Results;

namespace Linli.WeChatPay;

/// <summary>Signs requests, checks what claims to come from WeChat Pay, and opens what it encrypted.</summary>
internal sealed class WeChatPaySecurity
{
    /// <summary>What was signed longer ago is refused: somebody may have kept it.</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromMinutes(5);

    private readonly Lazy<(WeChatPayKeys Keys, RSA Own, RSA Platform)> material;

    public WeChatPaySecurity(WeChatPayOptions options) : this(() => WeChatPayKeys.Of(options))
    {
    }

    public WeChatPaySecurity(Func<WeChatPayKeys> keys) => material = new(() =>
    {
        var known = keys();
        var (own, platform) = (RSA.Create(), RSA.Create());
        own.ImportFromPem(known.MerchantKeyPem);
        platform.ImportFromPem(known.PlatformKeyPem);
        return (known, own, platform);
    });

    public WeChatPayKeys Keys => material.Value.Keys;

    /// <summary>The header <c>Authorization</c> of a request.</summary>
    public string Authorize(string method, string pathAndQuery, string body, DateTimeOffset now)
    {
        var (stamp, nonce) = (now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));
        string signature;

        // One at a time: the key is not made for several threads.
        lock (material)
            signature = Convert.ToBase64String(material.Value.Own.SignData(Encoding.UTF8.GetBytes($"{method}\n{pathAndQuery}\n{stamp}\n{nonce}\n{body}\n"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        return $"mchid=\"{Keys.MerchantId}\",nonce_str=\"{nonce}\",timestamp=\"{stamp}\",serial_no=\"{Keys.MerchantSerial}\",signature=\"{signature}\"";
    }

    /// <summary>Whether WeChat Pay signed this, and lately.</summary>
    public bool IsGenuine(IReadOnlyDictionary<string, string> headers, string body, DateTimeOffset now)
    {
        if (!headers.TryGetValue("wechatpay-timestamp", out var stamp) || !headers.TryGetValue("wechatpay-nonce", out var nonce)
            || !headers.TryGetValue("wechatpay-signature", out var signature) || headers.GetValueOrDefault("wechatpay-serial") != Keys.PlatformSerial
            || !long.TryParse(stamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || Math.Abs(now.ToUnixTimeSeconds() - seconds) > Oldest.TotalSeconds)
            return false;
        var bytes = new byte[signature.Length];
        if (!Convert.TryFromBase64String(signature, bytes, out var length))
            return false;
        lock (material)
            return material.Value.Platform.VerifyData(Encoding.UTF8.GetBytes($"{stamp}\n{nonce}\n{body}\n"), bytes.AsSpan(0, length), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    /// <summary>Opens the encrypted part of a callback (AEAD_AES_256_GCM).</summary>
    /// <exception cref="CryptographicException">It was encrypted with another key, or changed.</exception>
    /// <exception cref="FormatException">It is no base64.</exception>
    public string Open(string ciphertext, string nonce, string associatedData)
    {
        const int Tag = 16;
        var packet = Convert.FromBase64String(ciphertext);
        if (packet.Length < Tag)
            throw new CryptographicException("Too short.");
        var plain = new byte[packet.Length - Tag];
        using var aes = new AesGcm(Encoding.UTF8.GetBytes(Keys.ApiKey), Tag);
        aes.Decrypt(Encoding.UTF8.GetBytes(nonce), packet.AsSpan(0, plain.Length), packet.AsSpan(plain.Length), plain, Encoding.UTF8.GetBytes(associatedData));
        return Encoding.UTF8.GetString(plain);
    }

    public static readonly Problem NotSigned = Problem.Forbidden("ledger.callback_signature",
        "签名不对或已过期，未处理。", "Not signed by the payment service, or too long ago: nothing was done.");
}
