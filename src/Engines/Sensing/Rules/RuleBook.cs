using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Sensing.Fences;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Rules;

/// <summary>Writes rules and fences: for scenes, the desk and the demo alike.</summary>
internal sealed class RuleBook(LinliDb db, RulesMemory memory, CurrentCaller caller, TimeProvider time) : IRules, IFences
{
    private Guid? counted;

    public async Task Put(SensingRule rule, CancellationToken cancel)
    {
        if (RuleCheck.Problems(rule).FirstOrDefault() is { } problem)
            throw new ArgumentException($"Rule '{rule.Code}': {problem.Message.En}", nameof(rule));
        var body = RuleText.Write(rule);
        var row = await Row(rule.Code, cancel);
        // Scenes bring theirs at every start: what is the same is no new version.
        if (row?.Body == body)
            return;
        if (row is null)
            db.Insert(row = new()
            {
                Code = rule.Code, Scope = "", NameZh = "", NameEn = "", Kind = rule.Kind, Severity = rule.Severity, On = rule.On, Version = 0, Body = body, ChangedAt = default,
            });
        (row.Scope, row.NameZh, row.NameEn, row.Kind, row.Severity, row.On) = (rule.Scope.Value, rule.Name.Zh, rule.Name.En, rule.Kind, rule.Severity, rule.On);
        (row.Version, row.Body, row.ChangedAt) = (row.Version + 1, body, Clock.Now(time));
        db.Records<RuleVersionRow>().Add(new() { Rule = rule.Code, Number = row.Version, At = row.ChangedAt, By = By, Body = body });
        await Changed(cancel);
    }

    public async Task<SensingRule?> Find(string code, CancellationToken cancel) => await Row(code, cancel) is { } row ? RuleText.Read(row.Body) : null;

    public async Task Put(Fence fence, CancellationToken cancel)
    {
        if (!SensingCode.IsValid(fence.Code))
            throw new ArgumentException($"'{fence.Code}' is no code of a fence.", nameof(fence));
        if (FenceCheck.Problem(fence.Area, "area") is { } problem)
            throw new ArgumentException($"Fence '{fence.Code}': {problem.Message.En}", nameof(fence));
        var area = RuleText.Write(fence.Area);
        var row = await FenceOf(fence.Code, cancel);
        if (row is not null && (row.Geometry, row.Scope, row.NameZh, row.NameEn) == (area, fence.Scope.Value, fence.Name.Zh, fence.Name.En))
            return;
        if (row is null)
            db.Insert(row = new() { Code = fence.Code, Scope = "", NameZh = "", NameEn = "", Geometry = area, ChangedAt = default, ChangedBy = "" });
        (row.Scope, row.NameZh, row.NameEn, row.Geometry, row.ChangedAt, row.ChangedBy) = (fence.Scope.Value, fence.Name.Zh, fence.Name.En, area, Clock.Now(time), By);
        await Changed(cancel);
    }

    public async Task Remove(string code, CancellationToken cancel)
    {
        if (await FenceOf(code, cancel) is not { } row)
            return;
        db.Delete(row);
        db.Records<OwnFenceRow>().RemoveRange(await db.Records<OwnFenceRow>().Where(o => o.Fence == code).ToListAsync(cancel));
        await Changed(cancel);
    }

    public async Task SetOwn(DeviceId device, IReadOnlyCollection<string> fences, CancellationToken cancel)
    {
        var known = await db.Records<OwnFenceRow>().Where(o => o.Device == device).ToListAsync(cancel);
        var gone = known.Where(o => !fences.Contains(o.Fence)).ToList();
        var added = fences.Distinct().Where(f => !known.Exists(o => o.Fence == f)).ToList();
        if (gone.Count + added.Count == 0)
            return;
        db.Records<OwnFenceRow>().RemoveRange(gone);
        db.Records<OwnFenceRow>().AddRange(added.Select(f => new OwnFenceRow { Device = device, Fence = f }));
        await Changed(cancel);
    }

    public async Task SetOwnOfMany(IReadOnlyCollection<(DeviceId Device, IReadOnlyCollection<string> Fences)> own, CancellationToken cancel)
    {
        await db.InsertMany(own.SelectMany(o => o.Fences.Distinct().Select(f => new OwnFenceRow { Device = o.Device, Fence = f })), cancel);
        await Changed(cancel);
    }

    public async Task<IReadOnlyList<Fence>> Within(ScopeSet places, CancellationToken cancel) =>
        (await db.Scoped<FenceRow>(places).AsNoTracking().OrderBy(f => f.Code).ToListAsync(cancel)).ConvertAll(f => f.ToFence());

    /// <summary>The row of a rule, one that waits to be written included.</summary>
    public async Task<RuleRow?> Row(string code, CancellationToken cancel) =>
        db.ChangeTracker.Entries<RuleRow>().FirstOrDefault(e => e.Entity.Code == code)?.Entity
            ?? await db.Unfiltered<RuleRow>().SingleOrDefaultAsync(r => r.Code == code, cancel);

    /// <summary>The row of a fence, one that waits to be written included.</summary>
    public async Task<FenceRow?> FenceOf(string code, CancellationToken cancel) =>
        db.ChangeTracker.Entries<FenceRow>().FirstOrDefault(e => e.Entity.Code == code && e.State != EntityState.Deleted)?.Entity
            ?? await db.Unfiltered<FenceRow>().SingleOrDefaultAsync(f => f.Code == code, cancel);

    private string By => caller.Value.IsSystem ? "" : caller.Value.Name;

    // Once a transaction, however many rules and fences it writes.
    private async Task Changed(CancellationToken cancel)
    {
        var transaction = db.Database.CurrentTransaction?.TransactionId;
        if (transaction is not null && transaction == counted)
            return;
        counted = transaction;
        if (await db.Records<RulesStamp>().ExecuteUpdateAsync(s => s.SetProperty(v => v.Value, v => v.Value + 1), cancel) == 0
            && !db.ChangeTracker.Entries<RulesStamp>().Any())
            db.Records<RulesStamp>().Add(new() { Id = RulesStamp.TheOnly, Value = 1 });
        db.AfterCommit(memory.Refresh);
    }
}
