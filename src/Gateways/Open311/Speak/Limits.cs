using System.Threading.RateLimiting;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Linli.Open311.Speak;

/// <summary>
/// How much one client may ask. The edge counts by account before it reads a form, where this protocol carries its key:
/// a whole city would look like one stranger. So this gateway counts itself, first by address, then by key.
/// </summary>
internal sealed class Limits(IOptions<Open311Options> options, RateLimitOptions edge) : IDisposable
{
    private readonly PartitionedRateLimiter<string> windows = PartitionedRateLimiter.Create<string, string>(who =>
        RateLimitPartition.GetSlidingWindowLimiter(who, _ => new()
        {
            PermitLimit = options.Value.PerMinute,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = 6,
            QueueLimit = 0,
        }));

    /// <summary>Counts a request from an address.</summary>
    public Problem? Count(HttpContext context) => Count("address " + context.Connection.RemoteIpAddress);

    /// <summary>Counts a request of a client.</summary>
    public Problem? Count(Caller client) =>
        client.May(PlatformPermissions.NoRateLimit) ? null : Count("key " + client.Account);

    public void Dispose() => windows.Dispose();

    private Problem? Count(string who)
    {
        if (!edge.Enabled)
            return null;
        using var lease = windows.AttemptAcquire(who);
        return lease.IsAcquired ? null : new(
            "too_many_requests", ("操作太频繁，请稍后再试。", "Too many requests: wait a little and try again."), ProblemKind.TooMany);
    }
}
