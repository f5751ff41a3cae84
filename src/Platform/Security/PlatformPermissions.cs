namespace Linli.Platform.Security;

/// <summary>What the platform itself asks permission for.</summary>
public static class PlatformPermissions
{
    /// <summary>Read <c>/metrics</c> from another machine.</summary>
    public const string Metrics = "platform.metrics";

    /// <summary>Manage webhooks.</summary>
    public const string Webhooks = "platform.webhooks";

    /// <summary>Send as much as one likes: for machines that import or report.</summary>
    public const string NoRateLimit = "platform.no_rate_limit";

    internal static readonly Permission[] All =
    [
        new(Metrics, ("查看运行指标", "Read metrics"), "administrator"),
        new(Webhooks, ("管理事件推送", "Manage webhooks"), "administrator"),
        new(NoRateLimit, ("不限请求频率", "No rate limit")),
    ];
}
