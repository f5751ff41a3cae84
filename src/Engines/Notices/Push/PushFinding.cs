using Linli.Platform.Data;
using Linli.Platform.Operations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Linli.Notices.Push;

/// <summary>Whether pushes reach the services of the browsers' makers.</summary>
internal sealed class PushFinding(LinliDb db, IOptions<PushOptions> options, TimeProvider time) : IHealthFinding
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public async Task<IReadOnlyList<Finding>> Look(CancellationToken cancel)
    {
        // A database that is not there yet, or of an older version, is somebody else's finding.
        if (!await db.Database.CanConnectAsync(cancel) || (await db.Database.GetPendingMigrationsAsync(cancel)).Any())
            return [];
        var longAgo = Clock.Now(time) - Patience;
        var late = await db.Records<PushMessage>().Where(m => m.At < longAgo).OrderBy(m => m.At).Select(m => m.LastError).ToListAsync(cancel);
        var devices = await db.Records<PushSubscription>().CountAsync(cancel);
        return [
            late.Count == 0
                ? new(Verdict.Good, ("手机推送", "push"), $"{devices} devices")
                : new(Verdict.Note, ("手机推送", "push"), $"{late.Count} wait for more than a quarter of an hour: {late[0]} Outgoing https must be open."),
            options.Value.Contact is not null
                ? new(Verdict.Good, ("推送联系人", "push contact"), options.Value.Contact)
                : new(Verdict.Note, ("推送联系人", "push contact"), "not set (Push:Contact, such as mailto:it@example.org): iPhones get nothing without it"),
        ];
    }
}
