using System.Globalization;
using System.Threading.RateLimiting;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Platform.Http;

/// <summary>
/// How much one caller may ask: configuration section <c>RateLimits</c>. The defaults leave room for a hall full of
/// residents behind one address.
/// </summary>
public sealed class RateLimitOptions
{
    /// <summary>False lets everything through, for load tests.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Requests a minute from one address by people who are not signed in.</summary>
    public int AnonymousPerMinute { get; set; } = 3000;

    /// <summary>Requests a minute of one account.</summary>
    public int AccountPerMinute { get; set; } = 1200;

    /// <summary>Writes a minute of one account, or from one address by people who are not signed in.</summary>
    public int WritesPerMinute { get; set; } = 240;

    /// <summary>Attempts to sign in a minute from one address.</summary>
    public int SignInsPerMinute { get; set; } = 60;
}

/// <summary>Rate limits at the edge.</summary>
public static class RateLimits
{
    /// <summary>
    /// Policy of the addresses that check a code or password; <c>endpoint.RequireRateLimiting(RateLimits.SignIn)</c>. Attempts
    /// per phone number or sign-in name are counted by the use case itself.
    /// </summary>
    public const string SignIn = "sign-in";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    internal static void Add(IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection("RateLimits").Get<RateLimitOptions>() ?? new();
        services.AddSingleton(options);
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = Refuse;
            limiter.AddPolicy(SignIn, context => options.Enabled
                ? Window("sign-in " + AddressOf(context), options.SignInsPerMinute)
                : Unlimited);
            if (options.Enabled)
                limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                    PartitionedRateLimiter.Create<HttpContext, string>(context => Requests(context, options)),
                    PartitionedRateLimiter.Create<HttpContext, string>(context => Writes(context, options)));
        });
    }

    private static RateLimitPartition<string> Unlimited => RateLimitPartition.GetNoLimiter("");

    private static RateLimitPartition<string> Requests(HttpContext context, RateLimitOptions options)
    {
        var caller = CallerOf(context);
        if (caller.May(PlatformPermissions.NoRateLimit))
            return Unlimited;
        return caller.Account is { } account
            ? Window("account " + account, options.AccountPerMinute)
            : Window("address " + AddressOf(context), options.AnonymousPerMinute);
    }

    private static RateLimitPartition<string> Writes(HttpContext context, RateLimitOptions options)
    {
        var caller = CallerOf(context);
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || caller.May(PlatformPermissions.NoRateLimit))
            return Unlimited;
        return Window(caller.Account is { } account ? "account " + account : "address " + AddressOf(context), options.WritesPerMinute);
    }

    private static RateLimitPartition<string> Window(string who, int perMinute) =>
        RateLimitPartition.GetSlidingWindowLimiter(who, _ => new()
        {
            PermitLimit = perMinute,
            Window = Minute,
            SegmentsPerWindow = 6,
            QueueLimit = 0,
        });

    private static async ValueTask Refuse(OnRejectedContext refused, CancellationToken cancel)
    {
        var wait = refused.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(10);
        refused.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        await ProblemResults.Write(refused.HttpContext, new(
            "too_many_requests", ("操作太频繁，请稍后再试。", "Too many requests: wait a little and try again."), ProblemKind.TooMany));
    }

    private static Caller CallerOf(HttpContext context) => context.RequestServices.GetRequiredService<CurrentCaller>().Value;

    // An IPv6 household has a whole /64 to itself: its addresses count as one.
    private static string AddressOf(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address)
            return "none";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }
}
