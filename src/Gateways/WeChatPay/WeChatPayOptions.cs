using Linli.Ledger;

namespace Linli.WeChatPay;

/// <summary>One merchant number: configuration section <c>Payments:WeChat:{code}</c>.</summary>
internal sealed class WeChatPayOptions
{
    public const string Section = "Payments:WeChat";

    public string NameZh { get; set; } = "微信支付";

    public string NameEn { get; set; } = "WeChat Pay";

    /// <summary>商户号.</summary>
    public string MerchantId { get; set; } = "";

    public string AppId { get; set; } = "";

    /// <summary>Serial number of the merchant's certificate.</summary>
    public string MerchantSerial { get; set; } = "";

    /// <summary>The merchant's private key, PEM; or <see cref="MerchantKeyFile"/>.</summary>
    public string? MerchantKey { get; set; }

    public string? MerchantKeyFile { get; set; }

    /// <summary>微信支付公钥, PEM; or <see cref="PlatformKeyFile"/>.</summary>
    public string? PlatformKey { get; set; }

    public string? PlatformKeyFile { get; set; }

    /// <summary>Id of that key, <c>PUB_KEY_ID_…</c>.</summary>
    public string PlatformSerial { get; set; } = "";

    /// <summary>APIv3 密钥, 32 characters.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>Where callbacks reach this installation: <c>https://…/api/v1/payments/{code}/callback</c>.</summary>
    public string NotifyUrl { get; set; } = "";

    public string BaseUrl { get; set; } = "https://api.mch.weixin.qq.com";

    public bool AllowPrivate { get; set; }

    /// <summary>A setting that is missing is found at the start, not with the first yuan.</summary>
    public void Check(string code)
    {
        foreach (var (name, value) in new[]
        {
            (nameof(MerchantId), MerchantId), (nameof(AppId), AppId), (nameof(MerchantSerial), MerchantSerial), (nameof(PlatformSerial), PlatformSerial), (nameof(NotifyUrl), NotifyUrl),
            (nameof(MerchantKey), MerchantKey ?? MerchantKeyFile ?? ""), (nameof(PlatformKey), PlatformKey ?? PlatformKeyFile ?? ""),
        })
            if (value.Length == 0)
                throw new InvalidOperationException($"{Section}:{code}:{name} is missing.");
        if (ApiKey.Length != 32)
            throw new InvalidOperationException($"{Section}:{code}:{nameof(ApiKey)} has 32 characters.");
        if (code.Length > 20 || code.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c)))
            throw new InvalidOperationException($"{Section}:{code}: a code has at most 20 lower-case letters and digits.");
    }
}

/// <summary>What one side knows of the other.</summary>
internal sealed record WeChatPayKeys(string MerchantId, string AppId, string MerchantSerial, string MerchantKeyPem, string PlatformKeyPem, string PlatformSerial, string ApiKey, string NotifyUrl)
{
    public static WeChatPayKeys Of(WeChatPayOptions o) => new(
        o.MerchantId, o.AppId, o.MerchantSerial, o.MerchantKey ?? File.ReadAllText(o.MerchantKeyFile!), o.PlatformKey ?? File.ReadAllText(o.PlatformKeyFile!), o.PlatformSerial, o.ApiKey, o.NotifyUrl);

    public static WeChatPayKeys Of(PaySimulatorKeys k) =>
        new("1900000001", "wx-linli-demo", "DEMO", k.MerchantKeyPem, k.PlatformKeyPem, k.PlatformSerial, k.ApiKey, "https://linli.invalid/api/v1/payments/paysim/callback");
}
