using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Gates;

/// <summary>Notes when gates were heard of, tells staff of gates that are late with a revocation, and forgets old passes.</summary>
internal sealed class WatchGates(LinliDb db, WriterQueue writers, GatesSeen seen, UseCaseRunner runner, ServicesOptions options, TimeProvider time) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        var taken = seen.Take();
        var oldest = Clock.Now(time).AddDays(-options.PassDays);
        using (await writers.Enter(cancel))
        {
            foreach (var (id, at) in taken)
                await db.Unfiltered<Gate>().Where(g => g.Id == id && (g.LastSeenAt == null || g.LastSeenAt < at))
                    .ExecuteUpdateAsync(s => s.SetProperty(g => g.LastSeenAt, at), cancel);
            await db.Unfiltered<GatePass>().Where(p => p.ReceivedAt < oldest).ExecuteDeleteAsync(cancel);
        }

        var gates = await db.Unfiltered<Gate>().AsNoTracking().Where(g => g.RetiredAt == null).ToListAsync(cancel);
        var pending = await GateState.Pending(db, gates, Clock.Now(time), cancel);
        var late = gates.Where(g => pending.GetValueOrDefault(g.Id)?.IsLate(Clock.Now(time)) == true).Select(g => g.Id).ToHashSet();
        foreach (var gate in gates.Where(g => late.Contains(g.Id) != (g.AlarmSince is not null)))
            await runner.Run(new NoteLateGate(gate.Id, late.Contains(gate.Id)), cancel);
    }
}

/// <summary>Raises or clears the alarm of a gate that is late with a revocation.</summary>
internal sealed record NoteLateGate(Guid Gate, bool Late) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Gate.ToString();
}

internal sealed class NoteLateGateHandler(LinliDb db, IPeople people, INotices notices, Outbox outbox, TimeProvider time) : IHandler<NoteLateGate, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        // Only Linli itself does this.
    }

    public async Task<Result<Done>> Handle(NoteLateGate request, CancellationToken cancel)
    {
        if (await db.Unfiltered<Gate>().SingleOrDefaultAsync(g => g.Id == request.Gate, cancel) is not { } gate || request.Late == (gate.AlarmSince is not null))
            return Done.It;
        var now = Clock.Now(time);
        gate.AlarmSince = request.Late ? now : null;
        var place = ScopePath.Parse(gate.Scope, null);
        outbox.Add(new GateLate(gate.Id, place, request.Late));
        if (request.Late)
            foreach (var account in (await people.StaffFor(place, [Posts.Operator, Posts.CommunityWorker, Posts.DeskClerk], cancel)).Select(m => m.Account).Distinct())
                await notices.Tell(
                    account, "home.gate_late", ($"门禁“{gate.NameZh}”还没收到凭证收回", $"The gate “{gate.NameEn}” has not heard of a revocation"),
                    ("已超过 60 秒没有确认，请查看网络，必要时到现场关闭该门禁的自动放行。", "It has not confirmed within 60 seconds: check its network, and if need be stop it from opening by itself."),
                    "/desk/gates", $"gate-late:{gate.Id}:{now:O}", cancel);
        return Done.It;
    }
}

/// <summary>What a gate has not confirmed.</summary>
/// <param name="Count">Credentials that were made worth less.</param>
/// <param name="Since">The oldest of them.</param>
internal sealed record PendingAtGate(int Count, DateTimeOffset Since)
{
    public bool IsLate(DateTimeOffset now) => now - Since > GateRules.RevokedEverywhereWithin;
}

/// <summary>Which gates have confirmed what.</summary>
internal static class GateState
{
    /// <summary>What each gate has not confirmed; gates with nothing open are left out.</summary>
    public static async Task<Dictionary<Guid, PendingAtGate>> Pending(LinliDb db, IReadOnlyList<Gate> gates, DateTimeOffset now, CancellationToken cancel)
    {
        var pending = new Dictionary<Guid, PendingAtGate>();
        if (gates.Count == 0)
            return pending;
        var least = gates.Min(g => g.Applied);
        // What has run out by itself no gate opens to, whether it has heard of anything or not.
        var tightened = await db.Unfiltered<GateCredential>().AsNoTracking()
            .Where(c => c.Version > least && c.TightenedAt != null && (c.RevokedAt == null || c.ValidUntil == null || c.ValidUntil > c.RevokedAt))
            .Select(c => new { c.Scope, c.Version, c.At, c.TightenedAt }).ToListAsync(cancel);
        // A gate that nobody has switched on yet is late with nothing.
        foreach (var gate in gates.Where(g => g.Applied > 0 || g.LastSeenAt is not null))
        {
            var open = tightened.Where(c => c.Version > gate.Applied && c.Scope.StartsWith(gate.Scope, StringComparison.Ordinal)
                && c.TightenedAt >= gate.At).ToList();
            if (open.Count > 0)
                pending[gate.Id] = new(open.Count, open.Min(c => c.TightenedAt!.Value));
        }

        return pending;
    }
}
