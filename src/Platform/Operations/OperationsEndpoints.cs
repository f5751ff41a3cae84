using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Installation;
using Linli.Platform.Live;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using System.Net;

namespace Linli.Platform.Operations;

/// <summary>The fixed addresses that operators' tools ask.</summary>
internal static class OperationsEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/healthz", () => TypedResults.Text("ok")).Needs(Access.Public).ExcludeFromDescription().DisableRateLimiting();
        app.MapGet("/readyz", Ready).Needs(Access.Public).ExcludeFromDescription().DisableRateLimiting();
        app.MapGet("/metrics", Metrics).Needs(Access.Public).ExcludeFromDescription().DisableRateLimiting();
    }

    /// <summary>Whether requests can be served: 200 or 503, with a line per check.</summary>
    private static async Task<IResult> Ready(LinliDb db, DataFolder folder, ThisInstallation installation, CancellationToken cancel)
    {
        var checks = new List<(string Name, bool Ok)>
        {
            ("started", installation.IsKnown),
            ("disk", DiskFinding.Writable(folder).Verdict == Verdict.Good),
            ("database", await DatabaseCurrent(db, cancel)),
        };
        return TypedResults.Text(
            string.Concat(checks.Select(c => $"{c.Name}: {(c.Ok ? "ok" : "FAILED")}\n")),
            statusCode: checks.All(c => c.Ok) ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<bool> DatabaseCurrent(LinliDb db, CancellationToken cancel)
    {
        try
        {
            return !(await db.Database.GetPendingMigrationsAsync(cancel)).Any();
        }
        catch (Exception e) when (e is System.Data.Common.DbException or InvalidOperationException)
        {
            return false;
        }
    }

    // From this machine without more ado, or with a key that holds the permission: figures tell an outsider too much.
    private static async Task<IResult> Metrics(
        HttpContext context, CurrentCaller caller, PrometheusExporter exporter, LinliDb db, LiveHub live, TimeProvider time, CancellationToken cancel)
    {
        var local = context.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address);
        if (!local && !caller.Value.May(PlatformPermissions.Metrics))
            return ProblemResults.From([Problem.Forbidden(
                "metrics_local", "只能在本机或用有权限的密钥查看。", "Readable from this machine, or with an API key that holds platform.metrics.")]);
        var oldest = await db.Records<OutboxMessage>().Where(m => m.DeliveredAt == null)
            .OrderBy(m => m.Seq).Select(m => (DateTimeOffset?)m.Time).FirstOrDefaultAsync(cancel);
        var lag = oldest is { } since ? (time.GetUtcNow() - since).TotalSeconds : 0;
        return TypedResults.Text(
            exporter.Write([
                ("linli_outbox_lag_seconds", "Age of the oldest event not delivered yet.", lag),
                ("linli_live_listeners", "Browsers following live updates on this node.", live.Listeners),
            ]),
            "text/plain; version=0.0.4; charset=utf-8");
    }
}
